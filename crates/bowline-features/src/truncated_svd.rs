//! Many sparse features squeezed into a few dense ones that keep most of what they say.
//!
//! The truncated singular value decomposition finds the k directions along which the rows spread most. Words that appear
//! in the same texts point the same way, so the new features are something like topics. A random projection followed by a
//! few power iterations finds the directions without ever forming a dense matrix (Halko, Martinsson and Tropp, SIAM Review
//! 2011, algorithms 4.4 and 5.1, <https://doi.org/10.1137/090771806>). Signs are such that the largest loading of each
//! direction is positive, as in scikit-learn's `TruncatedSVD`; directions without any spread are dropped.

use bowline_core::{FitError, Seed, SparseRows};
use faer::{Mat, MatRef};
use rayon::prelude::*;

/// Rows that one thread works on at a time.
const CHUNK: usize = 256;
/// Singular values below this share of the largest are rounding errors.
const NO_SPREAD: f64 = 1e-9;

/// Parameters of the decomposition; the defaults of scikit-learn but for the number of components.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TruncatedSvd {
    /// Directions wanted, at least 1; fewer come back when the matrix has fewer. Default 50.
    pub n_components: usize,
    /// Extra random directions, which make the wanted ones more exact. Default 10.
    pub n_oversamples: usize,
    /// Power iterations; more separate directions of nearly equal spread. Default 5.
    pub n_iterations: usize,
}

impl Default for TruncatedSvd {
    fn default() -> Self {
        Self { n_components: 50, n_oversamples: 10, n_iterations: 5 }
    }
}

/// A fitted [`TruncatedSvd`].
#[derive(Debug, Clone, PartialEq)]
pub struct FittedSvd {
    pub(crate) n_features: usize,
    pub(crate) n_components: usize,
    /// Row-major `(n_features, n_components)`, finite.
    pub(crate) loadings: Vec<f32>,
    /// Descending, `(n_components,)`.
    pub(crate) singular_values: Vec<f64>,
}

impl TruncatedSvd {
    /// Finds the directions of `x`, `(n_samples, n_features)`. The same seed gives the same directions at any number of
    /// threads. O(n_iterations (nnz k + (n_samples + n_features) k^2)) for k directions, extra ones included.
    ///
    /// # Errors
    /// [`FitError::Parameter`] when no components are asked for; [`FitError::Numeric`] when the small decomposition does
    /// not converge.
    pub fn fit(&self, x: &SparseRows, seed: Seed) -> Result<FittedSvd, FitError> {
        if self.n_components == 0 {
            let (name, expected) = ("n_components", "at least 1");
            return Err(FitError::Parameter { name, found: "0".into(), expected });
        }
        let (n_samples, n_features) = (x.n_samples(), x.n_features);
        let smaller = n_samples.min(n_features);
        let wanted = self.n_components.min(smaller);
        let width = self.n_components.saturating_add(self.n_oversamples).min(smaller);
        if wanted == 0 || x.values.is_empty() {
            return Ok(FittedSvd {
                n_features,
                n_components: 0,
                loadings: Vec::new(),
                singular_values: Vec::new(),
            });
        }
        let transposed = transpose(x);
        let mut rng = seed.derive("truncated-svd", 0).rng();
        let random: Vec<f64> = (0..n_features * width).map(|_| rng.normal()).collect();
        let mut range = orthonormal(&times(x, &random, width), width);
        for _ in 0..self.n_iterations {
            let features = orthonormal(&times(&transposed, &range, width), width);
            range = orthonormal(&times(x, &features, width), width);
        }
        // X is close to Q Q'X; with X'Q = U S W' the directions are the columns of U.
        let projected = times(&transposed, &range, width);
        let svd = MatRef::from_row_major_slice(&projected, n_features, width)
            .thin_svd()
            .map_err(|_| FitError::Numeric("the singular value decomposition of the texts".into()))?;
        let values: Vec<f64> = (0..wanted).map(|at| svd.S()[at]).collect();
        let n_components = values.iter().take_while(|&&value| value > values[0] * NO_SPREAD).count();
        let signs: Vec<f64> = (0..n_components)
            .map(|at| sign_of_largest((0..n_features).map(|row| svd.U()[(row, at)])))
            .collect();
        let mut loadings = Vec::with_capacity(n_features * n_components);
        for feature in 0..n_features {
            loadings.extend((0..n_components).map(|at| (svd.U()[(feature, at)] * signs[at]) as f32));
        }
        let singular_values = values[..n_components].to_vec();
        Ok(FittedSvd { n_features, n_components, loadings, singular_values })
    }
}

impl FittedSvd {
    /// Number of directions found.
    #[must_use]
    pub fn n_components(&self) -> usize {
        self.n_components
    }

    /// The spread along each direction, descending, `(n_components,)`.
    #[must_use]
    pub fn singular_values(&self) -> &[f64] {
        &self.singular_values
    }

    /// Weight of each feature in each direction, row-major `(n_features, n_components)`.
    #[must_use]
    pub fn loadings(&self) -> &[f32] {
        &self.loadings
    }

    /// Places of the rows along the directions, column-major `(n_samples, n_components)`. `x` must have the features that
    /// this was fitted on.
    #[must_use]
    pub fn project(&self, x: &SparseRows) -> Vec<f32> {
        let (n_samples, k) = (x.n_samples(), self.n_components);
        let mut by_row = vec![0.0f64; n_samples * k];
        let place = |(row, sums): (usize, &mut [f64])| {
            let (features, values) = x.row(row);
            for (&feature, &value) in features.iter().zip(values) {
                let loadings = &self.loadings[feature as usize * k..(feature as usize + 1) * k];
                for (sum, &loading) in sums.iter_mut().zip(loadings) {
                    *sum += f64::from(value) * f64::from(loading);
                }
            }
        };
        if n_samples <= CHUNK {
            by_row.chunks_exact_mut(k.max(1)).enumerate().for_each(place);
        } else {
            by_row.par_chunks_exact_mut(k.max(1)).with_min_len(CHUNK).enumerate().for_each(place);
        }
        (0..k)
            .flat_map(|at| (0..n_samples).map(move |row| (row, at)))
            .map(|(row, at)| by_row[row * k + at] as f32)
            .collect()
    }
}

/// `x` times a row-major dense matrix `(n_features, width)`, row-major `(n_samples, width)`. Every row is summed by one
/// thread in the order of the features, so the threads do not show.
fn times(x: &SparseRows, dense: &[f64], width: usize) -> Vec<f64> {
    let mut product = vec![0.0; x.n_samples() * width];
    product.par_chunks_exact_mut(width).with_min_len(CHUNK).enumerate().for_each(|(row, sums)| {
        let (features, values) = x.row(row);
        for (&feature, &value) in features.iter().zip(values) {
            let other = &dense[feature as usize * width..(feature as usize + 1) * width];
            for (sum, &factor) in sums.iter_mut().zip(other) {
                *sum += f64::from(value) * factor;
            }
        }
    });
    product
}

/// Rows become features and features rows.
fn transpose(x: &SparseRows) -> SparseRows {
    let mut starts = vec![0usize; x.n_features + 1];
    for &feature in &x.indices {
        starts[feature as usize + 1] += 1;
    }
    for at in 0..x.n_features {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let (mut indices, mut values) = (vec![0u32; x.indices.len()], vec![0.0f32; x.indices.len()]);
    for row in 0..x.n_samples() {
        let (features, row_values) = x.row(row);
        for (&feature, &value) in features.iter().zip(row_values) {
            let place = &mut next[feature as usize];
            indices[*place] = row as u32;
            values[*place] = value;
            *place += 1;
        }
    }
    SparseRows { n_features: x.n_samples(), starts, indices, values }
}

/// An orthonormal basis of the columns of a row-major matrix with at least `width` rows, row-major again. The linear
/// algebra library is built without threads, so that the order of its sums is fixed.
fn orthonormal(matrix: &[f64], width: usize) -> Vec<f64> {
    let n_rows = matrix.len() / width;
    let q: Mat<f64> = MatRef::from_row_major_slice(matrix, n_rows, width).qr().compute_thin_Q();
    let mut basis = Vec::with_capacity(matrix.len());
    for row in 0..n_rows {
        basis.extend((0..width).map(|at| q[(row, at)]));
    }
    basis
}

/// The sign that makes the first of the largest loadings positive.
fn sign_of_largest(loadings: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = loadings.clone().fold(0.0, |top: f64, x| top.max(x.abs()));
    let first = loadings.into_iter().find(|x| x.abs() >= largest * (1.0 - 1e-9));
    first.map_or(1.0, f64::signum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_of_rank_one() {
        let x = SparseRows {
            n_features: 3,
            starts: vec![0, 2, 2, 4],
            indices: vec![0, 2, 0, 2],
            values: vec![3.0, -4.0, 6.0, -8.0],
        };
        let fitted = TruncatedSvd::default().fit(&x, Seed(1)).unwrap();
        assert_eq!(fitted.n_components(), 1);
        assert!((fitted.singular_values()[0] - 125f64.sqrt()).abs() < 1e-9);
        let expected = [-0.6, 0.0, 0.8];
        assert!(fitted.loadings().iter().zip(expected).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-6));
        let places = fitted.project(&x);
        assert!((places[0] + 5.0).abs() < 1e-5 && places[1] == 0.0 && (places[2] + 10.0).abs() < 1e-5);
    }

    #[test]
    fn nothing_gives_nothing() {
        let fitted = TruncatedSvd::default().fit(&SparseRows::empty(4), Seed(1)).unwrap();
        assert!(fitted.n_components() == 0 && fitted.project(&SparseRows::empty(4)).is_empty());
    }
}
