//! The rows to learn from and the rows to test on.
//!
//! Either a rule puts rows of the table aside ([`crate::holdout`]), or the user brings test rows. Rows of a test table that the
//! training table holds too are counted and named, since a score on them says little about new ones.

use std::collections::BTreeSet;

use bowline_core::{Column, Finding, Severity, Table, Target};

use crate::error::SearchError;
use crate::evaluation::labelled_target;
use crate::holdout::{put_aside, row_keys};
use crate::options::{SearchOptions, SplitRule};
use crate::problem::Problem;
use crate::row_hash::{hash_columns, hash_features};

/// The rows on both sides of the test split.
pub struct Sides {
    /// The features of the rows to learn from.
    pub train: Table,
    /// Their target.
    pub target: Target,
    /// What ties them together, a hash for each row.
    pub keys: Vec<u64>,
    /// Their group or time, where the split goes by one.
    pub split_column: Option<Column>,
    /// The number of each row's group, where the split keeps groups together.
    pub groups: Option<Vec<u32>>,
    /// The number of each test row's group, where it is known.
    pub test_groups: Option<Vec<u32>>,
    /// Features and target of the test rows.
    pub test: Option<(Table, Target)>,
    /// XXH3 over the sorted hashes of the test rows, in hex.
    pub test_rows_hash: String,
}

impl Sides {
    /// Puts test rows aside, or takes those of a test table.
    ///
    /// # Errors
    /// [`SearchError`] when a side would be empty, or the test table does not fit.
    pub fn new(
        problem: &mut Problem,
        test: Option<&Table>,
        options: &SearchOptions,
    ) -> Result<Self, SearchError> {
        let keys = row_keys(problem, options);
        if let Some(test) = test {
            return Self::with_test_table(problem, keys, test, options);
        }
        let sides = put_aside(problem, &keys, options)?;
        let keys_of = |rows: &[u32]| -> Vec<u64> { rows.iter().map(|&row| keys[row as usize]).collect() };
        let by_group = matches!(options.split, SplitRule::Group(_));
        let groups_of = |rows: &[u32]| by_group.then(|| group_numbers(&keys_of(rows)));
        Ok(Self {
            groups: groups_of(&sides.train),
            test_groups: groups_of(&sides.test),
            train: problem.features.take(&sides.train),
            target: problem.target.values.take(&sides.train),
            keys: keys_of(&sides.train),
            split_column: problem.split_column.as_ref().map(|column| column.take(&sides.train)),
            test: Some((problem.features.take(&sides.test), problem.target.values.take(&sides.test))),
            test_rows_hash: sides.test_rows_hash,
        })
    }

    /// All rows are learned from; the user brings the test rows.
    fn with_test_table(
        problem: &mut Problem,
        keys: Vec<u64>,
        test: &Table,
        options: &SearchOptions,
    ) -> Result<Self, SearchError> {
        let name = &problem.target.spec.name;
        let labels = test.column(name).ok_or_else(|| SearchError::NoSuchColumn {
            name: name.clone(),
            option: "the target, in the --test table",
            nearest: Vec::new(),
            columns: test.names().map(str::to_owned).collect(),
        })?;
        let (rows, truth) = labelled_target(&problem.target.spec, labels, options.normalize_labels)?;
        let features =
            problem.schema.conform(test).map_err(|error| SearchError::TestTable(error.into()))?.take(&rows);
        let mut hashes = hash_features(&features);
        let known: BTreeSet<u64> = hash_features(&problem.features).into_iter().collect();
        let n_known = hashes.iter().filter(|hash| known.contains(hash)).count();
        if n_known > 0 {
            problem.findings.push(Finding {
                code: "test-rows-in-training",
                severity: if n_known * 100 > hashes.len() { Severity::Serious } else { Severity::Note },
                subject: None,
                message: format!(
                    "{n_known} of {} test rows have the same features as a training row",
                    hashes.len()
                ),
                action: "the test score may be better than on new rows; remove them from one of the tables"
                    .into(),
            });
        }
        hashes.sort_unstable();
        let group_column = match &options.split {
            SplitRule::Group(name) => test.column(name),
            _ => None,
        };
        Ok(Self {
            groups: matches!(options.split, SplitRule::Group(_)).then(|| group_numbers(&keys)),
            test_groups: group_column.map(|column| group_numbers(&hash_columns(&[&column.take(&rows)]))),
            train: problem.features.clone(),
            target: problem.target.values.clone(),
            keys,
            split_column: problem.split_column.clone(),
            test: Some((features, truth)),
            test_rows_hash: format!("{:016x}", bowline_stats::hash_all(&hashes)),
        })
    }
}

/// Groups numbered from 0, by their hashes.
fn group_numbers(keys: &[u64]) -> Vec<u32> {
    let mut distinct = keys.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    keys.iter().map(|key| distinct.partition_point(|held| held < key) as u32).collect()
}
