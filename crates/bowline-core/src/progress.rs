//! What a long piece of work tells those who wait for it.
//!
//! Libraries do not print. They send [`Event`]s to a [`Progress`]; the binary draws a line from them, a
//! server could stream them, and tests collect them.

use crate::leaderboard::LeaderboardRow;

/// Something that happened during a search.
#[derive(Debug, Clone)]
pub enum Event<'a> {
    /// A phase began, such as `"reading"` or `"cross-validating"`.
    Phase(&'a str),
    /// A candidate's fit began; `step` of `steps` in the plan (1-based).
    CandidateStarted {
        /// The candidate's name on the leaderboard.
        name: &'a str,
        /// Its place in the plan, from 1.
        step: usize,
        /// How many candidates the plan holds.
        steps: usize,
    },
    /// A candidate was fitted and scored, or skipped.
    CandidateDone(&'a LeaderboardRow),
    /// The best cross-validated score so far, of a single candidate or of the ensemble.
    Best {
        /// Who holds it.
        name: &'a str,
        /// The score in the metric's own unit.
        score: f64,
    },
}

/// A listener. Called from any thread.
pub trait Progress: Send + Sync {
    /// Takes one event; must return quickly.
    fn event(&self, event: Event<'_>);
}

/// Listens to nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn event(&self, _event: Event<'_>) {}
}
