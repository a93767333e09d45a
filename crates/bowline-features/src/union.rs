//! Transformers side by side: the features of the first, then those of the second, and so on.

use std::fmt;

use bowline_core::{
    Feature, FeatureMatrix, FitContext, FitError, FittedTransformer, SparseRows, Table, TransformError,
    Transformer,
};
use rayon::prelude::*;

use crate::feature_names::distinct;

mod artifact;

/// Rows below which one thread is quicker than several.
const PARALLEL_ROWS: usize = 64;

/// The object-safe form of [`Transformer`].
pub trait DynTransformer: Send + Sync {
    /// See [`Transformer::fit`].
    ///
    /// # Errors
    /// See [`Transformer::fit`].
    fn fit_dyn(
        &self,
        table: &Table,
        context: &FitContext<'_>,
    ) -> Result<Box<dyn FittedTransformer>, FitError>;
}

impl<T: Transformer> DynTransformer for T {
    fn fit_dyn(
        &self,
        table: &Table,
        context: &FitContext<'_>,
    ) -> Result<Box<dyn FittedTransformer>, FitError> {
        Ok(Box::new(self.fit(table, context)?))
    }
}

/// Fits its parts to the same table, each with a seed of its own.
#[derive(Default)]
pub struct FeatureUnion {
    /// The parts, in the order of their features.
    pub parts: Vec<Box<dyn DynTransformer>>,
}

impl fmt::Debug for FeatureUnion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeatureUnion").field("n_parts", &self.parts.len()).finish()
    }
}

/// A fitted [`FeatureUnion`].
#[derive(Debug)]
pub struct FittedUnion {
    parts: Vec<Box<dyn FittedTransformer>>,
    features: Vec<Feature>,
    n_sparse: usize,
}

impl FeatureUnion {
    /// This union with another part at its end.
    #[must_use]
    pub fn with(mut self, part: impl Transformer + 'static) -> Self {
        self.parts.push(Box::new(part));
        self
    }
}

impl Transformer for FeatureUnion {
    type Fitted = FittedUnion;

    /// # Errors
    /// The error of the first part that cannot be fitted.
    fn fit(&self, table: &Table, context: &FitContext<'_>) -> Result<FittedUnion, FitError> {
        let fit = |at: usize| {
            let seed = context.seed.derive("feature-union", at as u64);
            self.parts[at].fit_dyn(table, &FitContext { seed, ..*context })
        };
        let parts: Vec<Result<Box<dyn FittedTransformer>, FitError>> =
            (0..self.parts.len()).into_par_iter().map(fit).collect();
        FittedUnion::assemble(parts.into_iter().collect::<Result<_, _>>()?).map_err(FitError::Unsuitable)
    }
}

impl FittedUnion {
    /// Joins the parts; a feature whose name an earlier part has gets a suffix.
    fn assemble(parts: Vec<Box<dyn FittedTransformer>>) -> Result<Self, String> {
        let features = distinct(parts.iter().flat_map(|part| part.features().iter().cloned()).collect());
        let n_sparse = parts.iter().map(|part| part.n_sparse()).fold(0, usize::saturating_add);
        if u32::try_from(n_sparse).is_err() {
            return Err(format!("{n_sparse} sparse features: expected at most {}", u32::MAX));
        }
        Ok(Self { parts, features, n_sparse })
    }

    /// The fitted parts, in the order of their features.
    #[must_use]
    pub fn parts(&self) -> &[Box<dyn FittedTransformer>] {
        &self.parts
    }
}

impl FittedTransformer for FittedUnion {
    fn features(&self) -> &[Feature] {
        &self.features
    }

    fn n_sparse(&self) -> usize {
        self.n_sparse
    }

    fn transform(&self, table: &Table) -> Result<FeatureMatrix, TransformError> {
        let blocks: Vec<Result<FeatureMatrix, TransformError>> = if table.n_rows() < PARALLEL_ROWS {
            self.parts.iter().map(|part| part.transform(table)).collect()
        } else {
            self.parts.par_iter().map(|part| part.transform(table)).collect()
        };
        let blocks: Vec<FeatureMatrix> = blocks.into_iter().collect::<Result<_, _>>()?;
        let n_samples = table.n_rows();
        let mut dense = Vec::with_capacity(self.features.len() * n_samples);
        for block in &blocks {
            (0..block.n_dense()).for_each(|at| dense.extend_from_slice(block.column(at)));
        }
        let sparse = side_by_side(n_samples, self.n_sparse, blocks.iter().map(FeatureMatrix::sparse));
        Ok(FeatureMatrix::new(n_samples, self.features.clone(), dense, sparse))
    }
}

fn side_by_side<'a>(
    n_samples: usize,
    n_features: usize,
    blocks: impl Iterator<Item = &'a SparseRows>,
) -> SparseRows {
    let blocks: Vec<&SparseRows> = blocks.filter(|block| block.n_features > 0).collect();
    let n_values = blocks.iter().map(|block| block.values.len()).sum();
    let mut joined = SparseRows::empty(0);
    joined.n_features = n_features;
    joined.indices.reserve_exact(n_values);
    joined.values.reserve_exact(n_values);
    for row in 0..n_samples {
        let mut offset = 0;
        for block in &blocks {
            let (indices, values) = block.row(row);
            joined.indices.extend(indices.iter().map(|index| index + offset));
            joined.values.extend_from_slice(values);
            offset += block.n_features as u32;
        }
        joined.starts.push(joined.indices.len());
    }
    joined
}
