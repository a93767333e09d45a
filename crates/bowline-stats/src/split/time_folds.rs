//! Folds of an expanding window: learn from the past, predict what came next.

use super::fold::Fold;

/// Folds by time: rows sorted by time in `n_folds + 1` blocks; fold `k` learns from blocks 0 to `k` and predicts `k + 1`.
///
/// `times` is `(n_samples,)` in any unit. Blocks are as near to equal size as equal times allow, which stay in one block;
/// with fewer than `n_folds + 1` distinct times there are fewer folds, and none below 2. NaN is a missing time: such rows
/// are learned from in every fold and never predicted. `n_folds` below 1 counts as 1. O(n log n).
#[must_use]
pub fn time_folds(times: &[f64], n_folds: usize) -> Vec<Fold> {
    let (undated, mut order): (Vec<u32>, Vec<u32>) =
        (0..times.len() as u32).partition(|&row| times[row as usize].is_nan());
    // Adding zero makes -0 and 0 the same time.
    order.sort_by(|&a, &b| (times[a as usize] + 0.0).total_cmp(&(times[b as usize] + 0.0)));
    let mut ends: Vec<usize> = Vec::new();
    for block in order.chunk_by(|&a, &b| times[a as usize] == times[b as usize]) {
        ends.push(ends.last().copied().unwrap_or(0) + block.len());
    }
    let cuts = nearest_cuts(&ends, n_folds.max(1).saturating_add(1));
    cuts.windows(2)
        .map(|window| {
            let mut train = undated.clone();
            train.extend_from_slice(&order[..window[0]]);
            let mut validation = order[window[0]..window[1]].to_vec();
            train.sort_unstable();
            validation.sort_unstable();
            Fold { train, validation }
        })
        .collect()
}

/// The ends of `n_blocks` blocks (fewer if there are not as many `ends`), each an element of the ascending `ends` and
/// nearest to its even share.
fn nearest_cuts(ends: &[usize], n_blocks: usize) -> Vec<usize> {
    let Some(&n_rows) = ends.last() else { return Vec::new() };
    let n_blocks = n_blocks.min(ends.len());
    let mut cuts = Vec::with_capacity(n_blocks);
    let mut first = 0;
    for block in 1..=n_blocks {
        let even = block as f64 * n_rows as f64 / n_blocks as f64;
        // Enough ends must remain for the blocks that follow.
        let last = ends.len() - (n_blocks - block);
        let above = first + ends[first..last].partition_point(|&end| (end as f64) < even);
        let distance = |at: usize| (ends[at] as f64 - even).abs();
        let mut nearest = above.min(last - 1);
        if nearest > first && distance(nearest - 1) <= distance(nearest) {
            nearest -= 1;
        }
        cuts.push(ends[nearest]);
        first = nearest + 1;
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_from_the_past_alone() {
        let folds = time_folds(&[6.0, 1.0, 5.0, 2.0, 4.0, 3.0], 2);
        assert_eq!(
            folds,
            [
                Fold { train: vec![1, 3], validation: vec![4, 5] },
                Fold { train: vec![1, 3, 4, 5], validation: vec![0, 2] },
            ]
        );
    }

    #[test]
    fn equal_times_stay_together_and_missing_times_are_only_learned_from() {
        let folds = time_folds(&[1.0, 1.0, 1.0, 1.0, 2.0, f64::NAN], 4);
        assert_eq!(folds, [Fold { train: vec![0, 1, 2, 3, 5], validation: vec![4] }]);
        assert!(time_folds(&[], 3).is_empty());
        assert!(time_folds(&[1.0, 1.0, f64::NAN], 3).is_empty());
    }
}
