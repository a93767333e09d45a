//! Kolmogorov and Smirnov's distance: the largest gap between the distribution functions of two samples.

/// The two-sided statistic, from 0 (the same) to 1 (apart), of two samples of any sizes; NaN is left out.
///
/// `None` when a sample has nothing left. O(n log n).
#[must_use]
pub fn kolmogorov_smirnov(first: &[f64], second: &[f64]) -> Option<f64> {
    let (first, second) = (sorted(first), sorted(second));
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let (mut below_first, mut below_second, mut largest) = (0, 0, 0.0f64);
    // Past the end of one sample its function is 1, and the gap only shrinks.
    while let (Some(&a), Some(&b)) = (first.get(below_first), second.get(below_second)) {
        let value = a.min(b);
        below_first += first[below_first..].iter().take_while(|&&other| other == value).count();
        below_second += second[below_second..].iter().take_while(|&&other| other == value).count();
        let gap = below_first as f64 / first.len() as f64 - below_second as f64 / second.len() as f64;
        largest = largest.max(gap.abs());
    }
    Some(largest)
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_same_to_apart() {
        assert_eq!(kolmogorov_smirnov(&[1.0, 2.0], &[2.0, 1.0, f64::NAN]), Some(0.0));
        assert_eq!(kolmogorov_smirnov(&[0.0, 1.0], &[2.0]), Some(1.0));
        assert_eq!(kolmogorov_smirnov(&[-0.0], &[0.0]), Some(0.0));
        assert_eq!(kolmogorov_smirnov(&[f64::NAN], &[2.0]), None);
    }
}
