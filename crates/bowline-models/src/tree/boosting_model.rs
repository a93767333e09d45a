//! A fitted sum of trees.

use bowline_core::{FeatureMatrix, ModelShape, Predictions, Predictor};

use super::objective::Objective;
use super::trees::Trees;

/// Boosted trees as fitted by [`GradientBoosting`](super::GradientBoosting).
#[derive(Debug, Clone, PartialEq)]
pub struct BoostingModel {
    pub(super) objective: Objective,
    /// Score of each output before the first tree.
    pub(super) start: Vec<f64>,
    /// Tree `t` adds to output `t % start.len()`.
    pub(super) trees: Trees,
    /// A value for each leaf.
    pub(super) leaf_values: Vec<f32>,
}

impl BoostingModel {
    /// Number of trees.
    #[must_use]
    pub fn n_trees(&self) -> usize {
        self.trees.roots.len()
    }
}

impl Predictor for BoostingModel {
    fn shape(&self) -> ModelShape {
        // The logistic objective has one score for both classes.
        let n_outputs = if self.objective == Objective::Logistic { 2 } else { self.start.len() };
        ModelShape { n_dense: self.trees.n_features, n_sparse: 0, n_outputs }
    }

    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        let n_outputs = self.start.len();
        let scores = self.trees.sum_over_trees(x, &self.start, |tree, leaf, sums| {
            sums[tree % n_outputs] += f64::from(self.leaf_values[leaf]);
        });
        match self.objective {
            Objective::Squared => Predictions::Values(scores),
            Objective::Logistic => {
                Predictions::from_positive(scores.into_iter().map(|score| 1.0 / (1.0 + (-score).exp())))
            }
            Objective::Softmax => Predictions::from_logits(scores, n_outputs),
        }
    }
}
