//! One live line while a search runs: time left, what is being fitted, the best score so far.
//!
//! On a terminal the line redraws itself; elsewhere each finished candidate gets a line of its own, so that a log tells
//! the same story.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bowline_core::{Event, Outcome, Progress};
use indicatif::{ProgressBar, ProgressStyle};

use crate::number_text::{score, seconds};
use crate::output;

/// Draws the line.
pub struct ProgressLine {
    bar: Option<ProgressBar>,
    quiet: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    doing: String,
    best: Option<String>,
}

impl ProgressLine {
    /// A line for a run that ends after `budget`, of which `spent` has passed; says nothing when `quiet`.
    pub fn new(budget: Duration, spent: Duration, quiet: bool) -> Self {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let left = budget.saturating_sub(spent);
            let style = ProgressStyle::with_template("{spinner} {left:>6} left  {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner())
                .with_key("left", move |state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write| {
                    let _ = out.write_str(&seconds(left.saturating_sub(state.elapsed()).as_secs_f64()));
                });
            let bar = ProgressBar::new_spinner().with_style(style);
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Self { bar, quiet, state: Mutex::default() }
    }

    /// Removes the line.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn redraw(&self, state: &State) {
        if let Some(bar) = &self.bar {
            let best = state.best.as_ref().map(|best| format!("  best {best}")).unwrap_or_default();
            bar.set_message(format!("{}{best}", state.doing));
        }
    }
}

impl Progress for ProgressLine {
    fn event(&self, event: Event<'_>) {
        if self.quiet {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Phase(phase) => state.doing = phase.to_owned(),
            Event::CandidateStarted { name, step, steps } => state.doing = format!("{name} ({step}/{steps})"),
            Event::Best { name, score: found } => state.best = Some(format!("{} ({name})", score(found))),
            Event::CandidateDone(row) => {
                if self.bar.is_none()
                    && let Outcome::Fitted { score: found, fit_seconds, .. } = &row.outcome
                {
                    output::remark(&format!(
                        "  {:18} {:>10}  {}",
                        row.name,
                        score(found.value),
                        seconds(*fit_seconds)
                    ));
                }
            }
        }
        self.redraw(&state);
    }
}
