//! Weighted sums of the features of new rows.
//!
//! Each row's sum is taken in the order of the features, whatever the batch it comes in: a row alone and a row among a
//! million get the same bits.

use bowline_core::FeatureMatrix;
use rayon::prelude::*;

use super::design::finite_or_zero;

/// Rows that one thread scores at a time; up to so many are scored on the calling thread.
const BLOCK: usize = 1024;

/// Scores `(n_samples, n_outputs)`, row-major.
///
/// `coefficients` is `(n_dense + n_sparse, n_outputs)`; features of `x` beyond those count for nothing.
pub(crate) fn linear_scores(
    x: &FeatureMatrix,
    coefficients: &[f64],
    n_dense: usize,
    intercepts: &[f64],
) -> Vec<f64> {
    let n_outputs = intercepts.len();
    if n_outputs == 0 {
        return Vec::new();
    }
    let (dense, sparse) = coefficients.split_at((n_dense * n_outputs).min(coefficients.len()));
    let mut scores: Vec<f64> = intercepts.iter().copied().cycle().take(x.n_samples() * n_outputs).collect();
    let score_block = |(block, scores): (usize, &mut [f64])| {
        let first = block * BLOCK;
        let n_rows = scores.len() / n_outputs;
        for (feature, weights) in dense.chunks_exact(n_outputs).enumerate().take(x.n_dense()) {
            let column = &x.column(feature)[first..first + n_rows];
            for (row, &value) in scores.chunks_exact_mut(n_outputs).zip(column) {
                let value = f64::from(finite_or_zero(value));
                row.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight * value);
            }
        }
        if sparse.is_empty() {
            return;
        }
        for (at, row) in scores.chunks_exact_mut(n_outputs).enumerate() {
            let (features, values) = x.sparse().row(first + at);
            for (&feature, &value) in features.iter().zip(values) {
                let value = f64::from(finite_or_zero(value));
                if let Some(weights) = sparse[..].chunks_exact(n_outputs).nth(feature as usize) {
                    row.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight * value);
                }
            }
        }
    };
    if x.n_samples() <= BLOCK {
        score_block((0, &mut scores));
    } else {
        scores.par_chunks_mut(BLOCK * n_outputs).enumerate().for_each(score_block);
    }
    scores
}
