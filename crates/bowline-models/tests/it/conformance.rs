//! Every estimator, calibrator and online model keeps the promises of its trait.

use bowline_core::{Calibrator, DynEstimator, Seed, Task};
use bowline_models::baseline::{MeanValue, MostFrequent, RandomClass, SimpleRules};
use bowline_models::calibration::{
    IdentityCalibration, IsotonicCalibration, PlattScaling, TemperatureScaling,
};
use bowline_models::linear::{
    ClassWeight, ElasticNet, ElasticNetPath, Intercept, LogisticPath, LogisticRegression, Ridge, RidgePath,
};
use bowline_models::online::{Buffered, SgdLogistic, SgdParameters};
use bowline_models::tree::{ExtraTrees, FeatureShare, GradientBoosting, RandomForest};
use bowline_models::{decode_calibrator, decode_model};
use bowline_testkit::{EstimatorChecks, check_calibrator, check_estimator, check_online_model};

const CLASSES: [Task; 2] = [Task::Binary, Task::MultiClass];
const NUMBERS: [Task; 1] = [Task::Regression];
const ALL: [Task; 3] = [Task::Binary, Task::MultiClass, Task::Regression];

fn check<E: DynEstimator + Clone + 'static>(estimator: &E, checks: &EstimatorChecks) {
    check_estimator(&|| Box::new(estimator.clone()), checks, decode_model);
}

#[test]
fn random_class() {
    check(&RandomClass, &EstimatorChecks::new(&CLASSES).with_duplicates(0.0));
}

#[test]
fn most_frequent() {
    check(&MostFrequent, &EstimatorChecks::new(&CLASSES).with_duplicates(1e-12));
}

#[test]
fn mean_value() {
    check(&MeanValue, &EstimatorChecks::new(&NUMBERS).with_duplicates(1e-12));
}

#[test]
fn simple_rules() {
    check(&SimpleRules::default(), &EstimatorChecks::new(&ALL).dense());
}

#[test]
fn logistic_regression() {
    let exact = LogisticRegression { tolerance: 1e-9, ..LogisticRegression::default() };
    check(&exact, &EstimatorChecks::new(&CLASSES).with_duplicates(1e-5));
}

#[test]
fn logistic_regression_with_absolute_penalty() {
    let mixed = LogisticRegression { l1_ratio: 0.7, c: 0.5, ..LogisticRegression::default() };
    check(&mixed, &EstimatorChecks::new(&CLASSES));
}

#[test]
fn logistic_regression_balanced_without_intercept() {
    let balanced = LogisticRegression {
        class_weight: ClassWeight::Balanced,
        intercept: Intercept::Zero,
        ..LogisticRegression::default()
    };
    check(&balanced, &EstimatorChecks::new(&CLASSES));
}

#[test]
fn logistic_path() {
    check(&LogisticPath::default(), &EstimatorChecks::new(&CLASSES));
}

#[test]
fn ridge() {
    check(&Ridge::default(), &EstimatorChecks::new(&NUMBERS).with_duplicates(1e-8));
}

#[test]
fn least_squares_without_intercept() {
    check(&Ridge { alpha: 0.0, intercept: Intercept::Zero }, &EstimatorChecks::new(&NUMBERS));
}

#[test]
fn ridge_path() {
    check(&RidgePath::default(), &EstimatorChecks::new(&NUMBERS));
}

#[test]
fn elastic_net() {
    let exact = ElasticNet { alpha: 0.1, tolerance: 1e-8, ..ElasticNet::default() };
    check(&exact, &EstimatorChecks::new(&NUMBERS).with_duplicates(1e-5));
}

#[test]
fn elastic_net_path() {
    check(&ElasticNetPath::default(), &EstimatorChecks::new(&NUMBERS));
}

/// Few rounds, so that every spoilt model is quickly read; small leaves, so that there are many.
fn boosting() -> GradientBoosting {
    GradientBoosting { max_rounds: 8, min_leaf_rows: 5, ..GradientBoosting::default() }
}

#[test]
fn gradient_boosting() {
    check(&boosting(), &EstimatorChecks::new(&ALL).dense());
}

#[test]
fn gradient_boosting_with_defaults() {
    check(&GradientBoosting::default(), &EstimatorChecks::new(&ALL).dense());
}

#[test]
fn gradient_boosting_with_draws_and_penalties() {
    let drawn = GradientBoosting {
        row_share: 0.7,
        feature_share: 0.5,
        extra_random: true,
        l1: 0.5,
        l2: 1.0,
        ..boosting()
    };
    check(&drawn, &EstimatorChecks::new(&ALL).dense());
}

#[test]
fn gradient_boosting_to_single_rows() {
    let deep = GradientBoosting {
        min_leaf_rows: 1,
        min_leaf_hessian: 0.0,
        learning_rate: 1.0,
        patience: 0,
        max_leaves: 200,
        ..boosting()
    };
    check(&deep, &EstimatorChecks::new(&ALL).dense());
}

#[test]
fn random_forest() {
    check(&RandomForest { n_trees: 8, ..RandomForest::default() }, &EstimatorChecks::new(&ALL).dense());
}

#[test]
fn random_forest_of_small_trees() {
    let small =
        RandomForest { n_trees: 5, features: FeatureShare::Share(0.6), max_depth: 3, min_leaf_rows: 4 };
    check(&small, &EstimatorChecks::new(&ALL).dense());
}

/// Extra trees draw no rows, but where a draw is made depends on the bins, which duplicate rows move.
#[test]
fn extra_trees() {
    check(&ExtraTrees { n_trees: 8, ..ExtraTrees::default() }, &EstimatorChecks::new(&ALL).dense());
}

#[test]
fn extra_trees_of_all_features() {
    let all = ExtraTrees { n_trees: 5, features: FeatureShare::Share(1.0), max_depth: 6, min_leaf_rows: 3 };
    check(&all, &EstimatorChecks::new(&ALL).dense());
}

/// Predictions `(400, n_classes)` that are too sure, and the classes.
fn overconfident(n_classes: usize) -> (Vec<f64>, Vec<u32>) {
    let mut rng = Seed(17).rng();
    let (mut predictions, mut classes) = (Vec::new(), Vec::new());
    for _ in 0..400 {
        let logits: Vec<f64> = (0..n_classes).map(|_| 4.0 * rng.normal()).collect();
        let noisy: Vec<f64> = logits.iter().map(|logit| logit / 3.0 + rng.normal()).collect();
        let top = (0..n_classes).max_by(|&a, &b| noisy[a].total_cmp(&noisy[b]));
        classes.push(top.unwrap_or(0) as u32);
        let softmax = bowline_core::Predictions::from_logits(logits, n_classes);
        predictions.extend_from_slice(softmax.scores().map_or(&[][..], |(values, _)| values));
    }
    (predictions, classes)
}

#[test]
fn calibrators() -> Result<(), Box<dyn std::error::Error>> {
    let (two, of_two) = overconfident(2);
    let (four, of_four) = overconfident(4);
    let all: [(Box<dyn Calibrator>, usize); 6] = [
        (Box::new(IdentityCalibration), 2),
        (Box::new(IdentityCalibration), 4),
        (Box::new(TemperatureScaling::fit(&two, 2, &of_two)?), 2),
        (Box::new(TemperatureScaling::fit(&four, 4, &of_four)?), 4),
        (Box::new(PlattScaling::fit(&two, 2, &of_two)?), 2),
        (Box::new(IsotonicCalibration::fit(&two, 2, &of_two)?), 2),
    ];
    for (calibrator, n_classes) in &all {
        check_calibrator(&**calibrator, *n_classes, decode_calibrator);
    }
    Ok(())
}

#[test]
fn calibrators_of_perfect_predictions() -> Result<(), Box<dyn std::error::Error>> {
    let (values, classes) = (vec![1.0, 0.0, 0.0, 1.0, 0.0, 1.0], vec![0, 1, 1]);
    check_calibrator(&TemperatureScaling::fit(&values, 2, &classes)?, 2, decode_calibrator);
    check_calibrator(&PlattScaling::fit(&values, 2, &classes)?, 2, decode_calibrator);
    check_calibrator(&IsotonicCalibration::fit(&values, 2, &classes)?, 2, decode_calibrator);
    Ok(())
}

#[test]
fn sgd_logistic() {
    let fast = SgdParameters { rate: 0.05, l2: 0.001 };
    for parameters in [SgdParameters::default(), fast] {
        check_online_model(&|| match SgdLogistic::new(5, 2, parameters) {
            Ok(model) => Box::new(model),
            Err(error) => panic!("the parameters are in range: {error}"),
        });
    }
}

#[test]
fn buffered_sgd_logistic() {
    check_online_model(&|| match SgdLogistic::new(5, 2, SgdParameters::default()) {
        Ok(model) => Box::new(Buffered::new(model, 50)),
        Err(error) => panic!("the parameters are in range: {error}"),
    });
}
