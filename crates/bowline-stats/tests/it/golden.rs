//! Against scikit-learn 1.9.1 and scipy 1.17.1: `tests/golden/metrics.py` writes the numbers.

use bowline_stats::probability::calibration_bins;
use bowline_stats::{
    ConfusionMatrix, Interval, Metric, argmax_labels, delong, kolmogorov_smirnov, mean_interval,
    metric_interval_classes, metric_interval_values, midranks, mutual_information, nadeau_bengio, pearson,
    spearman, wilson,
};
use serde_json::Value;

use crate::draws;

/// Sums are taken in another order than NumPy's, and no further apart than that.
const TOLERANCE: f64 = 1e-12;
/// The t quantiles are found by iteration in both libraries.
const QUANTILE_TOLERANCE: f64 = 1e-9;

fn golden() -> Value {
    serde_json::from_str(include_str!("../golden/metrics.json")).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(|number| number.as_f64().unwrap()).collect()
}

fn codes(value: &Value) -> Vec<u32> {
    list(value).iter().map(|number| number.as_u64().unwrap() as u32).collect()
}

#[track_caller]
fn assert_near(found: f64, expected: f64, tolerance: f64, what: &str) {
    let distance = (found - expected).abs();
    assert!(distance <= tolerance * expected.abs().max(1.0), "`{what}`: found {found}, expected {expected}");
}

#[track_caller]
fn assert_interval(found: Interval, expected: &Value, tolerance: f64, what: &str) {
    for (found, expected) in [found.value, found.low, found.high].into_iter().zip(numbers(expected)) {
        assert_near(found, expected, tolerance, what);
    }
}

struct Classes {
    truth: Vec<u32>,
    probabilities: Vec<f64>,
    n_classes: usize,
    positive: Option<usize>,
}

impl Classes {
    fn read(case: &Value) -> Self {
        Self {
            truth: codes(&case["truth"]),
            probabilities: numbers(&case["probabilities"]),
            n_classes: case["n_classes"].as_u64().unwrap() as usize,
            positive: case["positive"].as_u64().map(|class| class as usize),
        }
    }

    fn score(&self, metric: Metric) -> Option<f64> {
        metric.score_classes(&self.truth, &self.probabilities, self.n_classes, self.positive)
    }

    fn interval(&self, metric: Metric) -> Interval {
        let draw = &mut draws(3);
        metric_interval_classes(
            metric,
            &self.truth,
            &self.probabilities,
            self.n_classes,
            self.positive,
            None,
            draw,
        )
        .unwrap_or_else(|| panic!("`{metric}` has no interval"))
    }

    /// Truth and scores of the positive class.
    fn ranking(&self, positive: usize) -> (Vec<bool>, Vec<f64>) {
        let scores = self.probabilities.iter().skip(positive).step_by(self.n_classes).copied().collect();
        (self.truth.iter().map(|&class| class as usize == positive).collect(), scores)
    }
}

#[test]
fn classification_metrics() {
    for case in list(&golden()["classes"]) {
        let rows = Classes::read(case);
        let labels = argmax_labels(&rows.probabilities, rows.n_classes);
        let matrix = ConfusionMatrix::new(&rows.truth, &labels, rows.n_classes);
        assert_eq!(
            matrix.counts(),
            codes(&case["confusion"]).into_iter().map(u64::from).collect::<Vec<u64>>()
        );
        for metric in Metric::ALL {
            let expected = case["expected"][metric.as_str()].as_f64();
            assert_eq!(rows.score(metric).is_some(), expected.is_some(), "`{metric}`");
            if let (Some(found), Some(expected)) = (rows.score(metric), expected) {
                assert_near(found, expected, TOLERANCE, metric.as_str());
            }
        }
    }
}

#[test]
fn regression_metrics_and_intervals() {
    for case in list(&golden()["values"]) {
        let (truth, predicted) = (numbers(&case["truth"]), numbers(&case["predicted"]));
        for metric in Metric::ALL {
            let interval = metric_interval_values(metric, &truth, &predicted, None, &mut draws(5));
            let Some(expected) = case["expected"][metric.as_str()].as_f64() else {
                assert_eq!(metric.score_values(&truth, &predicted), None);
                assert_eq!(interval, None);
                continue;
            };
            assert_near(
                metric.score_values(&truth, &predicted).unwrap(),
                expected,
                TOLERANCE,
                metric.as_str(),
            );
            let Interval { value, low, high } = interval.unwrap();
            assert_near(value, expected, TOLERANCE, metric.as_str());
            assert!(low < value && value < high, "`{metric}`: {low} {value} {high}");
        }
        let interval =
            |metric| metric_interval_values(metric, &truth, &predicted, None, &mut draws(5)).unwrap();
        assert_interval(interval(Metric::Mae), &case["mae_interval"], QUANTILE_TOLERANCE, "mae");
        assert_interval(interval(Metric::Rmse), &case["rmse_interval"], QUANTILE_TOLERANCE, "rmse");
    }
}

#[test]
fn classification_intervals_hold_the_value() {
    for case in list(&golden()["classes"]) {
        let rows = Classes::read(case);
        for metric in Metric::ALL.into_iter().filter(|metric| metric.is_for_classification()) {
            let Interval { value, low, high } = rows.interval(metric);
            assert_near(value, rows.score(metric).unwrap(), 1e-15, metric.as_str());
            assert!(low <= value && value <= high && low < high, "`{metric}`: {low} {value} {high}");
        }
        let Some(positive) = rows.positive else { continue };
        let (is_positive, scores) = rows.ranking(positive);
        assert_interval(delong(&is_positive, &scores).unwrap(), &case["delong"], TOLERANCE, "delong");
        assert_interval(rows.interval(Metric::RocAuc), &case["delong"], TOLERANCE, "roc_auc");
        assert_interval(
            rows.interval(Metric::LogLoss),
            &case["log_loss_interval"],
            QUANTILE_TOLERANCE,
            "log_loss",
        );
    }
}

#[test]
fn calibration_curve() {
    for case in list(&golden()["classes"]) {
        let rows = Classes::read(case);
        let Some(positive) = rows.positive else { continue };
        let (is_positive, scores) = rows.ranking(positive);
        let bins = calibration_bins(&is_positive, &scores, 10);
        let (predicted, observed) = (numbers(&case["calibration"][0]), numbers(&case["calibration"][1]));
        assert_eq!(bins.len(), predicted.len());
        for ((bin, predicted), observed) in bins.iter().zip(predicted).zip(observed) {
            assert_near(bin.predicted, predicted, TOLERANCE, "predicted");
            assert_near(bin.observed, observed, TOLERANCE, "observed");
        }
    }
}

/// `scipy.stats.binomtest(...).proportion_ci(method="wilson")`.
#[test]
fn wilson_intervals() {
    for case in list(&golden()["wilson"]) {
        let (successes, n) = (case["successes"].as_u64().unwrap(), case["n"].as_u64().unwrap());
        assert_interval(wilson(successes, n), &case["interval"], TOLERANCE, &format!("{successes} of {n}"));
    }
}

#[test]
fn corrected_t_intervals() {
    for case in list(&golden()["corrected_t"]) {
        let differences = numbers(&case["differences"]);
        let found = nadeau_bengio(&differences, case["test_share"].as_f64().unwrap()).unwrap();
        assert_interval(found, &case["interval"], QUANTILE_TOLERANCE, "nadeau_bengio");
    }
}

/// The half width of the mean of `[-1, 1, 0, ...]` gives back the quantile of Student's t for any number of rows.
#[test]
fn t_quantiles() {
    for pair in list(&golden()["t_975"]) {
        let (degrees, expected) = (pair[0].as_u64().unwrap() as usize, pair[1].as_f64().unwrap());
        let mut losses = vec![0.0; degrees + 1];
        (losses[0], losses[1]) = (-1.0, 1.0);
        let standard_error = (2.0 / degrees as f64 / (degrees as f64 + 1.0)).sqrt();
        assert_near(mean_interval(&losses).high / standard_error, expected, QUANTILE_TOLERANCE, "t quantile");
    }
}

#[test]
fn dependence_measures() {
    for case in list(&golden()["dependence"]) {
        let (x, y) = (numbers(&case["x"]), numbers(&case["y"]));
        let expected = |name: &str| case[name].as_f64().unwrap();
        assert_near(pearson(&x, &y).unwrap(), expected("pearson"), TOLERANCE, "pearson");
        assert_near(spearman(&x, &y).unwrap(), expected("spearman"), TOLERANCE, "spearman");
        let distance = kolmogorov_smirnov(&x[..x.len() / 3], &y).unwrap();
        assert_near(distance, expected("kolmogorov_smirnov"), TOLERANCE, "kolmogorov_smirnov");
        let shared = mutual_information(&codes(&case["a"]), &codes(&case["b"]));
        assert_near(shared, expected("mutual_information"), TOLERANCE, "mutual_information");
        assert_eq!(midranks(&x), numbers(&case["midranks"]));
    }
}
