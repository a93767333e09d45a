//! Does a model beat the best rule of thumb?
//!
//! A rule (always the most frequent label; at most three thresholds) costs nothing to run and everybody understands it, so a model
//! has to be better beyond chance to be worth its upkeep. Both answer the same held-out rows, and the interval is that of
//! the paired difference.

use bowline_automl::{Judge, Problem, folds, row_keys, validated_rows};
use bowline_core::{Estimate, FitContext, FitError};
use bowline_models::baseline::baselines;
use bowline_stats::Metric;

use crate::check_options::{CheckError, CheckOptions};
use crate::quick_model::{QuickModel, out_of_fold};
use crate::sample::Sample;

/// Folds of the comparison.
const FOLDS: usize = 3;

/// A quick model beside the best rule of thumb.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The metric of both.
    pub metric: Metric,
    /// The model's score on rows that it had not seen.
    pub model: f64,
    /// Name of the best rule, such as `simple_rules`.
    pub rule: &'static str,
    /// Its score on the same rows.
    pub rule_score: f64,
    /// Number of rules tried.
    pub n_rules: usize,
    /// How much better the model is, positive is better, with its 95 % interval.
    pub gain: Estimate,
    /// Folds of the cross-validation.
    pub n_folds: usize,
    /// Rows that both answered.
    pub n_rows: usize,
}

/// Compares on the rows of `sample`; `None` when the budget ended first, or the metric is undefined on these rows.
pub(crate) fn compare(
    problem: &Problem,
    sample: &Sample,
    model: &QuickModel<'_>,
    options: &CheckOptions,
    context: &FitContext<'_>,
) -> Result<Option<Comparison>, CheckError> {
    let judge: Judge = options.judge(problem);
    let splitting = options.splitting(problem, FOLDS);
    let keys = row_keys(&sample.problem(problem), &splitting);
    let folds = folds(&sample.target, &keys, sample.split_column.as_ref(), &splitting)?;
    let truth = sample.target.take(&validated_rows(&folds));
    let n_outputs = sample.target.n_outputs();

    let of_model =
        out_of_fold(&folds, n_outputs, |fold| model.scores(&fold.train, &fold.validation, context));
    let Some(of_model) = in_time(of_model)? else { return Ok(None) };
    let mut best: Option<(&'static str, f64, Vec<f64>)> = None;
    let mut n_rules = 0;
    for (name, rule) in baselines(problem.target.spec.task) {
        if matches!(name, "logistic" | "linear") {
            continue;
        }
        let answers = out_of_fold(&folds, n_outputs, |fold| {
            model.baseline_scores(rule.as_ref(), &fold.train, &fold.validation, context)
        });
        let Some(answers) = in_time(answers)? else { return Ok(None) };
        let Some(score) = judge.score(&truth, &answers) else { continue };
        n_rules += 1;
        let is_better =
            |(_, held, _): &(_, f64, _)| judge.metric.goodness(score) > judge.metric.goodness(*held);
        if best.as_ref().is_none_or(is_better) {
            best = Some((name, score, answers));
        }
    }
    let Some((rule, rule_score, of_rule)) = best else { return Ok(None) };
    let (Some(score), Some(gain)) =
        (judge.score(&truth, &of_model), judge.gain(&truth, &of_model, &of_rule, None))
    else {
        return Ok(None);
    };
    Ok(Some(Comparison {
        metric: judge.metric,
        model: score,
        rule,
        rule_score,
        n_rules,
        gain,
        n_folds: folds.len(),
        n_rows: truth.len(),
    }))
}

/// The result, or `None` when the time ended.
fn in_time<T>(result: Result<T, FitError>) -> Result<Option<T>, CheckError> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(FitError::OutOfTime) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
