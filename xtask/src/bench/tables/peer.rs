//! The Python half: it writes the splits, fits the peer and scores predictions of both sides.
//!
//! One score function for both sides leaves no room for two readings of a metric.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::catalogue::Table;

const SCRIPT: &str = include_str!("../tables.py");

/// The split of a table for a seed: what both sides read.
#[derive(Clone, Debug, Serialize)]
pub struct Split<'a> {
    /// The table.
    pub table: &'a Table,
    /// The seed of the split and of the fits.
    pub seed: u64,
    /// The file to fit on, with a header.
    pub train: PathBuf,
    /// The file to score on, with the same columns.
    pub test: PathBuf,
}

/// The peer's run.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct PeerRun {
    /// Its score on the test rows.
    pub score: f64,
    /// The seconds of its `fit`.
    pub fit_seconds: f64,
}

/// The interpreter, the script and the data folder.
pub struct PythonHalf {
    interpreter: PathBuf,
    script: PathBuf,
    data: PathBuf,
}

#[derive(Serialize)]
struct Request<'a> {
    #[serde(flatten)]
    split: &'a Split<'a>,
    data: &'a Path,
    predictions: Option<&'a Path>,
}

#[derive(Deserialize)]
struct Scored {
    score: f64,
}

#[derive(Deserialize)]
struct Written {
    #[serde(rename = "n_train")]
    _n_train: usize,
}

impl PythonHalf {
    /// Writes the script into `work`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(interpreter: PathBuf, data: &Path, work: &Path) -> Result<Self, String> {
        let script = work.join("tables.py");
        std::fs::write(&script, SCRIPT)
            .map_err(|error| format!("cannot write {}: {error}", script.display()))?;
        let data = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
        Ok(Self { interpreter, script, data })
    }

    /// Writes the two files of a split.
    ///
    /// # Errors
    /// When the table cannot be read or the files cannot be written: the reason in words.
    pub fn split(&self, split: &Split<'_>) -> Result<(), String> {
        self.ask::<Written>("split", split, None).map(drop)
    }

    /// Writes the two files of a split, fits the peer on the one and scores it on the other.
    ///
    /// # Errors
    /// When the table cannot be read or the peer fails: the reason in words.
    pub fn peer(&self, split: &Split<'_>) -> Result<PeerRun, String> {
        self.ask("peer", split, None)
    }

    /// Scores a file of predictions against the test file.
    ///
    /// # Errors
    /// When the file lacks rows, classes or finite values: the reason in words.
    pub fn score(&self, split: &Split<'_>, predictions: &Path) -> Result<f64, String> {
        self.ask::<Scored>("score", split, Some(predictions)).map(|scored| scored.score)
    }

    fn ask<T: for<'a> Deserialize<'a>>(
        &self,
        word: &str,
        split: &Split<'_>,
        predictions: Option<&Path>,
    ) -> Result<T, String> {
        let request = Request { split, data: &self.data, predictions };
        let request = serde_json::to_string(&request).map_err(|error| error.to_string())?;
        let output = Command::new(&self.interpreter)
            .arg(&self.script)
            .args([word, &request])
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("`{}` cannot be started: {error}", self.interpreter.display()))?;
        if !output.status.success() {
            let reason = last_line(&output.stderr);
            return Err(format!("`tables.py {word}` failed: {reason}"));
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("`tables.py {word}` printed something else: {error}"))
    }
}

/// The last line of an error output that says something.
pub fn last_line(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no message").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::tables::catalogue::TABLES;

    #[test]
    fn a_request_is_one_flat_object() {
        let split = Split { table: &TABLES[0], seed: 3, train: "a".into(), test: "b".into() };
        let request = Request { split: &split, data: Path::new("d"), predictions: None };
        let value = serde_json::to_value(&request).expect("serializable");
        assert_eq!(value["seed"], 3);
        assert_eq!(value["train"], "a");
        assert_eq!(value["table"]["metric"], "roc_auc");
        assert_eq!(value["table"]["drop"][0], "customerID");
    }

    #[test]
    fn the_last_line_that_says_something_is_the_reason() {
        assert_eq!(last_line(b"Traceback\n  ValueError: no\n\n"), "ValueError: no");
        assert_eq!(last_line(b""), "no message");
    }
}
