//! Temperature scaling: one number that makes all predictions bolder or more cautious.
//!
//! Log probabilities are divided by a temperature and turned back by softmax. Above 1 it cools an overconfident model,
//! below 1 it sharpens a timid one; the order of the classes of a row never changes, nor does a label.
//!
//! Guo, Pleiss, Sun and Weinberger 2017, *On Calibration of Modern Neural Networks*, <https://arxiv.org/abs/1706.04599>. The loss is
//! convex in 1 / temperature, so bisection of its derivative finds the minimum surely.

use bowline_core::{Calibrator, Predictions};

use super::{CalibrationError, SMALLEST, check_shape};

/// Range of 1 / temperature.
const SHARPNESS: (f64, f64) = (0.01, 100.0);
const BISECTIONS: usize = 48;

/// A fitted temperature, for two or more classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TemperatureScaling {
    pub(super) temperature: f64,
}

impl TemperatureScaling {
    /// Finds the temperature with the smallest log loss on `predictions`, row-major `(n_samples, n_classes)`, of rows with these
    /// `classes`, `(n_samples,)`.
    ///
    /// # Errors
    /// [`CalibrationError`] when lengths disagree, there are no rows, or a code is not below `n_classes`.
    pub fn fit(predictions: &[f64], n_classes: usize, classes: &[u32]) -> Result<Self, CalibrationError> {
        check_shape(predictions, n_classes, classes, None)?;
        let logs: Vec<f64> = predictions.iter().map(|p| p.clamp(SMALLEST, 1.0).ln()).collect();
        // Derivative of the loss by the sharpness, which grows with it: expected minus true log probability.
        let slope = |sharpness: f64| -> f64 {
            let of_row = |(row, &class): (&[f64], &u32)| {
                let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let (sum, mean) = row.iter().fold((0.0, 0.0), |(sum, mean), log| {
                    let share = (sharpness * (log - top)).exp();
                    (sum + share, mean + share * log)
                });
                mean / sum - row[class as usize]
            };
            logs.chunks_exact(n_classes).zip(classes).map(of_row).sum()
        };
        let (mut low, mut high) = SHARPNESS;
        for _ in 0..BISECTIONS {
            let middle = (low * high).sqrt();
            if slope(middle) < 0.0 { low = middle } else { high = middle }
        }
        Ok(Self { temperature: 1.0 / (low * high).sqrt() })
    }

    /// The temperature, from 0.01 to 100; 1 changes nothing.
    #[must_use]
    pub fn temperature(&self) -> f64 {
        self.temperature
    }
}

impl Calibrator for TemperatureScaling {
    fn calibrate(&self, predictions: Predictions) -> Predictions {
        match predictions {
            Predictions::Probabilities { n_classes, values } => {
                let log = |p: f64| p.clamp(SMALLEST, 1.0).ln() / self.temperature;
                Predictions::from_logits(values.into_iter().map(log).collect(), n_classes)
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows in three are right, so the best probability of the label is 2/3, wherever the model puts it.
    #[test]
    fn confidence_becomes_the_share_that_is_right() {
        let predictions = [0.1, 0.9, 0.1, 0.9, 0.1, 0.9];
        let fitted = TemperatureScaling::fit(&predictions, 2, &[1, 1, 0]).unwrap();
        let out = fitted.calibrate(Predictions::Probabilities { n_classes: 2, values: predictions.to_vec() });
        let (values, _) = out.scores().unwrap();
        assert!((values[1] - 2.0 / 3.0).abs() < 1e-9, "{values:?}");
    }

    #[test]
    fn certain_and_right_stays_finite() {
        let fitted = TemperatureScaling::fit(&[0.0, 1.0, 1.0, 0.0], 2, &[1, 0]).unwrap();
        assert!(fitted.temperature().is_finite());
        assert!(TemperatureScaling::fit(&[0.5, 0.5], 2, &[7]).is_err());
        assert!(TemperatureScaling::fit(&[], 2, &[]).is_err());
    }
}
