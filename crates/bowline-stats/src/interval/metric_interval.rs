//! The interval of a metric by name: the sharpest method that fits it.

use super::bootstrap::{Units, percentile_bootstrap};
use super::resampled_metric::{against_rest, class_scorer, value_scorer};
use super::{Interval, delong, mean_interval, rmse_interval, wilson};
use crate::confusion::ConfusionMatrix;
use crate::metric::{Metric, argmax_labels};
use crate::{probability, regression};

/// The value of a classification metric with its interval; arguments as in [`Metric::score_classes`].
///
/// Accuracy, and precision and recall of the `positive` class: Wilson. ROC area of two classes: DeLong. Log loss and Brier:
/// Student's. Others: percentiles of 500 bootstrap resamples, fewer (at least 50) above 40 000 rows. `draw` gives a uniform
/// whole number below its argument. With `groups`, the number of each row's group, whole groups are drawn for any metric. `None` where the metric is undefined, or its interval: with one row (but for shares).
#[must_use]
pub fn metric_interval_classes(
    metric: Metric,
    truth: &[u32],
    probabilities: &[f64],
    n_classes: usize,
    positive: Option<usize>,
    groups: Option<&[u32]>,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Option<Interval> {
    let value = metric.score_classes(truth, probabilities, n_classes, positive)?;
    if groups.is_some() {
        let scorer = class_scorer(metric, truth, probabilities, n_classes, positive)?;
        return percentile_bootstrap(value, Units::of(truth.len(), groups), draw, scorer);
    }
    let rows = || truth.iter().copied().zip(probabilities.chunks_exact(n_classes));
    match metric {
        Metric::LogLoss => {
            mean_of_losses(rows().map(|(class, row)| probability::row_log_loss(class, row)).collect())
        }
        Metric::Brier => {
            mean_of_losses(rows().map(|(class, row)| probability::row_brier(class, row, positive)).collect())
        }
        Metric::RocAuc if n_classes == 2 => {
            let (is_class, scores) = against_rest(truth, probabilities, n_classes, positive.unwrap_or(1));
            delong(&is_class, &scores)
        }
        _ => {
            let labels = argmax_labels(probabilities, n_classes);
            let matrix = ConfusionMatrix::new(truth, &labels, n_classes);
            share(metric, &matrix, positive).map(|(hits, n)| wilson(hits, n)).or_else(|| {
                let scorer = class_scorer(metric, truth, probabilities, n_classes, positive)?;
                percentile_bootstrap(value, Units::Rows(truth.len()), draw, scorer)
            })
        }
    }
}

/// The value of a metric of numbers with its interval; slices are `(n_samples,)`.
///
/// RMSE: delta method. MSE, MAE and MAPE: Student's. R2, median absolute error and RMSLE: bootstrap as in
/// [`metric_interval_classes`]. `None` where the metric is undefined, and with one row.
#[must_use]
pub fn metric_interval_values(
    metric: Metric,
    truth: &[f64],
    predicted: &[f64],
    groups: Option<&[u32]>,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Option<Interval> {
    let value = metric.score_values(truth, predicted)?;
    let n = truth.len();
    if groups.is_some() {
        let scorer = value_scorer(metric, truth, predicted)?;
        return percentile_bootstrap(value, Units::of(n, groups), draw, scorer);
    }
    let losses = |loss: fn(f64, f64) -> f64| -> Vec<f64> {
        truth.iter().zip(predicted).map(|(&y, &p)| loss(y, p)).collect()
    };
    match metric {
        Metric::Rmse => (n > 1).then(|| rmse_interval(&losses(|y, p| (y - p) * (y - p)))),
        Metric::Mse => mean_of_losses(losses(|y, p| (y - p) * (y - p))),
        Metric::Mae => mean_of_losses(losses(|y, p| (y - p).abs())),
        Metric::Mape => mean_of_losses(losses(|y, p| regression::mape(&[y], &[p]))),
        _ => percentile_bootstrap(value, Units::Rows(n), draw, value_scorer(metric, truth, predicted)?),
    }
}

/// Losses are never negative, and neither is the lower end of their mean.
fn mean_of_losses(losses: Vec<f64>) -> Option<Interval> {
    let interval = mean_interval(&losses);
    (losses.len() > 1).then(|| Interval { low: interval.low.max(0.0), ..interval })
}

/// Rows counted by a metric that is a share, and rows it counts among.
fn share(metric: Metric, matrix: &ConfusionMatrix, positive: Option<usize>) -> Option<(u64, u64)> {
    let classes = 0..matrix.n_classes();
    match (metric, positive) {
        (Metric::Accuracy, _) => {
            Some((classes.map(|class| matrix.count(class, class)).sum(), matrix.counts().iter().sum()))
        }
        (Metric::Recall, Some(class)) => Some((matrix.count(class, class), matrix.support(class))),
        (Metric::Precision, Some(class)) => {
            Some((matrix.count(class, class), classes.map(|truth| matrix.count(truth, class)).sum()))
        }
        _ => None,
    }
}
