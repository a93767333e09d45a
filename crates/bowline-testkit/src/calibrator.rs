//! The promises of a fitted calibrator.

use crate::DecodeCalibrator;
use crate::estimator::bits;
use crate::stored::{Stored, spoil};
use bowline_core::{Calibrator, Predictions, Seed};

/// Checks everything that a calibrator of `n_classes` classes promises; panics with the broken promise.
pub fn check_calibrator(calibrator: &dyn Calibrator, n_classes: usize, decode: DecodeCalibrator) {
    let mut rng = Seed(31).rng();
    let logits: Vec<f64> = (0..50 * n_classes).map(|_| 5.0 * rng.normal()).collect();
    let drawn = Predictions::from_logits(logits, n_classes);
    let certain =
        (0..n_classes * n_classes).map(|at| f64::from(u8::from(at % (n_classes + 1) == 0))).collect();
    let certain = Predictions::Probabilities { n_classes, values: certain };
    let empty = Predictions::Probabilities { n_classes, values: Vec::new() };
    for predictions in [&drawn, &certain, &empty] {
        let out = calibrator.calibrate(predictions.clone());
        assert_eq!(out.len(), predictions.len(), "one answer a row");
        let Predictions::Probabilities { n_classes: found, values } = &out else {
            panic!("{out:?} are no probabilities");
        };
        assert_eq!(*found, n_classes, "the number of classes stays");
        for row in values.chunks_exact(n_classes) {
            let in_range = row.iter().all(|p| (0.0..=1.0).contains(p));
            assert!(in_range && (row.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{row:?} are no probabilities");
        }
        assert_eq!(bits(&out), bits(&calibrator.calibrate(predictions.clone())), "the same each time");
    }
    let values = Predictions::Values(vec![1.0, -2.0]);
    assert_eq!(calibrator.calibrate(values.clone()), values, "numbers are left alone");

    let stored = Stored::of(calibrator);
    match decode(&stored.node, &stored.reader()) {
        Ok(read) => {
            assert_eq!(bits(&read.calibrate(drawn.clone())), bits(&calibrator.calibrate(drawn.clone())));
            assert!(stored.same_bits(&Stored::of(&*read)), "stored again it is the same");
        }
        Err(error) => panic!("the stored calibrator cannot be read: {error}"),
    }
    for spoilt in spoil(&stored) {
        if let Ok(read) = decode(&spoilt.node, &spoilt.reader()) {
            assert_eq!(read.calibrate(drawn.clone()).len(), drawn.len(), "what can be read answers");
        }
    }
}
