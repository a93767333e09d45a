//! The leakage audit: what makes a score on old rows better than it will be on new ones.
//!
//! A column that is written after the outcome, or computed from it, makes a model that shines in every test and is useless in
//! use, where the column is still empty. A split that puts parts of one thing on both sides has the same effect. What
//! is looked for, and what follows:
//!
//! | module | code | what is found | severity |
//! |---|---|---|---|
//! | `presence` | `leakage` | a column that is filled in (or empty) nearly only where the outcome is one class | serious |
//! | `single` | `leakage` | a column that alone answers nearly every row: by value, by range, by order, by a line | serious |
//! | `combination` | `leakage` | numeric columns that add up to the target, or of which it is a weighted sum | serious, each part |
//! | `encoded` | `leakage` | a number that is the mean target of its own rows: an encoding that knows the outcome | serious |
//! | `identifier` | `row-counter` | a number that counts the rows and goes with the target | warning |
//! | `identifier` | `identifier-tells-target` | an identifier whose number goes with the target: the rows were sorted or dealt out by it | note |
//! | `duplicates` | `duplicate-rows` | rows with equal features: what share a random split would test on rows it has learned | note, warning from 5 % |
//! | `duplicates` | `conflicting-rows` | equal features with different targets | note, warning from 5 % |
//! | `trend` | `time-trend` | the target drifts along a time column | warning |
//! | `group` | `group-leakage` | groups that repeat and carry the target: customers, patients, tickets | warning |
//! | `labels` | `similar-labels` | labels of the target that differ only in case, blanks or a final full stop | warning |
//!
//! Serious findings are sure enough to act on: [`Problem::set_aside`](bowline_automl::Problem::set_aside) leaves their
//! subjects out unless the user keeps them. Warnings and notes change nothing.
//!
//! Large tables are sampled: at most [`SAMPLE_ROWS`] rows, fewer with very many columns, for everything but `presence`,
//! `encoded`, `duplicates` and `group`, which need all rows. Identifiers, constants and empty columns are not looked at here:
//! [`state_problem`](bowline_automl::state_problem) has set them aside before.

use std::collections::BTreeSet;

use bowline_automl::{Problem, SplitRule};
use bowline_core::{Column, Finding, Seed, Severity, Table, Target};
use rayon::prelude::*;

use crate::sample::draw_rows;

mod combination;
mod duplicates;
mod encoded;
mod group;
mod identifier;
mod labels;
mod presence;
mod single;
pub(crate) mod trend;

/// Most rows that are read where a part of them is enough.
pub const SAMPLE_ROWS: usize = 50_000;
/// Cells of a sample, about: what keeps tables of ten thousand columns in memory.
const SAMPLE_CELLS: usize = 20_000_000;
/// Fewest rows on which a rule about a column is believed.
const MIN_SUPPORT: usize = 30;

/// What the audit has to know beside the problem.
#[derive(Debug, Clone, Default)]
pub struct LeakOptions {
    /// How rows are put on the test side: a split by time or by group needs no advice to split so.
    pub split: SplitRule,
    /// Share of rows on the test side; 0 is read as 0.2.
    pub test_share: f64,
}

/// Some rows of a problem: features and target.
pub(crate) struct Sample {
    /// The columns, in the order of the problem.
    pub(crate) columns: Vec<Column>,
    /// `(n_samples,)`.
    pub(crate) target: Target,
}

impl Sample {
    /// At most so many rows of `problem`.
    pub(crate) fn draw(problem: &Problem, columns: &[&Column], most: usize) -> Self {
        let most = most.min(SAMPLE_CELLS / columns.len().max(1)).max(1_000);
        let n_rows = problem.target.values.len();
        let rows = draw_rows(n_rows, most, Seed(0));
        let all = rows.len() == n_rows;
        let take = |column: &&Column| if all { (*column).clone() } else { column.take(&rows) };
        Self { columns: columns.par_iter().map(take).collect(), target: problem.target.values.take(&rows) }
    }
}

/// Everything in `problem` that makes a score better than it will be; `table` is the one that it was stated of.
///
/// Serious findings first, in the order of the columns. O(columns x rows x log rows), on all cores of the current pool; the
/// result does not depend on their number.
#[must_use]
pub fn find_leaks(table: &Table, problem: &Problem, options: &LeakOptions) -> Vec<Finding> {
    let features: Vec<&Column> = problem.features.columns().iter().collect();
    let labels = &problem.target.spec.classes;
    let sample = Sample::draw(problem, &features, SAMPLE_ROWS);
    let (alone, duplicates) = rayon::join(
        || -> Vec<Option<Finding>> {
            let look = |at: usize| {
                let whole = features[at];
                let found = presence::tells(whole, &problem.target.values, labels)
                    .or_else(|| single::answers(&sample.columns[at], &sample.target))
                    .or_else(|| encoded::encodes(whole, &features, &problem.target));
                found.map(|evidence| gives_away(&whole.name, &evidence))
            };
            (0..features.len()).into_par_iter().with_max_len(1).map(look).collect()
        },
        || duplicates::find(problem, options),
    );
    let mut found: Vec<Finding> = alone.into_iter().flatten().collect();
    let gone: BTreeSet<&str> = found.iter().filter_map(|finding| finding.subject.as_deref()).collect();
    let left = || sample.columns.iter().filter(|column| !gone.contains(column.name.as_str()));
    let parts = combination::adds_up(&left().collect::<Vec<_>>(), &sample.target, &problem.target.spec.name);
    let advice = rayon::join(
        || {
            let mut advice = identifier::find(table, problem, &left().collect::<Vec<_>>(), &sample.target);
            advice.extend(trend::find(problem, &options.split));
            advice
        },
        || group::find(table, problem, &options.split),
    );
    let others: Vec<Finding> = advice.0.into_iter().chain(advice.1).collect();
    found.extend(parts);
    found.extend(duplicates);
    found.extend(others);
    found.extend(labels::find(&problem.target.spec));
    found
}

/// The finding about a column that is set aside.
fn gives_away(name: &str, evidence: &str) -> Finding {
    Finding {
        code: "leakage",
        severity: Severity::Serious,
        subject: Some(name.to_owned()),
        message: format!("`{name}` gives the target away: {evidence}"),
        action: format!("set aside, as it is likely known only afterwards; --keep {name} reads it anyway"),
    }
}

/// A share as percent, with as many digits as it takes to differ from 0 and 100.
fn percent(share: f64) -> String {
    let digits = if !(0.001..=0.999).contains(&share) && share > 0.0 && share < 1.0 { 2 } else { 1 };
    format!("{:.digits$} %", 100.0 * share)
}

/// The number that a target is for a trend or a group: itself, or 1 for one of its classes.
fn indicators(target: &Target, labels: &[String], positive: Option<usize>) -> Vec<(String, Vec<f64>)> {
    match target {
        Target::Values(values) => vec![("mean".to_owned(), values.clone())],
        Target::Classes { codes, n_classes } => {
            let classes: Vec<usize> = match positive {
                Some(class) => vec![class],
                None => (0..(*n_classes).min(20)).collect(),
            };
            let indicator = |class: usize| -> Vec<f64> {
                codes.iter().map(|&code| f64::from(u8::from(code as usize == class))).collect()
            };
            let name = |class: usize| format!("share of `{}`", labels.get(class).map_or("", String::as_str));
            classes.into_iter().map(|class| (name(class), indicator(class))).collect()
        }
    }
}
