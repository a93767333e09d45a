//! Quality in five scores and their mean, each in `[0, 1]` where 1 is good.
//!
//! - `completeness`: share of cells that are present.
//! - `duplicates`: 1 - share of rows that are equal to one above them.
//! - `consistency`: mean, over category and identifier columns, of 1 / number of format patterns
//!   ([`format_pattern`](super::format_pattern)); 1 without such columns.
//! - `validity`: share of present cells that parse as the column's type and lie in its plausible or declared range
//!   ([`validity`](super::validity)).
//! - `class_balance`: count of the rarest class over that of the most frequent; 1 without a class target.
//!
//! A table without cells scores 1 where there is nothing to be wrong.

use super::basic::BasicStats;
use super::column::Examined;
use super::target::TargetAnalysis;

/// Scores in `[0, 1]`, 1 is good.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DataQuality {
    /// Share of cells that are present.
    pub completeness: f64,
    /// 1 - share of duplicate rows.
    pub duplicates: f64,
    /// Share of duplicate rows.
    pub duplicate_rate: f64,
    /// How uniformly cells are written.
    pub consistency: f64,
    /// Share of present cells that are valid.
    pub validity: f64,
    /// How equal the classes are.
    pub class_balance: f64,
    /// Mean of the five scores.
    pub overall_score: f64,
}

impl DataQuality {
    pub(super) fn new(basic: &BasicStats, columns: &[Examined], target: Option<&TargetAnalysis>) -> Self {
        let n_cells = basic.n_rows * basic.n_columns;
        let n_present = n_cells - basic.n_missing;
        let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
        let patterns: Vec<usize> = columns.iter().filter_map(|column| column.analysis.n_patterns).collect();
        let consistency = if patterns.is_empty() {
            1.0
        } else {
            patterns.iter().map(|&count| 1.0 / count as f64).sum::<f64>() / patterns.len() as f64
        };
        let n_invalid: usize = columns.iter().map(|column| column.analysis.n_invalid).sum();
        let completeness = share(n_present, n_cells);
        let duplicate_rate = basic.duplicate_rate();
        let duplicates = 1.0 - duplicate_rate;
        let validity = share(n_present - n_invalid, n_present);
        let class_balance = target.map_or(1.0, TargetAnalysis::class_balance);
        let overall_score = (completeness + duplicates + consistency + validity + class_balance) / 5.0;
        Self { completeness, duplicates, duplicate_rate, consistency, validity, class_balance, overall_score }
    }
}
