//! Against scikit-learn 1.9.1 and scipy 1.17.1: `tests/golden/linear.py` and `calibration.py` made the numbers.

use std::error::Error;

use bowline_core::{
    Calibrator, Dataset, Estimator, FeatureMatrix, FitContext, Predictions, Predictor, Seed, Target,
};
use bowline_models::calibration::{
    IsotonicCalibration, PlattScaling, TemperatureScaling, isotonic_regression,
};
use bowline_models::linear::{ClassWeight, ElasticNet, Intercept, LogisticRegression, Ridge};
use bowline_testkit::datasets::numeric_features;
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

fn read(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text)
}

fn numbers(node: &Value, name: &str) -> Vec<f64> {
    let items = node[name].as_array().map_or(&[][..], |items| items);
    assert!(!items.is_empty(), "`{name}` is not in the golden file");
    items.iter().map(|item| item.as_f64().unwrap_or(f64::NAN)).collect()
}

fn number(node: &Value, name: &str) -> f64 {
    node[name].as_f64().unwrap_or(f64::NAN)
}

fn codes(node: &Value, name: &str) -> Vec<u32> {
    numbers(node, name).into_iter().map(|code| code as u32).collect()
}

fn intercept(fitted: &Value) -> Intercept {
    if fitted == &Value::Bool(true) { Intercept::Fitted } else { Intercept::Zero }
}

fn assert_close(found: &[f64], expected: &[f64], tolerance: f64, case: &str) {
    assert_eq!(found.len(), expected.len(), "{case}");
    for (at, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= tolerance, "{case}: number {at} is {a}, expected {b}");
    }
}

/// The data of `linear.json`.
struct Linear {
    golden: Value,
    x: FeatureMatrix,
    rows: Vec<u32>,
    weights: Vec<f32>,
}

impl Linear {
    fn read() -> Result<Self, serde_json::Error> {
        let golden = read(include_str!("../golden/linear.json"))?;
        let by_row = numbers(&golden, "x");
        let width = number(&golden, "n_features") as usize;
        let n = by_row.len() / width;
        let by_column = (0..width * n).map(|at| by_row[at % n * width + at / n] as f32).collect();
        let x = FeatureMatrix::dense(n, numeric_features(width), by_column);
        let weights = numbers(&golden, "weight").into_iter().map(|w| w as f32).collect();
        Ok(Self { golden, x, rows: (0..n as u32).collect(), weights })
    }

    fn data<'a>(&'a self, y: &'a Target, case: &Value) -> Dataset<'a> {
        let data = Dataset::new(&self.x, y, &self.rows);
        if case["weighted"] == Value::Bool(true) { data.with_weights(&self.weights) } else { data }
    }

    fn cases(&self, name: &str) -> &[Value] {
        self.golden[name].as_array().map_or(&[], |cases| cases)
    }
}

/// Probabilities to 1e-6 and coefficients to 1e-4 of their size, where L-BFGS (ours and theirs) runs to the end; with an l1
/// penalty theirs is SAGA. Two classes have one score a row in both, more have one a class.
#[test]
fn logistic_regression() -> Outcome {
    let linear = Linear::read()?;
    assert_eq!(linear.cases("logistic").len(), 26);
    for case in linear.cases("logistic") {
        let n_classes = number(case, "n_classes") as usize;
        let codes = codes(&linear.golden, if n_classes == 2 { "binary" } else { "multi" });
        let y = Target::Classes { codes, n_classes };
        let balanced = case["balanced"] == Value::Bool(true);
        let regression = LogisticRegression {
            c: number(case, "c"),
            l1_ratio: number(case, "l1_ratio"),
            intercept: intercept(&case["intercept"]),
            class_weight: if balanced { ClassWeight::Balanced } else { ClassWeight::Uniform },
            max_iterations: 10_000,
            tolerance: 1e-10,
        };
        let model = regression.fit(&linear.data(&y, case), &FitContext::with_seed(Seed(1)))?;
        let Predictions::Probabilities { values, .. } = model.predict(&linear.x) else {
            panic!("classes have probabilities")
        };
        let name = format!("{regression:?}");
        assert_close(&values, &numbers(case, "probabilities"), 1e-6, &name);
        let expected = numbers(case, "coefficients");
        let size = expected.iter().fold(1.0f64, |top, w| top.max(w.abs()));
        assert_close(model.coefficients(), &expected, 1e-4 * size, &name);
    }
    Ok(())
}

/// To 1e-6 of the largest coefficient, the closed form in both.
#[test]
fn ridge() -> Outcome {
    let linear = Linear::read()?;
    let y = Target::Values(numbers(&linear.golden, "value"));
    assert_eq!(linear.cases("ridge").len(), 16);
    for case in linear.cases("ridge") {
        let ridge = Ridge { alpha: number(case, "alpha"), intercept: intercept(&case["intercept"]) };
        let model = ridge.fit(&linear.data(&y, case), &FitContext::with_seed(Seed(1)))?;
        let name = format!("{ridge:?}, weighted {}", case["weighted"]);
        let expected = numbers(case, "coefficients");
        let size = expected.iter().fold(1.0f64, |top, w| top.max(w.abs()));
        assert_close(model.coefficients(), &expected, 1e-6 * size, &name);
        assert_close(&[model.intercept()], &[number(case, "constant")], 1e-6 * 100.0, &name);
    }
    Ok(())
}

/// To 1e-5 of the largest coefficient; what is exactly 0 there is exactly 0 here.
#[test]
fn elastic_net() -> Outcome {
    let linear = Linear::read()?;
    let y = Target::Values(numbers(&linear.golden, "value"));
    assert_eq!(linear.cases("elastic_net").len(), 36);
    for case in linear.cases("elastic_net") {
        let net = ElasticNet {
            alpha: number(case, "alpha"),
            l1_ratio: number(case, "l1_ratio"),
            intercept: intercept(&case["intercept"]),
            max_iterations: 100_000,
            tolerance: 1e-9,
        };
        let model = net.fit(&linear.data(&y, case), &FitContext::with_seed(Seed(1)))?;
        let name = format!("{net:?}, weighted {}", case["weighted"]);
        let expected = numbers(case, "coefficients");
        let size = expected.iter().fold(1.0f64, |top, w| top.max(w.abs()));
        assert_close(model.coefficients(), &expected, 1e-5 * size, &name);
        assert_close(&[model.intercept()], &[number(case, "constant")], 1e-5 * 100.0, &name);
        let zeros = |w: &[f64]| w.iter().map(|&w| w == 0.0).collect::<Vec<_>>();
        assert_eq!(zeros(model.coefficients()), zeros(&expected), "{name}");
    }
    Ok(())
}

fn two_columns(positive: &[f64]) -> Vec<f64> {
    positive.iter().flat_map(|p| [1.0 - p, *p]).collect()
}

/// The curve on a grid, to rounding.
#[test]
fn isotonic() -> Outcome {
    let golden = read(include_str!("../golden/calibration.json"))?;
    let (said, happened) = (numbers(&golden, "said"), codes(&golden, "happened"));
    let grid = numbers(&golden, "grid");
    let fitted = IsotonicCalibration::fit(&two_columns(&said), 2, &happened)?;
    let answers = fitted.calibrate(Predictions::Probabilities { n_classes: 2, values: two_columns(&grid) });
    let (values, _) = answers.scores().ok_or("probabilities are scores")?;
    let found: Vec<f64> = values.chunks_exact(2).map(|row| row[1]).collect();
    assert_close(&found, &numbers(&golden, "isotonic"), 1e-12, "isotonic");

    let y: Vec<f64> = said.iter().zip(&happened).map(|(p, &y)| 10.0 * f64::from(y) - 3.0 * p).collect();
    let (x, values) = isotonic_regression(&said, &y, Some(&numbers(&golden, "weight")));
    let at = |p: f64| {
        let after = x.partition_point(|&corner| corner < p);
        match (after.checked_sub(1).map(|before| (x[before], values[before])), x.get(after)) {
            (None, _) => values[0],
            (Some((_, y0)), None) => y0,
            (Some((x0, y0)), Some(&x1)) => y0 + (values[after] - y0) * (p - x0) / (x1 - x0),
        }
    };
    let found: Vec<f64> = grid.iter().map(|&p| at(p)).collect();
    assert_close(&found, &numbers(&golden, "weighted_isotonic"), 1e-10, "weighted isotonic");
    Ok(())
}

/// The minimum of the same loss, found by BFGS there and Newton's method here.
#[test]
fn platt() -> Outcome {
    let golden = read(include_str!("../golden/calibration.json"))?;
    let said = two_columns(&numbers(&golden, "said"));
    let (slope, shift) = PlattScaling::fit(&said, 2, &codes(&golden, "happened"))?.line();
    assert_close(&[slope, shift], &numbers(&golden, "platt"), 1e-6, "platt");
    Ok(())
}

/// The minimum of the same loss, found by Brent's method there and bisection here.
#[test]
fn temperature() -> Outcome {
    let golden = read(include_str!("../golden/calibration.json"))?;
    let fitted = TemperatureScaling::fit(&numbers(&golden, "probabilities"), 3, &codes(&golden, "multi"))?;
    assert_close(&[fitted.temperature()], &[number(&golden, "temperature")], 1e-5, "temperature");
    Ok(())
}
