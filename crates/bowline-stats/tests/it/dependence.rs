//! Against NumPy 2.4.6 and scipy 1.17.1: `tests/golden/dependence.py` writes the numbers.

use bowline_stats::{PowerLaw, equal_frequency_bins, max_statistic};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("../golden/dependence.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn bins_of_like_counts() {
    for case in golden()["bins"].as_array().unwrap() {
        let found =
            equal_frequency_bins(&numbers(&case["values"]), case["n_bins"].as_u64().unwrap() as usize);
        let codes: Vec<u32> = numbers(&case["codes"]).iter().map(|&code| code as u32).collect();
        assert_eq!(found.codes, codes);
        assert_eq!(found.n_codes as u64, case["n_codes"].as_u64().unwrap());
    }
}

#[test]
fn the_best_of_many_measures() {
    for case in golden()["permutation"].as_array().unwrap() {
        let permuted: Vec<Vec<f64>> = case["permuted"].as_array().unwrap().iter().map(numbers).collect();
        let found = max_statistic(&numbers(&case["observed"]), &permuted);
        assert!((found.p_value - case["p_value"].as_f64().unwrap()).abs() < 1e-12);
        for (found, expected) in found.means.iter().zip(numbers(&case["means"])) {
            assert!((found - expected).abs() < 1e-12 * expected.abs());
        }
    }
}

/// scipy's iteration ends near the least squares and not on it, so ours may be lower, never higher.
#[test]
fn power_laws() {
    for case in golden()["power_law"].as_array().unwrap() {
        let [sizes, values, weights] = ["sizes", "values", "weights"].map(|name| numbers(&case[name]));
        let law = PowerLaw::fit(&sizes, &values, &weights, case["floor"].as_f64().unwrap()).unwrap();
        let loss: f64 = sizes
            .iter()
            .zip(&values)
            .zip(&weights)
            .map(|((&n, value), weight)| weight * (law.at(n) - value).powi(2))
            .sum();
        let expected = case["loss"].as_f64().unwrap();
        assert!(loss <= expected * (1.0 + 1e-9), "{law:?}: {loss}, expected {expected}");
        let (far, expected) = (law.at(19_200.0), case["at_10x"].as_f64().unwrap());
        assert!(
            (far - expected).abs() < 2e-4 * expected.abs().max(1.0),
            "{law:?}: {far}, expected {expected}"
        );
    }
}
