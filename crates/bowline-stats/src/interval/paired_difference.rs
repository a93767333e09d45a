//! How much better one set of predictions is than another on the same rows.
//!
//! Both answer the same resamples (Efron 1979), so what is hard for both cancels, and a small but steady gain shows that two
//! intervals side by side would hide.

use super::Interval;
use super::bootstrap::{Units, percentile_bootstrap};
use super::resampled_metric::{Scorer, class_scorer, value_scorer};
use crate::metric::Metric;

/// The gain of `ours` over `theirs` in class probabilities, turned so that positive is better, with its interval; other
/// arguments as in [`Metric::score_classes`], resamples as in [`super::metric_interval_classes`]. `None` where the metric is
/// undefined, and with one row.
#[must_use]
pub fn paired_difference_classes(
    metric: Metric,
    truth: &[u32],
    [ours, theirs]: [&[f64]; 2],
    n_classes: usize,
    positive: Option<usize>,
    groups: Option<&[u32]>,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Option<Interval> {
    let scorer = |scores| class_scorer(metric, truth, scores, n_classes, positive);
    difference(metric, truth.len(), [scorer(ours)?, scorer(theirs)?], groups, draw)
}

/// The gain of `ours` over `theirs` in predicted numbers, as in [`paired_difference_classes`].
#[must_use]
pub fn paired_difference_values(
    metric: Metric,
    truth: &[f64],
    [ours, theirs]: [&[f64]; 2],
    groups: Option<&[u32]>,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Option<Interval> {
    // A metric that the truth rules out, such as the logarithm of a negative number, has no difference either.
    metric.score_values(truth, ours)?;
    metric.score_values(truth, theirs)?;
    let scorer = |scores| value_scorer(metric, truth, scores);
    difference(metric, truth.len(), [scorer(ours)?, scorer(theirs)?], groups, draw)
}

fn difference(
    metric: Metric,
    n_samples: usize,
    [ours, theirs]: [Scorer<'_>; 2],
    groups: Option<&[u32]>,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Option<Interval> {
    let gain = |drawn: &[u32]| Some(metric.goodness(ours(drawn)?) - metric.goodness(theirs(drawn)?));
    let value = gain(&vec![1; n_samples])?;
    percentile_bootstrap(value, Units::of(n_samples, groups), draw, gain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::mean_interval;

    fn draws() -> impl FnMut(u64) -> u64 {
        let mut state = 7u64;
        move |below| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((u128::from(state) * u128::from(below)) >> 64) as u64
        }
    }

    /// Truth, and two predictions of which the second is a little further off in most rows.
    fn numbers() -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let mut draw = draws();
        let mut noise = || draw(2000) as f64 / 1000.0 - 1.0;
        let truth: Vec<f64> = (0..500).map(|_| 10.0 * noise()).collect();
        let ours: Vec<f64> = truth.iter().map(|y| y + noise()).collect();
        let theirs = truth.iter().zip(&ours).map(|(y, p)| y + 1.05 * (p - y)).collect();
        (truth, ours, theirs)
    }

    #[test]
    fn of_a_mean_it_is_the_interval_of_the_paired_losses() {
        let (truth, ours, theirs) = numbers();
        let losses: Vec<f64> = (0..truth.len())
            .map(|row| (truth[row] - theirs[row]).abs() - (truth[row] - ours[row]).abs())
            .collect();
        let expected = mean_interval(&losses);
        let found =
            paired_difference_values(Metric::Mae, &truth, [&ours, &theirs], None, &mut draws()).unwrap();
        let width = expected.high - expected.low;
        assert!((found.value - expected.value).abs() < 1e-12, "{found:?} {expected:?}");
        assert!(
            (found.low - expected.low).abs() < 0.15 * width
                && (found.high - expected.high).abs() < 0.15 * width
        );
    }

    #[test]
    fn a_steady_gain_shows_although_the_intervals_overlap() {
        let (truth, ours, theirs) = numbers();
        let alone = |predicted: &[f64]| {
            crate::metric_interval_values(Metric::Rmse, &truth, predicted, None, &mut draws()).unwrap()
        };
        assert!(alone(&ours).high > alone(&theirs).low, "the intervals overlap");
        let gain =
            paired_difference_values(Metric::Rmse, &truth, [&ours, &theirs], None, &mut draws()).unwrap();
        assert!(gain.low > 0.0 && gain.value > 0.0, "{gain:?}");
        let loss =
            paired_difference_values(Metric::Rmse, &truth, [&theirs, &ours], None, &mut draws()).unwrap();
        assert!(loss.high < 0.0 && (loss.value + gain.value).abs() < 1e-12, "{loss:?}");
    }

    #[test]
    fn every_class_metric_agrees_with_its_score_and_equals_gain_nothing() {
        let truth: Vec<u32> = (0..300).map(|row| (row * row % 7 % 3) as u32).collect();
        let mut draw = draws();
        let mut scores = || -> Vec<f64> {
            (0..300)
                .flat_map(|_| {
                    let row = [0.1 + draw(100) as f64, 0.1 + draw(100) as f64, 0.1 + draw(100) as f64];
                    row.map(|p| p / row.iter().sum::<f64>())
                })
                .collect()
        };
        let (ours, theirs) = (scores(), scores());
        for metric in Metric::ALL.into_iter().filter(|metric| metric.is_for_classification()) {
            let score = |scores: &[f64]| metric.score_classes(&truth, scores, 3, None);
            let both = score(&ours).zip(score(&theirs));
            let pair =
                paired_difference_classes(metric, &truth, [&ours, &theirs], 3, None, None, &mut draws());
            assert_eq!(both.is_some(), pair.is_some(), "{metric}");
            if let (Some((a, b)), Some(found)) = (both, pair) {
                let expected = metric.goodness(a) - metric.goodness(b);
                assert!((found.value - expected).abs() < 1e-9, "{metric}: {found:?}, {expected}");
                assert!(found.low <= found.value && found.value <= found.high);
                let same =
                    paired_difference_classes(metric, &truth, [&ours, &ours], 3, None, None, &mut draws());
                assert_eq!(same, Some(Interval { value: 0.0, low: 0.0, high: 0.0 }), "{metric}");
            }
        }
    }
}
