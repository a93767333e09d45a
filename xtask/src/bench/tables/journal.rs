//! What was measured so far: one JSON line a run, added the moment the run ends.
//!
//! An aborted benchmark loses nothing but the run it was in. A later line of the same table, seed and side stands
//! for the earlier one, so a table can be measured anew without measuring the others.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// Whose run it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Bowline.
    Ours,
    /// LightGBM, or logistic regression on text.
    Peer,
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The score on the test rows, computed by the Python half for both sides.
    pub score: f64,
    /// Seconds: of the whole command for us, of `fit` alone for the peer.
    pub seconds: f64,
    /// The most memory our process held, in MB, as it reports it.
    pub peak_memory_mb: Option<f64>,
    /// The test score that our own report names.
    pub reported: Option<f64>,
    /// The 95 % interval that our own report names.
    pub interval: Option<[f64; 2]>,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The name of the table.
    pub table: String,
    /// The seed of the split and of the fit.
    pub seed: u64,
    /// Whose run.
    pub side: Side,
    /// The budget in seconds that we were given; `None` for the peer, who has none.
    pub budget: Option<f64>,
    /// The fingerprint of our binary; `None` for the peer.
    pub build: Option<String>,
    /// The outcome, or why there is none.
    pub outcome: Result<Measured, String>,
}

/// The file of records and what it holds.
pub struct Journal {
    path: PathBuf,
    records: BTreeMap<(String, Side, u64), Record>,
}

impl Journal {
    /// Reads the records of `path`, if it exists. A line that was cut off is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(path: PathBuf) -> Result<Self> {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        let mut journal = Self { path, records: BTreeMap::new() };
        for record in text.lines().filter_map(|line| serde_json::from_str::<Record>(line).ok()) {
            journal.insert(record);
        }
        Ok(journal)
    }

    /// Forgets the runs of a table.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget(&mut self, table: &str) -> Result<()> {
        self.records.retain(|(name, ..), _| name != table);
        let mut text = String::new();
        for record in self.records.values() {
            text.push_str(&serde_json::to_string(record)?);
            text.push('\n');
        }
        std::fs::write(&self.path, text).with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// Adds a run to the file, then to what is held.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, record: Record) -> Result<()> {
        let line = format!("\n{}\n", serde_json::to_string(&record)?);
        std::fs::File::options()
            .append(true)
            .create(true)
            .open(&self.path)
            .and_then(|mut file| file.write_all(line.as_bytes()))
            .with_context(|| format!("cannot write {}", self.path.display()))?;
        self.insert(record);
        Ok(())
    }

    /// The run of a table, side and seed.
    pub fn get(&self, table: &str, side: Side, seed: u64) -> Option<&Record> {
        self.records.get(&(table.to_owned(), side, seed))
    }

    /// Every run of a table, peers after ours, by seed.
    pub fn of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Record> {
        self.records.values().filter(move |record| record.table == table)
    }

    fn insert(&mut self, record: Record) {
        self.records.insert((record.table.clone(), record.side, record.seed), record);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(table: &str, seed: u64, score: f64) -> Record {
        let measured =
            Measured { score, seconds: 1.5, peak_memory_mb: Some(80.0), reported: None, interval: None };
        Record {
            table: table.to_owned(),
            seed,
            side: Side::Ours,
            budget: Some(20.0),
            build: None,
            outcome: Ok(measured),
        }
    }

    #[test]
    fn records_survive_and_the_last_of_a_run_stands() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("runs.jsonl");
        let mut journal = Journal::open(path.clone()).expect("no file yet");
        journal.add(record("a", 0, 0.5)).expect("written");
        journal.add(record("a", 0, 0.6)).expect("written");
        journal.add(record("b", 0, 0.7)).expect("written");
        let again = Journal::open(path).expect("readable");
        assert_eq!(again.of("a").cloned().collect::<Vec<_>>(), [record("a", 0, 0.6)]);
        assert_eq!(again.get("b", Side::Ours, 0), Some(&record("b", 0, 0.7)));
        assert_eq!(again.get("b", Side::Peer, 0), None);
    }

    #[test]
    fn a_cut_line_costs_that_run_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("runs.jsonl");
        let whole = serde_json::to_string(&record("a", 0, 0.5)).expect("serializable");
        std::fs::write(&path, format!("{whole}\n{}", &whole[..20])).expect("written");
        let mut journal = Journal::open(path.clone()).expect("readable");
        journal.add(record("a", 1, 0.6)).expect("written");
        assert_eq!(Journal::open(path).expect("readable").of("a").count(), 2);
    }

    #[test]
    fn a_forgotten_table_leaves_the_others() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("runs.jsonl");
        let mut journal = Journal::open(path.clone()).expect("no file yet");
        journal.add(record("a", 0, 0.5)).expect("written");
        journal.add(record("b", 0, 0.7)).expect("written");
        journal.forget("a").expect("written");
        let again = Journal::open(path).expect("readable");
        assert_eq!((again.of("a").count(), again.of("b").count()), (0, 1));
    }
}
