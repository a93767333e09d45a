//! What a search returns.

use bowline_core::monitoring::TrainingProfile;
use bowline_core::{Estimate, Finding, Leaderboard, Pipeline, Predictions, Reference, Scores, Target};
use bowline_stats::Metric;

use crate::segments::Segments;

/// A served pipeline and all that is known about it.
#[derive(Debug)]
pub struct SearchOutcome {
    /// What will be served.
    pub pipeline: Pipeline,
    /// The metric that was optimised.
    pub metric: Metric,
    /// Its cross-validated and its test score.
    pub scores: Scores,
    /// Cross-validated score of the ensemble with its interval.
    pub cv: Option<Estimate>,
    /// Every candidate.
    pub leaderboard: Leaderboard,
    /// What was noticed.
    pub findings: Vec<Finding>,
    /// Why this task was chosen, in a few words.
    pub task_reason: String,
    /// The target of all rows that had one, in the order of the table: for the picture of its distribution.
    pub target: Target,
    /// The test rows as the pipeline answered them.
    pub test: Option<TestResult>,
    /// Baselines on the same test rows: of the rules of thumb and of the plain models, the one that was best on the folds.
    pub references: Vec<Reference>,
    /// Fall of the test score when a column is shuffled, largest first; empty when there was no time.
    pub importance: Vec<ColumnImportance>,
    /// The test score by value of the most important columns that have values to part rows by.
    pub segments: Vec<Segments>,
    /// What monitoring will compare with.
    pub profile: TrainingProfile,
    /// Rows that were learned from.
    pub n_train: usize,
    /// XXH3 over the sorted hashes of the test rows, in hex.
    pub test_rows_hash: String,
    /// Whether the time ended before the plan did, so that another run may give other bytes.
    pub cut_short: bool,
}

/// Truth, answers and metrics of the test rows.
#[derive(Debug, Clone, PartialEq)]
pub struct TestResult {
    /// The truth.
    pub truth: Target,
    /// The answers.
    pub predictions: Predictions,
    /// Every metric that is defined on them.
    pub metrics: Vec<(Metric, Estimate)>,
}

/// Permutation importance of one column of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnImportance {
    /// The column.
    pub column: String,
    /// Mean fall of the score over shuffles, positive where the column helps.
    pub mean: f64,
    /// Standard deviation over shuffles; 0 with one.
    pub std: f64,
}
