//! Time and cancellation, passed in as values.
//!
//! A library that reads the wall clock cannot be tested and gives other bytes on another day. Here the
//! binary owns the clock; a fit asks its [`Budget`] whether it may go on, at points that it chooses
//! (a boosting round, a tree, a solver's iteration), and stops with the best that it has.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A source of elapsed time; the binary's counts from the start of the command.
pub trait Clock: Send + Sync {
    /// Time since the clock's own start; never runs backwards.
    fn elapsed(&self) -> Duration;
}

/// A clock that stands still, for tests and for work without a deadline.
#[derive(Debug, Clone, Copy, Default)]
pub struct StoppedClock(pub Duration);

impl Clock for StoppedClock {
    fn elapsed(&self) -> Duration {
        self.0
    }
}

/// How long a piece of work may take, and whether somebody asked it to stop.
#[derive(Clone, Copy)]
pub struct Budget<'a> {
    clock: &'a dyn Clock,
    deadline: Duration,
    cancelled: Option<&'a AtomicBool>,
}

impl std::fmt::Debug for Budget<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Budget")
            .field("deadline", &self.deadline)
            .field("elapsed", &self.clock.elapsed())
            .finish()
    }
}

impl<'a> Budget<'a> {
    /// A budget that ends when `clock` reads `deadline`, or when `cancelled` turns true.
    #[must_use]
    pub fn new(clock: &'a dyn Clock, deadline: Duration, cancelled: Option<&'a AtomicBool>) -> Self {
        Self { clock, deadline, cancelled }
    }

    /// A budget without an end.
    #[must_use]
    pub fn unlimited() -> Budget<'static> {
        Budget { clock: &StoppedClock(Duration::ZERO), deadline: Duration::MAX, cancelled: None }
    }

    /// The same clock and cancellation with a nearer deadline: no later than this budget's own.
    #[must_use]
    pub fn until(self, deadline: Duration) -> Self {
        Self { deadline: deadline.min(self.deadline), ..self }
    }

    /// The same clock and cancellation with a share of the time left, `share` in (0, 1]; an endless budget stays endless.
    #[must_use]
    pub fn share(self, share: f64) -> Self {
        if self.deadline == Duration::MAX {
            return self;
        }
        let own = Duration::try_from_secs_f64(self.remaining().as_secs_f64() * share);
        let deadline = own.ok().and_then(|own| self.elapsed().checked_add(own));
        deadline.map_or(self, |deadline| self.until(deadline))
    }

    /// Time since the clock's start.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    /// When the budget ends, on its clock.
    #[must_use]
    pub fn deadline(&self) -> Duration {
        self.deadline
    }

    /// Time left; zero when spent or cancelled.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        if self.is_cancelled() { Duration::ZERO } else { self.deadline.saturating_sub(self.clock.elapsed()) }
    }

    /// True when the work must end now.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.remaining().is_zero()
    }

    /// True when somebody asked for the end (Ctrl-C), whatever time is left.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_by_time_or_by_cancellation() {
        let clock = StoppedClock(Duration::from_secs(3));
        let flag = AtomicBool::new(false);
        let budget = Budget::new(&clock, Duration::from_secs(5), Some(&flag));
        assert_eq!(budget.remaining(), Duration::from_secs(2));
        assert!(budget.until(Duration::from_secs(3)).is_spent());
        assert_eq!(budget.until(Duration::from_secs(9)).deadline(), Duration::from_secs(5));
        assert_eq!(budget.share(0.5).deadline(), Duration::from_secs(4));
        assert_eq!(budget.share(1.0).deadline(), Duration::from_secs(5));
        for share in [0.1, 1.0] {
            assert_eq!(Budget::unlimited().share(share).deadline(), Duration::MAX);
        }
        flag.store(true, Ordering::Relaxed);
        assert!(budget.is_spent());
        assert!(!Budget::unlimited().is_spent());
    }
}
