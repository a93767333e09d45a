//! The target: what is to be learned, how it is spread, and how unequal its classes are.

use bowline_automl::Problem;
use bowline_core::{Table, Target, Task};

use super::numeric::NumericSummary;
use crate::cells;

/// The target of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetAnalysis {
    /// Its column.
    pub name: String,
    /// What is asked.
    pub task: Task,
    /// Why this task was chosen, in a few words.
    pub why: String,
    /// Rows that have a target.
    pub n_rows: usize,
    /// Rows without a target; they are left out.
    pub n_missing: usize,
    /// How it is spread.
    pub distribution: TargetDistribution,
}

/// How a target is spread.
#[derive(Debug, Clone, PartialEq)]
pub enum TargetDistribution {
    /// Classes with their counts, in the order of the probabilities.
    Classes(Vec<(String, usize)>),
    /// Numbers.
    Numbers(NumericSummary),
}

impl TargetAnalysis {
    pub(super) fn new(table: &Table, problem: &Problem) -> Self {
        let target = &problem.target;
        let distribution = match &target.values {
            Target::Classes { codes, n_classes } => {
                let mut counts = vec![0; *n_classes];
                codes.iter().for_each(|&code| counts[code as usize] += 1);
                TargetDistribution::Classes(target.spec.classes.iter().cloned().zip(counts).collect())
            }
            Target::Values(values) => {
                let sorted = cells::sorted(values);
                let n_distinct = sorted.chunk_by(|a, b| a == b).count();
                let summary = NumericSummary::of_sorted(&sorted, n_distinct);
                summary.map_or_else(|| TargetDistribution::Classes(Vec::new()), TargetDistribution::Numbers)
            }
        };
        Self {
            name: target.spec.name.clone(),
            task: target.spec.task,
            why: target.why.clone(),
            n_rows: target.rows.len(),
            n_missing: table.n_rows() - target.rows.len(),
            distribution,
        }
    }

    /// The count of the rarest class over that of the most frequent one, 1 without classes.
    #[must_use]
    pub fn class_balance(&self) -> f64 {
        match &self.distribution {
            TargetDistribution::Numbers(_) => 1.0,
            TargetDistribution::Classes(classes) => {
                let counts = || classes.iter().map(|(_, count)| *count);
                let most = counts().max().unwrap_or_default();
                if most == 0 { 1.0 } else { counts().min().unwrap_or_default() as f64 / most as f64 }
            }
        }
    }

    /// The rarest class with its share of the rows; `None` without classes.
    #[must_use]
    pub fn rarest_class(&self) -> Option<(&str, f64)> {
        let TargetDistribution::Classes(classes) = &self.distribution else { return None };
        let (label, count) = classes.iter().min_by_key(|(_, count)| *count)?;
        Some((label, *count as f64 / self.n_rows.max(1) as f64))
    }
}

/// The target beside the rows of the whole table.
pub(super) struct TargetView<'a> {
    /// Its column.
    pub(super) name: &'a str,
    /// Rows of the table that have a target, ascending.
    pub(super) rows: &'a [u32],
    /// Their targets.
    pub(super) values: &'a Target,
}

impl<'a> TargetView<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        let target = &problem.target;
        Self { name: &target.spec.name, rows: &target.rows, values: &target.values }
    }
}
