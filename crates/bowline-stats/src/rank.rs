//! Midranks: the place of each value in sorted order, where equal values share the mean of their places.
//!
//! Ranks turn any measure of order into sums: Spearman's correlation and the variance of an ROC area are computed from
//! them.

/// The midranks of `values` `(n,)`, counted from 1. `[10, 30, 10]` has `[1.5, 3, 1.5]`. NaN ranks last, each on its own
/// place. O(n log n).
#[must_use]
pub fn midranks(values: &[f64]) -> Vec<f64> {
    // Adding zero makes -0 and 0 equal.
    let comparable = |at: usize| if values[at].is_nan() { f64::NAN } else { values[at] + 0.0 };
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| comparable(a).total_cmp(&comparable(b)));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = before as f64 + (tied.len() as f64 + 1.0) / 2.0;
        tied.iter().for_each(|&at| ranks[at] = rank);
        before += tied.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_place() {
        assert_eq!(midranks(&[10.0, 30.0, 10.0, 20.0]), [1.5, 4.0, 1.5, 3.0]);
        assert_eq!(midranks(&[0.0, -0.0]), [1.5, 1.5]);
        assert_eq!(midranks(&[f64::NAN, 1.0, -f64::NAN]), [2.0, 1.0, 3.0]);
        assert!(midranks(&[]).is_empty());
    }
}
