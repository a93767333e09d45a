//! Rows that are there twice: a test on a row that was learned proves nothing.
//!
//! Bowline's own split keeps rows with equal features on one side. A split at random does not: of a group of `g` equal rows,
//! a test row has a twin among the training rows with probability `1 - share^(g - 1)`. The share of test rows that this
//! gives is what any score from a random split of the same table has to be read with.
//!
//! Rows with equal features and different targets are something else: no model can answer all of them rightly.

use std::collections::HashMap;

use bowline_automl::{Problem, hash_features};
use bowline_core::{Finding, Severity, Target};

use super::{LeakOptions, percent};

/// Share of rows from which a note becomes a warning.
const MANY: f64 = 0.05;

/// Findings about rows with equal features.
pub fn find(problem: &Problem, options: &LeakOptions) -> Vec<Finding> {
    let hashes = hash_features(&problem.features);
    let share = if options.test_share > 0.0 { options.test_share } else { 0.2 };
    let mut order: Vec<(u64, u32)> = hashes.iter().copied().zip(0..).collect();
    order.sort_unstable();
    let groups = || order.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    let n_rows = hashes.len();
    let n_repeats: usize = groups().map(|group| group.len() - 1).sum();
    if n_repeats == 0 {
        return Vec::new();
    }
    let with_twin: f64 =
        groups().map(|group| group.len() as f64 * (1.0 - share.powi(group.len() as i32 - 1))).sum();
    let severity = |part: f64| if part >= MANY { Severity::Warning } else { Severity::Note };
    let n_groups = groups().count();
    let mut found = vec![Finding {
        code: "duplicate-rows",
        severity: severity(n_repeats as f64 / n_rows as f64),
        subject: None,
        message: format!(
            "{n_repeats} of {n_rows} rows repeat the features of another ({n_groups} groups); a random split would test {} of its rows on what it has learned",
            percent(with_twin / n_rows as f64)
        ),
        action: "equal rows are kept on one side of the split; remove them from the table if each should count once".into(),
    }];
    let conflicting: Vec<usize> = groups()
        .filter_map(|group| {
            let rows: Vec<u32> = group.iter().map(|&(_, row)| row).collect();
            conflict(&problem.target.values, &rows)
        })
        .collect();
    let n_conflicting: usize = conflicting.iter().sum();
    if n_conflicting > 0 {
        found.push(Finding {
            code: "conflicting-rows",
            severity: severity(n_conflicting as f64 / n_rows as f64),
            subject: None,
            message: format!(
                "{} groups of rows have equal features but different targets: no model can answer {n_conflicting} of {n_rows} rows rightly",
                conflicting.len()
            ),
            action: "look for a column that tells them apart, or for labels that were entered wrongly".into(),
        });
    }
    found
}

/// Rows of a group that differ from its most frequent target; `None` where all are equal.
fn conflict(target: &Target, rows: &[u32]) -> Option<usize> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for &row in rows {
        let value = match target {
            Target::Classes { codes, .. } => u64::from(codes[row as usize]),
            Target::Values(values) => (values[row as usize] + 0.0).to_bits(),
        };
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    (counts.len() > 1).then_some(rows.len() - most)
}
