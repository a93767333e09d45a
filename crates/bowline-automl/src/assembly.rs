//! From fitted candidates to what is served: which join, with what weight, and how their mean is corrected.

use std::sync::Arc;

use bowline_core::{
    Budget, Calibrator, FitError, FittedTransformer, InputSchema, Member, Model, Pipeline, Predictions,
    Target, TargetSpec,
};
use bowline_models::calibration::{CalibrationKind, choose_calibration};
use bowline_models::ensemble::{Bag, GreedySelection};
use bowline_stats::{Fold, Metric};

use crate::cross_validation::{CrossValidated, validated_rows};
use crate::evaluation::Judge;
use crate::portfolio::View;

/// The ensemble, before its models are moved into a pipeline.
#[derive(Debug)]
pub struct Blend {
    /// Weight of each fitted candidate, most of them 0; they sum to 1.
    pub weights: Vec<f64>,
    /// Correction of the mean.
    pub calibrator: Option<Box<dyn Calibrator>>,
    /// Calibrated out-of-fold predictions, flat `(n_validated, n_outputs)`.
    pub out_of_fold: Vec<f64>,
}

/// Chooses weights on the out-of-fold predictions, and a calibration of their mean. `None` when no candidate can be scored.
pub fn blend(
    candidates: &[&CrossValidated],
    truth: &Target,
    folds: &[Fold],
    judge: &Judge,
    budget: &Budget<'_>,
) -> Option<Blend> {
    let predictions: Vec<&[f64]> = candidates.iter().map(|fitted| fitted.out_of_fold.as_slice()).collect();
    let loss = |mean: &[f64]| judge.ensemble_loss(truth, mean);
    let ensemble = GreedySelection::default().select(&predictions, loss, budget)?;
    let mut mean = vec![0.0; predictions.first()?.len()];
    for (candidate, &weight) in predictions.iter().zip(&ensemble.weights) {
        mean.iter_mut().zip(*candidate).for_each(|(sum, score)| *sum += weight * score);
    }
    let Target::Classes { codes, n_classes } = truth else {
        return Some(Blend { weights: ensemble.weights, calibrator: None, out_of_fold: mean });
    };
    // Steps tie rows that the ensemble can tell apart, which a ranking metric would pay for.
    let ranks = matches!(judge.metric, Metric::RocAuc | Metric::AveragePrecision);
    let smooth = [CalibrationKind::Temperature, CalibrationKind::Platt];
    let kinds = if ranks { &smooth[..] } else { &CalibrationKind::ALL };
    let calibrator = choose_calibration(&mean, *n_classes, codes, &fold_numbers(folds), kinds).ok().flatten();
    let out_of_fold = match &calibrator {
        None => mean,
        Some(calibrator) => {
            let raw = Predictions::Probabilities { n_classes: *n_classes, values: mean };
            calibrator.calibrate(raw).scores().map(|(scores, _)| scores.to_vec()).unwrap_or_default()
        }
    };
    Some(Blend { weights: ensemble.weights, calibrator, out_of_fold })
}

/// The fold that each validated row was held out in.
fn fold_numbers(folds: &[Fold]) -> Vec<u32> {
    let rows = validated_rows(folds);
    let mut numbers = vec![0; rows.len()];
    for (number, fold) in folds.iter().enumerate() {
        for row in &fold.validation {
            if let Ok(at) = rows.binary_search(row) {
                numbers[at] = number as u32;
            }
        }
    }
    numbers
}

/// The mean of the fold models; of forward-looking folds the last model alone, which has seen all but the newest rows.
///
/// # Errors
/// [`FitError`] when there are no models.
pub fn served_model(mut fitted: CrossValidated, looks_forward: bool) -> Result<Bag, FitError> {
    let models: Vec<Box<dyn Model>> =
        if looks_forward { fitted.models.pop().into_iter().collect() } else { fitted.models };
    Bag::new(models)
}

/// A member that is going to be served.
pub struct Served {
    /// Its name on the leaderboard.
    pub name: String,
    /// What it reads.
    pub view: View,
    /// That view's transformer.
    pub transformer: Arc<dyn FittedTransformer>,
    /// Its share, above 0.
    pub weight: f64,
    /// Its model.
    pub model: Bag,
}

/// Joins members, keeping each view once.
pub fn assemble(
    input: InputSchema,
    target: TargetSpec,
    served: Vec<Served>,
    calibrator: Option<Box<dyn Calibrator>>,
) -> Pipeline {
    let mut used: Vec<View> = Vec::new();
    let mut views: Vec<Arc<dyn FittedTransformer>> = Vec::new();
    let mut members = Vec::new();
    for served in served {
        let view = used.iter().position(|view| *view == served.view).unwrap_or_else(|| {
            used.push(served.view);
            views.push(served.transformer);
            used.len() - 1
        });
        members.push(Member {
            name: served.name,
            view,
            weight: served.weight,
            model: Box::new(served.model),
        });
    }
    Pipeline { input, target, views, members, calibrator }
}
