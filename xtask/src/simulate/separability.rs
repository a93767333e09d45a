//! How well the outcome can be told at all.
//!
//! The simulator knows the probability that it drew each outcome from. Ranking by it is the best that anybody could
//! do who saw all hidden causes, so its area under the ROC curve is a ceiling for every model.

/// The area under the ROC curve of `scores` for `outcomes`; ties count half. `None` unless both outcomes occur.
pub fn auc(scores: &[f64], outcomes: &[bool]) -> Option<f64> {
    let mut pairs: Vec<(f64, bool)> = scores.iter().copied().zip(outcomes.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut won, mut negatives, mut positives) = (0.0, 0.0, 0.0);
    for ties in pairs.chunk_by(|a, b| a.0 == b.0) {
        let positive = ties.iter().filter(|(_, outcome)| *outcome).count() as f64;
        let negative = ties.len() as f64 - positive;
        won += positive * (negatives + 0.5 * negative);
        positives += positive;
        negatives += negative;
    }
    (positives > 0.0 && negatives > 0.0).then(|| won / (positives * negatives))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_by_hand() {
        assert_eq!(auc(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]), Some(0.75));
        assert_eq!(auc(&[0.5, 0.5], &[false, true]), Some(0.5));
        assert_eq!(auc(&[0.5, 0.6], &[true, true]), None);
        assert_eq!(auc(&[], &[]), None);
    }
}
