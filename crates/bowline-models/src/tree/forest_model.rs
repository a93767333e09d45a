//! A fitted forest.

use bowline_core::{FeatureMatrix, ModelShape, Predictions, Predictor};

use super::trees::Trees;

/// What the leaves hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ForestTask {
    /// Shares of so many classes.
    Classes(usize),
    /// A mean.
    Values,
}

/// A forest as fitted by [`RandomForest`](super::RandomForest) or [`ExtraTrees`](super::ExtraTrees).
///
/// Deep leaves hold one class or a few, so their shares are stored in compressed rows.
#[derive(Debug, Clone, PartialEq)]
pub struct ForestModel {
    pub(super) task: ForestTask,
    /// Added to every mean, so that the stored f32 ones are small; 0 for classes.
    pub(super) centre: f64,
    pub(super) trees: Trees,
    /// `(n_leaves + 1,)`: where each leaf's answer starts.
    pub(super) starts: Vec<u32>,
    /// Class of each stored share; 0 for means.
    pub(super) outputs: Vec<u32>,
    /// Shares, or means as distances from the centre.
    pub(super) values: Vec<f32>,
}

impl ForestModel {
    /// Number of trees.
    #[must_use]
    pub fn n_trees(&self) -> usize {
        self.trees.roots.len()
    }
}

impl Predictor for ForestModel {
    fn shape(&self) -> ModelShape {
        let n_outputs = match self.task {
            ForestTask::Classes(n_classes) => n_classes,
            ForestTask::Values => 1,
        };
        ModelShape { n_dense: self.trees.n_features, n_sparse: 0, n_outputs }
    }

    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        let n_outputs = match self.task {
            ForestTask::Classes(n_classes) => n_classes,
            ForestTask::Values => 1,
        };
        let mut sums = self.trees.sum_over_trees(x, &vec![0.0; n_outputs], |_, leaf, sums| {
            let range = self.starts[leaf] as usize..self.starts[leaf + 1] as usize;
            for (&output, &value) in self.outputs[range.clone()].iter().zip(&self.values[range]) {
                sums[output as usize] += f64::from(value);
            }
        });
        match self.task {
            ForestTask::Values => {
                let n_trees = self.n_trees().max(1) as f64;
                sums.iter_mut().for_each(|sum| *sum = self.centre + *sum / n_trees);
                Predictions::Values(sums)
            }
            ForestTask::Classes(n_classes) => {
                for row in sums.chunks_exact_mut(n_outputs) {
                    let total: f64 = row.iter().sum();
                    if total > 0.0 {
                        row.iter_mut().for_each(|share| *share /= total);
                    } else {
                        row.fill(1.0 / n_classes as f64);
                    }
                }
                Predictions::Probabilities { n_classes, values: sums }
            }
        }
    }
}
