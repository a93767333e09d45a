//! Probabilities that mean what they say: of the rows called 70 % likely, 7 in 10 happen.
//!
//! Boosting tends to be too sure, averages of many models not sure enough. A calibrator, fitted on predictions for rows that
//! the models had not seen, corrects that without changing the models: [`TemperatureScaling`] and [`PlattScaling`] with one or
//! two numbers, [`IsotonicCalibration`] with a step curve. [`choose_calibration`] keeps one only when it helps on rows
//! that it was not fitted on. [`best_threshold`] finds where to cut the probabilities for a decision.

mod artifact;
mod choice;
mod identity;
mod isotonic;
mod platt;
mod temperature;
mod threshold;

pub use choice::{CalibrationKind, choose_calibration};
pub use identity::IdentityCalibration;
pub use isotonic::{IsotonicCalibration, isotonic_regression};
pub use platt::PlattScaling;
pub use temperature::TemperatureScaling;
pub use threshold::{Counts, Threshold, best_threshold};

/// Why predictions could not be calibrated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalibrationError {
    /// The lengths disagree.
    #[error("`predictions` has {found} numbers: expected {expected}, one for each row and class")]
    Length {
        /// Numbers given.
        found: usize,
        /// Rows times classes.
        expected: usize,
    },
    /// The rows cannot be learned from.
    #[error("{0}")]
    Unsuitable(&'static str),
}

/// Smallest probability that a logarithm is taken of.
const SMALLEST: f64 = 1e-15;

/// Checks that there is a probability for each row and class, and a row at all.
fn check_shape(
    predictions: &[f64],
    n_classes: usize,
    classes: &[u32],
    expected_classes: Option<usize>,
) -> Result<(), CalibrationError> {
    let expected = classes.len() * n_classes;
    if predictions.len() != expected {
        return Err(CalibrationError::Length { found: predictions.len(), expected });
    }
    if classes.is_empty() {
        return Err(CalibrationError::Unsuitable("there are no rows to calibrate on: expected at least one"));
    }
    if classes.iter().any(|&class| class as usize >= n_classes) {
        return Err(CalibrationError::Unsuitable("a class code is not below the number of classes"));
    }
    if expected_classes.is_some_and(|expected| expected != n_classes) {
        return Err(CalibrationError::Unsuitable(
            "this calibration needs two classes; use temperature scaling for more",
        ));
    }
    Ok(())
}

/// Log odds of a probability, kept finite.
fn log_odds(p: f64) -> f64 {
    let p = p.clamp(SMALLEST, 1.0 - SMALLEST);
    p.ln() - (-p).ln_1p()
}

/// The logistic function, without overflow.
fn logistic(score: f64) -> f64 {
    let small = (-score.abs()).exp();
    if score >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) }
}
