//! The percentile bootstrap: draw rows again and again with replacement, and see how far the score moves.
//!
//! Efron (1979, <https://doi.org/10.1214/aos/1176344552>). A resample is given as how often each row was drawn, so that
//! what needs sorted rows sorts them once and not for each resample.

use super::Interval;
use crate::quantile::quantiles;

/// Most resamples.
const RESAMPLES: usize = 500;
/// Fewest, however many rows there are.
const FEWEST_RESAMPLES: usize = 50;
/// Rows drawn in all, which bounds the time.
const DRAWN_ROWS: usize = 20_000_000;

/// The interval of a score whose value over `n_samples` rows is `value`; `score` computes it from the number of times that
/// each row was drawn. Resamples without a score are left out; `None` when more than half are, and with fewer than 2 rows.
pub(super) fn percentile_bootstrap(
    value: f64,
    n_samples: usize,
    draw: &mut dyn FnMut(u64) -> u64,
    mut score: impl FnMut(&[u32]) -> Option<f64>,
) -> Option<Interval> {
    if n_samples < 2 {
        return None;
    }
    let n_resamples = (DRAWN_ROWS / n_samples).clamp(FEWEST_RESAMPLES, RESAMPLES);
    let mut drawn = vec![0u32; n_samples];
    let mut scores = Vec::with_capacity(n_resamples);
    for _ in 0..n_resamples {
        drawn.fill(0);
        for _ in 0..n_samples {
            drawn[draw(n_samples as u64) as usize] += 1;
        }
        scores.extend(score(&drawn));
    }
    if 2 * scores.len() < n_resamples {
        return None;
    }
    let ends = quantiles(&scores, &[0.025, 0.975])?;
    Some(Interval { value, low: ends[0].min(value), high: ends[1].max(value) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An even sequence of draws, enough for a test of counts.
    fn counter() -> impl FnMut(u64) -> u64 {
        let mut state = 1u64;
        move |below| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((u128::from(state) * u128::from(below)) >> 64) as u64
        }
    }

    #[test]
    fn resamples_are_fewer_for_many_rows() {
        for (n_samples, expected) in [(2, 500), (100_000, 200), (1_000_000, 50)] {
            let mut calls = 0;
            let interval = percentile_bootstrap(1.0, n_samples, &mut counter(), |drawn| {
                calls += 1;
                assert_eq!(drawn.iter().map(|&times| times as usize).sum::<usize>(), n_samples);
                Some(1.0)
            });
            assert_eq!(interval, Some(Interval { value: 1.0, low: 1.0, high: 1.0 }));
            assert_eq!(calls, expected);
        }
        assert_eq!(percentile_bootstrap(1.0, 1, &mut counter(), |_| Some(1.0)), None);
        assert_eq!(percentile_bootstrap(1.0, 9, &mut counter(), |_| None), None);
    }

    #[test]
    fn agrees_with_the_interval_of_a_mean() {
        let values: Vec<f64> = (0..400).map(|at| f64::from(at * 7919 % 401)).collect();
        let mean = |drawn: &[u32]| {
            values.iter().zip(drawn).map(|(value, &times)| value * f64::from(times)).sum::<f64>()
        };
        let expected = super::super::mean_interval(&values);
        let found =
            percentile_bootstrap(expected.value, 400, &mut counter(), |drawn| Some(mean(drawn) / 400.0))
                .unwrap();
        let width = expected.high - expected.low;
        assert!((found.low - expected.low).abs() < 0.1 * width, "{found:?} {expected:?}");
        assert!((found.high - expected.high).abs() < 0.1 * width, "{found:?} {expected:?}");
    }
}
