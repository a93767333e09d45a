//! What a linear regression learned: a weight for each feature, and a constant.

use bowline_core::{FeatureMatrix, ModelShape, Predictions, Predictor};

use super::scores::linear_scores;

/// A fitted ridge regression, lasso or elastic net.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearModel {
    pub(crate) n_dense: usize,
    pub(crate) n_sparse: usize,
    /// `(n_dense + n_sparse,)`.
    pub(crate) coefficients: Vec<f64>,
    pub(crate) intercept: f64,
    /// Strength that it was fitted with.
    pub(crate) alpha: f64,
}

impl LinearModel {
    /// Change of the prediction for one more of each feature, `(n_dense + n_sparse,)`.
    #[must_use]
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// Prediction for a row of zeros.
    #[must_use]
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// The penalty that it was fitted with, in scikit-learn's `alpha`; of a path, the one that was kept.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.alpha
    }
}

impl Predictor for LinearModel {
    fn shape(&self) -> ModelShape {
        ModelShape { n_dense: self.n_dense, n_sparse: self.coefficients.len() - self.n_dense, n_outputs: 1 }
    }

    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        Predictions::Values(linear_scores(x, &self.coefficients, self.n_dense, &[self.intercept]))
    }
}
