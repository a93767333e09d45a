//! What is missing: how much of each column, and which columns are missing together.

use super::Picture;
use crate::data::{MissingPatterns, TableShape};
use crate::escape::in_sentence;
use crate::number_format::{count, percent};
use crate::svg::{Combination, ShareBar, presence_grid, share_bars};

/// Nothing when no cell is missing.
pub(crate) fn missing_values(table: &TableShape) -> Option<Picture> {
    let mut gaps: Vec<(&str, f64)> = table
        .columns
        .iter()
        .filter(|column| column.missing > 0.0)
        .map(|column| (column.name.as_str(), column.missing.min(1.0)))
        .collect();
    gaps.sort_by(|a, b| b.1.total_cmp(&a.1));
    let first = gaps.first()?;
    let mut caption = format!(
        "{} of {} columns have missing cells, most of all {} ({}).",
        count(gaps.len() as u64),
        count(table.columns.len() as u64),
        in_sentence(first.0),
        percent(first.1)
    );
    let shown = &gaps[..gaps.len().min(MAX_COLUMNS)];
    let drawing = match table.missing.as_ref().map(|patterns| combinations(patterns, shown)) {
        Some((combinations, words)) if !combinations.is_empty() => {
            caption.push_str(&words);
            let rows: Vec<(String, f64)> =
                shown.iter().map(|&(name, share)| (name.to_owned(), share)).collect();
            presence_grid(&rows, &combinations, "Share of rows in which just these are missing")
        }
        _ => share_bars(&shown.iter().map(|&(name, share)| bar(name, share)).collect::<Vec<_>>()),
    };
    if gaps.len() > shown.len() {
        caption.push_str(&format!(" The {} with the most are shown.", shown.len()));
    }
    Some(Picture { name: "missing_values", title: "Missing cells".to_owned(), caption, drawing })
}

const MAX_COLUMNS: usize = 12;
const MAX_PATTERNS: usize = 8;

fn bar(name: &str, share: f64) -> ShareBar {
    let text = percent(share);
    let tip = format!("{name}: {text}");
    ShareBar { name: name.to_owned(), share, text, tip, is_total: false }
}

/// The most frequent combinations that hold a shown column, and what to say about all.
fn combinations(missing: &MissingPatterns, shown: &[(&str, f64)]) -> (Vec<Combination>, String) {
    let n_rows = missing.n_rows.max(1) as f64;
    let mut found: Vec<Combination> = Vec::new();
    for (columns, rows) in &missing.patterns {
        let members: Vec<usize> =
            (0..shown.len()).filter(|&at| columns.iter().any(|column| column == shown[at].0)).collect();
        if members.is_empty() || found.len() == MAX_PATTERNS {
            continue;
        }
        let share = *rows as f64 / n_rows;
        let named: Vec<String> = columns.iter().take(6).map(|column| in_sentence(column)).collect();
        let more = if columns.len() > 6 { format!(" and {} more", columns.len() - 6) } else { String::new() };
        let tip = format!("{}{more}: {} rows", named.join(", "), count(*rows));
        found.push(Combination { members, share, tip });
    }
    let mut words = format!(" {} of the rows are complete.", percent(missing.n_complete as f64 / n_rows));
    let together = missing.patterns.iter().find(|pattern| pattern.0.len() > 1);
    if let Some((columns, rows)) = together {
        let names: Vec<String> = columns.iter().take(3).map(|name| in_sentence(name)).collect();
        let more = columns.len().saturating_sub(3);
        let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
        words.push_str(&format!(
            " Most often missing together: {}{and_more} ({} rows).",
            names.join(", "),
            count(*rows)
        ));
    }
    (found, words)
}
