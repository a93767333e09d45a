//! A regression as the solvers see it: the target centred and scaled to variance 1, row weights that sum to 1.
//!
//! House prices and probabilities then look alike to a solver, tolerances mean the same everywhere, and squares of large
//! numbers lose no digits. Coefficients are given back in the target's own units.

use bowline_core::{Dataset, FitError, Target};

use super::design::Design;
use super::linear_model::LinearModel;
use super::parameters::Intercept;

/// Training rows with their scaled target.
#[derive(Debug)]
pub(crate) struct ValueProblem {
    pub(crate) design: Design,
    /// `(y - centre) / scale`, `(n_padded,)`.
    pub(crate) target: Vec<f64>,
    /// `(n_padded,)`; they sum to 1, and padding has 0.
    pub(crate) weights: Vec<f64>,
    /// Sum of the weights before they were made to sum to 1.
    pub(crate) total_weight: f64,
    /// Subtracted from the target; 0 without an intercept.
    centre: f64,
    /// Standard deviation of the target (root mean square without an intercept); 1 for a constant.
    pub(crate) scale: f64,
    pub(crate) intercept: Intercept,
    n_dense: usize,
}

impl ValueProblem {
    pub(crate) fn new(data: &Dataset<'_>, rows: &[u32], intercept: Intercept) -> Result<Self, FitError> {
        let values = values_of(data.y)?;
        let total_weight: f64 = rows.iter().map(|&row| data.weight(row)).sum();
        if !(total_weight.is_finite() && total_weight > 0.0) {
            return Err(FitError::Unsuitable(
                "no training row has a weight above 0: expected at least one".into(),
            ));
        }
        let mean = |of: &dyn Fn(f64) -> f64| -> f64 {
            rows.iter().map(|&row| data.weight(row) / total_weight * of(values[row as usize])).sum()
        };
        let centre = match intercept {
            Intercept::Fitted => mean(&|y| y),
            Intercept::Zero => 0.0,
        };
        let scale = mean(&|y| (y - centre) * (y - centre)).sqrt();
        let scale = if scale > 1e-14 * centre.abs() && scale.is_normal() { scale } else { 1.0 };
        let design = Design::new(data.x, rows);
        let mut target = vec![0.0; design.n_padded()];
        let mut weights = vec![0.0; design.n_padded()];
        for (at, &row) in rows.iter().enumerate() {
            target[at] = (values[row as usize] - centre) / scale;
            weights[at] = data.weight(row) / total_weight;
        }
        let n_dense = data.x.n_dense();
        Ok(Self { design, target, weights, total_weight, centre, scale, intercept, n_dense })
    }

    /// The weighted target, `(n_padded,)`: the residual of the model that knows the centre alone.
    pub(crate) fn first_residual(&self) -> Vec<f64> {
        self.target.iter().zip(&self.weights).map(|(y, w)| y * w).collect()
    }

    /// The model with these coefficients and intercept for the scaled target.
    pub(crate) fn model(
        &self,
        coefficients: &[f64],
        intercept: f64,
        alpha: f64,
    ) -> Result<LinearModel, FitError> {
        let coefficients: Vec<f64> = coefficients.iter().map(|w| w * self.scale).collect();
        let intercept = self.centre + intercept * self.scale;
        if !(intercept.is_finite() && coefficients.iter().all(|w| w.is_finite())) {
            return Err(FitError::Numeric(
                "a coefficient is not finite; scale the features or make the penalty stronger (larger `alpha`)"
                    .into(),
            ));
        }
        let n_sparse = self.design.n_features() - self.n_dense;
        Ok(LinearModel { n_dense: self.n_dense, n_sparse, coefficients, intercept, alpha })
    }
}

/// Weighted mean squared error of a model on some rows, whose features are given as a design.
pub(crate) fn held_out_error(model: &LinearModel, design: &Design, data: &Dataset<'_>, rows: &[u32]) -> f64 {
    let Target::Values(values) = data.y else { return f64::NAN };
    let mut scores = vec![0.0; design.n_padded()];
    design.scores(&[&model.coefficients[..], &[model.intercept]].concat(), 1, &mut scores);
    let (mut error, mut total) = (0.0, 0.0);
    for (&row, score) in rows.iter().zip(&scores) {
        let weight = data.weight(row);
        error += weight * (values[row as usize] - score).powi(2);
        total += weight;
    }
    error / total
}

fn values_of(target: &Target) -> Result<&[f64], FitError> {
    match target {
        Target::Values(values) => Ok(values),
        Target::Classes { .. } => Err(FitError::Unsuitable(
            "linear regression needs numbers, the target holds classes; use `LogisticRegression`".into(),
        )),
    }
}
