//! Numbers on one scale: mean 0 and standard deviation 1 over the training rows.
//!
//! Penalties of linear models and distances treat all features alike, which is fair only when a unit means the same in
//! each. The standard deviation is the population's (division by n), as in scikit-learn's `StandardScaler`; a column that
//! cannot be told from a constant by its rounding errors keeps scale 1.

use rayon::prelude::*;

/// Subtracts the training mean and divides by the training standard deviation; NaN stays NaN.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StandardScaler {
    /// Scaled values are kept within plus and minus this, above 0; `None` keeps them as they are.
    pub clip: Option<f64>,
}

/// A fitted [`StandardScaler`].
#[derive(Debug, Clone, PartialEq)]
pub struct FittedStandardScaler {
    /// Mean of each column, finite.
    pub(crate) means: Vec<f64>,
    /// Divisor of each column, positive and finite.
    pub(crate) scales: Vec<f64>,
    /// See [`StandardScaler::clip`].
    pub(crate) clip: Option<f64>,
}

impl StandardScaler {
    /// Learns mean and standard deviation of each column, `(n_features, n_samples)`; NaN cells count for nothing.
    pub(crate) fn fit(self, columns: &[Vec<f64>]) -> FittedStandardScaler {
        let (means, scales) = columns.par_iter().map(|column| mean_and_scale(column)).unzip();
        FittedStandardScaler { means, scales, clip: self.clip }
    }
}

impl FittedStandardScaler {
    /// The mean of each column, `(n_features,)`.
    #[must_use]
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// The divisor of each column, `(n_features,)`.
    #[must_use]
    pub fn scales(&self) -> &[f64] {
        &self.scales
    }

    pub(crate) fn apply(&self, mut columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let bound = self.clip.unwrap_or(f64::INFINITY);
        for (column, (mean, scale)) in columns.iter_mut().zip(self.means.iter().zip(&self.scales)) {
            column.iter_mut().for_each(|x| *x = ((*x - mean) / scale).clamp(-bound, bound));
        }
        columns
    }
}

fn mean_and_scale(column: &[f64]) -> (f64, f64) {
    let present = || column.iter().filter(|x| !x.is_nan());
    let n = present().count() as f64;
    if n == 0.0 {
        return (0.0, 1.0);
    }
    let mean = present().sum::<f64>() / n;
    // The second sum takes back the rounding error of the mean (Chan, Golub and LeVeque 1983).
    let (squares, drift) = present().fold((0.0, 0.0), |(squares, drift), x| {
        let centred = x - mean;
        (squares + centred * centred, drift + centred)
    });
    let variance = ((squares - drift * drift / n) / n).max(0.0);
    let rounding = n * f64::EPSILON * variance + (n * mean * f64::EPSILON).powi(2);
    let scale = variance.sqrt();
    (mean, if variance <= rounding || scale < 10.0 * f64::MIN_POSITIVE { 1.0 } else { scale })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_and_gaps_are_safe() {
        let columns = [vec![0.1; 3], vec![f64::NAN; 3], vec![1.0, f64::NAN, 3.0]];
        let fitted = StandardScaler { clip: Some(2.0) }.fit(&columns);
        assert_eq!(fitted.scales(), [1.0, 1.0, 1.0]);
        let out = fitted.apply(vec![vec![0.1], vec![5.0], vec![f64::NAN]]);
        assert!(out[0][0].abs() < 1e-15 && out[1][0] == 2.0 && out[2][0].is_nan());
    }
}
