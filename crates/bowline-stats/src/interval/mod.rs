//! Intervals: how far a score may be off because the rows it was measured on are a sample.
//!
//! All are 95 % confidence intervals, and each kind of score has the one that fits it:
//!
//! | Score | Interval |
//! |---|---|
//! | a share of rows (accuracy; precision and recall of a class) | [`wilson`] |
//! | ROC area of two classes | [`delong`] |
//! | a mean of losses (log loss, Brier, MSE, MAE, MAPE) | [`mean_interval`] |
//! | root mean squared error | [`rmse_interval`] |
//! | any other | percentiles of the bootstrap |
//! | difference of two models on the same rows | [`paired_difference_classes`], [`paired_difference_values`] |
//! | difference of two models over folds | [`nadeau_bengio`] |
//!
//! [`metric_interval_classes`] and [`metric_interval_values`] choose by metric.

mod bootstrap;
mod delong;
mod mean;
mod metric_interval;
mod nadeau_bengio;
mod paired_difference;
mod resampled_metric;
mod resampled_ranking;
mod wilson;

pub use delong::delong;
pub use mean::{mean_and_std, mean_interval, rmse_interval};
pub use metric_interval::{metric_interval_classes, metric_interval_values};
pub use nadeau_bengio::nadeau_bengio;
pub use paired_difference::{paired_difference_classes, paired_difference_values};
pub use wilson::wilson;

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A value with the ends of its 95 % confidence interval; `low <= value <= high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 97.5 % quantile of Student's t; infinite without a degree of freedom.
///
/// From 1 000 degrees on by the expansion in powers of `1 / degrees` (Abramowitz and Stegun 26.7.5), there exact to 1e-11:
/// the search for the inverse is off by 1e-4 at a million degrees.
fn t_quantile(degrees: usize) -> f64 {
    if degrees < 1_000 {
        return StudentsT::new(0.0, 1.0, degrees as f64).map_or(f64::INFINITY, |t| t.inverse_cdf(0.975));
    }
    let v = degrees as f64;
    let first = Z.powi(3) + Z;
    let second = 5.0 * Z.powi(5) + 16.0 * Z.powi(3) + 3.0 * Z;
    let third = 3.0 * Z.powi(7) + 19.0 * Z.powi(5) + 17.0 * Z.powi(3) - 15.0 * Z;
    Z + first / (4.0 * v) + second / (96.0 * v * v) + third / (384.0 * v * v * v)
}
