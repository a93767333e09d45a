//! What models read: features as f32, dense by column, and word counts as sparse rows.
//!
//! Features are f32 because exported models (ONNX, TFLite) compute in f32: a threshold that is cut on f32 decides
//! the same way everywhere. A missing value is NaN. A category is its code as a whole number, with the number of
//! levels in its [`Feature`]. The bins of the tree learners are built on first use and then shared by every fold and
//! every candidate that reads this matrix.

use std::sync::{Arc, OnceLock};

use crate::binned::Binned;

/// How the numbers of a feature are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeatureKind {
    /// A magnitude; larger means more.
    Numeric,
    /// A code from 0 to `n_levels - 1`, most frequent level first; the order means nothing else.
    Categorical {
        /// Number of levels seen when the encoder was fitted.
        n_levels: u32,
    },
}

/// A dense feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Unique name, such as `tenure` or `signup_at.month`.
    pub name: String,
    /// The table's column it was made from, to which its importance is added.
    pub source: String,
    /// How to read it.
    pub kind: FeatureKind,
}

impl Feature {
    /// A numeric feature.
    #[must_use]
    pub fn numeric(name: impl Into<String>, source: impl Into<String>) -> Self {
        Self { name: name.into(), source: source.into(), kind: FeatureKind::Numeric }
    }
}

/// Sparse features in compressed rows (CSR): mostly word weights.
#[derive(Debug, Clone, PartialEq)]
pub struct SparseRows {
    /// Number of sparse features.
    pub n_features: usize,
    /// `(n_samples + 1,)`: where each row starts in `indices` and `values`; ascending, first 0.
    pub starts: Vec<usize>,
    /// Feature numbers, ascending within a row, each below `n_features`.
    pub indices: Vec<u32>,
    /// Values, as many as `indices`, finite.
    pub values: Vec<f32>,
}

impl SparseRows {
    /// A block without features for `n_samples` rows.
    #[must_use]
    pub fn empty(n_samples: usize) -> Self {
        Self { n_features: 0, starts: vec![0; n_samples + 1], indices: Vec::new(), values: Vec::new() }
    }

    /// Number of rows.
    #[must_use]
    pub fn n_samples(&self) -> usize {
        self.starts.len() - 1
    }

    /// Feature numbers and values of one row.
    #[must_use]
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.indices[range.clone()], &self.values[range])
    }

    /// Both blocks side by side: the features of `right` are numbered after those of `self`.
    #[must_use]
    pub fn beside(&self, right: &Self) -> Self {
        let mut joined = Self::empty(0);
        joined.n_features = self.n_features + right.n_features;
        for row in 0..self.n_samples() {
            for (block, offset) in [(self, 0), (right, self.n_features as u32)] {
                let (indices, values) = block.row(row);
                joined.indices.extend(indices.iter().map(|index| index + offset));
                joined.values.extend_from_slice(values);
            }
            joined.starts.push(joined.indices.len());
        }
        joined
    }
}

/// Features of some rows, `(n_samples, n_features)`.
#[derive(Debug, Clone)]
pub struct FeatureMatrix {
    n_samples: usize,
    features: Vec<Feature>,
    /// Column-major: feature `f` is `dense[f * n_samples..(f + 1) * n_samples]`.
    dense: Vec<f32>,
    sparse: SparseRows,
    binned: OnceLock<Arc<Binned>>,
}

impl FeatureMatrix {
    /// Joins dense columns and a sparse block.
    ///
    /// `dense` is column-major with `features.len() * n_samples` numbers. Panics when the lengths disagree, which is
    /// a fault of the caller and never of data.
    #[must_use]
    pub fn new(n_samples: usize, features: Vec<Feature>, dense: Vec<f32>, sparse: SparseRows) -> Self {
        assert_eq!(dense.len(), features.len() * n_samples, "dense block must be (n_samples, n_features)");
        assert_eq!(sparse.n_samples(), n_samples, "sparse block must have n_samples rows");
        Self { n_samples, features, dense, sparse, binned: OnceLock::new() }
    }

    /// A matrix of dense columns alone.
    #[must_use]
    pub fn dense(n_samples: usize, features: Vec<Feature>, dense: Vec<f32>) -> Self {
        Self::new(n_samples, features, dense, SparseRows::empty(n_samples))
    }

    /// Number of rows.
    #[must_use]
    pub fn n_samples(&self) -> usize {
        self.n_samples
    }

    /// The dense features.
    #[must_use]
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Number of dense features.
    #[must_use]
    pub fn n_dense(&self) -> usize {
        self.features.len()
    }

    /// Dense feature `feature`, `(n_samples,)`. Panics when out of range.
    #[must_use]
    pub fn column(&self, feature: usize) -> &[f32] {
        &self.dense[feature * self.n_samples..(feature + 1) * self.n_samples]
    }

    /// Copies the dense features of one row into `out`, which must have [`Self::n_dense`] places.
    pub fn copy_row(&self, row: usize, out: &mut [f32]) {
        for (feature, place) in out.iter_mut().enumerate() {
            *place = self.dense[feature * self.n_samples + row];
        }
    }

    /// The sparse block; it has no features when nothing is sparse.
    #[must_use]
    pub fn sparse(&self) -> &SparseRows {
        &self.sparse
    }

    /// The dense features in u8 bins, built at the first call and shared afterwards.
    #[must_use]
    pub fn binned(&self) -> &Binned {
        self.binned.get_or_init(|| Arc::new(Binned::from_matrix(self)))
    }

    /// Two matrices of the same rows side by side: `right`'s features come after `self`'s, dense and sparse.
    #[must_use]
    pub fn beside(mut self, right: &Self) -> Self {
        assert_eq!(self.n_samples, right.n_samples, "both matrices must have the same rows");
        self.features.extend_from_slice(&right.features);
        self.dense.extend_from_slice(&right.dense);
        if right.sparse.n_features > 0 {
            self.sparse = self.sparse.beside(&right.sparse);
        }
        self.binned = OnceLock::new();
        self
    }

    /// The rows of `rows`, in that order. Panics when one is out of range.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        let mut dense = Vec::with_capacity(rows.len() * self.n_dense());
        for feature in 0..self.n_dense() {
            let column = self.column(feature);
            dense.extend(rows.iter().map(|&row| column[row as usize]));
        }
        let mut sparse = SparseRows::empty(0);
        sparse.n_features = self.sparse.n_features;
        for &row in rows {
            let (indices, values) = self.sparse.row(row as usize);
            sparse.indices.extend_from_slice(indices);
            sparse.values.extend_from_slice(values);
            sparse.starts.push(sparse.indices.len());
        }
        Self::new(rows.len(), self.features.clone(), dense, sparse)
    }

    /// Bytes held by the values, without bins.
    #[must_use]
    pub fn byte_size(&self) -> usize {
        self.dense.len() * 4 + self.sparse.indices.len() * 8 + self.sparse.starts.len() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn side_by_side_keeps_rows_and_renumbers() {
        let sparse =
            SparseRows { n_features: 3, starts: vec![0, 1, 2], indices: vec![2, 0], values: vec![1.0, 2.0] };
        let make = || {
            FeatureMatrix::new(2, vec![Feature::numeric("a", "a")], vec![1.0, 2.0], sparse.clone()).beside(
                &FeatureMatrix::new(2, vec![Feature::numeric("b", "b")], vec![3.0, 4.0], sparse.clone()),
            )
        };
        let joined = make();
        assert_eq!(joined.column(1), [3.0, 4.0]);
        assert_eq!(joined.sparse().row(1), (&[0u32, 3][..], &[2.0f32, 2.0][..]));
        let swapped = joined.take(&[1, 0]);
        assert_eq!(
            (swapped.column(0), swapped.sparse().row(1)),
            (&[2.0f32, 1.0][..], joined.sparse().row(0))
        );
        let mut row = [0.0; 2];
        joined.copy_row(1, &mut row);
        assert_eq!(row, [2.0, 4.0]);
    }
}
