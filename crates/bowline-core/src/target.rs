//! What a model is asked for: the task, and the target of the training rows.

use std::fmt;
use std::str::FromStr;

/// The kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Task {
    /// Two classes, one of which is called positive.
    Binary,
    /// Three or more classes.
    MultiClass,
    /// A number.
    Regression,
}

impl Task {
    /// The name that `--task` takes and model files hold.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::MultiClass => "multi-class",
            Self::Regression => "regression",
        }
    }

    /// True for both kinds of classification.
    #[must_use]
    pub fn is_classification(self) -> bool {
        self != Self::Regression
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Task {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        [Self::Binary, Self::MultiClass, Self::Regression]
            .into_iter()
            .find(|task| task.as_str() == name)
            .ok_or_else(|| format!("`{name}` is no task: expected one of binary, multi-class, regression"))
    }
}

/// What the target of a model means: kept in the model file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetSpec {
    /// Name of the target column.
    pub name: String,
    /// The task.
    pub task: Task,
    /// Class labels, in the order of the probabilities; empty for regression.
    pub classes: Vec<String>,
    /// Index of the positive class of a binary task.
    pub positive: Option<usize>,
}

/// The target of some rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A class index below `n_classes` for each row.
    Classes {
        /// `(n_samples,)`, each below `n_classes`.
        codes: Vec<u32>,
        /// Number of classes, at least 2.
        n_classes: usize,
    },
    /// A finite number for each row, `(n_samples,)`.
    Values(Vec<f64>),
}

impl Target {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Classes { codes, .. } => codes.len(),
            Self::Values(values) => values.len(),
        }
    }

    /// True when there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Columns of the raw score: the number of classes, or 1 for regression.
    #[must_use]
    pub fn n_outputs(&self) -> usize {
        match self {
            Self::Classes { n_classes, .. } => *n_classes,
            Self::Values(_) => 1,
        }
    }

    /// The rows of `rows`, in that order. Panics when one is out of range.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        match self {
            Self::Classes { codes, n_classes } => Self::Classes {
                codes: rows.iter().map(|&row| codes[row as usize]).collect(),
                n_classes: *n_classes,
            },
            Self::Values(values) => Self::Values(rows.iter().map(|&row| values[row as usize]).collect()),
        }
    }
}
