//! The score of resampled rows, by metric: what does not depend on the draw is prepared once.
//!
//! A scorer takes how often each row was drawn. Labels, losses and the order of the scores are the same in every resample, so
//! five hundred of them cost little more than a few.

use super::resampled_ranking::ResampledRanking;
use crate::confusion::ConfusionMatrix;
use crate::metric::{Metric, argmax_labels};
use crate::{probability, regression};

/// From the number of times that each row was drawn to the score; `None` where it is undefined.
pub(super) type Scorer<'a> = Box<dyn Fn(&[u32]) -> Option<f64> + 'a>;

/// A scorer of class probabilities; arguments as in [`Metric::score_classes`]. `None` for a metric of numbers.
pub(super) fn class_scorer<'a>(
    metric: Metric,
    truth: &'a [u32],
    probabilities: &'a [f64],
    n_classes: usize,
    positive: Option<usize>,
) -> Option<Scorer<'a>> {
    let rows = || truth.iter().copied().zip(probabilities.chunks_exact(n_classes));
    Some(match metric {
        _ if !metric.is_for_classification() => return None,
        Metric::LogLoss => {
            mean_of(rows().map(|(class, row)| probability::row_log_loss(class, row)).collect())
        }
        Metric::Brier => {
            mean_of(rows().map(|(class, row)| probability::row_brier(class, row, positive)).collect())
        }
        Metric::RocAuc => ranking(truth, probabilities, n_classes, positive, ResampledRanking::roc_auc),
        Metric::AveragePrecision => {
            ranking(truth, probabilities, n_classes, positive, ResampledRanking::average_precision)
        }
        _ => {
            let labels = argmax_labels(probabilities, n_classes);
            Box::new(move |drawn| {
                metric.score_matrix(&ConfusionMatrix::resampled(truth, &labels, drawn, n_classes), positive)
            })
        }
    })
}

/// A scorer of predicted numbers, all `(n_samples,)`. `None` for a metric of classes.
pub(super) fn value_scorer<'a>(metric: Metric, truth: &'a [f64], predicted: &[f64]) -> Option<Scorer<'a>> {
    let losses = |loss: fn(f64, f64) -> f64| -> Vec<f64> {
        truth.iter().zip(predicted).map(|(&y, &p)| loss(y, p)).collect()
    };
    let squares = |y: f64, p: f64| (y - p) * (y - p);
    Some(match metric {
        Metric::Rmse => root_mean_of(losses(squares)),
        Metric::Mse => mean_of(losses(squares)),
        Metric::Mae => mean_of(losses(|y, p| (y - p).abs())),
        Metric::Mape => mean_of(losses(|y, p| regression::mape(&[y], &[p]))),
        Metric::Rmsle => root_mean_of(losses(|y, p| (y.ln_1p() - p.ln_1p()).powi(2))),
        Metric::MedianAe => {
            let errors = losses(|y, p| (y - p).abs());
            let mut order: Vec<usize> = (0..errors.len()).collect();
            order.sort_by(|&a, &b| errors[a].total_cmp(&errors[b]));
            Box::new(move |drawn| {
                let n: usize = drawn.iter().map(|&times| times as usize).sum();
                let middle = |rank| Some(errors[row_at_rank(&order, drawn, rank)?]);
                Some(f64::midpoint(middle(n.checked_sub(1)? / 2)?, middle(n / 2)?))
            })
        }
        Metric::R2 => {
            let errors = losses(squares);
            Box::new(move |drawn| {
                let mean = weighted_mean(truth, drawn)?;
                let total: f64 =
                    truth.iter().zip(drawn).map(|(y, &times)| f64::from(times) * (y - mean).powi(2)).sum();
                let varies = total > 0.0 && has_two_values(truth, drawn);
                varies.then(|| 1.0 - weighted_sum(&errors, drawn) / total)
            })
        }
        _ => return None,
    })
}

fn mean_of<'a>(losses: Vec<f64>) -> Scorer<'a> {
    Box::new(move |drawn| weighted_mean(&losses, drawn))
}

fn root_mean_of<'a>(losses: Vec<f64>) -> Scorer<'a> {
    Box::new(move |drawn| weighted_mean(&losses, drawn).map(f64::sqrt))
}

/// A ranking metric of the positive class, or the mean over the classes present in the resample.
fn ranking<'a>(
    truth: &[u32],
    probabilities: &[f64],
    n_classes: usize,
    positive: Option<usize>,
    score: fn(&ResampledRanking, &[u32]) -> Option<f64>,
) -> Scorer<'a> {
    let classes = if n_classes == 2 { vec![positive.unwrap_or(1)] } else { (0..n_classes).collect() };
    let rankings: Vec<ResampledRanking> = classes
        .into_iter()
        .map(|class| against_rest(truth, probabilities, n_classes, class))
        .filter(|(_, scores)| !scores.iter().any(|score| score.is_nan()))
        .map(|(is_class, scores)| ResampledRanking::new(&is_class, &scores))
        .collect();
    Box::new(move |drawn| {
        let present: Vec<f64> = rankings.iter().filter_map(|ranking| score(ranking, drawn)).collect();
        (!present.is_empty()).then(|| present.iter().sum::<f64>() / present.len() as f64)
    })
}

/// Which rows are of the class, and its scores.
pub(super) fn against_rest(
    truth: &[u32],
    probabilities: &[f64],
    n_classes: usize,
    class: usize,
) -> (Vec<bool>, Vec<f64>) {
    let is_class = truth.iter().map(|&code| code as usize == class).collect();
    (is_class, probabilities.iter().skip(class).step_by(n_classes).copied().collect())
}

/// Whether the rows drawn hold more than one value.
fn has_two_values(values: &[f64], drawn: &[u32]) -> bool {
    let mut present = values.iter().zip(drawn).filter(|(_, times)| **times > 0).map(|(value, _)| value);
    present.next().is_some_and(|first| present.any(|value| value != first))
}

fn weighted_sum(values: &[f64], drawn: &[u32]) -> f64 {
    values.iter().zip(drawn).map(|(value, &times)| value * f64::from(times)).sum()
}

fn weighted_mean(values: &[f64], drawn: &[u32]) -> Option<f64> {
    let n: u64 = drawn.iter().map(|&times| u64::from(times)).sum();
    (n > 0).then(|| weighted_sum(values, drawn) / n as f64)
}

/// The row at place `rank`, counted from 0, when rows stand in `order`, each as often as drawn.
fn row_at_rank(order: &[usize], drawn: &[u32], rank: usize) -> Option<usize> {
    let mut below = 0;
    order.iter().copied().find(|&row| {
        below += drawn[row] as usize;
        below > rank
    })
}
