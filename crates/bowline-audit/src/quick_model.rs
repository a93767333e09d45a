//! A model that is ready in a moment and a fair sign of what a search would reach.
//!
//! It is the mean of boosted trees, which find thresholds and interplay, and a linear model, which holds up on few rows: no choice
//! between them has to be made, so none can flatter. The rows it is judged by decide nothing, not even when boosting stops: for that a
//! fifth of the rows to learn from is held back. With more than ten classes, where both would take a model for each class, a forest that
//! answers for all of them takes their place.

use bowline_automl::validated_rows;
use bowline_core::{
    Dataset, DynEstimator, Estimator, FeatureMatrix, FitContext, FitError, FittedTransformer, Predictor,
    Table, Target, Transformer,
};
use bowline_features::{Preset, preset};
use bowline_models::baseline::MostFrequent;
use bowline_models::linear::{LogisticRegression, RidgePath};
use bowline_models::tree::{FeatureShare, GradientBoosting, RandomForest};
use bowline_stats::Fold;
use rayon::prelude::*;

use crate::check_options::CheckError;

/// Below so many rows to learn from, boosted trees cannot split, and the linear model answers alone.
const MIN_BOOSTED_ROWS: usize = 50;
/// Above so many classes a forest answers alone.
const MAX_BOOSTED_CLASSES: usize = 10;
/// Trees of that forest.
const FOREST_TREES: usize = 40;
/// How far its answers are moved towards the classes' shares, so that no class that a leaf has not seen is impossible.
const TOWARDS_SHARES: f64 = 0.05;
/// Trees of a fit, shared by the classes.
const TREES: usize = 80;
const FEWEST_ROUNDS: usize = 15;

/// The features of some rows, ready to be learned from again and again.
pub(crate) struct QuickModel<'a> {
    native: FeatureMatrix,
    linear: Option<FeatureMatrix>,
    target: &'a Target,
}

impl<'a> QuickModel<'a> {
    /// Turns columns into features. What is learned for that (medians, levels, words) does not look at the target.
    ///
    /// # Errors
    /// [`CheckError`] names the column that does not serve.
    pub fn new(table: &Table, target: &'a Target, context: &FitContext<'_>) -> Result<Self, CheckError> {
        let matrix = |kind: Preset| -> Result<FeatureMatrix, CheckError> {
            Ok(preset(kind, &table.kinds(), None).fit(table, context)?.transform(table)?)
        };
        let wants_linear = target.n_outputs() <= MAX_BOOSTED_CLASSES;
        let (native, linear) = rayon::join(
            || matrix(Preset::Native),
            || wants_linear.then(|| matrix(Preset::Linear)).transpose(),
        );
        let native = native?;
        let _ = native.binned();
        Ok(Self { native, linear: linear?, target })
    }

    /// The features that trees read.
    pub fn native(&self) -> &FeatureMatrix {
        &self.native
    }

    /// Predictions for the rows of `judged`, flat `(n_judged, n_outputs)`, of a model that learned from `learn` (ascending).
    ///
    /// # Errors
    /// [`FitError`], of which [`FitError::OutOfTime`] says that the budget ended.
    pub fn scores(
        &self,
        learn: &[u32],
        judged: &[u32],
        context: &FitContext<'_>,
    ) -> Result<Vec<f64>, FitError> {
        if self.target.n_outputs() > MAX_BOOSTED_CLASSES {
            return self.forest_scores(learn, judged, context);
        }
        let linear = self.linear.as_ref().map(|x| {
            let data = Dataset::new(x, self.target, learn);
            match self.target {
                Target::Classes { .. } => {
                    fitted_scores(&LogisticRegression::default(), &data, judged, context)
                }
                Target::Values(_) => fitted_scores(&RidgePath::default(), &data, judged, context),
            }
        });
        if learn.len() < MIN_BOOSTED_ROWS
            && let Some(linear) = linear
        {
            return linear;
        }
        let (grow, stop) = self.held_back(learn, context);
        let several = trees_a_round(self.target) > 1;
        let boosting = GradientBoosting {
            max_rounds: (TREES / trees_a_round(self.target)).max(FEWEST_ROUNDS),
            patience: 10,
            min_leaf_rows: (grow.len() / 20).clamp(3, 20),
            // A tree for each class sees few rows of it: smaller ones, and values that are shrunk, keep it from overfitting.
            max_leaves: if several { 15 } else { 31 },
            l2: if several { 1.0 } else { 0.0 },
            ..GradientBoosting::default()
        };
        let data = Dataset::new(&self.native, self.target, &grow).with_validation(&stop);
        let boosted = fitted_scores(&boosting, &data, judged, context)?;
        match linear {
            Some(linear) => Ok(boosted.into_iter().zip(linear?).map(|(a, b)| f64::midpoint(a, b)).collect()),
            None => Ok(boosted),
        }
    }

    fn forest_scores(
        &self,
        learn: &[u32],
        judged: &[u32],
        context: &FitContext<'_>,
    ) -> Result<Vec<f64>, FitError> {
        let forest = RandomForest {
            n_trees: FOREST_TREES,
            features: FeatureShare::SquareRoot,
            min_leaf_rows: 3,
            ..RandomForest::default()
        };
        let data = Dataset::new(&self.native, self.target, learn);
        let answers = fitted_scores(&forest, &data, judged, context)?;
        let shares = fitted_scores(&MostFrequent, &data, judged, context)?;
        let moved = |(answer, share): (f64, f64)| answer + TOWARDS_SHARES * (share - answer);
        Ok(answers.into_iter().zip(shares).map(moved).collect())
    }

    /// Predictions of a baseline, as [`Self::scores`].
    ///
    /// # Errors
    /// As [`Self::scores`].
    pub fn baseline_scores(
        &self,
        baseline: &dyn DynEstimator,
        learn: &[u32],
        judged: &[u32],
        context: &FitContext<'_>,
    ) -> Result<Vec<f64>, FitError> {
        let model = baseline.fit_dyn(&Dataset::new(&self.native, self.target, learn), context)?;
        flat(&model.predict(&self.native.take(judged)))
    }

    /// Four fifths of the rows to grow trees on, and a fifth to say when more of them no longer help.
    fn held_back(&self, learn: &[u32], context: &FitContext<'_>) -> (Vec<u32>, Vec<u32>) {
        let mut order = learn.to_vec();
        context.seed.derive("held-back", 0).rng().shuffle(&mut order);
        let mut stop = order.split_off(order.len() - order.len() / 5);
        order.sort_unstable();
        stop.sort_unstable();
        (order, stop)
    }
}

/// Predictions of all validated rows, in the order of [`validated_rows`], from models that did not see them.
///
/// # Errors
/// The first fold's error, by number.
pub(crate) fn out_of_fold(
    folds: &[Fold],
    n_outputs: usize,
    scores: impl Fn(&Fold) -> Result<Vec<f64>, FitError> + Sync,
) -> Result<Vec<f64>, FitError> {
    let by_fold: Vec<Result<Vec<f64>, FitError>> = folds.par_iter().map(&scores).collect();
    let rows = validated_rows(folds);
    let mut out = vec![0.0; rows.len() * n_outputs];
    for (fold, scores) in folds.iter().zip(by_fold) {
        for (row, scores) in fold.validation.iter().zip(scores?.chunks_exact(n_outputs)) {
            if let Ok(at) = rows.binary_search(row) {
                out[at * n_outputs..(at + 1) * n_outputs].copy_from_slice(scores);
            }
        }
    }
    Ok(out)
}

fn trees_a_round(target: &Target) -> usize {
    match target.n_outputs() {
        0..=2 => 1,
        n_classes => n_classes,
    }
}

fn fitted_scores<E: Estimator>(
    estimator: &E,
    data: &Dataset<'_>,
    judged: &[u32],
    context: &FitContext<'_>,
) -> Result<Vec<f64>, FitError> {
    flat(&estimator.fit(data, context)?.predict(&data.x.take(judged)))
}

fn flat(predictions: &bowline_core::Predictions) -> Result<Vec<f64>, FitError> {
    let (scores, _) = predictions.scores().ok_or_else(|| {
        FitError::Unsuitable("it answers neither with probabilities nor with values".into())
    })?;
    if scores.iter().any(|score| !score.is_finite()) {
        return Err(FitError::Numeric("its predictions are not finite".into()));
    }
    Ok(scores.to_vec())
}
