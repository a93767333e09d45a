//! What boosting minimises, with its first and second derivatives by row.

use bowline_core::{FitError, Target};

use super::exponential::{exp, logistic};

/// A loss of raw scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// Half the squared error of a number.
    Squared,
    /// Log loss of two classes; the score is the log odds of class 1.
    Logistic,
    /// Log loss of several classes; one score a class.
    Softmax,
}

/// Smallest prior that a start score is taken from, so that a class without rows stays finite.
const SMALLEST_PRIOR: f64 = 1e-6;

impl Objective {
    /// The objective for a target.
    pub(crate) fn of(target: &Target) -> Self {
        match target {
            Target::Values(_) => Self::Squared,
            Target::Classes { n_classes: 2, .. } => Self::Logistic,
            Target::Classes { .. } => Self::Softmax,
        }
    }

    /// Raw scores a row.
    pub(crate) fn n_scores(self, target: &Target) -> usize {
        if self == Self::Softmax { target.n_outputs() } else { 1 }
    }

    /// The scores that answer best without any feature: the mean, or log priors.
    pub(crate) fn start(self, target: &Target, rows: &[u32], weight: impl Fn(u32) -> f64) -> Vec<f64> {
        let total: f64 = rows.iter().map(|&row| weight(row)).sum::<f64>().max(f64::MIN_POSITIVE);
        match target {
            Target::Values(values) => {
                vec![rows.iter().map(|&row| weight(row) * values[row as usize]).sum::<f64>() / total]
            }
            Target::Classes { codes, n_classes } => {
                let mut priors = vec![0.0; *n_classes];
                rows.iter().for_each(|&row| priors[codes[row as usize] as usize] += weight(row) / total);
                let log = |p: f64| p.clamp(SMALLEST_PRIOR, 1.0 - SMALLEST_PRIOR).ln();
                if self == Self::Logistic {
                    vec![log(priors[1]) - log(1.0 - priors[1])]
                } else {
                    priors.into_iter().map(log).collect()
                }
            }
        }
    }

    /// Gradients and hessians of `rows`, each `(n_scores, rows)`. `scores` is `(n_samples, n_scores)` over all rows.
    pub(crate) fn derivatives(
        self,
        target: &Target,
        rows: &[u32],
        scores: &[f64],
        gradients: &mut [f32],
        hessians: &mut [f32],
    ) {
        match (self, target) {
            (Self::Squared, Target::Values(values)) => {
                for (at, &row) in rows.iter().enumerate() {
                    gradients[at] = (scores[row as usize] - values[row as usize]) as f32;
                }
                hessians.fill(1.0);
            }
            (Self::Logistic, Target::Classes { codes, .. }) => {
                for (at, &row) in rows.iter().enumerate() {
                    gradients[at] = scores[row as usize] as f32;
                }
                gradients.iter_mut().for_each(|score| *score = logistic(*score));
                for ((gradient, hessian), &row) in gradients.iter_mut().zip(hessians).zip(rows) {
                    let p = *gradient;
                    *hessian = (p * (1.0 - p)).max(1e-16);
                    *gradient = p - codes[row as usize] as f32;
                }
            }
            (_, Target::Classes { codes, n_classes }) => {
                let (k, n) = (*n_classes, rows.len());
                // As in LightGBM: the diagonal of the true hessian, scaled up for the classes that it leaves out.
                let factor = k as f32 / (k as f32 - 1.0);
                let mut p = vec![0.0f32; k];
                for (at, &row) in rows.iter().enumerate() {
                    let scores = &scores[row as usize * k..(row as usize + 1) * k];
                    softmax(scores, &mut p);
                    for (class, &p) in p.iter().enumerate() {
                        let hit = f32::from(u8::from(codes[row as usize] as usize == class));
                        gradients[class * n + at] = p - hit;
                        hessians[class * n + at] = (factor * p * (1.0 - p)).max(1e-16);
                    }
                }
            }
            _ => {}
        }
    }

    /// Mean loss of `rows`; `scores` is `(n_samples, n_scores)` over all rows.
    pub(crate) fn loss(
        self,
        target: &Target,
        rows: &[u32],
        scores: &[f64],
        weight: impl Fn(u32) -> f64,
    ) -> f64 {
        let (mut sum, mut total) = (0.0, 0.0);
        let mut probabilities = Vec::new();
        for &row in rows {
            let at = row as usize;
            let loss = match (self, target) {
                (Self::Squared, Target::Values(values)) => (scores[at] - values[at]).powi(2),
                (Self::Logistic, Target::Classes { codes, .. }) => {
                    let margin = if codes[at] == 1 { scores[at] } else { -scores[at] };
                    // log(1 + e^-m) without overflow.
                    (-margin).max(0.0) + (-margin.abs()).exp().ln_1p()
                }
                (_, Target::Classes { codes, n_classes }) => {
                    probabilities.resize(*n_classes, 0.0f32);
                    softmax(&scores[at * n_classes..(at + 1) * n_classes], &mut probabilities);
                    -f64::from(probabilities[codes[at] as usize].max(1e-15)).ln()
                }
                _ => 0.0,
            };
            sum += weight(row) * loss;
            total += weight(row);
        }
        sum / f64::max(total, f64::MIN_POSITIVE)
    }
}

/// Checks that leaf values, which are f32, can hold the target's distances from `centre`.
pub(crate) fn check_range(target: &Target, rows: &[u32], centre: f64) -> Result<(), FitError> {
    let fits = |value: f64| (value - centre).abs() < f64::from(f32::MAX) / 4.0;
    match target {
        Target::Values(values) if !rows.iter().all(|&row| fits(values[row as usize])) => {
            let largest =
                "the target is not finite or spreads over more than 1e38; divide it by a power of 10";
            Err(FitError::Numeric(largest.into()))
        }
        _ => Ok(()),
    }
}

/// Probabilities of one row's scores.
fn softmax(scores: &[f64], out: &mut [f32]) {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for (p, &score) in out.iter_mut().zip(scores) {
        *p = (score - top) as f32;
    }
    out.iter_mut().for_each(|p| *p = exp(*p));
    let sum: f32 = out.iter().sum();
    out.iter_mut().for_each(|p| *p /= sum);
}
