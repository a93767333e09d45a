//! The stored form of trees: nodes in one list, and the walk of a row from a root to a leaf.
//!
//! A node compares the f32 value itself and not its bin, so a model needs no bins to predict. Children always come after their
//! parent in the list, which is what makes every walk end.

use bowline_core::FeatureMatrix;
use rayon::prelude::*;

/// A child reference with this bit set is the number of a leaf.
pub(crate) const LEAF: u32 = 1 << 31;
/// Mask number of a node that compares with a threshold.
pub(crate) const NO_MASK: u32 = u32::MAX;
/// Rows that are walked together, copied next to each other first.
const BLOCK: usize = 256;

/// A set of category codes: bit `min(code, 255)`.
pub(crate) type CategoryMask = [u32; 8];

/// Whether a code is in the set.
pub(crate) fn contains(mask: &CategoryMask, code: usize) -> bool {
    let code = code.min(255);
    mask[code / 32] >> (code % 32) & 1 == 1
}

/// A question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Node {
    /// Dense feature.
    pub feature: u32,
    /// Values up to this one go left; infinite when every present value does.
    pub threshold: f32,
    /// A node number, or [`LEAF`] plus a leaf number.
    pub left: u32,
    /// As `left`.
    pub right: u32,
    /// Number of the set of categories that go left, or [`NO_MASK`].
    pub mask: u32,
    /// Where a missing value goes.
    pub missing_left: bool,
}

/// Any number of trees over the same features.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Trees {
    /// Dense features of the matrix that they were fitted on.
    pub n_features: usize,
    /// A child reference for each tree.
    pub roots: Vec<u32>,
    /// All nodes; children come after their parents.
    pub nodes: Vec<Node>,
    /// All category sets.
    pub masks: Vec<CategoryMask>,
    /// Number of leaves of all trees.
    pub n_leaves: usize,
}

impl Trees {
    /// The leaf of a row, `(n_features,)`, in one tree.
    fn leaf(&self, tree: usize, values: &[f32]) -> usize {
        let mut at = self.roots[tree];
        while at & LEAF == 0 {
            let node = &self.nodes[at as usize];
            let value = values[node.feature as usize];
            let left = if value.is_nan() {
                node.missing_left
            } else if node.mask == NO_MASK {
                value <= node.threshold
            } else if value < 0.0 {
                node.missing_left
            } else {
                contains(&self.masks[node.mask as usize], value as usize)
            };
            at = if left { node.left } else { node.right };
        }
        (at & !LEAF) as usize
    }

    /// Sums over the trees: each row of the result, `(n_samples, n_outputs)`, begins as `start`, and `add` is called with
    /// every tree and the leaf where the row ends. Features that `x` lacks count as missing.
    pub(crate) fn sum_over_trees(
        &self,
        x: &FeatureMatrix,
        start: &[f64],
        add: impl Fn(usize, usize, &mut [f64]) + Sync,
    ) -> Vec<f64> {
        let (n_outputs, width) = (start.len().max(1), self.n_features.max(1));
        let mut out = start.repeat(x.n_samples());
        let walk = |(at, sums): (usize, &mut [f64])| {
            let (first, n_rows) = (at * BLOCK, sums.len() / n_outputs);
            let mut values = vec![f32::NAN; n_rows * width];
            for feature in 0..self.n_features.min(x.n_dense()) {
                let column = &x.column(feature)[first..first + n_rows];
                for (row, &value) in values.chunks_exact_mut(width).zip(column) {
                    row[feature] = value;
                }
            }
            for tree in 0..self.roots.len() {
                for (row, sum) in values.chunks_exact(width).zip(sums.chunks_exact_mut(n_outputs)) {
                    add(tree, self.leaf(tree, row), sum);
                }
            }
        };
        if x.n_samples() <= BLOCK {
            out.chunks_mut(BLOCK * n_outputs).enumerate().for_each(walk);
        } else {
            out.par_chunks_mut(BLOCK * n_outputs).enumerate().for_each(walk);
        }
        out
    }
}
