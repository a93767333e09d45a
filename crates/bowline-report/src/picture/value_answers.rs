//! The test rows of a regression, checked: what the pictures of numbers draw from.

use bowline_stats::quantiles;

use crate::data::{ReportData, TestAnswers};

/// Rows whose truth and prediction are both numbers, as (truth, predicted).
pub(super) fn value_answers(data: &ReportData) -> Option<Vec<(f64, f64)>> {
    let Some(TestAnswers::Values { truth, predicted }) = &data.test_answers else { return None };
    let rows: Vec<(f64, f64)> = truth
        .iter()
        .copied()
        .zip(predicted.iter().copied())
        .filter(|(truth, predicted)| truth.is_finite() && predicted.is_finite())
        .collect();
    (!rows.is_empty()).then_some(rows)
}

/// A range that shows `values` well: all of them, or their middle 99 % with a margin when a few would squeeze the rest.
pub(super) fn shown_range(values: &[f64]) -> (f64, f64) {
    let levels = [0.0, 0.005, 0.995, 1.0];
    let Some(&[low, lower, upper, high]) = quantiles(values, &levels).as_deref() else { return (0.0, 1.0) };
    let middle = upper - lower;
    if middle > 0.0 && high - low > 2.5 * middle {
        return ((lower - middle * 0.1).max(low), (upper + middle * 0.1).min(high));
    }
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_far_values_do_not_squeeze_the_rest() {
        let mut values: Vec<f64> = (0..1000).map(f64::from).collect();
        assert_eq!(shown_range(&values), (0.0, 999.0));
        values.push(1e9);
        let (low, high) = shown_range(&values);
        assert!(low == 0.0 && high < 2000.0, "{low} {high}");
        assert_eq!(shown_range(&[]), (0.0, 1.0));
    }
}
