//! Nadeau and Bengio's interval of a difference over folds.
//!
//! Folds share training rows, so their scores are not independent and the plain t interval is far too narrow. The
//! correction (2003, <https://doi.org/10.1023/A:1024068626366>) widens it by the ratio of test to training rows.

use super::{Interval, mean_and_std, t_quantile};

/// The interval of the mean of `differences` between two models, one a fold.
///
/// `test_share` is the share of rows that a fold predicts, 0.2 with 5 folds, at least 0 and below 1. The interval is
/// `mean ± t sqrt(1 / k + test / train) std` with `k - 1` degrees of freedom; a difference is beyond chance where it leaves
/// out 0. `None` with fewer than 2 folds, a number that is not finite, or a share out of range.
#[must_use]
pub fn nadeau_bengio(differences: &[f64], test_share: f64) -> Option<Interval> {
    let is_sound = differences.iter().all(|difference| difference.is_finite());
    if differences.len() < 2 || !is_sound || !(0.0..1.0).contains(&test_share) {
        return None;
    }
    let (value, std) = mean_and_std(differences);
    let widening = 1.0 / differences.len() as f64 + test_share / (1.0 - test_share);
    let half = t_quantile(differences.len() - 1) * widening.sqrt() * std;
    Some(Interval { value, low: value - half, high: value + half })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_wider_than_students_and_refuses_what_it_cannot_judge() {
        let differences = [0.01, 0.03, 0.02, 0.00, 0.04];
        let corrected = nadeau_bengio(&differences, 0.2).unwrap();
        let plain = super::super::mean_interval(&differences);
        assert!(((corrected.high - corrected.value) / (plain.high - plain.value) - 1.5).abs() < 1e-12);
        assert_eq!(nadeau_bengio(&[0.1], 0.2), None);
        assert_eq!(nadeau_bengio(&[0.1, f64::NAN], 0.2), None);
        assert_eq!(nadeau_bengio(&differences, 1.0), None);
    }
}
