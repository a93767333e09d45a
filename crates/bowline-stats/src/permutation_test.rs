//! The permutation test over many measures: how often would chance alone look as good as the best of them?
//!
//! Among a hundred columns of noise, one fits the target rather well. So the best measure is compared with the *best* measure
//! of each world in which the target's rows are dealt out anew, and nothing is tied to it (Westfall and Young 1993, "maxT").
//! Measures live on different scales; each is first counted in its own standard deviations.

/// What [`max_statistic`] says.
#[derive(Debug, Clone, PartialEq)]
pub struct PermutationTest {
    /// Share of all arrangements, the observed one included, whose best measure is at least as far out. Uniform over
    /// `1 / (n + 1)`, `2 / (n + 1)`, ..., 1 where nothing is tied to the target, whatever the number of measures.
    pub p_value: f64,
    /// Mean of each measure over the permuted arrangements: what it shows where there is nothing.
    pub means: Vec<f64>,
}

/// Differences below this many standard deviations are the rounding of sums in another order.
const ROUNDING: f64 = 1e-9;

/// Tests whether the best of several measures is more than chance.
///
/// `observed` holds one number for each measure, larger for stronger ties; `permuted` the same for each permuted
/// arrangement. Mean and deviation of a measure are taken over all arrangements alike, the observed one among them, so that
/// the test is exact. A measure that never changes does not count; with none left, or without a permutation, p is 1.
///
/// Panics when the lengths differ, which is a fault of the caller.
#[must_use]
pub fn max_statistic(observed: &[f64], permuted: &[Vec<f64>]) -> PermutationTest {
    let n = permuted.len() as f64;
    let n_measures = observed.len();
    let mut means = vec![0.0; n_measures];
    let mut largest = vec![f64::NEG_INFINITY; permuted.len() + 1];
    for measure in 0..n_measures {
        let sum: f64 = permuted.iter().map(|row| row[measure]).sum();
        means[measure] = if permuted.is_empty() { 0.0 } else { sum / n };
        let centre = (sum + observed[measure]) / (n + 1.0);
        let all =
            || std::iter::once(observed).chain(permuted.iter().map(Vec::as_slice)).map(|row| row[measure]);
        let deviation = (all().map(|value| (value - centre).powi(2)).sum::<f64>() / (n + 1.0)).sqrt();
        if deviation > f64::EPSILON * centre.abs() {
            largest
                .iter_mut()
                .zip(all())
                .for_each(|(top, value)| *top = top.max((value - centre) / deviation));
        }
    }
    let as_far_out = largest.iter().filter(|&&top| top >= largest[0] - ROUNDING).count();
    PermutationTest { p_value: as_far_out as f64 / (n + 1.0), means }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_all_is_rare_and_a_constant_says_nothing() {
        let permuted: Vec<Vec<f64>> = (0..99).map(|at| vec![f64::from(at), 7.0]).collect();
        let test = max_statistic(&[100.0, 7.0], &permuted);
        assert_eq!(test, PermutationTest { p_value: 0.01, means: vec![49.0, 7.0] });
        assert_eq!(max_statistic(&[0.0, 7.0], &permuted).p_value, 1.0);
        assert_eq!(max_statistic(&[3.0], &[]).p_value, 1.0);
        assert_eq!(max_statistic(&[], &[vec![]]).p_value, 1.0);
    }
}
