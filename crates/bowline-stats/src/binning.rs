//! Bins of like counts: how a number becomes a category that says nothing of its scale.
//!
//! The edges are quantiles, so that each bin holds about as many values as the next however skewed the numbers are, and any
//! rising curve of the numbers gives the same bins. A value that is so frequent that it spans several quantiles keeps a bin of its own.

use crate::quantile::quantiles;

/// Values as bin numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bins {
    /// `(n_samples,)`, each below `n_codes`.
    pub codes: Vec<u32>,
    /// One more than the largest code that is possible.
    pub n_codes: usize,
}

/// Cuts `values` into at most `n_bins` bins of about equal counts, with one more bin for NaN where there is any.
///
/// A value's bin is the number of distinct inner quantiles (`1 / n_bins`, `2 / n_bins`, ...) below it, so that equal values
/// share a bin. `n_bins` of 0 counts as 1. O(n log n).
#[must_use]
pub fn equal_frequency_bins(values: &[f64], n_bins: usize) -> Bins {
    let levels: Vec<f64> = (1..n_bins).map(|at| at as f64 / n_bins as f64).collect();
    let mut edges = quantiles(values, &levels).unwrap_or_default();
    // Equal as numbers, so that the two zeros are one edge.
    edges.dedup();
    let of_missing = edges.len() as u32 + 1;
    let code = |value: &f64| match value.is_nan() {
        true => of_missing,
        false => edges.partition_point(|edge| edge < value) as u32,
    };
    let codes: Vec<u32> = values.iter().map(code).collect();
    let n_codes = edges.len() + 1 + usize::from(values.iter().any(|value| value.is_nan()));
    Bins { codes, n_codes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_values_and_missing_ones_have_their_own_bin() {
        let values = [0.0, 0.0, -0.0, 0.0, 0.0, 0.0, 1.0, 2.0, f64::NAN];
        let bins = equal_frequency_bins(&values, 4);
        assert_eq!(bins, Bins { codes: vec![0, 0, 0, 0, 0, 0, 2, 2, 3], n_codes: 4 });
        assert_eq!(equal_frequency_bins(&[3.0, 1.0], 0), Bins { codes: vec![0, 0], n_codes: 1 });
        assert_eq!(equal_frequency_bins(&[f64::NAN], 2), Bins { codes: vec![1], n_codes: 2 });
    }
}
