//! Student's interval of a mean, and what follows from it for the root of a mean.

use super::{Interval, t_quantile};

/// Mean and sample standard deviation (divisor `n - 1`) of `values`.
///
/// The deviation of a single value is 0; without values both are NaN.
#[must_use]
pub fn mean_and_std(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    if values.len() == 1 {
        return (mean, 0.0);
    }
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

/// The interval of the mean of `losses`, one a row: `mean ± t std / sqrt(n)`.
///
/// The ends are infinite with fewer than 2 rows, and the value NaN without any.
#[must_use]
pub fn mean_interval(losses: &[f64]) -> Interval {
    let (value, std) = mean_and_std(losses);
    if losses.len() < 2 {
        return Interval { value, low: f64::NEG_INFINITY, high: f64::INFINITY };
    }
    let half = t_quantile(losses.len() - 1) * std / (losses.len() as f64).sqrt();
    Interval { value, low: value - half, high: value + half }
}

/// The interval of a root mean squared error, from each row's squared error.
///
/// By the delta method: where the mean square is off by `h`, its root is off by about `h / (2 root)`. The lower end is at
/// least 0. The ends are 0 and infinite with fewer than 2 rows.
#[must_use]
pub fn rmse_interval(squared_errors: &[f64]) -> Interval {
    let mean = mean_interval(squared_errors);
    let value = mean.value.sqrt();
    if value == 0.0 && mean.high == 0.0 {
        return Interval { value, low: 0.0, high: 0.0 };
    }
    let half = (mean.high - mean.value) / (2.0 * value);
    Interval { value, low: (value - half).max(0.0), high: value + half }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_rows_and_no_error() {
        assert_eq!(mean_and_std(&[3.0]), (3.0, 0.0));
        assert!(mean_and_std(&[]).0.is_nan());
        assert_eq!(mean_interval(&[3.0]).high, f64::INFINITY);
        assert_eq!(rmse_interval(&[0.0, 0.0]), Interval { value: 0.0, low: 0.0, high: 0.0 });
        assert_eq!(rmse_interval(&[4.0]), Interval { value: 2.0, low: 0.0, high: f64::INFINITY });
    }

    #[test]
    fn a_root_has_the_roots_of_the_ends_when_they_are_near() {
        let squares: Vec<f64> = (0..10_000).map(|at| 1.0 + f64::from(at % 2) / 10.0).collect();
        let (mean, root) = (mean_interval(&squares), rmse_interval(&squares));
        assert!((root.low - mean.low.sqrt()).abs() < 1e-6 && (root.high - mean.high.sqrt()).abs() < 1e-6);
    }
}
