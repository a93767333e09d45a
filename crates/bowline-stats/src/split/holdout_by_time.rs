//! Test rows by time: the latest, as the model will meet rows that are later than all it has learned from.

/// The test rows, ascending: the latest, as near to `share` of the rows with a known time as equal times allow, which
/// stay on one side.
///
/// `times` is `(n_samples,)` in any unit; NaN is a missing time and never in the test. The test has at least the latest
/// time, and never the earliest; it is empty with fewer than 2 distinct times. O(n log n).
#[must_use]
pub fn holdout_by_time(times: &[f64], share: f64) -> Vec<u32> {
    let mut latest_first: Vec<u32> =
        (0..times.len() as u32).filter(|&row| !times[row as usize].is_nan()).collect();
    // Adding zero makes -0 and 0 the same time.
    latest_first.sort_by(|&a, &b| (times[b as usize] + 0.0).total_cmp(&(times[a as usize] + 0.0)));
    let wanted = share.clamp(0.0, 1.0) * latest_first.len() as f64;

    let blocks: Vec<&[u32]> =
        latest_first.chunk_by(|&a, &b| times[a as usize] == times[b as usize]).collect();
    let mut rows: Vec<u32> = Vec::new();
    for block in blocks.iter().take(blocks.len().saturating_sub(1)) {
        let with = ((rows.len() + block.len()) as f64 - wanted).abs();
        let without = (rows.len() as f64 - wanted).abs();
        if !rows.is_empty() && with > without {
            break;
        }
        rows.extend_from_slice(block);
    }
    rows.sort_unstable();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_latest_and_parts_no_equal_times() {
        assert_eq!(holdout_by_time(&[1.0, 5.0, 2.0, 4.0, 3.0], 0.4), [1, 3]);
        assert_eq!(holdout_by_time(&[1.0, 5.0, 5.0, 5.0, 3.0], 0.2), [1, 2, 3]);
        assert_eq!(holdout_by_time(&[2.0, f64::NAN, 1.0, f64::NAN], 0.25), [0]);
    }

    #[test]
    fn one_time_alone_cannot_be_split() {
        assert!(holdout_by_time(&[], 0.2).is_empty());
        assert!(holdout_by_time(&[0.0, -0.0, f64::NAN], 0.2).is_empty());
        assert_eq!(holdout_by_time(&[1.0, 2.0], 1.0), [1]);
        assert_eq!(holdout_by_time(&[1.0, 2.0], 0.0), [1]);
    }
}
