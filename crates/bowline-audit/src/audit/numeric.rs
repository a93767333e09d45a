//! A column of numbers in a few figures: where it lies, how wide it is, how it leans, what stands apart.
//!
//! All come from one sorted copy of the present numbers. The standard deviation has the divisor `n - 1`; the skew is the
//! third central moment over the 1.5th power of the second (g1, as in SciPy), above 0 where the long tail is on the right;
//! quantiles interpolate as NumPy's do. Outliers lie beyond Tukey's fences, 1.5 interquartile ranges outside the quartiles;
//! where half of the numbers are equal, so that the range is 0, none is counted.

use bowline_stats::{mean_and_std, quantile_of_sorted};

/// Levels of [`NumericSummary::quantiles`].
pub const QUANTILE_LEVELS: [f64; 7] = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
/// Most bars of a histogram.
const BARS: usize = 20;

/// Present numbers in a few figures.
#[derive(Debug, Clone, PartialEq)]
pub struct NumericSummary {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// The mean.
    pub mean: f64,
    /// The standard deviation, divisor `n - 1`; 0 for a single number.
    pub std: f64,
    /// Quantiles at [`QUANTILE_LEVELS`].
    pub quantiles: [f64; 7],
    /// The skew; 0 where all are equal.
    pub skew: f64,
    /// Numbers beyond Tukey's fences.
    pub n_outliers: usize,
    /// How often each part of the range occurs.
    pub histogram: Histogram,
}

/// Counts in bars of equal width from `low` to `high`; the last bar holds `high` itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Where the first bar begins.
    pub low: f64,
    /// Where the last bar ends.
    pub high: f64,
    /// Numbers in each bar.
    pub counts: Vec<usize>,
}

impl NumericSummary {
    /// Of ascending finite numbers with so many distinct values; `None` without numbers.
    #[must_use]
    pub fn of_sorted(sorted: &[f64], n_distinct: usize) -> Option<Self> {
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let (mean, std) = mean_and_std(sorted);
        let quantiles = QUANTILE_LEVELS.map(|level| quantile_of_sorted(sorted, level));
        let (lower, upper) = (quantiles[2], quantiles[4]);
        let reach = 1.5 * (upper - lower);
        let n_outliers = if reach > 0.0 {
            sorted.partition_point(|x| *x < lower - reach) + sorted.len()
                - sorted.partition_point(|x| *x <= upper + reach)
        } else {
            0
        };
        let histogram = Histogram::of_sorted(sorted, n_distinct);
        Some(Self { min, max, mean, std, quantiles, skew: skew(sorted, mean), n_outliers, histogram })
    }

    /// The median.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.quantiles[3]
    }
}

fn skew(values: &[f64], mean: f64) -> f64 {
    let n = values.len() as f64;
    let (mut second, mut third) = (0.0, 0.0);
    for value in values {
        let deviation = value - mean;
        second += deviation * deviation;
        third += deviation * deviation * deviation;
    }
    let skew = third / n / (second / n).powf(1.5);
    if skew.is_finite() { skew } else { 0.0 }
}

impl Histogram {
    fn of_sorted(sorted: &[f64], n_distinct: usize) -> Self {
        let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
        let bars = n_distinct.clamp(1, BARS);
        let edge = |bar: usize| low + (high - low) * (bar as f64 / bars as f64);
        let below = |bar: usize| {
            if bar == bars { sorted.len() } else { sorted.partition_point(|x| *x < edge(bar)) }
        };
        let counts = (0..bars).map(|bar| below(bar + 1) - below(bar)).collect();
        Self { low, high, counts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_hold_every_number_once() {
        let values: Vec<f64> = (0..=100).map(f64::from).collect();
        let found = NumericSummary::of_sorted(&values, 101).unwrap();
        assert_eq!((found.histogram.counts.len(), found.histogram.counts.iter().sum::<usize>()), (20, 101));
        assert_eq!((found.histogram.counts[0], found.histogram.counts[19]), (5, 6));
        assert_eq!((found.n_outliers, found.skew, found.median()), (0, 0.0, 50.0));
    }

    #[test]
    fn one_value_alone_and_none() {
        let found = NumericSummary::of_sorted(&[7.0; 4], 1).unwrap();
        assert_eq!((found.std, found.skew, found.n_outliers), (0.0, 0.0, 0));
        assert_eq!(found.histogram, Histogram { low: 7.0, high: 7.0, counts: vec![4] });
        assert!(NumericSummary::of_sorted(&[], 0).is_none());
    }
}
