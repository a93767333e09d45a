//! Writing to the terminal. A reader that goes away (`| head`) ends the output and is no failure.

use std::io::{self, Write};

/// Writes to standard output.
///
/// # Errors
/// When it cannot be written, other than because the reader is gone.
pub fn print(text: &str) -> anyhow::Result<()> {
    gone_is_fine(io::stdout().lock().write_all(text.as_bytes()))
}

/// Writes a remark to standard error.
pub fn remark(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Writes the reason why a command failed to standard error.
pub fn error(error: &anyhow::Error) {
    remark(&format!("error: {error:#}"));
}

/// Passes an outcome on, but for a reader that is gone.
///
/// # Errors
/// Any other failure.
pub fn gone_is_fine(outcome: io::Result<()>) -> anyhow::Result<()> {
    match outcome {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
