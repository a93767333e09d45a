//! What a user may ask of a search.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use bowline_core::{Seed, Task};
use bowline_stats::Metric;

use crate::error::SearchError;

/// How much of the portfolio is tried, before the budget cuts it short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quality {
    /// A linear model and one of each tree family, on three folds: seconds.
    Fast,
    /// The families with a few settings each, on five folds.
    #[default]
    Balanced,
    /// The whole portfolio, on eight folds.
    Best,
}

impl Quality {
    /// The name that `--quality` takes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Balanced => "balanced",
            Self::Best => "best",
        }
    }

    /// Cross-validation folds when the user gives none.
    #[must_use]
    pub fn default_folds(self) -> usize {
        match self {
            Self::Fast => 3,
            Self::Balanced => 5,
            Self::Best => 8,
        }
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Quality {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        [Self::Fast, Self::Balanced, Self::Best]
            .into_iter()
            .find(|quality| quality.as_str() == name)
            .ok_or_else(|| format!("`{name}` is no quality: expected one of fast, balanced, best"))
    }
}

/// Which features candidates read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FeatureSet {
    /// Linear models and trees each read what suits them.
    #[default]
    Auto,
    /// All read the plain preprocessing that textbooks give: medians, scaling and degree 2; one-hot; TF-IDF (100) and SVD (50).
    Guide,
}

impl FeatureSet {
    /// The name that `--features` takes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Guide => "guide",
        }
    }
}

impl FromStr for FeatureSet {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        [Self::Auto, Self::Guide]
            .into_iter()
            .find(|set| set.as_str() == name)
            .ok_or_else(|| format!("`{name}` is no set of features: expected auto or guide"))
    }
}

/// How rows are put on the test side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SplitRule {
    /// By a hash of the row's features: equal rows on one side, and a row keeps its side as the table grows.
    #[default]
    Hash,
    /// By a hash of this column: all rows of a group on one side, in folds too.
    Group(String),
    /// By this column: the latest rows are the test, and folds look forward in time.
    Time(String),
}

/// All options of a search.
#[derive(Debug, Clone)]
pub struct SearchOptions {
    /// Name of the target column.
    pub target: String,
    /// The task; inferred from the target when `None`.
    pub task: Option<Task>,
    /// The metric to optimise and report; by task when `None` (`roc_auc`, `log_loss`, `rmse`).
    pub metric: Option<Metric>,
    /// Label of the positive class of a binary task; by a fixed rule when `None`.
    pub positive: Option<String>,
    /// Columns that the user leaves out.
    pub drop: BTreeSet<String>,
    /// Columns that the user keeps although an audit would set them aside.
    pub keep: BTreeSet<String>,
    /// Which features candidates read.
    pub features: FeatureSet,
    /// Column that names who a row is about: what the same one did before becomes features.
    pub entity: Option<String>,
    /// How rows are put on the test side.
    pub split: SplitRule,
    /// Share of rows on the test side, in (0, 0.5]; ignored when a test table is given.
    pub test_share: f64,
    /// Whether labels of a test table that differ only in case, space or a final full stop count as equal.
    pub normalize_labels: bool,
    /// How much of the portfolio is tried.
    pub quality: Quality,
    /// Cross-validation folds, 2 to 20; by quality when `None`.
    pub folds: Option<usize>,
    /// The seed of every random choice but the test split, which has none.
    pub seed: Seed,
    /// Threads, at least 1; never changes the result.
    pub threads: usize,
    /// Bytes that a candidate may need beside the table; a candidate that would need more is skipped.
    pub memory_limit: Option<u64>,
    /// When the search must end on the budget's clock; scoring and explaining come after it.
    pub search_deadline: Duration,
}

impl SearchOptions {
    /// Defaults for a target column.
    #[must_use]
    pub fn new(target: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            task: None,
            metric: None,
            positive: None,
            drop: BTreeSet::new(),
            keep: BTreeSet::new(),
            features: FeatureSet::default(),
            entity: None,
            split: SplitRule::default(),
            test_share: 0.2,
            normalize_labels: false,
            quality: Quality::default(),
            folds: None,
            seed: Seed(0),
            threads: 1,
            memory_limit: None,
            search_deadline: Duration::MAX,
        }
    }

    /// Checks ranges.
    ///
    /// # Errors
    /// [`SearchError::Option`] names the option and its range.
    pub(crate) fn check(&self) -> Result<(), SearchError> {
        let share = self.test_share;
        if !(share > 0.0 && share <= 0.5) {
            return Err(SearchError::Option(format!(
                "--test-share is {share}: expected above 0 and at most 0.5"
            )));
        }
        if !(2..=20).contains(&self.n_folds()) {
            return Err(SearchError::Option(format!("--folds is {}: expected 2 to 20", self.n_folds())));
        }
        Ok(())
    }

    /// Folds to use.
    #[must_use]
    pub fn n_folds(&self) -> usize {
        self.folds.unwrap_or_else(|| self.quality.default_folds())
    }
}
