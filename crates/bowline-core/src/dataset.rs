//! The rows that an estimator learns from: a borrowed view, so that ten folds share one matrix.

use crate::matrix::FeatureMatrix;
use crate::target::Target;

/// A view of training rows. Copying it is cheap.
#[derive(Debug, Clone, Copy)]
pub struct Dataset<'a> {
    /// Features of all rows, `(n_samples, n_features)`.
    pub x: &'a FeatureMatrix,
    /// Target of all rows, `(n_samples,)`.
    pub y: &'a Target,
    /// The rows to learn from, ascending and distinct.
    pub rows: &'a [u32],
    /// Weights of all rows, `(n_samples,)`, non-negative; `None` means 1 each.
    pub weights: Option<&'a [f32]>,
    /// Rows that only decide when to stop; empty when the estimator must not stop early.
    pub validation: &'a [u32],
}

impl<'a> Dataset<'a> {
    /// A view of `rows` without weights or validation rows.
    #[must_use]
    pub fn new(x: &'a FeatureMatrix, y: &'a Target, rows: &'a [u32]) -> Self {
        Self { x, y, rows, weights: None, validation: &[] }
    }

    /// The same view with validation rows for early stopping.
    #[must_use]
    pub fn with_validation(self, validation: &'a [u32]) -> Self {
        Self { validation, ..self }
    }

    /// The same view with row weights, `(n_samples,)` over all rows of the matrix.
    #[must_use]
    pub fn with_weights(self, weights: &'a [f32]) -> Self {
        Self { weights: Some(weights), ..self }
    }

    /// Weight of a row.
    #[must_use]
    pub fn weight(&self, row: u32) -> f64 {
        self.weights.map_or(1.0, |weights| f64::from(weights[row as usize]))
    }
}
