//! Counts: how large the table is, what kinds of columns it has, how many cells are missing and how many rows are repeated.
//!
//! A duplicate is a row that is equal, in every column, to one above it: of three equal rows, two are duplicates.

use std::collections::{BTreeMap, HashMap};

use bowline_automl::hash_features;
use bowline_core::{ColumnKind, Table};

/// Duplicates that are named by row.
const NAMED: usize = 10;

/// Counts of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasicStats {
    /// Rows.
    pub n_rows: usize,
    /// Columns, the target included.
    pub n_columns: usize,
    /// Columns of each kind that occurs.
    pub kinds: BTreeMap<ColumnKind, usize>,
    /// Bytes that the table takes in memory.
    pub memory_bytes: usize,
    /// Missing cells.
    pub n_missing: usize,
    /// Rows that are equal to one above them.
    pub duplicates: Duplicates,
}

/// Rows that are equal to one above them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Duplicates {
    /// How many.
    pub n_rows: usize,
    /// The first of them, with the first row that each is equal to; rows count from 1.
    pub first: Vec<(usize, usize)>,
}

impl BasicStats {
    pub(super) fn new(table: &Table, duplicates: Duplicates) -> Self {
        let mut kinds = BTreeMap::new();
        table.columns().iter().for_each(|column| *kinds.entry(column.kind()).or_default() += 1);
        let columns = table.columns().iter();
        Self {
            n_rows: table.n_rows(),
            n_columns: table.columns().len(),
            kinds,
            memory_bytes: columns.clone().map(|column| column.array().get_array_memory_size()).sum(),
            n_missing: columns.map(bowline_core::Column::null_count).sum(),
            duplicates,
        }
    }

    /// Share of rows that are duplicates, 0 without rows.
    #[must_use]
    pub fn duplicate_rate(&self) -> f64 {
        self.duplicates.n_rows as f64 / self.n_rows.max(1) as f64
    }
}

/// The duplicates of a table, by the 64-bit hash of each row.
#[must_use]
pub fn duplicate_rows(table: &Table) -> Duplicates {
    let hashes = hash_features(table);
    let mut sorted = hashes.clone();
    sorted.sort_unstable();
    let n_rows = sorted.windows(2).filter(|pair| pair[0] == pair[1]).count();
    let mut first = Vec::new();
    if n_rows > 0 {
        let mut seen: HashMap<u64, usize> = HashMap::new();
        for (row, hash) in hashes.into_iter().enumerate() {
            match seen.get(&hash) {
                Some(&above) => first.push((row + 1, above + 1)),
                None => {
                    seen.insert(hash, row);
                }
            }
            if first.len() == NAMED.min(n_rows) {
                break;
            }
        }
    }
    Duplicates { n_rows, first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::Column;

    #[test]
    fn of_three_equal_rows_two_are_duplicates() {
        let table = Table::new(vec![
            Column::floats("x", &[1.0, 2.0, 1.0, 1.0, f64::NAN]),
            Column::category("c", &[Some("a"), Some("a"), Some("a"), Some("a"), None]),
        ])
        .unwrap();
        let found = duplicate_rows(&table);
        assert_eq!(found, Duplicates { n_rows: 2, first: vec![(3, 1), (4, 1)] });
        let stats = BasicStats::new(&table, found);
        assert_eq!((stats.n_missing, stats.duplicate_rate()), (2, 0.4));
        assert_eq!(stats.kinds, [(ColumnKind::Float, 1), (ColumnKind::Category, 1)].into());
    }
}
