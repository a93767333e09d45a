//! Where to cut probabilities for a decision.
//!
//! "Likelier than not" is the right cut for accuracy, not for every goal: the best F1 of a rare class lies at a much lower
//! probability. Sorted by score, each possible cut differs from the last by one row, so all of them are tried in one pass.

/// How the rows fall at a cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Positive rows called positive.
    pub true_positives: f64,
    /// Negative rows called positive.
    pub false_positives: f64,
    /// Positive rows called negative.
    pub false_negatives: f64,
    /// Negative rows called negative.
    pub true_negatives: f64,
}

/// A cut with its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// Rows with a score of at least this are called positive.
    pub score: f64,
    /// The metric there.
    pub value: f64,
}

/// The cut with the largest `metric` (negate a loss).
///
/// `scores` and `positive` are `(n_samples,)`; scores must not be NaN. Cuts lie halfway between neighbouring scores; beyond the ends they lie at
/// infinity. Of equal values the cut nearest to 0.5 wins. `None` without rows or when the metric is never a number. O(n log n).
#[must_use]
pub fn best_threshold(
    scores: &[f64],
    positive: &[bool],
    metric: impl Fn(Counts) -> f64,
) -> Option<Threshold> {
    if scores.len() != positive.len() || scores.iter().any(|score| score.is_nan()) {
        return None;
    }
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let total = positive.iter().filter(|&&is| is).count() as f64;
    let mut counts = Counts {
        true_positives: 0.0,
        false_positives: 0.0,
        false_negatives: total,
        true_negatives: scores.len() as f64 - total,
    };
    let mut best: Option<Threshold> = None;
    let mut consider = |score: f64, counts: Counts| {
        let value = metric(counts);
        let nearer = |held: &Threshold| (score - 0.5).abs() < (held.score - 0.5).abs();
        if !value.is_nan()
            && best.as_ref().is_none_or(|held| value > held.value || (value == held.value && nearer(held)))
        {
            best = Some(Threshold { score, value });
        }
    };
    let (&highest, &lowest) = (order.first()?, order.last()?);
    if scores[highest].is_finite() && scores[lowest].is_finite() {
        consider(f64::INFINITY, counts);
    }
    for (at, &row) in order.iter().enumerate() {
        if positive[row] {
            counts.true_positives += 1.0;
            counts.false_negatives -= 1.0;
        } else {
            counts.false_positives += 1.0;
            counts.true_negatives -= 1.0;
        }
        match order.get(at + 1).map(|&next| scores[next]) {
            Some(next) if next == scores[row] => {}
            Some(next) => consider(next + (scores[row] - next) / 2.0, counts),
            None => consider(f64::NEG_INFINITY, counts),
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn f1(counts: Counts) -> f64 {
        let twice = 2.0 * counts.true_positives;
        twice / (twice + counts.false_positives + counts.false_negatives)
    }

    #[test]
    fn a_rare_class_wants_a_low_cut() {
        let scores = [0.05, 0.1, 0.2, 0.3, 0.35, 0.02];
        let positive = [false, false, true, false, true, false];
        let best = best_threshold(&scores, &positive, f1).unwrap();
        assert!((best.score - 0.15).abs() < 1e-12 && (best.value - 0.8).abs() < 1e-12, "{best:?}");
    }

    #[test]
    fn ties_and_nonsense() {
        let accuracy = |c: Counts| (c.true_positives + c.true_negatives) / 2.0;
        let best = best_threshold(&[0.4, 0.6], &[false, true], accuracy).unwrap();
        assert!((best.score - 0.5).abs() < 1e-12);
        assert_eq!(best_threshold(&[], &[], f1), None);
        assert_eq!(best_threshold(&[f64::NAN], &[true], f1), None);
        assert_eq!(best_threshold(&[0.5, 0.5], &[true, false], f1).unwrap().score, f64::NEG_INFINITY);
    }
}
