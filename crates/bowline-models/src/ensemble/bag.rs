//! A bag: the plain mean of models that were fitted alike on different rows.
//!
//! Cross-validation fits a model per fold to estimate a score. Throwing these away and fitting once more on all rows costs
//! another fit; keeping their mean costs none, and is steadier than any one of them (Breiman 1996, *Bagging Predictors*,
//! <https://doi.org/10.1007/BF00058655>).

use bowline_core::{FeatureMatrix, FitError, Model, ModelShape, Predictions, Predictor};
use rayon::prelude::*;

/// Batches of fewer rows are scored on the calling thread, for a quick answer to one row.
const SERIAL_ROWS: usize = 64;

/// The mean of several models' predictions.
#[derive(Debug)]
pub struct Bag {
    /// At least one.
    pub(super) models: Vec<Box<dyn Model>>,
}

impl Bag {
    /// Joins models of one task, which read the same features.
    ///
    /// # Errors
    /// [`FitError::Unsuitable`] when there are none.
    pub fn new(models: Vec<Box<dyn Model>>) -> Result<Self, FitError> {
        if models.is_empty() {
            return Err(FitError::Unsuitable("a bag has no models: expected at least one".into()));
        }
        Ok(Self { models })
    }

    /// The models.
    #[must_use]
    pub fn models(&self) -> &[Box<dyn Model>] {
        &self.models
    }
}

impl Predictor for Bag {
    fn shape(&self) -> ModelShape {
        // What all of them can be asked; the bag answers as its first model does.
        let none = ModelShape { n_dense: 0, n_sparse: 0, n_outputs: 1 };
        let shapes = self.models.iter().map(|model| model.shape());
        shapes
            .reduce(|all, one| ModelShape {
                n_dense: all.n_dense.max(one.n_dense),
                n_sparse: all.n_sparse.max(one.n_sparse),
                n_outputs: all.n_outputs,
            })
            .unwrap_or(none)
    }

    /// The mean, added up in the order of the models. Answers that cannot be averaged (clusters, rankings) are those of
    /// the first model; so are the shape and the kind, and models that answer otherwise do not count.
    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        let answers: Vec<Predictions> = if x.n_samples() < SERIAL_ROWS {
            self.models.iter().map(|model| model.predict(x)).collect()
        } else {
            self.models.par_iter().map(|model| model.predict(x)).collect()
        };
        let mut answers = answers.into_iter();
        let Some(mut mean) = answers.next() else { return Predictions::Values(vec![0.0; x.n_samples()]) };
        let mut count = 1.0;
        for answer in answers {
            match (&mut mean, &answer) {
                (
                    Predictions::Probabilities { n_classes, values },
                    Predictions::Probabilities { n_classes: others, values: more },
                ) if n_classes == others => add(values, more),
                (Predictions::Values(values), Predictions::Values(more)) => add(values, more),
                _ => continue,
            }
            count += 1.0;
        }
        if let Predictions::Probabilities { values, .. } | Predictions::Values(values) = &mut mean {
            values.iter_mut().for_each(|value| *value /= count);
        }
        mean
    }
}

fn add(sums: &mut [f64], values: &[f64]) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
}
