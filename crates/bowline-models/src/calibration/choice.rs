//! Which calibration to use, if any: the one that helps on rows that it was not fitted on.
//!
//! Every calibrator improves the loss on the rows that it is fitted on. So each is fitted on all folds but one and judged on
//! that one, in turn, and kept only if the cross-validated log loss falls by more than 0.1 %.

use bowline_core::{Calibrator, Predictions};

use super::{CalibrationError, IsotonicCalibration, PlattScaling, TemperatureScaling, check_shape};

/// Share of the log loss that a calibration must save.
const MIN_IMPROVEMENT: f64 = 0.001;
/// Fewer rows than this say too little about a curve.
const MIN_ROWS_ISOTONIC: usize = 1000;

/// A kind of calibration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalibrationKind {
    /// [`TemperatureScaling`], for any number of classes.
    Temperature,
    /// [`PlattScaling`], for two classes.
    Platt,
    /// [`IsotonicCalibration`], for two classes: steps, which tie rows that the model can tell apart.
    Isotonic,
}

impl CalibrationKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Temperature, Self::Platt, Self::Isotonic];

    fn fit(self) -> Fit {
        match self {
            Self::Temperature => |p, k, y| Ok(Box::new(TemperatureScaling::fit(p, k, y)?)),
            Self::Platt => |p, k, y| Ok(Box::new(PlattScaling::fit(p, k, y)?)),
            Self::Isotonic => |p, k, y| Ok(Box::new(IsotonicCalibration::fit(p, k, y)?)),
        }
    }
}

type Fit = fn(&[f64], usize, &[u32]) -> Result<Box<dyn Calibrator>, CalibrationError>;

/// The calibrator with the best cross-validated log loss, fitted on all rows; `None` when none saves more than 0.1 %.
///
/// `predictions` are out-of-fold, row-major `(n_samples, n_classes)`; `classes` and `folds`, the number of the fold that each row
/// was held out in, are `(n_samples,)`. Of `kinds`, two classes try temperature, Platt and (from 1 000 rows) isotonic, more
/// classes temperature alone. With one fold nothing can be judged, and the answer is `None`.
///
/// # Errors
/// [`CalibrationError`] when lengths disagree, there are no rows, or a code is not below `n_classes`.
pub fn choose_calibration(
    predictions: &[f64],
    n_classes: usize,
    classes: &[u32],
    folds: &[u32],
    kinds: &[CalibrationKind],
) -> Result<Option<Box<dyn Calibrator>>, CalibrationError> {
    check_shape(predictions, n_classes, classes, None)?;
    if folds.len() != classes.len() {
        return Err(CalibrationError::Length { found: folds.len(), expected: classes.len() });
    }
    let serves = |kind: &&CalibrationKind| match kind {
        CalibrationKind::Temperature => true,
        CalibrationKind::Platt => n_classes == 2,
        CalibrationKind::Isotonic => n_classes == 2 && classes.len() >= MIN_ROWS_ISOTONIC,
    };
    let raw = total_log_loss(predictions, n_classes, classes);
    let mut best: Option<(f64, Fit)> = None;
    for kind in kinds.iter().filter(serves).map(|kind| kind.fit()) {
        let Some(loss) = cross_validated(kind, predictions, n_classes, classes, folds)? else { continue };
        let bar = best.as_ref().map_or(raw * (1.0 - MIN_IMPROVEMENT), |(held, _)| *held);
        if loss < bar {
            best = Some((loss, kind));
        }
    }
    best.map(|(_, kind)| kind(predictions, n_classes, classes)).transpose()
}

/// Log loss over all folds, each calibrated by the others; `None` with fewer than two folds.
fn cross_validated(
    fit: Fit,
    predictions: &[f64],
    n_classes: usize,
    classes: &[u32],
    folds: &[u32],
) -> Result<Option<f64>, CalibrationError> {
    let mut names = folds.to_vec();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        return Ok(None);
    }
    let rows_where = |keep: &dyn Fn(u32) -> bool| {
        let (mut values, mut codes) = (Vec::new(), Vec::new());
        for (row, _) in folds.iter().enumerate().filter(|(_, fold)| keep(**fold)) {
            values.extend_from_slice(&predictions[row * n_classes..(row + 1) * n_classes]);
            codes.push(classes[row]);
        }
        (values, codes)
    };
    let mut loss = 0.0;
    for name in names {
        let (values, codes) = rows_where(&|fold| fold != name);
        let fitted = fit(&values, n_classes, &codes)?;
        let (values, codes) = rows_where(&|fold| fold == name);
        let calibrated = fitted.calibrate(Predictions::Probabilities { n_classes, values });
        if let Some((values, _)) = calibrated.scores() {
            loss += total_log_loss(values, n_classes, &codes);
        }
    }
    Ok(Some(loss))
}

fn total_log_loss(predictions: &[f64], n_classes: usize, classes: &[u32]) -> f64 {
    let rows = predictions.chunks_exact(n_classes).zip(classes);
    rows.map(|(row, &class)| -row[class as usize].clamp(f64::EPSILON, 1.0).ln()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::{log_odds, logistic};
    use bowline_core::Seed;

    fn drawn(distort: impl Fn(f64) -> f64) -> (Vec<f64>, Vec<u32>, Vec<u32>) {
        let mut rng = Seed(3).rng();
        let (mut predictions, mut classes, mut folds) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..2000 {
            let score = 2.0 * rng.normal();
            classes.push(u32::from(rng.uniform() < logistic(score)));
            let said = logistic(distort(score));
            predictions.extend([1.0 - said, said]);
            folds.push(row % 5);
        }
        (predictions, classes, folds)
    }

    #[test]
    fn good_probabilities_are_left_alone() {
        let (predictions, classes, folds) = drawn(|score| score);
        assert!(
            choose_calibration(&predictions, 2, &classes, &folds, &CalibrationKind::ALL).unwrap().is_none()
        );
    }

    #[test]
    fn overconfidence_is_cooled_and_bias_shifted() {
        let (predictions, classes, folds) = drawn(|score| 3.0 * score);
        let chosen =
            choose_calibration(&predictions, 2, &classes, &folds, &CalibrationKind::ALL).unwrap().unwrap();
        let out = chosen.calibrate(Predictions::Probabilities { n_classes: 2, values: predictions.clone() });
        let (values, _) = out.scores().unwrap();
        assert!(total_log_loss(values, 2, &classes) < 0.9 * total_log_loss(&predictions, 2, &classes));
        let (predictions, classes, folds) = drawn(|score| score + 2.0);
        let chosen =
            choose_calibration(&predictions, 2, &classes, &folds, &CalibrationKind::ALL).unwrap().unwrap();
        assert_eq!(chosen.kind(), "platt");
        let others = [CalibrationKind::Temperature, CalibrationKind::Isotonic];
        let next = choose_calibration(&predictions, 2, &classes, &folds, &others).unwrap().unwrap();
        assert_eq!(next.kind(), "isotonic", "the next best kind serves where the best is not wanted");
        assert!(log_odds(0.5).abs() < 1e-15);
        assert!(
            choose_calibration(&predictions, 2, &classes, &vec![0; 2000], &CalibrationKind::ALL)
                .unwrap()
                .is_none()
        );
    }
}
