//! From runs to verdicts: paired differences on a table, and a mean over tables.
//!
//! Both sides see the same split for a seed, so what counts is the difference on it, not the two means. Splits of
//! one table share rows, which makes the plain t interval of the differences too narrow; the correction of Nadeau
//! and Bengio (2003, "Inference for the Generalization Error") widens it by the share of test rows. Metrics have
//! different units, so tables meet in a ratio without one: how many times the peer's error is ours.

use super::catalogue::Metric;

/// Test rows divided by training rows, for a split of 80 to 20.
const TEST_TO_TRAIN: f64 = 0.25;

/// The least error that a ratio divides by: a perfect score on few rows is not infinitely good.
const LEAST_ERROR: f64 = 1e-6;

/// How a table ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Better on average, and the interval of the difference excludes zero.
    Better,
    /// As good or better on average, within chance.
    NotWorse,
    /// Worse on average, by however little.
    Worse,
}

impl Verdict {
    /// The word for the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::NotWorse => "not worse",
            Self::Worse => "worse",
        }
    }
}

/// The comparison on one table.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Splits that both sides finished.
    pub n_seeds: usize,
    /// Our mean score.
    pub ours: f64,
    /// The peer's mean score.
    pub theirs: f64,
    /// The mean paired difference in units of the metric; positive is better for us.
    pub difference: f64,
    /// Half the width of its 95 % interval; `None` for a single split.
    pub margin: Option<f64>,
    /// The peer's mean error divided by ours; above 1 is better for us.
    pub ratio: f64,
    /// Splits on which we are strictly better.
    pub wins: usize,
    /// What follows.
    pub verdict: Verdict,
}

impl Comparison {
    /// Compares pairs of our score and the peer's, one a split; `None` without a pair.
    pub fn of(metric: Metric, pairs: &[(f64, f64)]) -> Option<Self> {
        let ours = mean(pairs.iter().map(|pair| pair.0))?;
        let theirs = mean(pairs.iter().map(|pair| pair.1))?;
        let differences: Vec<f64> =
            pairs.iter().map(|&(ours, theirs)| metric.error(theirs) - metric.error(ours)).collect();
        let difference = mean(differences.iter().copied())?;
        let margin = margin(&differences);
        let verdict = if difference < 0.0 {
            Verdict::Worse
        } else if margin.is_some_and(|margin| difference > margin) {
            Verdict::Better
        } else {
            Verdict::NotWorse
        };
        Some(Self {
            n_seeds: pairs.len(),
            ours,
            theirs,
            difference,
            margin,
            ratio: metric.error(theirs).max(LEAST_ERROR) / metric.error(ours).max(LEAST_ERROR),
            wins: differences.iter().filter(|&&difference| difference > 0.0).count(),
            verdict,
        })
    }
}

/// All tables together.
#[derive(Clone, Debug, PartialEq)]
pub struct Overall {
    /// Tables compared.
    pub n_tables: usize,
    /// Tables that came out better, not worse, worse.
    pub verdicts: [usize; 3],
    /// The geometric mean of the ratios: halving and doubling an error cancel out.
    pub ratio: f64,
}

impl Overall {
    /// Sums up comparisons; `None` when there is none.
    pub fn of(comparisons: &[&Comparison]) -> Option<Self> {
        let logarithm = mean(comparisons.iter().map(|comparison| comparison.ratio.ln()))?;
        let count = |verdict| comparisons.iter().filter(|comparison| comparison.verdict == verdict).count();
        Some(Self {
            n_tables: comparisons.len(),
            verdicts: [Verdict::Better, Verdict::NotWorse, Verdict::Worse].map(count),
            ratio: logarithm.exp(),
        })
    }
}

/// The arithmetic mean; `None` of nothing.
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

fn margin(differences: &[f64]) -> Option<f64> {
    let n = differences.len();
    let mean = mean(differences.iter().copied()).filter(|_| n > 1)?;
    let squares: f64 = differences.iter().map(|difference| (difference - mean).powi(2)).sum();
    let variance = squares / (n - 1) as f64;
    Some(student(n - 1) * (variance * (1.0 / n as f64 + TEST_TO_TRAIN)).sqrt())
}

/// The 97.5 % quantile of Student's t, for `degrees` of at least 1; at most 3 % too small above 30.
fn student(degrees: usize) -> f64 {
    const QUANTILES: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
        2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048,
        2.045, 2.042,
    ];
    QUANTILES.get(degrees.saturating_sub(1)).copied().unwrap_or(2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-9
    }

    #[test]
    fn a_greater_area_is_better_and_a_greater_loss_is_worse() {
        let pairs = [(0.9, 0.8), (0.9, 0.8)];
        let area = Comparison::of(Metric::RocAuc, &pairs).expect("pairs");
        assert!(close(area.difference, 0.1) && close(area.ratio, 2.0), "{area:?}");
        assert_eq!((area.wins, area.n_seeds, area.verdict), (2, 2, Verdict::Better));
        let loss = Comparison::of(Metric::LogLoss, &pairs).expect("pairs");
        assert!(close(loss.difference, -0.1) && close(loss.ratio, 0.8 / 0.9), "{loss:?}");
        assert_eq!((loss.wins, loss.verdict), (0, Verdict::Worse));
    }

    #[test]
    fn the_margin_is_the_corrected_t_interval() {
        // Differences 1, 2, 3: variance 1, so 4.303 * sqrt(1/3 + 1/4).
        let pairs = [(1.0, 2.0), (1.0, 3.0), (1.0, 4.0)];
        let rmse = Comparison::of(Metric::Rmse, &pairs).expect("pairs");
        assert!(close(rmse.difference, 2.0));
        assert!(close(rmse.margin.expect("three splits"), 4.303 * (7.0_f64 / 12.0).sqrt()));
        assert_eq!(rmse.verdict, Verdict::NotWorse);
    }

    #[test]
    fn one_split_proves_nothing_better_and_none_says_nothing() {
        let one = Comparison::of(Metric::RocAuc, &[(0.9, 0.8)]).expect("a pair");
        assert_eq!((one.margin, one.verdict), (None, Verdict::NotWorse));
        assert_eq!(Comparison::of(Metric::RocAuc, &[]), None);
        assert_eq!(Overall::of(&[]), None);
    }

    #[test]
    fn equal_scores_are_not_worse_and_perfect_ones_divide() {
        let even = Comparison::of(Metric::RocAuc, &[(1.0, 1.0), (1.0, 1.0)]).expect("pairs");
        assert!(close(even.ratio, 1.0));
        assert_eq!((even.wins, even.verdict), (0, Verdict::NotWorse));
        let perfect = Comparison::of(Metric::RocAuc, &[(1.0, 0.9)]).expect("a pair");
        assert!(perfect.ratio.is_finite());
    }

    #[test]
    fn ratios_are_averaged_so_that_half_and_double_cancel() {
        let half = Comparison::of(Metric::Rmse, &[(1.0, 2.0)]).expect("a pair");
        let double = Comparison::of(Metric::Rmse, &[(2.0, 1.0)]).expect("a pair");
        let overall = Overall::of(&[&half, &double]).expect("two tables");
        assert!(close(overall.ratio, 1.0));
        assert_eq!((overall.n_tables, overall.verdicts), (2, [0, 1, 1]));
    }
}
