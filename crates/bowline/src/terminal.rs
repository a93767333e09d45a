//! Tables and lists on a terminal.

use bowline_core::{Estimate, Finding, Leaderboard, Outcome};
use bowline_stats::Metric;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use crate::number_text::{score, seconds};

/// A plain table whose columns after the first are set to the right.
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let right: Vec<bool> = (0..header.len()).map(|at| at > 0).collect();
    table_with(header, rows, &right)
}

/// A plain table; `right` says which columns are set to the right.
pub fn table_with(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>, right: &[bool]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.to_vec());
    for row in rows {
        table.add_row(row);
    }
    for at in (0..header.len()).filter(|&at| right.get(at) == Some(&true)) {
        if let Some(column) = table.column_mut(at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let text = table.to_string();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Labels and values, one a line.
pub fn facts(lines: &[(&str, String)]) -> String {
    let width = lines.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
    lines.iter().map(|(label, value)| format!("{label:width$}  {value}\n")).collect()
}

/// A score with its interval: `0.8612 (0.8401 to 0.8790)`.
pub fn estimate(estimate: &Estimate) -> String {
    format!("{} ({} to {})", score(estimate.value), score(estimate.low), score(estimate.high))
}

/// Every metric with its interval, the one that was optimised first.
pub fn metrics_table(metrics: &[(Metric, Estimate)], optimised: &str) -> String {
    let (first, others): (Vec<_>, Vec<_>) =
        metrics.iter().partition(|(metric, _)| metric.as_str() == optimised);
    let rows = first.into_iter().chain(others).map(|(metric, estimate)| {
        let interval = format!("{} to {}", score(estimate.low), score(estimate.high));
        let better = if metric.greater_is_better() { "higher is better" } else { "lower is better" };
        vec![metric.to_string(), score(estimate.value), interval, better.to_owned()]
    });
    table(&["metric", "score", "95 % interval", ""], rows)
}

/// The leaderboard, with the reasons of skipped candidates below it.
pub fn leaderboard(board: &Leaderboard) -> String {
    let mut skipped = String::new();
    let mut rows = Vec::new();
    for row in &board.rows {
        match &row.outcome {
            Outcome::Fitted { score: found, fit_seconds, predict_micros, weight } => rows.push(vec![
                format!("{}{}", row.name, if row.baseline { " (baseline)" } else { "" }),
                score(found.value),
                format!("{} to {}", score(found.low), score(found.high)),
                seconds(*fit_seconds),
                format!("{predict_micros:.1}"),
                if *weight > 0.0 && row.name != "ensemble" {
                    format!("{:.0} %", 100.0 * weight)
                } else {
                    String::new()
                },
            ]),
            Outcome::Skipped { reason } => skipped.push_str(&format!("  skipped {}: {reason}\n", row.name)),
        }
    }
    let header = [&format!("cv {}", board.metric), "score", "95 % interval", "fit", "µs a row", "weight"];
    format!("{}\n{skipped}", table(&header, rows))
}

/// Findings, the serious first.
pub fn findings(findings: &[Finding]) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    sorted
        .iter()
        .map(|finding| format!("  {:8} {}; {}\n", finding.severity.as_str(), finding.message, finding.action))
        .collect()
}
