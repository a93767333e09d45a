//! Our half: the release binary, run as a user runs it.
//!
//! Nothing of it is linked in. What is measured is the command line, from reading the file to the registered
//! model, in a home folder that is emptied before every run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::Deserialize;
use serde_json::Value;

use super::catalogue::{Metric, Table, Task};
use super::peer::{Split, last_line};

/// The name that models are registered under.
const MODEL: &str = "bench";

/// The binary and where it may write.
pub struct Binary {
    /// The path of the binary.
    pub path: PathBuf,
    /// The folder that holds the home folder and the predictions.
    pub work: PathBuf,
    /// The data folder, for tables that are read as their source has them.
    pub data: PathBuf,
    /// The budget of `fit` in seconds.
    pub budget: f64,
}

/// What `fit` says of itself, and how long it took from outside.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Fit {
    /// The test score; `None` when there was too little to score.
    pub test_score: Option<f64>,
    /// Its 95 % interval.
    pub test_ci95: Option<[f64; 2]>,
    /// The most memory held, in MB.
    pub peak_memory_mb: Option<f64>,
    /// The metric of the score.
    pub metric: String,
    /// Seconds from start to end of the process.
    #[serde(skip)]
    pub wall: f64,
}

/// One metric of `evaluate`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluated {
    /// Its value.
    pub score: f64,
    /// Its 95 % interval.
    pub interval: Option<[f64; 2]>,
}

impl Binary {
    /// A fingerprint of the binary's bytes (FNV-1a, 64 bits), to tell builds apart.
    ///
    /// # Errors
    /// When the binary cannot be read.
    pub fn fingerprint(&self) -> Result<String, String> {
        let bytes = std::fs::read(&self.path)
            .map_err(|error| format!("cannot read the binary {}: {error}", self.path.display()))?;
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Ok(format!("{hash:016x}"))
    }

    /// Fits on the training file of a split and lets the binary score itself on the test file.
    ///
    /// # Errors
    /// When the binary fails or answers something else: the reason in words.
    pub fn fit(&self, split: &Split<'_>) -> Result<Fit, String> {
        let mut command = self.command("fit")?;
        command.arg(&split.train).args(["--target", split.table.target]).arg("--test").arg(&split.test);
        self.finish_fit(command, split.table, split.seed)
    }

    /// Predicts the test file of a split with the model of the last fit, into the file that is returned.
    ///
    /// # Errors
    /// When the binary fails: the reason in words.
    pub fn predict(&self, split: &Split<'_>) -> Result<PathBuf, String> {
        let predictions = self.work.join("predictions.csv");
        // Those of an earlier run must not be taken for ours.
        remove(std::fs::remove_file(&predictions), &predictions)?;
        let mut command = self.start("predict");
        command.arg(MODEL).arg(&split.test).arg("--out").arg(&predictions);
        finish(command).map(|_| predictions)
    }

    /// Fits on a table's official training file as it is, without a header if it has none, and evaluates on the
    /// official test file as it is.
    ///
    /// # Errors
    /// When the table has no official test file, the binary fails, or its answer lacks the metric.
    pub fn official(&self, table: &Table, seed: u64) -> Result<(Fit, Evaluated), String> {
        let ([(train, _)], Some((test, _))) = (table.files, table.official_test) else {
            return Err(format!("`{}` has no official training and test file", table.name));
        };
        let mut command = self.command("fit")?;
        command.arg(self.data.join(train)).args(["--target", &raw_target(table)]);
        let fit = self.finish_fit(command, table, seed)?;
        let mut command = self.start("evaluate");
        command.arg(MODEL).arg(self.data.join(test)).args(["--normalize-labels", "--json"]);
        let answer: Value = parse("evaluate", &finish(command)?)?;
        let evaluated = find_metric(&answer, table.metric)
            .ok_or_else(|| format!("`bowline evaluate` names no `{}`", table.metric.name()))?;
        Ok((fit, evaluated))
    }

    /// A command in an emptied home folder.
    fn command(&self, verb: &str) -> Result<Command, String> {
        let home = self.home();
        remove(std::fs::remove_dir_all(&home), &home)?;
        std::fs::create_dir_all(&home)
            .map_err(|error| format!("cannot create {}: {error}", home.display()))?;
        Ok(self.start(verb))
    }

    fn start(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.path);
        command.current_dir(&self.work).env("BOWLINE_HOME", self.home()).arg(verb);
        command
    }

    fn home(&self) -> PathBuf {
        self.work.join("home")
    }

    fn finish_fit(&self, mut command: Command, table: &Table, seed: u64) -> Result<Fit, String> {
        command.args(["--budget", &self.budget.to_string(), "--seed", &seed.to_string()]);
        command.args(["--metric", table.metric.name(), "--name", MODEL, "--json"]);
        if table.task == Task::Regression {
            // A target of few whole numbers, such as a grade, could as well be classes.
            command.args(["--task", "regression"]);
        }
        if let Some(positive) = table.positive {
            command.args(["--positive", positive]);
        }
        let start = Instant::now();
        let output = finish(command)?;
        let wall = start.elapsed().as_secs_f64();
        let fit: Fit = parse("fit", &output)?;
        if fit.metric != table.metric.name() {
            return Err(format!(
                "`bowline fit` scored `{}`, asked for `{}`",
                fit.metric,
                table.metric.name()
            ));
        }
        Ok(Fit { wall, ..fit })
    }
}

/// What has never been there need not be removed.
fn remove(removed: std::io::Result<()>, path: &Path) -> Result<(), String> {
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", path.display()))
        }
        _ => Ok(()),
    }
}

/// The name of the target in the file as it is: columns without a header are numbered from 1.
fn raw_target(table: &Table) -> String {
    let position = table.names.and_then(|names| names.iter().position(|name| *name == table.target));
    position.map_or_else(|| table.target.to_owned(), |index| format!("column_{}", index + 1))
}

/// Runs a command to its end; what it printed.
fn finish(mut command: Command) -> Result<Vec<u8>, String> {
    let verb = command.get_args().next().unwrap_or_default().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| {
        format!("`{}` cannot be started: {error}", Path::new(command.get_program()).display())
    })?;
    if !output.status.success() {
        return Err(format!("`bowline {verb}` ended with {}: {}", output.status, last_line(&output.stderr)));
    }
    Ok(output.stdout)
}

fn parse<T: for<'a> Deserialize<'a>>(verb: &str, output: &[u8]) -> Result<T, String> {
    serde_json::from_slice(output)
        .map_err(|error| format!("`bowline {verb} --json` printed something else: {error}"))
}

/// Finds a metric in an answer: `{"roc_auc": 0.9}`, `{"roc_auc": {"value": 0.9, "ci95": [0.8, 1.0]}}`, or a list
/// of objects that carry the metric's name, at any depth.
fn find_metric(answer: &Value, metric: Metric) -> Option<Evaluated> {
    match answer {
        Value::Object(fields) => {
            let here = ["metric", "name"].iter().any(|key| answer[key] == metric.name());
            let own = here.then(|| evaluated(answer)).flatten();
            own.or_else(|| fields.get(metric.name()).and_then(evaluated))
                .or_else(|| fields.values().find_map(|value| find_metric(value, metric)))
        }
        Value::Array(items) => items.iter().find_map(|item| find_metric(item, metric)),
        _ => None,
    }
}

fn evaluated(value: &Value) -> Option<Evaluated> {
    let score = value.as_f64().or_else(|| ["value", "score"].iter().find_map(|key| value[key].as_f64()))?;
    let interval = ["ci95", "interval"].iter().find_map(|key| {
        let ends = value[key].as_array()?;
        Some([ends.first()?.as_f64()?, ends.get(1)?.as_f64()?])
    });
    Some(Evaluated { score, interval })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::bench::tables::catalogue::{Purpose, TABLES};

    #[test]
    fn a_metric_is_found_in_every_form() {
        let expected = Some(Evaluated { score: 0.9, interval: Some([0.8, 1.0]) });
        let listed = json!({"metrics": [{"metric": "accuracy", "value": 0.5},
            {"metric": "roc_auc", "value": 0.9, "ci95": [0.8, 1.0]}]});
        assert_eq!(find_metric(&listed, Metric::RocAuc), expected);
        let keyed = json!({"metrics": {"roc_auc": {"score": 0.9, "interval": [0.8, 1.0]}}});
        assert_eq!(find_metric(&keyed, Metric::RocAuc), expected);
        let plain = json!({"roc_auc": 0.9});
        assert_eq!(find_metric(&plain, Metric::RocAuc), Some(Evaluated { score: 0.9, interval: None }));
        assert_eq!(find_metric(&plain, Metric::Rmse), None);
    }

    #[test]
    fn a_file_without_a_header_has_numbered_columns() {
        for table in TABLES {
            let expected = if table.name == "adult-official" { "column_15" } else { table.target };
            if matches!(table.purpose, Purpose::Official { .. }) {
                assert_eq!(raw_target(table), expected);
            }
        }
    }

    #[test]
    fn the_answer_of_fit_may_hold_more() {
        let text = br#"{"name": "bench", "metric": "rmse", "test_score": 1.5, "test_ci95": [1.0, 2.0],
            "peak_memory_mb": 90, "seconds": 3.0, "findings": []}"#;
        let fit: Fit = parse("fit", text).expect("an answer");
        assert_eq!((fit.test_score, fit.test_ci95, fit.wall), (Some(1.5), Some([1.0, 2.0]), 0.0));
        assert!(parse::<Fit>("fit", b"oops").unwrap_err().contains("`bowline fit --json`"));
    }

    #[test]
    fn a_binary_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let binary = Binary {
            path: folder.path().join("no-such-bowline"),
            work: folder.path().to_owned(),
            data: folder.path().to_owned(),
            budget: 1.0,
        };
        assert!(binary.fingerprint().unwrap_err().contains("no-such-bowline"));
        let split = Split { table: &TABLES[0], seed: 0, train: "a".into(), test: "b".into() };
        assert!(binary.fit(&split).unwrap_err().contains("no-such-bowline"));
    }
}
