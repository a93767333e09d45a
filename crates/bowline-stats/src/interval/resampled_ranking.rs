//! ROC area and average precision of resampled rows, sorted once.

/// Rows of one class against the rest, in falling order of score.
pub(super) struct ResampledRanking {
    /// For each row: its index, whether it is positive, and whether it is the last of its score.
    falling: Vec<(u32, bool, bool)>,
}

impl ResampledRanking {
    /// `positive` and `scores` are `(n_samples,)`, without NaN.
    pub(super) fn new(positive: &[bool], scores: &[f64]) -> Self {
        let mut order: Vec<u32> = (0..scores.len() as u32).collect();
        // Adding zero makes -0 and 0 equal.
        let score = |row: u32| scores[row as usize] + 0.0;
        order.sort_by(|&a, &b| score(b).total_cmp(&score(a)));
        let is_last = |at: usize| order.get(at + 1).is_none_or(|&next| score(next) != score(order[at]));
        let falling =
            order.iter().enumerate().map(|(at, &row)| (row, positive[row as usize], is_last(at))).collect();
        Self { falling }
    }

    /// ROC area where row `i` stands `drawn[i]` times; `None` when a class is absent.
    pub(super) fn roc_auc(&self, drawn: &[u32]) -> Option<f64> {
        let (mut above, mut pairs, mut misses) = (0u64, 0.0, 0u64);
        self.sweep(drawn, |hits, others| {
            pairs += others as f64 * (above as f64 + hits as f64 / 2.0);
            above += hits;
            misses += others;
        });
        (above > 0 && misses > 0).then(|| pairs / (above as f64 * misses as f64))
    }

    /// Average precision where row `i` stands `drawn[i]` times; `None` without a positive row.
    pub(super) fn average_precision(&self, drawn: &[u32]) -> Option<f64> {
        let (mut above, mut seen, mut sum) = (0u64, 0u64, 0.0);
        self.sweep(drawn, |hits, others| {
            above += hits;
            seen += hits + others;
            if hits > 0 {
                sum += hits as f64 * (above as f64 / seen as f64);
            }
        });
        (above > 0).then(|| sum / above as f64)
    }

    /// Calls `visit` with the number of positive and other rows of each score, in falling order.
    fn sweep(&self, drawn: &[u32], mut visit: impl FnMut(u64, u64)) {
        let (mut hits, mut others) = (0, 0);
        for &(row, is_positive, is_last) in &self.falling {
            *(if is_positive { &mut hits } else { &mut others }) += u64::from(drawn[row as usize]);
            if is_last {
                visit(hits, others);
                (hits, others) = (0, 0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ranking;

    #[test]
    fn equals_the_metrics_of_the_rows_written_out() {
        let positive = [true, false, true, false, false, true, false];
        let scores = [0.9, 0.9, 0.4, 0.4, 0.1, 0.0, -0.0];
        let drawn = [2, 1, 0, 3, 1, 1, 4];
        let repeat = |row: usize| std::iter::repeat_n(row, drawn[row] as usize);
        let rows: Vec<usize> = (0..7).flat_map(repeat).collect();
        let (is, score): (Vec<bool>, Vec<f64>) = rows.iter().map(|&row| (positive[row], scores[row])).unzip();
        let ranking = ResampledRanking::new(&positive, &scores);
        assert!((ranking.roc_auc(&drawn).unwrap() - ranking::roc_auc(&is, &score).unwrap()).abs() < 1e-15);
        let expected = ranking::average_precision(&is, &score).unwrap();
        assert!((ranking.average_precision(&drawn).unwrap() - expected).abs() < 1e-15);
        assert_eq!(ranking.roc_auc(&[1, 0, 1, 0, 0, 1, 0]), None);
        assert_eq!(ranking.average_precision(&[0, 1, 0, 1, 0, 0, 0]), None);
    }
}
