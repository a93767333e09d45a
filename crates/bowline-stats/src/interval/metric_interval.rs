//! The interval of a metric by name: the sharpest method that fits it.

use super::bootstrap::percentile_bootstrap;
use super::resampled_ranking::ResampledRanking;
use super::{Interval, delong, mean_interval, rmse_interval, wilson};
use crate::confusion::ConfusionMatrix;
use crate::metric::{Metric, argmax_labels};
use crate::{probability, regression};

/// The value of a classification metric with its interval; arguments as in [`Metric::score_classes`].
///
/// Accuracy, and precision and recall of the `positive` class: Wilson. ROC area of two classes: DeLong. Log loss and Brier:
/// Student's. Others: percentiles of 500 bootstrap resamples, fewer (at least 50) above 40 000 rows. `draw` gives a uniform
/// whole number below its argument. `None` where the metric is undefined, or its interval: with one row (but for shares).
#[must_use]
pub fn metric_interval_classes(
    metric: Metric,
    truth: &[u32],
    probabilities: &[f64],
    n_classes: usize,
    positive: Option<usize>,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Option<Interval> {
    let value = metric.score_classes(truth, probabilities, n_classes, positive)?;
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
        Metric::RocAuc => ranking_interval(
            value,
            truth,
            probabilities,
            n_classes,
            positive,
            draw,
            ResampledRanking::roc_auc,
        ),
        Metric::AveragePrecision => {
            let score = ResampledRanking::average_precision;
            ranking_interval(value, truth, probabilities, n_classes, positive, draw, score)
        }
        _ => {
            let labels = argmax_labels(probabilities, n_classes);
            let matrix = ConfusionMatrix::new(truth, &labels, n_classes);
            share(metric, &matrix, positive).map(|(hits, n)| wilson(hits, n)).or_else(|| {
                percentile_bootstrap(value, truth.len(), draw, |drawn| {
                    let matrix = ConfusionMatrix::resampled(truth, &labels, drawn, n_classes);
                    metric.score_matrix(&matrix, positive)
                })
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
    draw: &mut dyn FnMut(u64) -> u64,
) -> Option<Interval> {
    let value = metric.score_values(truth, predicted)?;
    let n = truth.len();
    let losses = |loss: fn(f64, f64) -> f64| -> Vec<f64> {
        truth.iter().zip(predicted).map(|(&y, &p)| loss(y, p)).collect()
    };
    match metric {
        Metric::Rmse => (n > 1).then(|| rmse_interval(&losses(|y, p| (y - p) * (y - p)))),
        Metric::Mse => mean_of_losses(losses(|y, p| (y - p) * (y - p))),
        Metric::Mae => mean_of_losses(losses(|y, p| (y - p).abs())),
        Metric::Mape => mean_of_losses(losses(|y, p| regression::mape(&[y], &[p]))),
        Metric::MedianAe => {
            let errors = losses(|y, p| (y - p).abs());
            let mut order: Vec<usize> = (0..n).collect();
            order.sort_by(|&a, &b| errors[a].total_cmp(&errors[b]));
            percentile_bootstrap(value, n, draw, |drawn| {
                let middle = |rank| errors[row_at_rank(&order, drawn, rank)];
                Some(f64::midpoint(middle((n - 1) / 2), middle(n / 2)))
            })
        }
        Metric::Rmsle => {
            let errors = losses(|y, p| (y.ln_1p() - p.ln_1p()).powi(2));
            percentile_bootstrap(value, n, draw, |drawn| {
                Some((weighted_sum(&errors, drawn) / n as f64).sqrt())
            })
        }
        Metric::R2 => {
            let errors = losses(|y, p| (y - p) * (y - p));
            percentile_bootstrap(value, n, draw, |drawn| {
                let mean = weighted_sum(truth, drawn) / n as f64;
                let total: f64 =
                    truth.iter().zip(drawn).map(|(y, &times)| f64::from(times) * (y - mean).powi(2)).sum();
                let varies = total > 0.0 && has_two_values(truth, drawn);
                varies.then(|| 1.0 - weighted_sum(&errors, drawn) / total)
            })
        }
        _ => None,
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

fn against_rest(
    truth: &[u32],
    probabilities: &[f64],
    n_classes: usize,
    class: usize,
) -> (Vec<bool>, Vec<f64>) {
    let is_class = truth.iter().map(|&code| code as usize == class).collect();
    (is_class, probabilities.iter().skip(class).step_by(n_classes).copied().collect())
}

/// Bootstrap of a ranking metric: of the positive class, or the mean over the classes present in the resample.
fn ranking_interval(
    value: f64,
    truth: &[u32],
    probabilities: &[f64],
    n_classes: usize,
    positive: Option<usize>,
    draw: &mut dyn FnMut(u64) -> u64,
    score: fn(&ResampledRanking, &[u32]) -> Option<f64>,
) -> Option<Interval> {
    let classes = if n_classes == 2 { vec![positive.unwrap_or(1)] } else { (0..n_classes).collect() };
    let rankings: Vec<ResampledRanking> = classes
        .into_iter()
        .map(|class| against_rest(truth, probabilities, n_classes, class))
        .filter(|(_, scores)| !scores.iter().any(|score| score.is_nan()))
        .map(|(is_class, scores)| ResampledRanking::new(&is_class, &scores))
        .collect();
    percentile_bootstrap(value, truth.len(), draw, |drawn| {
        let present: Vec<f64> = rankings.iter().filter_map(|ranking| score(ranking, drawn)).collect();
        (!present.is_empty()).then(|| present.iter().sum::<f64>() / present.len() as f64)
    })
}

/// Whether the rows drawn hold more than one value.
fn has_two_values(values: &[f64], drawn: &[u32]) -> bool {
    let mut present = values.iter().zip(drawn).filter(|(_, times)| **times > 0).map(|(value, _)| value);
    present.next().is_some_and(|first| present.any(|value| value != first))
}

fn weighted_sum(values: &[f64], drawn: &[u32]) -> f64 {
    values.iter().zip(drawn).map(|(value, &times)| value * f64::from(times)).sum()
}

/// The row at place `rank`, counted from 0, when rows stand in `order`, each as often as drawn.
fn row_at_rank(order: &[usize], drawn: &[u32], rank: usize) -> usize {
    let mut below = 0;
    for &row in order {
        below += drawn[row] as usize;
        if below > rank {
            return row;
        }
    }
    order[order.len() - 1]
}
