//! Platt scaling: a straight line through the log odds.
//!
//! Where temperature scaling only stretches the log odds, this also shifts them, which corrects a model whose
//! probabilities are all too high. It is a logistic regression with one feature. The targets are drawn a little
//! towards the middle, by one pseudo-row a class, so that separable rows do not give an infinite slope.
//!
//! Platt 1999, *Probabilistic Outputs for Support Vector Machines*; Newton's method with step halving as in Lin, Lin and Weng 2007,
//! <https://doi.org/10.1007/s10994-007-5018-6>.

use bowline_core::{Calibrator, Predictions};

use super::{CalibrationError, check_shape, log_odds, logistic};

const MAX_ITERATIONS: usize = 100;
/// Keeps the matrix of second derivatives invertible.
const DAMPING: f64 = 1e-12;

/// A fitted line, for two classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlattScaling {
    pub(super) slope: f64,
    pub(super) shift: f64,
}

impl PlattScaling {
    /// Fits the line on `predictions`, row-major `(n_samples, 2)`, of rows with these `classes`, `(n_samples,)`.
    ///
    /// # Errors
    /// [`CalibrationError`] when lengths disagree, there are no rows, or there are not two classes.
    pub fn fit(predictions: &[f64], n_classes: usize, classes: &[u32]) -> Result<Self, CalibrationError> {
        check_shape(predictions, n_classes, classes, Some(2))?;
        let scores: Vec<f64> = predictions.chunks_exact(2).map(|row| log_odds(row[1])).collect();
        let positives = classes.iter().filter(|&&class| class == 1).count() as f64;
        let negatives = classes.len() as f64 - positives;
        let (high, low) = ((positives + 1.0) / (positives + 2.0), 1.0 / (negatives + 2.0));
        let target = |class: u32| if class == 1 { high } else { low };
        let loss = |slope: f64, shift: f64| -> f64 {
            let of_row = |(score, &class): (&f64, &u32)| {
                let s = slope * score + shift;
                s.max(0.0) + (-s.abs()).exp().ln_1p() - target(class) * s
            };
            scores.iter().zip(classes).map(of_row).sum()
        };
        let (mut slope, mut shift) = (0.0, ((positives + 1.0) / (negatives + 1.0)).ln());
        let mut value = loss(slope, shift);
        for _ in 0..MAX_ITERATIONS {
            let (mut g, mut h) = ([0.0; 2], [DAMPING, 0.0, DAMPING]);
            for (score, &class) in scores.iter().zip(classes) {
                let p = logistic(slope * score + shift);
                let (error, curvature) = (p - target(class), p * (1.0 - p));
                g[0] += error * score;
                g[1] += error;
                h[0] += curvature * score * score;
                h[1] += curvature * score;
                h[2] += curvature;
            }
            if g[0].abs().max(g[1].abs()) <= 1e-9 * classes.len() as f64 {
                break;
            }
            let determinant = h[0] * h[2] - h[1] * h[1];
            let step = if determinant > DAMPING * DAMPING {
                [(h[2] * g[0] - h[1] * g[1]) / determinant, (h[0] * g[1] - h[1] * g[0]) / determinant]
            } else {
                [0.0, g[1] / h[2]]
            };
            let expected = g[0] * step[0] + g[1] * step[1];
            let mut size = 1.0;
            let moved = loop {
                let found = loss(slope - size * step[0], shift - size * step[1]);
                if found <= value - 1e-4 * size * expected {
                    break Some(found);
                }
                size *= 0.5;
                if size < 1e-10 {
                    break None;
                }
            };
            let Some(found) = moved else { break };
            slope -= size * step[0];
            shift -= size * step[1];
            value = found;
        }
        Ok(Self { slope, shift })
    }

    /// Slope and shift of the log odds; 1 and 0 change nothing.
    #[must_use]
    pub fn line(&self) -> (f64, f64) {
        (self.slope, self.shift)
    }
}

impl Calibrator for PlattScaling {
    fn calibrate(&self, predictions: Predictions) -> Predictions {
        match predictions {
            Predictions::Probabilities { n_classes: 2, values } => Predictions::from_positive(
                values.chunks_exact(2).map(|row| logistic(self.slope * log_odds(row[1]) + self.shift)),
            ),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoes_a_known_distortion() {
        // Of 100 rows a group, so many are positive; the model says log odds 2 s + 1 where the truth is s.
        let groups: [(f64, u32); 3] = [(0.2, 20), (0.5, 50), (0.8, 80)];
        let (mut predictions, mut classes) = (Vec::new(), Vec::new());
        for (share, positives) in groups {
            let said = logistic(2.0 * log_odds(share) + 1.0);
            for row in 0..100 {
                predictions.extend([1.0 - said, said]);
                classes.push(u32::from(row < positives));
            }
        }
        let (slope, shift) = PlattScaling::fit(&predictions, 2, &classes).unwrap().line();
        assert!((slope - 0.5).abs() < 0.01 && (shift + 0.5).abs() < 0.01, "{slope} {shift}");
    }

    #[test]
    fn one_class_alone_stays_finite() {
        let (slope, shift) = PlattScaling::fit(&[0.5, 0.5, 0.1, 0.9], 2, &[1, 1]).unwrap().line();
        assert!(slope.is_finite() && shift.is_finite());
        assert!(PlattScaling::fit(&[0.2, 0.3, 0.5], 3, &[1]).is_err());
    }
}
