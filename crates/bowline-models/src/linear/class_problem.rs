//! A classification as the solvers see it: the classes that occur, one row weight each, and the rows in blocks.
//!
//! Two classes need one score a row (its sign decides), more need one score a class. A class that no training row has
//! cannot be learned: it gets a fixed small probability, as if one row in `n + n_classes` had it.

use bowline_core::{Dataset, FitError, Target};

use super::design::Design;
use super::logistic_model::LogisticModel;
use super::parameters::{ClassWeight, Intercept};
use crate::artifact::MAX_CLASSES;

/// Training rows with their classes.
#[derive(Debug)]
pub(crate) struct ClassProblem {
    pub(crate) design: Design,
    /// Which of the occurring classes each row has, `(n_padded,)`.
    pub(crate) classes: Vec<u32>,
    /// Weight of each row, `(n_padded,)`; they sum to 1, and padding has 0.
    pub(crate) weights: Vec<f64>,
    /// Sum of the weights before they were made to sum to 1.
    pub(crate) total_weight: f64,
    /// Share of each occurring class, each above 0.
    pub(crate) shares: Vec<f64>,
    /// Codes of the occurring classes, ascending.
    pub(crate) present: Vec<u32>,
    pub(crate) intercept: Intercept,
    n_classes: usize,
    n_dense: usize,
}

impl ClassProblem {
    pub(crate) fn new(
        data: &Dataset<'_>,
        rows: &[u32],
        class_weight: ClassWeight,
        intercept: Intercept,
    ) -> Result<Self, FitError> {
        let Target::Classes { codes, n_classes } = data.y else {
            return Err(FitError::Unsuitable(
                "logistic regression needs classes, the target holds numbers; use `Ridge` or `ElasticNet`"
                    .into(),
            ));
        };
        if *n_classes > MAX_CLASSES {
            return Err(FitError::Unsuitable(format!(
                "the target has {n_classes} classes: logistic regression takes at most {MAX_CLASSES}"
            )));
        }
        let mut sums = vec![0.0; *n_classes];
        for &row in rows {
            sums[codes[row as usize] as usize] += data.weight(row);
        }
        let present: Vec<u32> = (0..*n_classes as u32).filter(|&code| sums[code as usize] > 0.0).collect();
        let total: f64 = sums.iter().sum();
        if present.is_empty() || !total.is_finite() {
            return Err(FitError::Unsuitable(
                "no training row has a weight above 0: expected at least one".into(),
            ));
        }
        let mut place = vec![0u32; *n_classes];
        present.iter().enumerate().for_each(|(at, &code)| place[code as usize] = at as u32);
        let factor = |code: usize| match class_weight {
            ClassWeight::Uniform => 1.0,
            ClassWeight::Balanced => total / (present.len() as f64 * sums[code]),
        };
        let design = Design::new(data.x, rows);
        let mut classes = vec![0; design.n_padded()];
        let mut weights = vec![0.0; design.n_padded()];
        for (at, &row) in rows.iter().enumerate() {
            let code = codes[row as usize] as usize;
            let weight = data.weight(row);
            if weight > 0.0 {
                classes[at] = place[code];
                weights[at] = weight * factor(code) / total;
            }
        }
        let shares =
            present.iter().map(|&code| sums[code as usize] * factor(code as usize) / total).collect();
        let (n_classes, n_dense) = (*n_classes, data.x.n_dense());
        Ok(Self {
            design,
            classes,
            weights,
            total_weight: total,
            shares,
            present,
            intercept,
            n_classes,
            n_dense,
        })
    }

    /// Scores a row has: 0 with one class, 1 with two, else one a class.
    pub(crate) fn n_outputs(&self) -> usize {
        match self.present.len() {
            0 | 1 => 0,
            2 => 1,
            more => more,
        }
    }

    /// Number of unknowns: a coefficient for each feature and output, and an intercept for each output.
    pub(crate) fn n_parameters(&self) -> usize {
        (self.design.n_features() + 1) * self.n_outputs()
    }

    /// The model that knows the classes' shares alone.
    pub(crate) fn start(&self) -> Vec<f64> {
        let mut parameters = vec![0.0; self.n_parameters()];
        if self.intercept == Intercept::Fitted {
            let first = self.design.n_features() * self.n_outputs();
            if self.n_outputs() == 1 {
                parameters[first] = (self.shares[1] / self.shares[0]).ln();
            } else {
                let logs = self.shares.iter().map(|share| share.ln());
                parameters[first..].iter_mut().zip(logs).for_each(|(place, log)| *place = log);
            }
        }
        parameters
    }

    /// The model with these parameters, `(n_features + 1, n_outputs)`, intercepts last.
    pub(crate) fn model(&self, mut parameters: Vec<f64>, c: f64) -> Result<LogisticModel, FitError> {
        if !parameters.iter().all(|value| value.is_finite()) {
            return Err(FitError::Numeric(
                "a coefficient is not finite; scale the features or make the penalty stronger (smaller `c`)"
                    .into(),
            ));
        }
        let mut intercepts = parameters.split_off(self.design.n_features() * self.n_outputs());
        if intercepts.len() > 1 {
            // Softmax ignores a shared constant; mean 0 makes the intercepts unique.
            let mean = intercepts.iter().sum::<f64>() / intercepts.len() as f64;
            intercepts.iter_mut().for_each(|value| *value -= mean);
        }
        Ok(LogisticModel {
            n_classes: self.n_classes,
            present: self.present.clone(),
            n_dense: self.n_dense,
            n_sparse: self.design.n_features() - self.n_dense,
            coefficients: parameters,
            intercepts,
            unseen: 1.0 / (self.design.n_samples() + self.n_classes) as f64,
            c,
        })
    }
}
