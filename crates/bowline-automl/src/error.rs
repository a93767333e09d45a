//! Why a search gave no model.

use bowline_core::{FitError, PredictError, TransformError};

/// Why a search gave no model.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SearchError {
    /// A column that an option names is not in the table.
    #[error("no column `{name}` ({option}){}", nearest_hint(.nearest, .columns))]
    NoSuchColumn {
        /// The name given.
        name: String,
        /// The option that gave it, such as `--target`.
        option: &'static str,
        /// Similar names, best first.
        nearest: Vec<String>,
        /// All names.
        columns: Vec<String>,
    },
    /// The target cannot be learned.
    #[error("target `{name}` {problem}")]
    Target {
        /// The column.
        name: String,
        /// What is wrong, and the next step.
        problem: String,
    },
    /// Nothing to learn from.
    #[error("no column is left to learn from: {0}")]
    NoFeatures(String),
    /// Too few rows.
    #[error(
        "{found} usable rows are too few: at least {needed} are needed to split, fit and test; collect more rows"
    )]
    TooFewRows {
        /// Rows with a target.
        found: usize,
        /// Rows needed.
        needed: usize,
    },
    /// An option that does not fit the data.
    #[error("{0}")]
    Option(String),
    /// Every candidate failed.
    #[error("no candidate could be fitted: {0}")]
    NoCandidate(String),
    /// A transformer or an estimator refused the data.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// A fitted transformer refused the data.
    #[error(transparent)]
    Transform(#[from] TransformError),
    /// The pipeline refused the test table.
    #[error("the test table does not fit: {0}")]
    TestTable(#[from] PredictError),
}

fn nearest_hint(nearest: &[String], columns: &[String]) -> String {
    let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if !nearest.is_empty() {
        return format!(": did you mean {}?", list(nearest));
    }
    let shown = &columns[..columns.len().min(20)];
    let rest = if columns.len() > shown.len() {
        format!(" and {} more", columns.len() - shown.len())
    } else {
        String::new()
    };
    format!(": the table has {}{rest}", list(shown))
}
