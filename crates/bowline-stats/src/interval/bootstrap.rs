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

/// What is drawn: what was collected together stays together, for rows of one customer are less news than rows of many
/// (Davison and Hinkley 1997, section 3.8).
#[derive(Debug, Clone, Copy)]
pub(super) enum Units<'a> {
    /// So many rows, each by itself.
    Rows(usize),
    /// Whole groups: the number of each row's group.
    Groups(&'a [u32]),
}

impl<'a> Units<'a> {
    /// Groups where they are given, else rows.
    pub(super) fn of(n_samples: usize, groups: Option<&'a [u32]>) -> Self {
        groups.map_or(Self::Rows(n_samples), Self::Groups)
    }

    fn n_samples(self) -> usize {
        match self {
            Self::Rows(n) => n,
            Self::Groups(groups) => groups.len(),
        }
    }

    fn n_units(self) -> usize {
        match self {
            Self::Rows(n) => n,
            Self::Groups(groups) => groups.iter().max().map_or(0, |last| *last as usize + 1),
        }
    }
}

/// The interval of a score whose value over all rows is `value`; `score` computes it from the number of times that each row
/// was drawn. Resamples without a score are left out; `None` when more than half are, and with fewer than 2 units.
pub(super) fn percentile_bootstrap(
    value: f64,
    units: Units<'_>,
    draw: &mut dyn FnMut(u64) -> u64,
    mut score: impl FnMut(&[u32]) -> Option<f64>,
) -> Option<Interval> {
    let (n_samples, n_units) = (units.n_samples(), units.n_units());
    if n_units < 2 {
        return None;
    }
    let n_resamples = (DRAWN_ROWS / n_samples).clamp(FEWEST_RESAMPLES, RESAMPLES);
    let (mut times, mut drawn) = (vec![0u32; n_units], vec![0u32; n_samples]);
    let mut scores = Vec::with_capacity(n_resamples);
    for _ in 0..n_resamples {
        times.fill(0);
        for _ in 0..n_units {
            times[draw(n_units as u64) as usize] += 1;
        }
        match units {
            Units::Rows(_) => scores.extend(score(&times)),
            Units::Groups(groups) => {
                drawn.iter_mut().zip(groups).for_each(|(row, &group)| *row = times[group as usize]);
                scores.extend(score(&drawn));
            }
        }
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
            let interval = percentile_bootstrap(1.0, Units::Rows(n_samples), &mut counter(), |drawn| {
                calls += 1;
                assert_eq!(drawn.iter().map(|&times| times as usize).sum::<usize>(), n_samples);
                Some(1.0)
            });
            assert_eq!(interval, Some(Interval { value: 1.0, low: 1.0, high: 1.0 }));
            assert_eq!(calls, expected);
        }
        assert_eq!(percentile_bootstrap(1.0, Units::Rows(1), &mut counter(), |_| Some(1.0)), None);
        assert_eq!(percentile_bootstrap(1.0, Units::Rows(9), &mut counter(), |_| None), None);
    }

    #[test]
    fn agrees_with_the_interval_of_a_mean() {
        let values: Vec<f64> = (0..400).map(|at| f64::from(at * 7919 % 401)).collect();
        let mean = |drawn: &[u32]| {
            values.iter().zip(drawn).map(|(value, &times)| value * f64::from(times)).sum::<f64>()
        };
        let expected = super::super::mean_interval(&values);
        let found = percentile_bootstrap(expected.value, Units::Rows(400), &mut counter(), |drawn| {
            Some(mean(drawn) / 400.0)
        })
        .unwrap();
        let width = expected.high - expected.low;
        assert!((found.low - expected.low).abs() < 0.1 * width, "{found:?} {expected:?}");
        assert!((found.high - expected.high).abs() < 0.1 * width, "{found:?} {expected:?}");
    }

    #[test]
    fn copies_of_a_row_are_no_news() {
        let once: Vec<f64> = (0..50).map(|at| f64::from(at * 7919 % 401)).collect();
        let interval = |values: &[f64], units| {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            percentile_bootstrap(mean, units, &mut counter(), |drawn| {
                let n: u32 = drawn.iter().sum();
                let sum: f64 = values.iter().zip(drawn).map(|(value, &times)| value * f64::from(times)).sum();
                Some(sum / f64::from(n))
            })
            .unwrap()
        };
        let twenty: Vec<f64> = once.iter().flat_map(|&value| [value; 20]).collect();
        let groups: Vec<u32> = (0..1000).map(|row| row / 20).collect();
        let width = |found: Interval| found.high - found.low;
        let (rows, whole) = (interval(&once, Units::Rows(50)), interval(&twenty, Units::Groups(&groups)));
        assert!((width(whole) / width(rows) - 1.0).abs() < 1e-9, "{rows:?} {whole:?}");
        assert!(width(interval(&twenty, Units::Rows(1000))) < 0.4 * width(whole));
        assert!(percentile_bootstrap(1.0, Units::Groups(&[0; 9]), &mut counter(), |_| Some(1.0)).is_none());
    }
}
