//! What every answer must be: of the right length, finite, and for classes probabilities.

use bowline_core::{Predictions, Target};

/// Panics unless `predictions` are sound answers for `n_samples` rows of a target like `y`.
pub(super) fn assert_sound(predictions: &Predictions, y: &Target, n_samples: usize, case: &str) {
    assert_eq!(predictions.len(), n_samples, "{case}: one prediction a row");
    match (predictions, y) {
        (Predictions::Values(values), Target::Values(_)) => {
            assert!(values.iter().all(|v| v.is_finite()), "{case}: predictions are finite");
        }
        (Predictions::Probabilities { n_classes, values }, Target::Classes { n_classes: expected, .. }) => {
            assert_eq!(n_classes, expected, "{case}: one probability a class");
            assert_eq!(values.len(), n_samples * n_classes, "{case}: row-major (n_samples, n_classes)");
            for row in values.chunks_exact(*n_classes) {
                let in_range = row.iter().all(|p| (0.0..=1.0).contains(p));
                let sum: f64 = row.iter().sum();
                assert!(in_range && (sum - 1.0).abs() < 1e-6, "{case}: {row:?} are no probabilities");
            }
        }
        (other, _) => panic!("{case}: {other:?} do not answer the task"),
    }
}

/// The bits of all numbers of an answer.
pub(crate) fn bits(predictions: &Predictions) -> Vec<u64> {
    match predictions {
        Predictions::Clusters(clusters) => clusters.iter().map(|&cluster| u64::from(cluster)).collect(),
        Predictions::Rankings(rankings) => {
            rankings.iter().flatten().flat_map(|(item, score)| [u64::from(*item), score.to_bits()]).collect()
        }
        other => {
            other.scores().map_or(Vec::new(), |(values, _)| values.iter().map(|v| v.to_bits()).collect())
        }
    }
}

/// The numbers of an answer that has some.
pub(super) fn numbers(predictions: &Predictions) -> &[f64] {
    predictions.scores().map_or(&[], |(values, _)| values)
}
