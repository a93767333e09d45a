//! A guess: every class with the same probability.
//!
//! The label must be a guess too, and not always the first of the tied classes, or the accuracy would be that class's share.
//! So one class, drawn by a hash of the row's features, gets a billionth more. The prediction stays a function of the row:
//! the same row always draws the same class.

use bowline_core::{
    Dataset, Estimator, FeatureMatrix, FitContext, FitError, ModelShape, Predictions, Predictor, Seed, Target,
};

use crate::linear::finite_or_zero;

/// What the drawn class gets on top.
const EDGE: f64 = 1e-9;

/// Predicts equal probabilities, with a random class as the label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RandomClass;

/// A fitted [`RandomClass`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RandomModel {
    pub(super) n_classes: usize,
    pub(super) seed: u64,
}

impl Estimator for RandomClass {
    type Model = RandomModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<RandomModel, FitError> {
        let Target::Classes { n_classes, .. } = data.y else {
            return Err(FitError::Unsuitable(
                "`random` needs classes, the target holds numbers; use `mean`".into(),
            ));
        };
        // Stored as a JSON number that every reader holds exactly.
        let seed = context.seed.derive("random_class", 0).0 >> 11;
        Ok(RandomModel { n_classes: *n_classes, seed })
    }
}

impl Predictor for RandomModel {
    fn shape(&self) -> ModelShape {
        ModelShape { n_dense: 0, n_sparse: 0, n_outputs: self.n_classes }
    }

    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        let mut seeds = vec![Seed(self.seed); x.n_samples()];
        for feature in 0..x.n_dense() {
            for (seed, &value) in seeds.iter_mut().zip(x.column(feature)) {
                *seed = mixed(*seed, feature, value);
            }
        }
        for (row, seed) in seeds.iter_mut().enumerate() {
            let (features, values) = x.sparse().row(row);
            for (&feature, &value) in features.iter().zip(values) {
                *seed = mixed(*seed, x.n_dense() + feature as usize, value);
            }
        }
        let share = (1.0 - EDGE) / self.n_classes as f64;
        let mut values = vec![share; x.n_samples() * self.n_classes];
        for (row, seed) in values.chunks_exact_mut(self.n_classes).zip(seeds) {
            row[seed.rng().below(self.n_classes as u64) as usize] += EDGE;
        }
        Predictions::Probabilities { n_classes: self.n_classes, values }
    }
}

/// The stream after a value; missing and both zeros count as one value.
fn mixed(seed: Seed, feature: usize, value: f32) -> Seed {
    let bits = u64::from((finite_or_zero(value) + 0.0).to_bits());
    seed.derive("", (feature as u64) << 32 | bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::Feature;

    #[test]
    fn labels_are_spread_evenly() {
        let n = 3000;
        let x = FeatureMatrix::dense(n, vec![Feature::numeric("x", "x")], (0..n).map(|i| i as f32).collect());
        let predictions = RandomModel { n_classes: 3, seed: 5 }.predict(&x);
        let mut counts = [0; 3];
        predictions.labels().unwrap().iter().for_each(|&label| counts[label as usize] += 1);
        assert!(counts.iter().all(|count| (900..1100).contains(count)), "{counts:?}");
    }
}
