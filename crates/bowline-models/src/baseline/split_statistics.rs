//! Sums that tell how mixed a set of rows is, for classes and for numbers alike.
//!
//! For classes the sums are the weights of each class and the impurity is the entropy, in nats times weight; for numbers they
//! are weight, sum and sum of squares, and the impurity is the squared error around the mean. Both only need
//! additions, so a set's complement comes by subtraction.

use bowline_core::{Dataset, Target};

/// How rows are summed.
#[derive(Debug, Clone)]
pub(super) enum Statistics<'a> {
    Classes {
        codes: &'a [u32],
        n_classes: usize,
    },
    /// Values are taken relative to `centre`, which keeps digits.
    Values {
        values: &'a [f64],
        centre: f64,
    },
}

impl<'a> Statistics<'a> {
    pub(super) fn of(data: &Dataset<'a>) -> Self {
        match data.y {
            Target::Classes { codes, n_classes } => Self::Classes { codes, n_classes: *n_classes },
            Target::Values(values) => {
                let total: f64 = data.rows.iter().map(|&row| data.weight(row)).sum();
                let centre =
                    data.rows.iter().map(|&row| data.weight(row) / total * values[row as usize]).sum();
                Self::Values { values, centre }
            }
        }
    }

    /// Numbers in a set of sums.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::Classes { n_classes, .. } => *n_classes,
            Self::Values { .. } => 3,
        }
    }

    pub(super) fn add(&self, sums: &mut [f64], row: u32, weight: f64) {
        match self {
            Self::Classes { codes, .. } => sums[codes[row as usize] as usize] += weight,
            Self::Values { values, centre } => {
                let value = values[row as usize] - centre;
                sums[0] += weight;
                sums[1] += weight * value;
                sums[2] += weight * value * value;
            }
        }
    }

    pub(super) fn weight(&self, sums: &[f64]) -> f64 {
        match self {
            Self::Classes { .. } => sums.iter().sum(),
            Self::Values { .. } => sums[0],
        }
    }

    pub(super) fn impurity(&self, sums: &[f64]) -> f64 {
        let weight = self.weight(sums);
        if weight <= 0.0 {
            return 0.0;
        }
        match self {
            Self::Classes { .. } => {
                let entropy = |&part: &f64| if part > 0.0 { part * (weight / part).ln() } else { 0.0 };
                sums.iter().map(entropy).sum()
            }
            Self::Values { .. } => (sums[2] - sums[1] * sums[1] / weight).max(0.0),
        }
    }

    /// The answer for rows with these sums: shares, moved towards those of `prior` by the weight of one row; or the
    /// mean.
    pub(super) fn answer(&self, sums: &[f64], prior: &[f64]) -> Vec<f64> {
        let weight = self.weight(sums);
        match self {
            Self::Classes { .. } => {
                let prior_weight: f64 = prior.iter().sum();
                sums.iter()
                    .zip(prior)
                    .map(|(part, all)| (part + all / prior_weight) / (weight + 1.0))
                    .collect()
            }
            Self::Values { centre, .. } => {
                let source = if weight > 0.0 { sums } else { prior };
                vec![centre + source[1] / self.weight(source)]
            }
        }
    }
}
