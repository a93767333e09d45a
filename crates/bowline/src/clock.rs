//! The wall clock, from the start of the command.

use std::time::{Duration, Instant};

use bowline_core::Clock;

/// Counts from when it was made.
#[derive(Debug, Clone, Copy)]
pub struct RunClock {
    started: Instant,
}

impl RunClock {
    pub fn start() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for RunClock {
    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// Now, RFC 3339 in UTC, to the second.
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}
