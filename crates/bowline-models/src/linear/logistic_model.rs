//! What logistic regression learned: coefficients that turn features into log odds.

use bowline_core::{FeatureMatrix, ModelShape, Predictions, Predictor};

use super::scores::linear_scores;

/// A fitted logistic regression, binary or multinomial.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticModel {
    /// Number of classes of the target.
    pub(crate) n_classes: usize,
    /// Codes of the classes that the training rows had, ascending.
    pub(crate) present: Vec<u32>,
    pub(crate) n_dense: usize,
    pub(crate) n_sparse: usize,
    /// `(n_dense + n_sparse, n_outputs)`.
    pub(crate) coefficients: Vec<f64>,
    /// `(n_outputs,)`: none with one class, one with two, else one a class.
    pub(crate) intercepts: Vec<f64>,
    /// Probability of each class that no training row had.
    pub(crate) unseen: f64,
    /// Inverse strength that it was fitted with.
    pub(crate) c: f64,
}

impl LogisticModel {
    /// Coefficients `(n_dense + n_sparse, n_outputs)`, row-major: log odds for one more of a feature. `n_outputs` is 1 when two
    /// classes occurred (towards the second), else their number.
    #[must_use]
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// Intercepts, `(n_outputs,)`; with three or more classes their mean is 0.
    #[must_use]
    pub fn intercepts(&self) -> &[f64] {
        &self.intercepts
    }

    /// Codes of the classes that the training rows had, in the order of the outputs.
    #[must_use]
    pub fn classes(&self) -> &[u32] {
        &self.present
    }

    /// The inverse strength that it was fitted with; of a path, the one that was kept.
    #[must_use]
    pub fn c(&self) -> f64 {
        self.c
    }

    /// Turns the scores of a row, `(n_outputs,)`, into probabilities, `(n_classes,)`.
    pub(crate) fn write_probabilities(&self, scores: &[f64], out: &mut [f64]) {
        out.fill(self.unseen);
        let seen = 1.0 - self.unseen * (self.n_classes - self.present.len()) as f64;
        match (&self.present[..], scores) {
            ([first, second], [score]) => {
                let small = (-score.abs()).exp();
                let (likely, unlikely) = (seen / (1.0 + small), seen * small / (1.0 + small));
                let (up, down) = if *score >= 0.0 { (likely, unlikely) } else { (unlikely, likely) };
                out[*first as usize] = down;
                out[*second as usize] = up;
            }
            ([only], _) => out[*only as usize] = seen,
            (classes, scores) => {
                let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let sum: f64 = scores.iter().map(|score| (score - top).exp()).sum();
                for (&class, score) in classes.iter().zip(scores) {
                    out[class as usize] = seen * (score - top).exp() / sum;
                }
            }
        }
    }
}

impl Predictor for LogisticModel {
    fn shape(&self) -> ModelShape {
        let n_features = self.coefficients.len() / self.intercepts.len().max(1);
        ModelShape {
            n_dense: self.n_dense,
            n_sparse: n_features.saturating_sub(self.n_dense),
            n_outputs: self.n_classes,
        }
    }

    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        let n_outputs = self.intercepts.len();
        let scores = linear_scores(x, &self.coefficients, self.n_dense, &self.intercepts);
        let mut values = vec![0.0; x.n_samples() * self.n_classes];
        for (row, out) in values.chunks_exact_mut(self.n_classes).enumerate() {
            self.write_probabilities(&scores[row * n_outputs..(row + 1) * n_outputs], out);
        }
        Predictions::Probabilities { n_classes: self.n_classes, values }
    }
}
