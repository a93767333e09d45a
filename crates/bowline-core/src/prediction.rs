//! What a model answers, for every kind of task.
//!
//! One enum for all tasks lets a pipeline, an ensemble and a server pass answers on without knowing the task.

/// Answers for a batch of rows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Predictions {
    /// Class probabilities.
    Probabilities {
        /// Number of classes.
        n_classes: usize,
        /// Row-major `(n_samples, n_classes)`, each row non-negative with sum 1.
        values: Vec<f64>,
    },
    /// A number for each row (regression, forecasts, anomaly scores), `(n_samples,)`.
    Values(Vec<f64>),
    /// A cluster or segment number for each row, `(n_samples,)`.
    Clusters(Vec<u32>),
    /// For each row, items with their scores, best first (recommendations).
    Rankings(Vec<Vec<(u32, f64)>>),
}

impl Predictions {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Probabilities { n_classes, values } => values.len() / (*n_classes).max(1),
            Self::Values(values) => values.len(),
            Self::Clusters(clusters) => clusters.len(),
            Self::Rankings(rankings) => rankings.len(),
        }
    }

    /// True when there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers that can be averaged over models, with their columns a row; `None` for clusters and rankings.
    #[must_use]
    pub fn scores(&self) -> Option<(&[f64], usize)> {
        match self {
            Self::Probabilities { n_classes, values } => Some((values, *n_classes)),
            Self::Values(values) => Some((values, 1)),
            Self::Clusters(_) | Self::Rankings(_) => None,
        }
    }

    /// Turns raw scores `(n_samples, n_classes)` into probabilities by softmax, in place.
    #[must_use]
    pub fn from_logits(mut logits: Vec<f64>, n_classes: usize) -> Self {
        for row in logits.chunks_exact_mut(n_classes) {
            let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let mut sum = 0.0;
            for value in row.iter_mut() {
                *value = (*value - top).exp();
                sum += *value;
            }
            row.iter_mut().for_each(|value| *value /= sum);
        }
        Self::Probabilities { n_classes, values: logits }
    }

    /// Binary probabilities `[1 - p, p]` from the probability of class 1 of each row.
    #[must_use]
    pub fn from_positive(positive: impl IntoIterator<Item = f64>) -> Self {
        let values = positive.into_iter().flat_map(|p| [1.0 - p, p]).collect();
        Self::Probabilities { n_classes: 2, values }
    }

    /// The most probable class of each row, ties to the lowest; `None` when these are no probabilities.
    #[must_use]
    pub fn labels(&self) -> Option<Vec<u32>> {
        let Self::Probabilities { n_classes, values } = self else { return None };
        Some(values.chunks_exact(*n_classes).map(|row| argmax(row) as u32).collect())
    }
}

fn argmax(row: &[f64]) -> usize {
    row.iter().enumerate().fold(0, |best, (at, &value)| if value > row[best] { at } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_is_stable_and_sums_to_one() {
        let Predictions::Probabilities { values, .. } =
            Predictions::from_logits(vec![1000.0, 0.0, 3.0, 3.0], 2)
        else {
            panic!("probabilities expected")
        };
        assert_eq!(values, [1.0, 0.0, 0.5, 0.5]);
    }

    #[test]
    fn ties_go_to_the_lowest_class() {
        assert_eq!(Predictions::from_positive([0.5, 0.6]).labels(), Some(vec![0, 1]));
    }
}
