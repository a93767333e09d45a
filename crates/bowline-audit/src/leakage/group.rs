//! Groups that carry the target: the rows of one customer, patient or ticket are alike.
//!
//! A random split puts rows of one group on both sides. The model recognises the group and repeats its outcome, which it
//! cannot do for a new one. Two things make a column such a group:
//!
//! - it names things rather than kinds of things: its name says so (`customer_id`, `user`, `ticket`), or it has many levels of
//!   few rows each, 20 on average or fewer;
//! - the target is far more alike within a level than between levels: an intraclass correlation of 0.2 or more that lies six
//!   standard errors above 0.
//!
//! A kind of thing, such as a region, is met again among new rows, so its mean may be learned.

use bowline_automl::{Problem, SplitRule};
use bowline_core::{Column, ColumnKind, Finding, Severity, Table};
use bowline_stats::intraclass_correlation;
use rayon::prelude::*;

use super::indicators;
use crate::cells::{self, MISSING};

/// Intraclass correlation, and the standard errors it lies above 0, from which a group is said to carry the target.
const ALIKE: f64 = 0.2;
const ERRORS_ABOVE: f64 = 6.0;
/// Fewest groups, and mean rows of a group: at least, and at most where the name does not say that it is one.
const FEWEST_GROUPS: usize = 30;
const MEAN_ROWS: (f64, f64) = (1.15, 20.0);
/// Last words of names of things that come back.
const NAMING_WORDS: [&str; 21] = [
    "id",
    "ids",
    "key",
    "uuid",
    "uid",
    "customer",
    "user",
    "client",
    "patient",
    "subject",
    "person",
    "household",
    "account",
    "device",
    "session",
    "ticket",
    "store",
    "shop",
    "driver",
    "machine",
    "number",
];

/// The advice to split by group, for the column whose groups carry the target most.
pub fn find(table: &Table, problem: &Problem, split: &SplitRule) -> Option<Finding> {
    if matches!(split, SplitRule::Group(_)) {
        return None;
    }
    let rows = &problem.target.rows;
    let spec = &problem.target.spec;
    let candidate = |column: &&Column| {
        let kind = column.kind();
        column.name != spec.name
            && (kind == ColumnKind::Category || (kind == ColumnKind::Integer && name_says_so(&column.name)))
    };
    let columns: Vec<&Column> = table.columns().iter().filter(candidate).collect();
    if columns.is_empty() {
        return None;
    }
    let truths = indicators(&problem.target.values, &spec.classes, spec.positive);
    let best = columns
        .par_iter()
        .filter_map(|column| {
            let coded = cells::codes_of_any(column);
            let (groups, places): (Vec<u32>, Vec<usize>) = rows
                .iter()
                .enumerate()
                .map(|(place, &row)| (coded.codes[row as usize], place))
                .filter(|(code, _)| *code != MISSING)
                .unzip();
            let mut used = vec![false; coded.n_levels];
            groups.iter().for_each(|&group| used[group as usize] = true);
            let n_groups = used.iter().filter(|used| **used).count();
            let mean_rows = groups.len() as f64 / n_groups.max(1) as f64;
            let (least, most) = MEAN_ROWS;
            let named = name_says_so(&column.name);
            if n_groups < FEWEST_GROUPS || mean_rows < least || (mean_rows > most && !named) {
                return None;
            }
            let alike = truths.iter().filter_map(|(_, truth)| {
                let values: Vec<f64> = places.iter().map(|&place| truth[place]).collect();
                intraclass_correlation(&groups, coded.n_levels, &values)
            });
            let (correlation, errors) = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
            (correlation >= ALIKE && errors >= ERRORS_ABOVE).then_some((
                column.name.as_str(),
                correlation,
                n_groups,
                mean_rows,
            ))
        })
        .collect::<Vec<_>>()
        .into_iter()
        .max_by(|a, b| a.1.total_cmp(&b.1));
    best.map(|(name, correlation, n_groups, mean_rows)| Finding {
        code: "group-leakage",
        severity: Severity::Warning,
        subject: Some(name.to_owned()),
        message: format!(
            "rows with the same `{name}` share their target: {n_groups} groups of {mean_rows:.1} rows on average, intraclass correlation {correlation:.2}"
        ),
        action: format!("--group {name} keeps each group on one side of the split, if new rows bring new groups"),
    })
}

/// True when the last word of a name is one of [`NAMING_WORDS`].
fn name_says_so(name: &str) -> bool {
    let mut last = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        if !letter.is_alphanumeric() || (before.is_lowercase() && letter.is_uppercase()) {
            last.clear();
        }
        if letter.is_alphanumeric() {
            last.extend(letter.to_lowercase());
        }
        before = letter;
    }
    NAMING_WORDS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_things_that_come_back() {
        for name in ["customer_id", "CustomerID", "user", "Ticket", "store key", "patientUID"] {
            assert!(name_says_so(name), "{name}");
        }
        for name in ["region", "age", "valid", "paid", "user_count", ""] {
            assert!(!name_says_so(name), "{name}");
        }
    }
}
