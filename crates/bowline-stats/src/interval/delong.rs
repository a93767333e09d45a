//! DeLong's interval of an ROC area.
//!
//! The area is the mean, over pairs, of "the positive row scores higher". Its variance comes from how much each positive row,
//! and each negative, pulls that mean (DeLong et al. 1988, <https://doi.org/10.2307/2531595>). Those pulls are differences
//! of midranks, so sorting replaces the loop over pairs (Sun and Xu 2014, <https://doi.org/10.1109/LSP.2014.2337313>).

use super::{Interval, Z, wilson};
use crate::rank::midranks;

/// The interval of the ROC area of `scores` `(n_samples,)` where higher means more `positive`. O(n log n).
///
/// Built on the logit scale, so the ends stay within 0 and 1. Where the variance cannot be estimated, with one row of a
/// class or an area of 0 or 1, it is taken at its bound `area (1 - area) / smaller class` (Birnbaum and Klose 1957,
/// <https://doi.org/10.1214/aoms/1177706883>) by Wilson's interval. `None` when a class is absent or a score is NaN.
#[must_use]
pub fn delong(positive: &[bool], scores: &[f64]) -> Option<Interval> {
    let value = crate::ranking::roc_auc(positive, scores)?;
    let of_class = |class: bool| -> Vec<f64> {
        let rows = scores.iter().zip(positive).filter(|(_, is_positive)| **is_positive == class);
        rows.map(|(&score, _)| score).collect()
    };
    let (hits, misses) = (of_class(true), of_class(false));
    if hits.len().min(misses.len()) < 2 || value <= 0.0 || value >= 1.0 {
        return Some(wilson::of_share(value, hits.len().min(misses.len()) as f64));
    }
    let all = midranks(scores);
    let pulls = |class: bool, own: &[f64], others: usize| -> Vec<f64> {
        let ranks = all.iter().zip(positive).filter(|(_, is_positive)| **is_positive == class);
        ranks.zip(midranks(own)).map(|((rank, _), own)| (rank - own) / others as f64).collect()
    };
    let variance = variance_of_mean(&pulls(true, &hits, misses.len()))
        + variance_of_mean(&pulls(false, &misses, hits.len()));
    let half = Z * variance.sqrt() / (value * (1.0 - value));
    let logit = (value / (1.0 - value)).ln();
    let at = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    Some(Interval { value, low: at(logit - half).min(value), high: at(logit + half).max(value) })
}

fn variance_of_mean(values: &[f64]) -> f64 {
    let (_, std) = super::mean_and_std(values);
    std * std / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn perfect_order_is_not_certain() {
        let interval =
            delong(&[false, false, false, true, true, true], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        assert_eq!((interval.value, interval.high), (1.0, 1.0));
        assert!(interval.low > 0.3 && interval.low < 0.6);
    }

    #[test]
    fn one_class_or_nan_has_none_and_constant_scores_are_exactly_half() {
        assert_eq!(delong(&[true, true], &[1.0, 2.0]), None);
        assert_eq!(delong(&[true, false], &[f64::NAN, 2.0]), None);
        let constant = delong(&[true, false, true, false], &[0.3; 4]).unwrap();
        assert!((constant.low - 0.5).abs() < 1e-15 && (constant.high - 0.5).abs() < 1e-15);
    }
}
