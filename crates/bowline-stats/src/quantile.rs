//! Quantiles by linear interpolation (Hyndman and Fan's type 7, the default of NumPy and R).

/// The `level` quantile of `values`, NaN left out; `None` when nothing is left. O(n log n).
#[must_use]
pub fn quantile(values: &[f64], level: f64) -> Option<f64> {
    quantiles(values, &[level]).map(|found| found[0])
}

/// The quantiles at `levels`, each in [0, 1], of `values`, NaN left out; `None` when nothing is left.
#[must_use]
pub fn quantiles(values: &[f64], levels: &[f64]) -> Option<Vec<f64>> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    if sorted.is_empty() {
        return None;
    }
    sorted.sort_unstable_by(f64::total_cmp);
    Some(levels.iter().map(|&level| quantile_of_sorted(&sorted, level)).collect())
}

/// The `level` quantile, in [0, 1], of values that ascend and hold no NaN. Panics without values. O(1).
#[must_use]
pub fn quantile_of_sorted(sorted: &[f64], level: f64) -> f64 {
    let place = level.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    if low == high { low } else { low + (high - low) * place.fract() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interpolates_like_numpy() {
        assert_eq!(
            quantiles(&[4.0, 1.0, f64::NAN, 3.0, 2.0], &[0.0, 0.25, 0.5, 1.0]),
            Some(vec![1.0, 1.75, 2.5, 4.0])
        );
        assert_eq!(quantile(&[f64::NAN], 0.5), None);
    }
}
