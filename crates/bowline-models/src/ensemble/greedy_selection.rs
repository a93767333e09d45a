//! Greedy selection: an ensemble built one pick at a time.
//!
//! From all candidates' held-out predictions, the one that improves the ensemble's mean the most is added, again and again;
//! a candidate may be picked several times, which makes its weight. Weights that come in steps of 1/40 cannot overfit
//! the held-out rows as weights from a regression would, and most candidates end with none.
//!
//! Caruana, Niculescu-Mizil, Crew and Ksikes 2004, *Ensemble Selection from Libraries of Models*,
//! <https://doi.org/10.1145/1015330.1015432>: with replacement and sorted initialisation.

use bowline_core::Budget;
use rayon::prelude::*;

/// How to pick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GreedySelection {
    /// Most picks, the initial ones included, at least 1. More picks mean finer weights.
    pub max_picks: usize,
    /// The ensemble starts as the best of the means of the best 1, 2, ... and so many candidates; 1 starts with the best
    /// candidate alone.
    pub max_initial: usize,
    /// Picks without a new best loss after which it ends.
    pub patience: usize,
}

impl Default for GreedySelection {
    fn default() -> Self {
        Self { max_picks: 40, max_initial: 3, patience: 8 }
    }
}

/// Which candidates count, and how much.
#[derive(Debug, Clone, PartialEq)]
pub struct GreedyEnsemble {
    /// Share of each candidate, `(n_candidates,)`; they sum to 1, and most are 0.
    pub weights: Vec<f64>,
    /// Candidates in the order of their picks, repeats included, up to the best loss.
    pub picks: Vec<usize>,
    /// Loss of the ensemble.
    pub loss: f64,
}

impl GreedySelection {
    /// Picks from `candidates`, the flat held-out predictions of each, all equally long; `loss` scores a mean of them, and
    /// smaller is better (a loss that is not a number counts as the worst).
    ///
    /// Candidates are tried in parallel; of equal losses the earlier candidate wins, so the result does not depend on threads.
    /// Ends early when the budget does. `None` when there are no candidates, their lengths differ, or no candidate has a
    /// finite loss. O(max_picks n_candidates n_predictions).
    #[must_use]
    pub fn select(
        &self,
        candidates: &[&[f64]],
        loss: impl Fn(&[f64]) -> f64 + Sync,
        budget: &Budget<'_>,
    ) -> Option<GreedyEnsemble> {
        let length = candidates.first()?.len();
        if candidates.iter().any(|candidate| candidate.len() != length) {
            return None;
        }
        let scored = |mean: &[f64]| {
            let found = loss(mean);
            if found.is_nan() { f64::INFINITY } else { found }
        };
        let alone: Vec<f64> = candidates.par_iter().map(|candidate| scored(candidate)).collect();
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by(|&a, &b| alone[a].total_cmp(&alone[b]));
        if alone[order[0]].is_infinite() {
            return None;
        }

        let (mut picks, mut best_loss, mut best_length) = (vec![order[0]], alone[order[0]], 1);
        let mut sum = candidates[order[0]].to_vec();
        let mut initial_sum = sum.clone();
        for (at, &candidate) in order.iter().enumerate().take(self.max_initial.min(self.max_picks)).skip(1) {
            add(&mut initial_sum, candidates[candidate]);
            let found = scored(&mean_with(&initial_sum, None, at + 1));
            if found < best_loss {
                (best_loss, best_length) = (found, at + 1);
                picks = order[..=at].to_vec();
                sum.clone_from(&initial_sum);
            }
        }
        while picks.len() < self.max_picks && picks.len() - best_length < self.patience && !budget.is_spent()
        {
            let count = picks.len() + 1;
            let losses: Vec<f64> = candidates
                .par_iter()
                .map(|candidate| scored(&mean_with(&sum, Some(candidate), count)))
                .collect();
            let pick =
                (1..losses.len()).fold(0, |best, at| if losses[at] < losses[best] { at } else { best });
            add(&mut sum, candidates[pick]);
            picks.push(pick);
            if losses[pick] < best_loss {
                (best_loss, best_length) = (losses[pick], picks.len());
            }
        }
        picks.truncate(best_length);
        let mut weights = vec![0.0; candidates.len()];
        picks.iter().for_each(|&pick| weights[pick] += 1.0 / best_length as f64);
        Some(GreedyEnsemble { weights, picks, loss: best_loss })
    }
}

fn add(sum: &mut [f64], values: &[f64]) {
    sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
}

fn mean_with(sum: &[f64], candidate: Option<&[f64]>, count: usize) -> Vec<f64> {
    let count = count as f64;
    match candidate {
        Some(candidate) => sum.iter().zip(candidate).map(|(sum, value)| (sum + value) / count).collect(),
        None => sum.iter().map(|sum| sum / count).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squared(truth: &[f64]) -> impl Fn(&[f64]) -> f64 + Sync + '_ {
        move |mean| mean.iter().zip(truth).map(|(m, y)| (m - y).powi(2)).sum()
    }

    #[test]
    fn errors_that_cancel_are_picked_together() {
        let truth = [1.0, 2.0, 3.0, 4.0];
        let high: Vec<f64> = truth.iter().map(|y| y + 1.0).collect();
        let low: Vec<f64> = truth.iter().map(|y| y - 3.0).collect();
        let noise = [9.0, -9.0, 9.0, -9.0];
        let select = GreedySelection::default();
        let found = select.select(&[&noise, &low, &high], squared(&truth), &Budget::unlimited()).unwrap();
        assert!(
            (found.weights[1] - 0.25).abs() < 1e-12 && (found.weights[2] - 0.75).abs() < 1e-12,
            "{found:?}"
        );
        assert!(found.loss < 1e-20);
    }

    #[test]
    fn ties_go_to_the_earlier_and_nonsense_is_refused() {
        let truth = [1.0, 2.0];
        let select = GreedySelection::default();
        let run = |candidates: &[&[f64]]| select.select(candidates, squared(&truth), &Budget::unlimited());
        assert_eq!(run(&[&[1.0, 1.0], &[1.0, 1.0]]).unwrap().weights, [1.0, 0.0]);
        assert_eq!(run(&[&[f64::NAN, 1.0], &[1.0, 1.0]]).unwrap().weights, [0.0, 1.0]);
        assert_eq!(run(&[]), None);
        assert_eq!(run(&[&[f64::NAN, 1.0]]), None);
        assert_eq!(run(&[&[1.0, 1.0], &[1.0]]), None);
    }
}
