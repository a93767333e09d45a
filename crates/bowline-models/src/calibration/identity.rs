//! No correction: for pipelines whose probabilities are good as they are.

use bowline_core::{Calibrator, Predictions};

/// Gives predictions back unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IdentityCalibration;

impl Calibrator for IdentityCalibration {
    fn calibrate(&self, predictions: Predictions) -> Predictions {
        predictions
    }
}
