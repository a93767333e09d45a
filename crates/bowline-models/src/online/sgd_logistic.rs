//! Logistic regression by stochastic gradient descent: a small correction after every example.
//!
//! After each example the weights move a little against the gradient of its log loss: towards the true class by what its
//! probability lacked, away from the others by what theirs had too much. There is one set of weights a class, as in a
//! linear layer with softmax and cross-entropy.

use bowline_core::{FeatureMatrix, FitError, ModelShape, OnlineModel, Predictions, Predictor};

/// Features are kept within plus and minus this, so that one wild value cannot make the weights infinite.
const LARGEST_FEATURE: f64 = 1e6;
/// Weights are kept within plus and minus this.
const LARGEST_WEIGHT: f64 = 1e12;

/// How fast to learn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SgdParameters {
    /// Size of a correction, above 0 and at most 1: larger follows changes faster and is noisier.
    pub rate: f64,
    /// Shrinks the weights at every example, at least 0 and below 1 / `rate`; 0 does not.
    pub l2: f64,
}

impl Default for SgdParameters {
    fn default() -> Self {
        Self { rate: 0.001, l2: 0.0 }
    }
}

/// A linear classifier that learns online. It begins by calling all classes equally likely.
#[derive(Debug, Clone, PartialEq)]
pub struct SgdLogistic {
    pub(super) n_features: usize,
    pub(super) n_classes: usize,
    pub(super) parameters: SgdParameters,
    /// `(n_classes, n_features)`.
    pub(super) weights: Vec<f64>,
    /// `(n_classes,)`.
    pub(super) intercepts: Vec<f64>,
}

impl SgdLogistic {
    /// A model that has learned nothing yet.
    ///
    /// # Errors
    /// [`FitError::Parameter`] when there are fewer than 2 classes or a parameter is out of its range.
    pub fn new(n_features: usize, n_classes: usize, parameters: SgdParameters) -> Result<Self, FitError> {
        let out_of_range = |name, found: String, expected| Err(FitError::Parameter { name, found, expected });
        if !(2..=crate::artifact::MAX_CLASSES).contains(&n_classes) {
            return out_of_range("n_classes", n_classes.to_string(), "a number from 2 to 65536");
        }
        if !(parameters.rate > 0.0 && parameters.rate <= 1.0) {
            return out_of_range("rate", parameters.rate.to_string(), "a number above 0 and at most 1");
        }
        if !(parameters.l2 >= 0.0 && parameters.l2 * parameters.rate < 1.0) {
            return out_of_range(
                "l2",
                parameters.l2.to_string(),
                "a number of at least 0 and below 1 / rate",
            );
        }
        let (weights, intercepts) = (vec![0.0; n_classes * n_features], vec![0.0; n_classes]);
        Ok(Self { n_features, n_classes, parameters, weights, intercepts })
    }

    /// Number of classes.
    #[must_use]
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    fn write_probabilities(&self, features: impl Iterator<Item = f32> + Clone, out: &mut [f64]) {
        for (class, place) in out.iter_mut().enumerate() {
            let weights = &self.weights[class * self.n_features..(class + 1) * self.n_features];
            let products = weights.iter().zip(features.clone()).map(|(weight, x)| weight * usable(x));
            *place = self.intercepts[class] + products.sum::<f64>();
        }
        let top = out.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        out.iter_mut().for_each(|score| *score = (*score - top).exp());
        let sum: f64 = out.iter().sum();
        out.iter_mut().for_each(|share| *share /= sum);
    }
}

impl OnlineModel for SgdLogistic {
    /// Learns from one row. A missing value counts as 0, features beyond those of the model for nothing; a target that is no
    /// class code of this model teaches nothing.
    fn learn_one(&mut self, features: &[f32], target: f64) {
        if !(target >= 0.0 && target < self.n_classes as f64 && target.fract() == 0.0) {
            return;
        }
        let mut errors = vec![0.0; self.n_classes];
        self.write_probabilities(features.iter().copied(), &mut errors);
        errors[target as usize] -= 1.0;
        let SgdParameters { rate, l2 } = self.parameters;
        let clipped = |weight: f64| weight.clamp(-LARGEST_WEIGHT, LARGEST_WEIGHT);
        for (class, error) in errors.iter().enumerate() {
            let weights = &mut self.weights[class * self.n_features..(class + 1) * self.n_features];
            for (weight, &x) in weights.iter_mut().zip(features) {
                *weight = clipped(*weight * (1.0 - rate * l2) - rate * error * usable(x));
            }
            self.intercepts[class] = clipped(self.intercepts[class] - rate * error);
        }
    }

    fn predict_one(&self, features: &[f32]) -> Vec<f64> {
        let mut out = vec![0.0; self.n_classes];
        self.write_probabilities(features.iter().copied(), &mut out);
        out
    }
}

impl Predictor for SgdLogistic {
    fn shape(&self) -> ModelShape {
        ModelShape { n_dense: self.n_features, n_sparse: 0, n_outputs: self.n_classes }
    }

    /// Reads the dense features; sparse ones count for nothing.
    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        let mut values = vec![0.0; x.n_samples() * self.n_classes];
        let mut features = vec![0.0; x.n_dense()];
        for (row, out) in values.chunks_exact_mut(self.n_classes).enumerate() {
            x.copy_row(row, &mut features);
            self.write_probabilities(features.iter().copied(), out);
        }
        Predictions::Probabilities { n_classes: self.n_classes, values }
    }
}

fn usable(value: f32) -> f64 {
    if value.is_nan() { 0.0 } else { f64::from(value).clamp(-LARGEST_FEATURE, LARGEST_FEATURE) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From equal probabilities, one step of rate 0.1 on x = 2 moves the true class by 0.1 * 0.5 * 2.
    #[test]
    fn one_step_by_hand() {
        let mut model = SgdLogistic::new(1, 2, SgdParameters { rate: 0.1, l2: 0.0 }).unwrap();
        assert_eq!(model.predict_one(&[2.0]), [0.5, 0.5]);
        model.learn_one(&[2.0], 1.0);
        assert!((model.weights[1] - 0.1).abs() < 1e-15 && (model.weights[0] + 0.1).abs() < 1e-15);
        let before = model.clone();
        for target in [f64::NAN, -1.0, 2.0, 0.5] {
            model.learn_one(&[1.0], target);
        }
        assert_eq!(model, before);
    }

    #[test]
    fn learns_and_survives_wild_values() {
        let mut model = SgdLogistic::new(2, 2, SgdParameters { rate: 0.05, l2: 0.0 }).unwrap();
        for step in 0..2000 {
            let x = (step % 7) as f32 - 3.0;
            model.learn_one(&[x, f32::NAN], f64::from(u8::from(x > 0.0)));
        }
        assert!(model.predict_one(&[2.0, 0.0])[1] > 0.9 && model.predict_one(&[-2.0, 0.0])[1] < 0.1);
        model.learn_one(&[f32::INFINITY, f32::MAX], 0.0);
        assert!(model.predict_one(&[f32::NEG_INFINITY, 1.0]).iter().all(|p| p.is_finite()));
        assert!(SgdLogistic::new(1, 1, SgdParameters::default()).is_err());
    }
}
