//! Squares and pairwise products, so that a linear model can bend and let two columns act together.
//!
//! The order is that of scikit-learn's `PolynomialFeatures(2, include_bias=False)`: first every input, then for each
//! input its square and its products with the later ones: `a, b, a^2, a_x_b, b^2`.

use bowline_core::Feature;
use rayon::prelude::*;

/// Degree 2 without bias: n inputs become `2n + n(n-1)/2` features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PolynomialFeatures;

/// Most features that one expansion may give; beyond it the matrix is larger than what it could teach.
const MAX_FEATURES: usize = 25_000;

impl PolynomialFeatures {
    /// Number of features made of `n_inputs`, or why that is too many.
    pub(crate) fn n_features(self, n_inputs: usize) -> Result<usize, String> {
        let count = n_inputs.saturating_mul(n_inputs.saturating_add(3)) / 2;
        if count <= MAX_FEATURES {
            return Ok(count);
        }
        Err(format!(
            "polynomial features of {n_inputs} columns would be {count}: expected at most {MAX_FEATURES}; use fewer \
             numeric columns or a preset without them"
        ))
    }

    pub(crate) fn apply(self, mut columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let products: Vec<Vec<f64>> = pairs(columns.len())
            .into_par_iter()
            .with_min_len(64)
            .map(|(a, b)| columns[a].iter().zip(&columns[b]).map(|(x, y)| x * y).collect())
            .collect();
        columns.extend(products);
        columns
    }

    pub(crate) fn features(self, mut inputs: Vec<Feature>) -> Vec<Feature> {
        let product = |(a, b): (usize, usize)| {
            let (left, right) = (&inputs[a], &inputs[b]);
            let name =
                if a == b { format!("{}^2", left.name) } else { format!("{}_x_{}", left.name, right.name) };
            Feature::numeric(name, &left.source)
        };
        let products: Vec<Feature> = pairs(inputs.len()).into_iter().map(product).collect();
        inputs.extend(products);
        inputs
    }
}

fn pairs(n: usize) -> Vec<(usize, usize)> {
    (0..n).flat_map(|a| (a..n).map(move |b| (a, b))).collect()
}
