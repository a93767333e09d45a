//! Deadlines and cancellation, on a clock that moves by a fixed step whenever somebody looks at it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bowline_automl::SearchOptions;
use bowline_core::{Budget, Clock, FitContext, Outcome, Seed};

use crate::tables::{plain, quick, searched_with};

/// Each look takes a step.
struct SteppingClock {
    looks: AtomicU64,
    step: Duration,
}

impl SteppingClock {
    fn new(step: Duration) -> Self {
        Self { looks: AtomicU64::new(0), step }
    }
}

impl Clock for SteppingClock {
    fn elapsed(&self) -> Duration {
        self.step * self.looks.fetch_add(1, Ordering::Relaxed) as u32
    }
}

#[test]
fn whatever_the_deadline_there_is_a_model_and_every_skipped_candidate_has_a_reason() {
    let table = plain(400, 1);
    let mut n_skipped = Vec::new();
    for step in [1, 20, 200, 1000] {
        let clock = SteppingClock::new(Duration::from_millis(step));
        let options = SearchOptions { search_deadline: Duration::from_secs(60), ..quick() };
        let budget = Budget::new(&clock, Duration::from_secs(80), None);
        let context = FitContext { budget, ..FitContext::with_seed(Seed(0)) };
        let outcome = searched_with(&table, None, &options, &context).unwrap();
        assert!(!outcome.pipeline.members.is_empty() && outcome.scores.test.is_some(), "step {step} ms");
        let reasons: Vec<&String> = outcome
            .leaderboard
            .rows
            .iter()
            .filter_map(|row| match &row.outcome {
                Outcome::Skipped { reason } => Some(reason),
                Outcome::Fitted { .. } => None,
            })
            .collect();
        assert!(
            reasons.iter().all(|reason| reason.contains("time") || reason.contains("budget")),
            "{reasons:?}"
        );
        assert_eq!(outcome.cut_short, !reasons.is_empty() || outcome.cut_short);
        n_skipped.push(reasons.len());
    }
    assert!(n_skipped[0] == 0 && n_skipped[3] > 0, "a nearer deadline skips more: {n_skipped:?}");
}

#[test]
fn a_search_that_is_stopped_before_it_began_says_so() {
    let flag = AtomicBool::new(true);
    let clock = SteppingClock::new(Duration::ZERO);
    let budget = Budget::new(&clock, Duration::from_secs(60), Some(&flag));
    let context = FitContext { budget, ..FitContext::with_seed(Seed(0)) };
    let refused = searched_with(&plain(200, 1), None, &quick(), &context).unwrap_err().to_string();
    assert!(refused.contains("stopped before it began"), "{refused}");
}

#[test]
fn too_little_memory_skips_candidates_by_name() {
    let options = SearchOptions { memory_limit: Some(1 << 20), ..quick() };
    let outcome = crate::tables::searched(&plain(2000, 2), &options).unwrap();
    let skipped = outcome.leaderboard.rows.iter().any(
        |row| matches!(&row.outcome, Outcome::Skipped { reason } if reason.contains("--memory allows 1 MiB")),
    );
    assert!(skipped && !outcome.pipeline.members.is_empty(), "{:?}", outcome.leaderboard);
}
