//! Ctrl-C: the first one asks the search to end with what it has, the second one ends the process.

use std::sync::atomic::{AtomicBool, Ordering};

static CANCELLED: AtomicBool = AtomicBool::new(false);

/// Exit status of a process that was ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

/// The flag that the first Ctrl-C sets. Where no handler can be set, Ctrl-C ends the process as ever.
pub fn cancellation() -> &'static AtomicBool {
    let _ = ctrlc::set_handler(|| {
        if CANCELLED.swap(true, Ordering::SeqCst) {
            std::process::exit(INTERRUPTED);
        }
    });
    &CANCELLED
}
