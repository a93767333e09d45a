//! What data cannot say of itself, and only the people who want the model know.

use std::time::Duration;

use bowline_automl::{Judge, Problem, SearchError, SearchOptions, SplitRule};
use bowline_core::{FitError, Seed, TransformError};
use bowline_stats::Metric;

use crate::model_family::ModelFamily;

/// Whether somebody outside may ask why the model answered as it did, or where its data goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Regulation {
    /// Nobody has said that rules apply.
    #[default]
    None,
    /// Rules apply (credit, health, hiring, personal data).
    Regulated,
}

/// The user's word. What is `None` or empty was not given.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// How success will be measured, most important first (`--metric`).
    pub metrics: Vec<Metric>,
    /// Share of wrong answers that can be lived with, from 0 to 1 (`--error-tolerance`).
    pub error_tolerance: Option<f64>,
    /// What the model is expected to bring, at least 0, in any currency (`--expected-return`).
    pub expected_return: Option<f64>,
    /// What it will cost, at least 0, in the same currency (`--cost`).
    pub cost: Option<f64>,
    /// The kind of model in mind (`--model`).
    pub model: Option<ModelFamily>,
    /// The accuracy hoped for, at least 0 and below 1 (`--desired-accuracy`).
    pub desired_accuracy: f64,
    /// How long one answer may take (`--max-latency`).
    pub max_latency: Option<Duration>,
    /// Whether rules apply (`--regulated`).
    pub regulation: Regulation,
    /// How rows are kept apart (`--group`, `--time`), as in the search.
    pub split: SplitRule,
    /// Seed of samples, permutations and folds.
    pub seed: Seed,
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self {
            metrics: Vec::new(),
            error_tolerance: None,
            expected_return: None,
            cost: None,
            model: None,
            desired_accuracy: 0.9,
            max_latency: None,
            regulation: Regulation::None,
            split: SplitRule::default(),
            seed: Seed(0),
        }
    }
}

/// Why there is no check.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CheckError {
    /// An option is out of its range or does not fit the data.
    #[error("{0}")]
    Option(String),
    /// The rows cannot be split.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The quick model could not be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// A column does not serve.
    #[error(transparent)]
    Transform(#[from] TransformError),
}

impl CheckOptions {
    /// Checks ranges, and that the metrics fit the task of `problem`.
    ///
    /// # Errors
    /// [`CheckError::Option`] names the option, what it holds and what was expected.
    pub fn check(&self, problem: &Problem) -> Result<(), CheckError> {
        let in_range = |option: &str, value: Option<f64>, most: f64, expected: &str| match value {
            Some(found) if !(found.is_finite() && (0.0..=most).contains(&found)) => {
                Err(CheckError::Option(format!("`{option}` is {found}: expected {expected}")))
            }
            _ => Ok(()),
        };
        in_range("--error-tolerance", self.error_tolerance, 1.0, "a share from 0 to 1, such as 0.2")?;
        in_range("--expected-return", self.expected_return, f64::MAX, "an amount of 0 or more")?;
        in_range("--cost", self.cost, f64::MAX, "an amount of 0 or more")?;
        let accuracy = self.desired_accuracy;
        if !(0.0..1.0).contains(&accuracy) {
            return Err(CheckError::Option(format!(
                "`--desired-accuracy` is {accuracy}: expected at least 0 and below 1, as no number of rows makes a model perfect; give 0.95, say"
            )));
        }
        let spec = &problem.target.spec;
        let is_class = spec.task.is_classification();
        if let Some(metric) = self.metrics.iter().find(|metric| metric.is_for_classification() != is_class) {
            let (scores, holds) = if is_class { ("numbers", "classes") } else { ("classes", "numbers") };
            return Err(CheckError::Option(format!(
                "`--metric {metric}` scores {scores}: `{}` holds {holds}; give {}, say",
                spec.name,
                Judge::default_metric(spec.task)
            )));
        }
        Ok(())
    }

    /// The metric that models are compared by: the first that was named, or the task's own.
    #[must_use]
    pub fn judge(&self, problem: &Problem) -> Judge {
        let spec = &problem.target.spec;
        let metric = self.metrics.first().copied().unwrap_or_else(|| Judge::default_metric(spec.task));
        Judge { metric, positive: spec.positive, seed: self.seed }
    }

    /// Search options that split rows as these say, into `folds` folds.
    pub(crate) fn splitting(&self, problem: &Problem, folds: usize) -> SearchOptions {
        SearchOptions {
            split: self.split.clone(),
            seed: self.seed,
            folds: Some(folds),
            ..SearchOptions::new(problem.target.spec.name.clone())
        }
    }
}
