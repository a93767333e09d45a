//! Missing numbers become the median of the training rows.
//!
//! The median does not move when a few values are wild, so it is a safe stand-in. That a value was missing can itself
//! mean something (a customer without a last invoice); an indicator feature keeps this, for columns where a training row
//! had a missing cell. Agrees with scikit-learn's `SimpleImputer(strategy="median")`, with empty columns kept.

use bowline_core::Feature;
use rayon::prelude::*;

/// Whether being missing becomes a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingIndicator {
    /// No.
    #[default]
    None,
    /// A feature `{c}.missing`, 0 or 1, for each column with a missing cell in the training rows; after all others.
    WhereSeen,
}

/// Replaces missing numbers by the training median; by 0 in a column without any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MedianImputer {
    /// Whether being missing becomes a feature.
    pub indicator: MissingIndicator,
}

/// A fitted [`MedianImputer`].
#[derive(Debug, Clone, PartialEq)]
pub struct FittedMedianImputer {
    /// The stand-in for each column, finite.
    pub(crate) medians: Vec<f64>,
    /// Columns with an indicator, ascending.
    pub(crate) indicators: Vec<u32>,
    /// Columns without any number in the training rows, ascending.
    pub(crate) all_missing: Vec<u32>,
}

impl MedianImputer {
    /// Learns the median of each column, `(n_features, n_samples)` with NaN as missing. O(n_samples) a column.
    pub(crate) fn fit(self, columns: &[Vec<f64>]) -> FittedMedianImputer {
        let which = |holds: fn(&[f64]) -> bool| {
            let at = columns.iter().enumerate().filter(|(_, column)| holds(column));
            at.map(|(at, _)| at as u32).collect::<Vec<u32>>()
        };
        let indicators = match self.indicator {
            MissingIndicator::None => Vec::new(),
            MissingIndicator::WhereSeen => which(|column| column.iter().any(|x| x.is_nan())),
        };
        FittedMedianImputer {
            medians: columns.par_iter().map(|column| median(column).unwrap_or(0.0)).collect(),
            indicators,
            all_missing: which(|column| column.iter().all(|x| x.is_nan())),
        }
    }
}

impl FittedMedianImputer {
    /// The median of each column, `(n_features,)`.
    #[must_use]
    pub fn medians(&self) -> &[f64] {
        &self.medians
    }

    pub(crate) fn apply(&self, mut columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let indicators: Vec<Vec<f64>> = self
            .indicators
            .iter()
            .map(|&at| columns[at as usize].iter().map(|x| f64::from(u8::from(x.is_nan()))).collect())
            .collect();
        for (column, &median) in columns.iter_mut().zip(&self.medians) {
            column.iter_mut().filter(|x| x.is_nan()).for_each(|x| *x = median);
        }
        columns.extend(indicators);
        columns
    }

    pub(crate) fn features(&self, mut inputs: Vec<Feature>) -> Vec<Feature> {
        let indicators: Vec<Feature> = self
            .indicators
            .iter()
            .map(|&at| &inputs[at as usize])
            .map(|input| Feature::numeric(format!("{}.missing", input.name), &input.source))
            .collect();
        inputs.extend(indicators);
        inputs
    }
}

/// The median of the numbers that are not NaN: of an even count, the mean of the two in the middle.
fn median(values: &[f64]) -> Option<f64> {
    let mut present: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    let middle = present.len() / 2;
    if present.is_empty() {
        return None;
    }
    let (below, &mut upper, _) = present.select_nth_unstable_by(middle, f64::total_cmp);
    if values.iter().filter(|x| !x.is_nan()).count() % 2 == 1 {
        return Some(upper);
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some((lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_of_odd_even_and_none() {
        assert_eq!(median(&[3.0, f64::NAN, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[f64::NAN]), None);
    }

    #[test]
    fn indicators_only_where_training_had_gaps() {
        let imputer = MedianImputer { indicator: MissingIndicator::WhereSeen };
        let fitted = imputer.fit(&[vec![1.0, 2.0], vec![f64::NAN, 5.0], vec![f64::NAN; 2]]);
        assert_eq!(fitted.all_missing, [2]);
        let out = fitted.apply(vec![vec![f64::NAN], vec![f64::NAN], vec![7.0]]);
        assert_eq!(out, [vec![1.5], vec![5.0], vec![7.0], vec![1.0], vec![0.0]]);
    }
}
