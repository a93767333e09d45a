//! The traits of everything that learns.
//!
//! A specification (`Ridge { alpha: 1.0 }`) is an [`Estimator`]; fitting it returns another type, its model, so
//! predicting before fitting does not compile. Models are immutable. Each trait has an object-safe form, for the
//! catalogue of a search and for what is loaded from a file.

use std::fmt;

use crate::artifact::Artifact;
use crate::budget::Budget;
use crate::dataset::Dataset;
use crate::matrix::{Feature, FeatureMatrix};
use crate::prediction::Predictions;
use crate::progress::Progress;
use crate::seed::Seed;
use crate::table::Table;

/// What surrounds a fit: time, randomness and a listener. The number of threads is that of the rayon pool in which the
/// fit runs, and never changes the result.
#[derive(Clone, Copy)]
pub struct FitContext<'a> {
    /// When to stop; a fit that runs out returns the best it has, or [`FitError::OutOfTime`] when it has nothing.
    pub budget: Budget<'a>,
    /// The seed of this fit.
    pub seed: Seed,
    /// Who listens.
    pub progress: &'a dyn Progress,
}

impl FitContext<'static> {
    /// No deadline, nobody listening.
    #[must_use]
    pub fn with_seed(seed: Seed) -> Self {
        Self { budget: Budget::unlimited(), seed, progress: &crate::progress::Silent }
    }
}

/// Why a fit gave no model.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FitError {
    /// The budget ended before there was anything to return.
    #[error("the time budget ended before a first model was ready; give a larger --budget")]
    OutOfTime,
    /// The data cannot be learned from by this estimator.
    #[error("{0}")]
    Unsuitable(String),
    /// A parameter is out of its range.
    #[error("parameter `{name}` is {found}: expected {expected}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// The value given.
        found: String,
        /// The range.
        expected: &'static str,
    },
    /// The numbers did not converge or were not finite.
    #[error("the fit did not converge: {0}")]
    Numeric(String),
}

/// A specification that learns from features.
pub trait Estimator: Send + Sync {
    /// What fitting returns.
    type Model: Model + 'static;

    /// Learns from the rows of `data`. The same data, parameters and seed give the same model at any number of threads,
    /// as long as the budget did not end first.
    ///
    /// # Errors
    /// [`FitError`] says why there is no model.
    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<Self::Model, FitError>;
}

/// What a model reads and answers with: lets a stored one be checked before it meets a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelShape {
    /// Dense features that it reads, from the first on.
    pub n_dense: usize,
    /// Sparse features that it reads, from the first on.
    pub n_sparse: usize,
    /// Numbers that it answers each row with: the number of classes, or 1.
    pub n_outputs: usize,
}

/// Answers questions: pure, from a batch of rows.
pub trait Predictor: Send + Sync {
    /// What it reads and answers with.
    fn shape(&self) -> ModelShape;

    /// Predictions for each row of `x`, which must have the features that the model was fitted on.
    fn predict(&self, x: &FeatureMatrix) -> Predictions;
}

/// A fitted model that can be stored.
pub trait Model: Predictor + Artifact + fmt::Debug {}

impl<M: Predictor + Artifact + fmt::Debug> Model for M {}

impl Predictor for Box<dyn Model> {
    fn shape(&self) -> ModelShape {
        self.as_ref().shape()
    }

    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        self.as_ref().predict(x)
    }
}

/// The object-safe form of [`Estimator`].
pub trait DynEstimator: Send + Sync {
    /// See [`Estimator::fit`].
    ///
    /// # Errors
    /// See [`Estimator::fit`].
    fn fit_dyn(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<Box<dyn Model>, FitError>;
}

impl<E: Estimator> DynEstimator for E {
    fn fit_dyn(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<Box<dyn Model>, FitError> {
        Ok(Box::new(self.fit(data, context)?))
    }
}

/// A specification that learns how to turn columns of a table into features.
pub trait Transformer: Send + Sync {
    /// What fitting returns.
    type Fitted: FittedTransformer + 'static;

    /// Learns from all rows of `table`, which holds training rows only.
    ///
    /// # Errors
    /// [`FitError`] names the column that does not serve.
    fn fit(&self, table: &Table, context: &FitContext<'_>) -> Result<Self::Fitted, FitError>;
}

/// A fitted transformer: the same code in training, batch scoring and serving.
pub trait FittedTransformer: Artifact + Send + Sync + fmt::Debug {
    /// The dense features that [`Self::transform`] gives, known before it runs.
    fn features(&self) -> &[Feature];

    /// Number of sparse features that [`Self::transform`] gives.
    fn n_sparse(&self) -> usize;

    /// Features of each row of `table`, which must hold the columns that this was fitted on, with their kinds.
    ///
    /// # Errors
    /// [`TransformError`] names the column that is missing or of another kind.
    fn transform(&self, table: &Table) -> Result<FeatureMatrix, TransformError>;
}

/// Why a table could not be turned into features.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransformError {
    /// A column that the transformer was fitted on is not there.
    #[error(
        "column `{0}` is missing: the model was fitted on it; add it, or fit again without it (--drop {0})"
    )]
    MissingColumn(String),
    /// A column has another kind than the one it was fitted with.
    #[error("column `{name}` holds {found} values: the model was fitted on {expected} values")]
    WrongKind {
        /// The column.
        name: String,
        /// Kind in the table.
        found: String,
        /// Kind when fitted.
        expected: String,
    },
}

/// Corrects the probabilities of an ensemble, or a regression's values: fitted on out-of-fold predictions.
pub trait Calibrator: Artifact + Send + Sync + fmt::Debug {
    /// The corrected predictions, row by row.
    fn calibrate(&self, predictions: Predictions) -> Predictions;
}

/// A model that learns from one example at a time, in the order in which they come.
pub trait OnlineModel: Send + Sync {
    /// Learns from one row: dense features, `(n_features,)`, and the class code or value.
    fn learn_one(&mut self, features: &[f32], target: f64);

    /// Class probabilities, `(n_classes,)`, or one value, before any later learning.
    fn predict_one(&self, features: &[f32]) -> Vec<f64>;
}
