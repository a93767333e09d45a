//! Metrics of numbers. Slices are `(n_samples,)`, equally long and not empty.

use crate::quantile::quantile;

fn mean_of(truth: &[f64], predicted: &[f64], loss: impl Fn(f64, f64) -> f64) -> f64 {
    truth.iter().zip(predicted).map(|(&y, &p)| loss(y, p)).sum::<f64>() / truth.len() as f64
}

/// Mean squared error.
#[must_use]
pub fn mse(truth: &[f64], predicted: &[f64]) -> f64 {
    mean_of(truth, predicted, |y, p| (y - p) * (y - p))
}

/// Mean absolute error.
#[must_use]
pub fn mae(truth: &[f64], predicted: &[f64]) -> f64 {
    mean_of(truth, predicted, |y, p| (y - p).abs())
}

/// Mean absolute percentage error as a fraction; a zero truth counts as 2^-52, as in scikit-learn.
#[must_use]
pub fn mape(truth: &[f64], predicted: &[f64]) -> f64 {
    mean_of(truth, predicted, |y, p| (y - p).abs() / y.abs().max(f64::EPSILON))
}

/// Median absolute error.
#[must_use]
pub fn median_ae(truth: &[f64], predicted: &[f64]) -> Option<f64> {
    let errors: Vec<f64> = truth.iter().zip(predicted).map(|(y, p)| (y - p).abs()).collect();
    quantile(&errors, 0.5)
}

/// Share of the truth's variance that is explained; `None` when the truth is constant.
#[must_use]
pub fn r2(truth: &[f64], predicted: &[f64]) -> Option<f64> {
    let mean = truth.iter().sum::<f64>() / truth.len() as f64;
    let total = mean_of(truth, truth, |y, _| (y - mean) * (y - mean));
    // The rounding of the mean lets a constant seem to vary.
    let varies = truth.iter().any(|&y| y != truth[0]);
    (varies && total > 0.0).then(|| 1.0 - mse(truth, predicted) / total)
}

/// Root mean squared error of `log(1 + x)`; `None` when a value is at or below -1.
#[must_use]
pub fn rmsle(truth: &[f64], predicted: &[f64]) -> Option<f64> {
    let defined = truth.iter().chain(predicted).all(|&x| x > -1.0);
    defined.then(|| mean_of(truth, predicted, |y, p| (y.ln_1p() - p.ln_1p()).powi(2)).sqrt())
}
