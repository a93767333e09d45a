//! The search itself: time is shared out over the plan, the winners are joined, and the test rows are looked at once.

use std::time::Duration;

use bowline_core::{
    Budget, Event, FitContext, FitError, Leaderboard, LeaderboardRow, Outcome, Predictor, Reference, Scores,
    Table, Target,
};
use bowline_stats::{Fold, Metric};

use crate::assembly::{Blend, Served, assemble, blend, served_model};
use crate::cross_validation::{CrossValidated, cross_validate, validated_rows};
use crate::error::SearchError;
use crate::evaluation::{Judge, every_metric};
use crate::holdout::folds;
use crate::importance::permutation_importance;
use crate::options::{SearchOptions, SplitRule};
use crate::outcome::{ColumnImportance, SearchOutcome, TestResult};
use crate::portfolio::{Candidate, Family, Shape, View, portfolio};
use crate::problem::Problem;
use crate::profile::training_profile;
use crate::segments::{Segments, score_segments};
use crate::sides::Sides;
use crate::views::Views;

/// Most of the time after the search that the choice of the ensemble may take; testing and explaining follow.
const JOINING_SHARE: f64 = 0.4;
/// Columns whose values the test score is told by.
const MAX_SEGMENTED: usize = 4;
/// Most of the time left that one candidate may take.
const LARGEST_SHARE: f64 = 0.4;

/// Searches for the best pipeline for a problem that [`crate::state_problem`] stated and an audit may have narrowed.
///
/// `test_table` takes the place of the rows that would be put aside; then all rows of the problem are learned from. The search
/// ends at [`SearchOptions::search_deadline`] at the latest, scoring and explaining at the end of `context.budget`.
///
/// # Errors
/// [`SearchError`] names the option, column or value that stands in the way.
pub fn search(
    mut problem: Problem,
    test_table: Option<&Table>,
    options: &SearchOptions,
    context: &FitContext<'_>,
) -> Result<SearchOutcome, SearchError> {
    options.check()?;
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build().map_err(|error| {
            SearchError::Option(format!("{} threads cannot be started: {error}", options.threads))
        })?;
    let metric = chosen_metric(options, &problem)?;
    let judge = Judge { metric, positive: problem.target.spec.positive, seed: options.seed };
    let sides = pool.install(|| Sides::new(&mut problem, test_table, options))?;
    let folds = folds(&sides.target, &sides.keys, sides.split_column.as_ref(), options)?;
    let validated = validated_rows(&folds);
    let truth = sides.target.take(&validated);
    let groups: Option<Vec<u32>> =
        sides.groups.as_ref().map(|groups| validated.iter().map(|&row| groups[row as usize]).collect());
    let search_context =
        FitContext { budget: context.budget.until(options.search_deadline), seed: options.seed, ..*context };

    let mut run = Run {
        options,
        judge,
        folds: &folds,
        truth: &truth,
        groups: groups.as_deref(),
        sides: &sides,
        views: Views::new(options.features, problem.entity.clone()),
        whole: context.budget,
        pool: &pool,
    };
    let (fitted, mut rows) = run.try_all(&search_context)?;
    let reserve = run.time_to_answer(&fitted);
    let cut_short = search_context.budget.is_spent() || fitted.iter().any(|fitted| fitted.result.cut_short);
    context.progress.event(Event::Phase("joining the best"));
    let (mut joined, others): (Vec<Fitted>, Vec<Fitted>) =
        fitted.into_iter().partition(|f| !f.candidate.baseline);
    let mut baselines = others;
    if joined.is_empty() {
        // Nothing else was finished: the best baseline is better than no model.
        joined = best_by_score(&mut baselines, &judge, &truth).into_iter().collect();
    }
    let candidates: Vec<&CrossValidated> = joined.iter().map(|fitted| &fitted.result).collect();
    let joining = leaving(context.budget.share(JOINING_SHARE), context.budget, reserve);
    let Some(Blend { weights, calibrator, out_of_fold }) =
        pool.install(|| blend(&candidates, &truth, &folds, &judge, &joining))
    else {
        return Err(SearchError::NoCandidate(reasons(&rows)));
    };
    let cv = judge.estimate(&truth, &out_of_fold, groups.as_deref());
    name_ensemble(&mut rows, &joined, &weights, cv);
    let looks_forward = matches!(options.split, SplitRule::Time(_));
    let mut served = Vec::new();
    for (fitted, &weight) in joined.into_iter().zip(&weights).filter(|(_, weight)| **weight > 0.0) {
        served.push(run.serve(fitted, weight, looks_forward)?);
    }
    let pipeline = assemble(problem.schema.clone(), problem.target.spec.clone(), served, calibrator);

    context.progress.event(Event::Phase("testing"));
    let mut test = None;
    let mut references = Vec::new();
    let mut importance = Vec::new();
    if let Some((test_rows, test_truth)) = &sides.test {
        let predictions = pool.install(|| pipeline.predict(test_rows))?;
        let test_groups = sides.test_groups.as_deref();
        let metrics = pool
            .install(|| every_metric(&pipeline.target, test_truth, &predictions, test_groups, options.seed));
        let (mut models, mut rules): (Vec<Fitted>, Vec<Fitted>) =
            baselines.into_iter().partition(|fitted| fitted.candidate.family == Family::Linear);
        for (baselines, is_model) in [(&mut rules, false), (&mut models, true)] {
            let Some(best) = best_by_score(baselines, &judge, &truth) else { continue };
            let best = run.serve(best, 1.0, looks_forward)?;
            let matrix = best.transformer.transform(test_rows)?;
            let answers = pool.install(|| best.model.predict(&matrix));
            if let Some(((theirs, _), (ours, _))) = answers.scores().zip(predictions.scores())
                && let Some(score) = judge.estimate(test_truth, theirs, test_groups)
                && let Some(gain) = pool.install(|| judge.gain(test_truth, ours, theirs, test_groups))
            {
                references.push(Reference { name: best.name, is_model, score, gain });
            }
        }
        test = Some(TestResult { truth: test_truth.clone(), predictions, metrics });
        context.progress.event(Event::Phase("explaining"));
        importance = pool.install(|| {
            permutation_importance(&pipeline, test_rows, test_truth, &judge, options.seed, &context.budget)
        })?;
    }
    let segments = pool.install(|| segments_of(&sides, test.as_ref(), &importance, &judge));
    let mut leaderboard =
        Leaderboard { metric: metric.as_str().into(), greater_is_better: metric.greater_is_better(), rows };
    leaderboard.sort();
    let test_score = test
        .as_ref()
        .and_then(|test| test.metrics.iter().find(|(m, _)| *m == metric).map(|(_, score)| *score));
    Ok(SearchOutcome {
        profile: training_profile(&sides.train, &pipeline.target, &out_of_fold),
        scores: Scores {
            metric: metric.as_str().into(),
            cv: cv.map_or(f64::NAN, |cv| cv.value),
            test: test_score,
        },
        pipeline,
        metric,
        cv,
        leaderboard,
        findings: problem.findings,
        task_reason: problem.target.why,
        target: problem.target.values,
        test,
        references,
        importance,
        segments,
        n_train: sides.train.n_rows(),
        test_rows_hash: sides.test_rows_hash,
        cut_short,
    })
}

fn chosen_metric(options: &SearchOptions, problem: &Problem) -> Result<Metric, SearchError> {
    let task = problem.target.spec.task;
    let Some(metric) = options.metric else { return Ok(Judge::default_metric(task)) };
    if metric.is_for_classification() == task.is_classification() {
        return Ok(metric);
    }
    let fitting: Vec<&str> = Metric::ALL
        .into_iter()
        .filter(|known| known.is_for_classification() == task.is_classification())
        .map(|known| known.as_str())
        .collect();
    Err(SearchError::Option(format!(
        "--metric {metric} does not score a {task} task: expected one of {}; or give another --task",
        fitting.join(", ")
    )))
}

/// A candidate that was fitted on every fold.
struct Fitted {
    candidate: Candidate,
    result: CrossValidated,
}

struct Run<'a> {
    options: &'a SearchOptions,
    judge: Judge,
    folds: &'a [Fold],
    truth: &'a Target,
    groups: Option<&'a [u32]>,
    sides: &'a Sides,
    views: Views,
    /// The budget of everything, testing and explaining included.
    whole: Budget<'a>,
    pool: &'a rayon::ThreadPool,
}

impl Run<'_> {
    /// Goes through the plan; every candidate gets a row.
    fn try_all(
        &mut self,
        context: &FitContext<'_>,
    ) -> Result<(Vec<Fitted>, Vec<LeaderboardRow>), SearchError> {
        let task = match &self.sides.target {
            Target::Values(_) => bowline_core::Task::Regression,
            Target::Classes { n_classes: 2, .. } => bowline_core::Task::Binary,
            Target::Classes { .. } => bowline_core::Task::MultiClass,
        };
        let plan = portfolio(Shape { task, n_rows: self.sides.train.n_rows() }, self.options.quality);
        let steps = plan.len();
        let (mut fitted, mut rows): (Vec<Fitted>, Vec<LeaderboardRow>) = (Vec::new(), Vec::new());
        let mut best: Option<f64> = None;
        for (at, candidate) in plan.into_iter().enumerate() {
            // What is fitted has to answer the test rows too, in the time after the search.
            let budget = leaving(context.budget, self.whole, self.time_to_answer(&fitted));
            let outcome = self.try_one(&candidate, at, steps, &FitContext { budget, ..*context })?;
            let row = match outcome {
                Err(reason) => LeaderboardRow {
                    name: candidate.name.into(),
                    baseline: candidate.baseline,
                    outcome: Outcome::Skipped { reason },
                },
                Ok((result, score)) => {
                    let row = LeaderboardRow {
                        name: candidate.name.into(),
                        baseline: candidate.baseline,
                        outcome: Outcome::Fitted {
                            score,
                            fit_seconds: result.fit_time.as_secs_f64(),
                            predict_micros: result.predict_time_per_row.as_secs_f64() * 1e6,
                            weight: 0.0,
                        },
                    };
                    let goodness = self.judge.metric.goodness(score.value);
                    if best.is_none_or(|held| goodness > held) {
                        best = Some(goodness);
                        context.progress.event(Event::Best { name: candidate.name, score: score.value });
                    }
                    fitted.push(Fitted { candidate, result });
                    row
                }
            };
            context.progress.event(Event::CandidateDone(&row));
            rows.push(row);
        }
        Ok((fitted, rows))
    }

    /// Fits one candidate on all folds; the inner error says why it was skipped.
    fn try_one(
        &mut self,
        candidate: &Candidate,
        at: usize,
        steps: usize,
        context: &FitContext<'_>,
    ) -> Result<Result<(CrossValidated, bowline_core::Estimate), String>, SearchError> {
        let budget = context.budget;
        if budget.is_cancelled() {
            return Ok(Err("the search was stopped before it began".into()));
        }
        // What needs no features takes no time, so that there is always something to serve.
        if budget.is_spent() && candidate.view != View::Empty {
            return Ok(Err("no time was left of the budget; give a larger --budget".into()));
        }
        context.progress.event(Event::CandidateStarted { name: candidate.name, step: at + 1, steps });
        let (train, folds) = (&self.sides.train, self.folds);
        let views = &mut self.views;
        let view = self.pool.install(|| views.fitted(candidate.view, train, folds, context))?;
        if let Some(limit) = self.options.memory_limit {
            let needed = candidate.family.memory_needed(&view.folded.matrix, &self.sides.target)
                * self.options.threads.clamp(1, folds.len()) as u64;
            if needed > limit {
                let (needed, limit) = (needed.div_ceil(1 << 20), limit >> 20);
                return Ok(Err(format!("it would need about {needed} MiB; --memory allows {limit} MiB")));
            }
        }
        let share = LARGEST_SHARE.max(1.0 / (steps - at) as f64);
        let own = FitContext {
            budget: budget.share(share),
            seed: context.seed.derive(candidate.name, 0),
            ..*context
        };
        let threads = self.options.threads;
        let estimator = candidate.estimator.as_ref();
        match cross_validate(estimator, &view.folded, &self.sides.target, folds, threads, &own) {
            Ok(result) => match self.judge.estimate(self.truth, &result.out_of_fold, self.groups) {
                Some(score) => Ok(Ok((result, score))),
                None => Ok(Err(format!("{} is not defined on its predictions", self.judge.metric))),
            },
            Err(FitError::OutOfTime) => {
                Ok(Err("the time for it ended before a first model was ready".into()))
            }
            Err(error) => Ok(Err(error.to_string())),
        }
    }

    /// The time that the test rows take, if all that is fitted were served.
    fn time_to_answer(&self, fitted: &[Fitted]) -> Duration {
        let served = fitted.iter().filter(|fitted| !fitted.candidate.baseline);
        let per_row: Duration =
            served.map(|fitted| fitted.result.predict_time_per_row * fitted.result.models.len() as u32).sum();
        let n_rows = self.sides.test.as_ref().map_or(0, |(rows, _)| rows.n_rows());
        per_row * n_rows as u32 / self.options.threads.max(1) as u32
    }

    fn serve(&self, fitted: Fitted, weight: f64, looks_forward: bool) -> Result<Served, SearchError> {
        let view = self.views.read_by(fitted.candidate.view);
        let transformer = self.views.transformer(view).cloned();
        Ok(Served {
            name: fitted.candidate.name.into(),
            view,
            transformer: transformer
                .ok_or_else(|| SearchError::NoCandidate("its features were not kept".into()))?,
            weight,
            model: served_model(fitted.result, looks_forward)?,
        })
    }
}

/// `budget`, ended so early that `reserve` is left of the whole; an endless budget stays endless.
fn leaving<'a>(budget: Budget<'a>, whole: Budget<'_>, reserve: Duration) -> Budget<'a> {
    if whole.deadline() == Duration::MAX {
        budget
    } else {
        budget.until(whole.deadline().saturating_sub(reserve))
    }
}

/// The test score by the values of the most important columns.
fn segments_of(
    sides: &Sides,
    test: Option<&TestResult>,
    importance: &[ColumnImportance],
    judge: &Judge,
) -> Vec<Segments> {
    let (Some(test), Some((rows, _))) = (test, &sides.test) else { return Vec::new() };
    let columns = importance.iter().filter_map(|found| rows.column(&found.column));
    let scored = columns.filter_map(|column| score_segments(column, &test.truth, &test.predictions, judge));
    scored.take(MAX_SEGMENTED).collect()
}

fn best_by_score(fitted: &mut Vec<Fitted>, judge: &Judge, truth: &Target) -> Option<Fitted> {
    let goodness = |fitted: &Fitted| {
        let score = judge.score(truth, &fitted.result.out_of_fold);
        score.map_or(f64::NEG_INFINITY, |score| judge.metric.goodness(score))
    };
    let best = (0..fitted.len())
        .max_by(|&a, &b| goodness(&fitted[a]).total_cmp(&goodness(&fitted[b])).then(b.cmp(&a)))?;
    Some(fitted.swap_remove(best))
}

/// Writes the weights into the rows, and adds one for the ensemble where several candidates joined.
fn name_ensemble(
    rows: &mut Vec<LeaderboardRow>,
    joined: &[Fitted],
    weights: &[f64],
    cv: Option<bowline_core::Estimate>,
) {
    let (mut seconds, mut micros, mut n_members) = (0.0, 0.0, 0);
    for (fitted, &share) in joined.iter().zip(weights) {
        let row = rows.iter_mut().find(|row| row.name == fitted.candidate.name);
        if let Some(LeaderboardRow {
            outcome: Outcome::Fitted { weight, fit_seconds, predict_micros, .. },
            ..
        }) = row
            && share > 0.0
        {
            *weight = share;
            seconds += *fit_seconds;
            // Every fold's model is part of the bag.
            micros += *predict_micros * fitted.result.models.len() as f64;
            n_members += 1;
        }
    }
    if let (Some(score), 2..) = (cv, n_members) {
        rows.push(LeaderboardRow {
            name: "ensemble".into(),
            baseline: false,
            outcome: Outcome::Fitted { score, fit_seconds: seconds, predict_micros: micros, weight: 1.0 },
        });
    }
}

fn reasons(rows: &[LeaderboardRow]) -> String {
    let reasons = rows.iter().filter_map(|row| match &row.outcome {
        Outcome::Skipped { reason } => Some(format!("{}: {reason}", row.name)),
        Outcome::Fitted { .. } => None,
    });
    reasons.collect::<Vec<_>>().join("; ")
}
