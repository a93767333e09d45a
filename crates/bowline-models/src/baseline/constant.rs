//! The same answer for every row: the classes' shares, or the mean.
//!
//! The label that follows from the shares is the most frequent class, hence the name; the shares themselves are the best
//! constant probabilities by log loss (scikit-learn's `DummyClassifier` calls this strategy `prior`).

use bowline_core::{
    Dataset, Estimator, FeatureMatrix, FitContext, FitError, ModelShape, Predictions, Predictor, Target,
};

/// Predicts the share of each class among the training rows, so that the label is the most frequent class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MostFrequent;

/// Predicts the mean of the training rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MeanValue;

/// A fitted constant.
#[derive(Debug, Clone, PartialEq)]
pub enum ConstantModel {
    /// Probability of each class; sums to 1.
    Probabilities(Vec<f64>),
    /// One number.
    Value(f64),
}

impl Estimator for MostFrequent {
    type Model = ConstantModel;

    fn fit(&self, data: &Dataset<'_>, _context: &FitContext<'_>) -> Result<ConstantModel, FitError> {
        let Target::Classes { codes, n_classes } = data.y else {
            return Err(FitError::Unsuitable(
                "`most_frequent` needs classes, the target holds numbers; use `mean`".into(),
            ));
        };
        let mut shares = vec![0.0; *n_classes];
        for &row in data.rows {
            shares[codes[row as usize] as usize] += data.weight(row);
        }
        let total: f64 = shares.iter().sum();
        check_total(total)?;
        shares.iter_mut().for_each(|share| *share /= total);
        Ok(ConstantModel::Probabilities(shares))
    }
}

impl Estimator for MeanValue {
    type Model = ConstantModel;

    fn fit(&self, data: &Dataset<'_>, _context: &FitContext<'_>) -> Result<ConstantModel, FitError> {
        let Target::Values(values) = data.y else {
            return Err(FitError::Unsuitable(
                "`mean` needs numbers, the target holds classes; use `most_frequent`".into(),
            ));
        };
        let total: f64 = data.rows.iter().map(|&row| data.weight(row)).sum();
        check_total(total)?;
        let mean = data.rows.iter().map(|&row| data.weight(row) / total * values[row as usize]).sum();
        Ok(ConstantModel::Value(mean))
    }
}

pub(super) fn check_total(total: f64) -> Result<(), FitError> {
    if total.is_finite() && total > 0.0 {
        return Ok(());
    }
    Err(FitError::Unsuitable("no training row has a weight above 0: expected at least one".into()))
}

impl Predictor for ConstantModel {
    fn shape(&self) -> ModelShape {
        let n_outputs = match self {
            Self::Probabilities(shares) => shares.len(),
            Self::Value(_) => 1,
        };
        ModelShape { n_dense: 0, n_sparse: 0, n_outputs }
    }

    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        match self {
            Self::Probabilities(shares) => Predictions::Probabilities {
                n_classes: shares.len(),
                values: shares.iter().copied().cycle().take(shares.len() * x.n_samples()).collect(),
            },
            Self::Value(value) => Predictions::Values(vec![*value; x.n_samples()]),
        }
    }
}
