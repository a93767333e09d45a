//! Correlation: how well a straight line (Pearson) or any rising curve (Spearman) ties two numbers together.

use crate::rank::midranks;

/// Pearson's coefficient, from -1 to 1, of the pairs in which neither number is NaN.
///
/// `None` with fewer than 2 such pairs, where a side is constant, or where a number is infinite. O(n).
#[must_use]
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    let (x, y) = complete_pairs(x, y);
    of_complete(&x, &y)
}

/// Spearman's coefficient, from -1 to 1: Pearson's of the midranks, over the pairs in which neither number is NaN.
///
/// `None` with fewer than 2 such pairs or where a side is constant. O(n log n).
#[must_use]
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    let (x, y) = complete_pairs(x, y);
    of_complete(&midranks(&x), &midranks(&y))
}

fn complete_pairs(x: &[f64], y: &[f64]) -> (Vec<f64>, Vec<f64>) {
    x.iter().zip(y).filter(|(x, y)| !x.is_nan() && !y.is_nan()).map(|(&x, &y)| (x, y)).unzip()
}

fn of_complete(x: &[f64], y: &[f64]) -> Option<f64> {
    let (x, y) = (deviations(x)?, deviations(y)?);
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let r = product(&x, &y) / (product(&x, &x) * product(&y, &y)).sqrt();
    r.is_finite().then(|| r.clamp(-1.0, 1.0))
}

/// Distances from the mean, divided by the largest so that no square overflows or vanishes. `None` where all are equal:
/// compared with the values and not the mean, whose rounding would let a constant seem to vary.
fn deviations(values: &[f64]) -> Option<Vec<f64>> {
    let first = *values.first()?;
    let scale = values.iter().fold(0.0, |largest: f64, value| largest.max((value / 2.0 - first / 2.0).abs()));
    if scale == 0.0 || !scale.is_finite() {
        return None;
    }
    let shifted: Vec<f64> = values.iter().map(|value| (value / 2.0 - first / 2.0) / scale).collect();
    let mean = shifted.iter().sum::<f64>() / shifted.len() as f64;
    Some(shifted.into_iter().map(|value| value - mean).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_and_single_pairs_have_none() {
        assert_eq!(pearson(&[0.1; 7], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]), None);
        assert_eq!(pearson(&[1.0, f64::NAN], &[1.0, 2.0]), None);
        assert_eq!(pearson(&[1.0, f64::INFINITY], &[1.0, 2.0]), None);
        assert_eq!(spearman(&[], &[]), None);
    }

    #[test]
    fn neither_huge_nor_tiny_numbers_break_it() {
        assert_eq!(pearson(&[-1e300, 0.0, 1e300], &[1e-300, 2e-300, 3e-300]), Some(1.0));
        assert_eq!(pearson(&[-f64::MAX, f64::MAX], &[2.0, 1.0]), Some(-1.0));
        assert_eq!(spearman(&[1.0, f64::INFINITY, 2.0], &[1.0, 3.0, 2.0]), Some(1.0));
    }
}
