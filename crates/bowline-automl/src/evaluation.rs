//! Scores and their intervals, for one metric or for all.

use std::collections::BTreeMap;

use bowline_core::{Column, Estimate, Predictions, Seed, Target, TargetSpec, Task};
use bowline_stats::{
    Interval, Metric, metric_interval_classes, metric_interval_values, paired_difference_classes,
    paired_difference_values,
};

use crate::error::SearchError;
use crate::holdout::draws;

/// Scores predictions by one metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judge {
    /// The metric.
    pub metric: Metric,
    /// The positive class of a binary task.
    pub positive: Option<usize>,
    /// Seed of the resampled intervals.
    pub seed: Seed,
}

impl Judge {
    /// The metric that a task is judged by when nobody names one: `roc_auc`, `log_loss` or `rmse`.
    #[must_use]
    pub fn default_metric(task: Task) -> Metric {
        match task {
            Task::Binary => Metric::RocAuc,
            Task::MultiClass => Metric::LogLoss,
            Task::Regression => Metric::Rmse,
        }
    }

    /// The score of flat predictions, `(n_samples, n_outputs)`; `None` where the metric is undefined.
    #[must_use]
    pub fn score(&self, truth: &Target, scores: &[f64]) -> Option<f64> {
        match truth {
            Target::Classes { codes, n_classes } => {
                self.metric.score_classes(codes, scores, *n_classes, self.positive)
            }
            Target::Values(values) => self.metric.score_values(values, scores),
        }
    }

    /// The score with its 95 % interval. With `groups`, the number of each row's group, rows of a group are drawn together.
    #[must_use]
    pub fn estimate(&self, truth: &Target, scores: &[f64], groups: Option<&[u32]>) -> Option<Estimate> {
        let (metric, positive) = (self.metric, self.positive);
        let mut draw = draws(self.seed);
        let interval = match truth {
            Target::Classes { codes, n_classes } => {
                metric_interval_classes(metric, codes, scores, *n_classes, positive, groups, &mut draw)
            }
            Target::Values(values) => metric_interval_values(metric, values, scores, groups, &mut draw),
        };
        interval.map(estimate)
    }

    /// How much better `ours` is than `theirs` on the same rows, turned so that positive is better, with a 95 % interval from
    /// paired resamples, of groups where they are given. `None` where the metric is undefined.
    #[must_use]
    pub fn gain(
        &self,
        truth: &Target,
        ours: &[f64],
        theirs: &[f64],
        groups: Option<&[u32]>,
    ) -> Option<Estimate> {
        let (metric, positive, pair) = (self.metric, self.positive, [ours, theirs]);
        let mut draw = draws(self.seed.derive("gain", 0));
        let interval = match truth {
            Target::Classes { codes, n_classes } => {
                paired_difference_classes(metric, codes, pair, *n_classes, positive, groups, &mut draw)
            }
            Target::Values(values) => paired_difference_values(metric, values, pair, groups, &mut draw),
        };
        interval.map(estimate)
    }

    /// What an ensemble is built to lower: the metric itself where it moves with every small change of the predictions, else the log
    /// loss, since labels move in jumps that are mostly noise.
    #[must_use]
    pub fn ensemble_loss(&self, truth: &Target, scores: &[f64]) -> f64 {
        let smooth = match self.metric {
            Metric::RocAuc | Metric::LogLoss | Metric::Brier | Metric::AveragePrecision => self.metric,
            metric if !metric.is_for_classification() => metric,
            _ => Metric::LogLoss,
        };
        let judge = Self { metric: smooth, ..*self };
        judge.score(truth, scores).map_or(f64::INFINITY, |score| -smooth.goodness(score))
    }
}

fn estimate(Interval { value, low, high }: Interval) -> Estimate {
    Estimate { value, low, high }
}

/// Every metric of the task that is defined on these rows, with intervals as of [`Judge::estimate`].
#[must_use]
pub fn every_metric(
    spec: &TargetSpec,
    truth: &Target,
    predictions: &Predictions,
    groups: Option<&[u32]>,
    seed: Seed,
) -> Vec<(Metric, Estimate)> {
    let Some((scores, _)) = predictions.scores() else { return Vec::new() };
    Metric::ALL
        .into_iter()
        .filter(|metric| metric.is_for_classification() == spec.task.is_classification())
        .filter_map(|metric| {
            let judge = Judge { metric, positive: spec.positive, seed };
            judge.estimate(truth, scores, groups).map(|estimate| (metric, estimate))
        })
        .collect()
}

/// The target of labelled rows for a fitted model: the rows that have one, and their values.
///
/// With `normalize`, labels that differ only in case, surrounding space or a final full stop count as equal.
///
/// # Errors
/// [`SearchError::Target`] names the first label that the model does not know, or a cell that is no number.
pub fn labelled_target(
    spec: &TargetSpec,
    column: &Column,
    normalize: bool,
) -> Result<(Vec<u32>, Target), SearchError> {
    let refuse = |problem: String| SearchError::Target { name: spec.name.clone(), problem };
    let rows: Vec<u32> = (0..column.len() as u32).filter(|&row| !column.is_null(row as usize)).collect();
    if rows.is_empty() {
        return Err(refuse("has no value in any row: expected the true answers to compare with".into()));
    }
    if spec.task == Task::Regression {
        let values: Option<Vec<f64>> = rows.iter().map(|&row| column.number(row as usize)).collect();
        let values =
            values.ok_or_else(|| refuse(format!("holds {} values: expected numbers", column.kind())))?;
        return Ok((rows, Target::Values(values)));
    }
    let key = |label: &str| if normalize { normal_form(label) } else { label.to_owned() };
    let codes_by_label: BTreeMap<String, u32> =
        spec.classes.iter().enumerate().map(|(code, class)| (key(class), code as u32)).collect();
    let mut codes = Vec::with_capacity(rows.len());
    for &row in &rows {
        let label = column.text(row as usize).unwrap_or_default();
        match codes_by_label.get(&key(&label)).or_else(|| codes_by_label.get(&same_number(spec, &label))) {
            Some(&code) => codes.push(code),
            None => {
                let known: Vec<String> =
                    spec.classes.iter().take(10).map(|class| format!("`{class}`")).collect();
                let more = if spec.classes.len() > 10 { ", ..." } else { "" };
                let would_match =
                    !normalize && spec.classes.iter().any(|class| normal_form(class) == normal_form(&label));
                let advice = if would_match {
                    "; --normalize-labels takes labels that differ only in case, space or a final full stop as equal"
                } else {
                    "; correct the label, or leave the row out"
                };
                return Err(refuse(format!(
                    "has the label `{label}` in row {}: the model knows {}{more}{advice}",
                    row + 1,
                    known.join(", ")
                )));
            }
        }
    }
    Ok((rows, Target::Classes { codes, n_classes: spec.classes.len() }))
}

/// The class that is the same number as `label` in another spelling (`1` and `1.0`, `true` and `1`), or `label` itself.
fn same_number(spec: &TargetSpec, label: &str) -> String {
    let number = |text: &str| match text {
        "true" => Some(1.0),
        "false" => Some(0.0),
        other => other.parse::<f64>().ok(),
    };
    let wanted = number(label);
    let same = spec.classes.iter().find(|class| wanted.is_some() && number(class) == wanted);
    same.cloned().unwrap_or_else(|| label.to_owned())
}

fn normal_form(label: &str) -> String {
    label.trim().trim_end_matches('.').trim_end().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(classes: &[&str]) -> TargetSpec {
        TargetSpec {
            name: "y".into(),
            task: Task::Binary,
            classes: classes.iter().map(|c| (*c).to_owned()).collect(),
            positive: Some(1),
        }
    }

    #[test]
    fn labels_are_matched_or_refused_by_name() {
        let column = Column::category("y", &[Some(" >50K."), None, Some("<=50K.")]);
        let spec = spec(&["<=50K", ">50K"]);
        let refused = labelled_target(&spec, &column, false).unwrap_err().to_string();
        assert!(refused.contains("--normalize-labels") && refused.contains("` >50K.`"), "{refused}");
        let (rows, target) = labelled_target(&spec, &column, true).unwrap();
        assert_eq!(rows, [0, 2]);
        assert_eq!(target, Target::Classes { codes: vec![1, 0], n_classes: 2 });
        let unknown = Column::category("y", &[Some("maybe")]);
        assert!(labelled_target(&spec, &unknown, true).unwrap_err().to_string().contains("`maybe`"));
    }

    #[test]
    fn numbers_match_in_any_spelling() {
        let column = Column::category("y", &[Some("1.0"), Some("false")]);
        let (_, target) = labelled_target(&spec(&["0", "1"]), &column, false).unwrap();
        assert_eq!(target, Target::Classes { codes: vec![1, 0], n_classes: 2 });
    }
}
