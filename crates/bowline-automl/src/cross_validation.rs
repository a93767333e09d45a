//! Fitting one candidate on every fold.
//!
//! Each fold's model predicts the rows that it has not seen; together these *out-of-fold* predictions score the candidate,
//! choose the ensemble and fit the calibration. The fold models themselves, averaged, are what is served ("bagging"), so
//! no time has to be kept for a last refit and the search can stop at any moment.
//!
//! One fold runs on one core: the workers share folds out by number, and each worker's own pool gets the cores that are
//! left over. Results do not depend on the number of workers.

use std::time::Duration;

use bowline_core::{Dataset, DynEstimator, FeatureMatrix, FitContext, FitError, Model, Predictor, Target};
use bowline_stats::Fold;

/// A matrix with the validation rows of every fold already taken out.
#[derive(Debug)]
pub struct FoldedView {
    /// All training rows.
    pub matrix: FeatureMatrix,
    /// The validation rows of each fold.
    pub validation: Vec<FeatureMatrix>,
}

impl FoldedView {
    /// Takes the validation rows out once, for all candidates that read this view.
    #[must_use]
    pub fn new(matrix: FeatureMatrix, folds: &[Fold]) -> Self {
        let validation = folds.iter().map(|fold| matrix.take(&fold.validation)).collect();
        Self { matrix, validation }
    }
}

/// A candidate fitted on every fold.
#[derive(Debug)]
pub struct CrossValidated {
    /// One model a fold.
    pub models: Vec<Box<dyn Model>>,
    /// Out-of-fold predictions in the order of [`validated_rows`], row-major `(n_validated, n_outputs)`.
    pub out_of_fold: Vec<f64>,
    /// Wall time of all folds.
    pub fit_time: Duration,
    /// Time that one model took for one row of a batch.
    pub predict_time_per_row: Duration,
    /// Whether the time ended before some fold's fit did.
    pub cut_short: bool,
}

/// The rows that some fold validates, ascending: all of them, but for the oldest part when folds look forward in time.
#[must_use]
pub fn validated_rows(folds: &[Fold]) -> Vec<u32> {
    let mut rows: Vec<u32> = folds.iter().flat_map(|fold| fold.validation.iter().copied()).collect();
    rows.sort_unstable();
    rows
}

struct FoldResult {
    model: Box<dyn Model>,
    scores: Vec<f64>,
    predict_time: Duration,
    cut_short: bool,
}

/// Fits `estimator` on every fold of `view`.
///
/// Each fold gets an equal share of the time to the end of `context.budget`, so that a deadline shortens all folds alike.
///
/// # Errors
/// The first fold's error, by number.
pub fn cross_validate(
    estimator: &dyn DynEstimator,
    view: &FoldedView,
    target: &Target,
    folds: &[Fold],
    threads: usize,
    context: &FitContext<'_>,
) -> Result<CrossValidated, FitError> {
    let started = context.budget.elapsed();
    let workers = threads.clamp(1, folds.len());
    let inner_threads = (threads / workers).max(1);
    let results: Vec<(usize, Result<FoldResult, FitError>)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    let own: Vec<usize> = (worker..folds.len()).step_by(workers).collect();
                    let run = || {
                        own.iter()
                            .enumerate()
                            .map(|(done, &fold)| {
                                (
                                    fold,
                                    fit_fold(estimator, view, target, folds, fold, own.len() - done, context),
                                )
                            })
                            .collect::<Vec<_>>()
                    };
                    match rayon::ThreadPoolBuilder::new().num_threads(inner_threads).build() {
                        Ok(pool) => pool.install(run),
                        Err(_) => run(),
                    }
                })
            })
            .collect();
        handles
            .into_iter()
            .flat_map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut by_fold: Vec<Option<Result<FoldResult, FitError>>> = folds.iter().map(|_| None).collect();
    for (fold, result) in results {
        by_fold[fold] = Some(result);
    }
    let n_outputs = target.n_outputs();
    let rows = validated_rows(folds);
    let mut out_of_fold = vec![0.0; rows.len() * n_outputs];
    let mut models = Vec::with_capacity(folds.len());
    let (mut predict_time, mut cut_short) = (Duration::ZERO, false);
    for (fold, result) in folds.iter().zip(by_fold.into_iter().flatten()) {
        let result = result?;
        for (row, scores) in fold.validation.iter().zip(result.scores.chunks_exact(n_outputs)) {
            if let Ok(at) = rows.binary_search(row) {
                out_of_fold[at * n_outputs..(at + 1) * n_outputs].copy_from_slice(scores);
            }
        }
        predict_time += result.predict_time;
        cut_short |= result.cut_short;
        models.push(result.model);
    }
    if out_of_fold.iter().any(|score| !score.is_finite()) {
        return Err(FitError::Numeric("its predictions are not finite".into()));
    }
    let fit_time = context.budget.elapsed().saturating_sub(started);
    Ok(CrossValidated {
        models,
        out_of_fold,
        fit_time,
        predict_time_per_row: predict_time / rows.len().max(1) as u32,
        cut_short,
    })
}

fn fit_fold(
    estimator: &dyn DynEstimator,
    view: &FoldedView,
    target: &Target,
    folds: &[Fold],
    fold: usize,
    folds_left: usize,
    context: &FitContext<'_>,
) -> Result<FoldResult, FitError> {
    let budget = context.budget.share(1.0 / folds_left as f64);
    let data =
        Dataset::new(&view.matrix, target, &folds[fold].train).with_validation(&folds[fold].validation);
    let context =
        FitContext { budget, seed: context.seed.derive("fold", fold as u64), progress: context.progress };
    let model = estimator.fit_dyn(&data, &context)?;
    let cut_short = budget.is_spent();
    let before = budget.elapsed();
    let predictions = model.predict(&view.validation[fold]);
    let predict_time = budget.elapsed().saturating_sub(before);
    let scores = match predictions.scores() {
        Some((scores, _)) => scores.to_vec(),
        None => {
            return Err(FitError::Unsuitable("it answers neither with probabilities nor with values".into()));
        }
    };
    Ok(FoldResult { model, scores, predict_time, cut_short })
}
