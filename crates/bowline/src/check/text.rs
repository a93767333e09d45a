//! What a check found, on a terminal: the verdict first.

use bowline_audit::Answer;
use bowline_audit::audit::Distribution;
use bowline_report::{share_bar, spark};

use super::{Found, Page};
use crate::arguments::CheckArguments;
use crate::number_text::{grouped, score, seconds};
use crate::terminal;

/// Columns that are listed; the page has the others.
const MAX_COLUMNS: usize = 40;
/// Widest spark, and the width of a bar.
const WIDTH: usize = 12;

pub(super) fn whole(arguments: &CheckArguments, found: &Found, page: &Page) -> String {
    let validation = &found.check.validation;
    let target = &found.problem.target;
    let basic = &found.audit.basic_stats;
    let mut text = format!("Verdict  {}\n\n", validation.verdict.sentence);
    text.push_str(&format!(
        "{}: {} rows, {} columns; `{}` is a {} target ({})\n\n",
        arguments.data.display(),
        grouped(basic.n_rows as i64),
        grouped(basic.n_columns as i64),
        target.spec.name,
        target.spec.task,
        target.why
    ));
    text.push_str(&format!("Criteria  {} of {} hold\n", validation.score, validation.criteria.len()));
    for criterion in &validation.criteria {
        let sign = match criterion.answer {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Unknown => "?",
        };
        let settle =
            criterion.settle.as_ref().map(|option| format!("; settle it with {option}")).unwrap_or_default();
        text.push_str(&format!("  {sign:3} {:19} {}{settle}\n", criterion.name, criterion.evidence));
    }
    text.push_str("\nData quality\n");
    let quality = &found.audit.data_quality;
    for (name, value) in [
        ("completeness", quality.completeness),
        ("duplicates", quality.duplicates),
        ("consistency", quality.consistency),
        ("validity", quality.validity),
        ("class_balance", quality.class_balance),
        ("overall_score", quality.overall_score),
    ] {
        text.push_str(&format!("  {name:14} {value:.3} {}\n", share_bar(value, WIDTH).trim_end()));
    }
    text.push_str("\nColumns\n");
    text.push_str(&columns(found));
    if !found.findings.is_empty() {
        text.push_str("\nFindings\n");
        text.push_str(&terminal::findings(&found.findings));
    }
    text.push_str(&format!("\nRows      {}\n", found.check.requirements.sentence));
    match &found.curve {
        Some(curve) => text.push_str(&format!("          {}\n", curve.sentence)),
        None => text.push_str(&format!("          no learning curve: {}\n", found.no_curve)),
    }
    let models: Vec<&str> = found.check.recommendations.iter().map(|model| model.model).collect();
    text.push_str(&format!("Models    {}\n", models.join(", ")));
    text.push_str(&format!("Way       {}\n", found.check.advice.sentence));
    text.push_str(&format!("Page      {}\n", page.path.display()));
    if let Some(folder) = &arguments.pictures {
        text.push_str(&format!(
            "Pictures  {} in {}, each as SVG and PNG\n",
            page.n_pictures,
            folder.display()
        ));
    }
    text.push_str(&format!("Took      {}\n", seconds(found.seconds)));
    text.push_str(&format!(
        "\nNext: bowline fit {} --target {}\n",
        arguments.data.display(),
        target.spec.name
    ));
    text
}

fn columns(found: &Found) -> String {
    let n_rows = found.audit.basic_stats.n_rows.max(1);
    let all = &found.audit.feature_analysis.columns;
    let rows = all.iter().take(MAX_COLUMNS).map(|column| {
        let shape = match &column.distribution {
            Distribution::Numbers(summary) => spark(&thinned(&summary.histogram.counts)),
            Distribution::Levels(levels) => {
                spark(&levels.top.iter().take(WIDTH).map(|(_, count)| *count as u64).collect::<Vec<_>>())
            }
            Distribution::Empty | Distribution::Texts(_) => String::new(),
        };
        let missing = column.n_missing as f64 / n_rows as f64;
        let tie = column
            .association
            .map_or_else(String::new, |found| format!("{} {}", score(found.value), found.measure.as_str()));
        vec![
            shorten(&column.name),
            column.kind.to_string(),
            if column.n_missing == 0 { String::new() } else { format!("{:.1} %", 100.0 * missing) },
            grouped(column.n_distinct as i64),
            shape,
            tie,
        ]
    });
    let header = ["column", "kind", "missing", "distinct", "values", "tie to the target"];
    let table = terminal::table_with(&header, rows, &[false, false, true, true, false, false]);
    let mut text: String = table.lines().map(|line| format!(" {line}\n")).collect();
    if all.len() > MAX_COLUMNS {
        text.push_str(&format!("  and {} more, on the page\n", grouped((all.len() - MAX_COLUMNS) as i64)));
    }
    text
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= 32 { name.to_owned() } else { name.chars().take(31).chain(['…']).collect() }
}

/// A histogram of at most [`WIDTH`] bins: neighbours are added up.
fn thinned(counts: &[usize]) -> Vec<u64> {
    let step = counts.len().div_ceil(WIDTH).max(1);
    counts.chunks(step).map(|bins| bins.iter().map(|&count| count as u64).sum()).collect()
}
