//! `bowline fit`: a table in, a registered model, an honest score and a report out.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use bowline_automl::{SearchOptions, SearchOutcome, SplitRule, search, state_problem};
use bowline_core::{
    Budget, Clock, Event, Finding, FitContext, LeaderboardRow, ModelFile, ModelName, ModelVersion, Outcome,
    Progress, Provenance, Reference, RegistryStore, Seed,
};
use bowline_io::{Loaded, read_table};
use serde_json::{Value, json};

use crate::arguments::FitArguments;
use crate::catalogue::CATALOGUE;
use crate::clock::{RunClock, now};
use crate::evaluate::ends;
use crate::number_text::{grouped, seconds};
use crate::predict::read_options;
use crate::progress_line::ProgressLine;
use crate::{home, interrupt, memory, output, provenance, report, terminal, verdict};

/// Share of the budget after which no candidate is begun: the rest is for joining, testing and explaining.
const SEARCH_SHARE: f64 = 0.85;
/// Kept of the budget for writing the model and the report.
const WRITING: Duration = Duration::from_millis(400);
/// Name of the report beside the model.
const REPORT_FILE: &str = "report.html";

/// Runs the command.
///
/// # Errors
/// When an option, the table or the target does not serve, or the model cannot be stored.
pub fn run(arguments: &FitArguments, clock: &RunClock) -> Result<()> {
    let name = model_name(arguments)?;
    let cancelled = interrupt::cancellation();
    let threads = arguments
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    // The pool of everything outside the search, reading and storing.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    let progress = ProgressLine::new(arguments.budget, clock.elapsed(), arguments.json);
    progress.event(Event::Phase("reading"));
    let loaded = read_table(&arguments.data, &read_options(&arguments.read, None))?;
    let test = arguments.test.as_ref().map(|path| read_test(path, arguments, &loaded)).transpose()?;
    let end = arguments.budget.saturating_sub(WRITING.min(arguments.budget / 10));
    let budget = Budget::new(clock, end, Some(cancelled));
    let options = SearchOptions {
        search_deadline: arguments.budget.mul_f64(SEARCH_SHARE),
        threads,
        ..search_options(arguments)
    };
    let context = FitContext { budget, seed: Seed(arguments.seed), progress: &progress };
    progress.event(Event::Phase("looking at the table"));
    let searched = state_problem(&loaded.table, &options)
        .and_then(|problem| search(problem, test.as_ref().map(|test| &test.table), &options, &context));
    progress.finish();
    let outcome = searched.with_context(|| format!("`{}`", arguments.data.display()))?;
    if budget.is_cancelled() && !arguments.json {
        output::remark("stopped; keeping the best model found");
    }
    let findings: Vec<Finding> = loaded.findings.iter().chain(&outcome.findings).cloned().collect();
    let stored = store(arguments, &name, &loaded, outcome, &findings, clock)?;
    if arguments.json {
        return output::print(&format!("{:#}\n", stored.json(&findings)));
    }
    output::print(&stored.text(&loaded, &findings, arguments))
}

fn model_name(arguments: &FitArguments) -> Result<ModelName> {
    if let Some(name) = &arguments.name {
        return Ok(name.parse()?);
    }
    // `sales 2024.csv.gz` becomes `sales-2024`.
    let file = arguments.data.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = file.split('.').find(|part| !part.is_empty()).unwrap_or_default();
    let cleaned: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let cleaned: String = cleaned.trim_matches(['-', '_']).chars().take(64).collect();
    let name = if cleaned.is_empty() { "model" } else { &cleaned };
    Ok(name.parse()?)
}

/// The test table, its columns read as those of the training table.
fn read_test(path: &Path, arguments: &FitArguments, train: &Loaded) -> Result<Loaded> {
    let mut options = read_options(&arguments.read, None);
    options.expected = train
        .table
        .kinds()
        .into_iter()
        .filter(|(name, _)| *name != arguments.target)
        .map(|(name, kind)| (name.to_owned(), kind))
        .collect();
    Ok(read_table(path, &options)?)
}

fn search_options(arguments: &FitArguments) -> SearchOptions {
    let split = match (&arguments.group, &arguments.time) {
        (Some(group), _) => SplitRule::Group(group.clone()),
        (None, Some(time)) => SplitRule::Time(time.clone()),
        (None, None) => SplitRule::Hash,
    };
    SearchOptions {
        task: arguments.task,
        metric: arguments.metric,
        positive: arguments.positive.clone(),
        drop: arguments.drop.iter().cloned().collect(),
        keep: arguments.keep.iter().cloned().collect(),
        features: arguments.features,
        entity: arguments.entity.clone(),
        split,
        test_share: arguments.test_share,
        normalize_labels: arguments.normalize_labels,
        quality: arguments.quality,
        folds: arguments.folds,
        seed: Seed(arguments.seed),
        memory_limit: arguments.memory,
        ..SearchOptions::new(arguments.target.clone())
    }
}

/// A registered outcome.
struct Stored {
    outcome: SearchOutcome,
    version: ModelVersion,
    report_path: String,
    seconds: f64,
}

fn store(
    arguments: &FitArguments,
    name: &ModelName,
    loaded: &Loaded,
    mut outcome: SearchOutcome,
    findings: &[Finding],
    clock: &RunClock,
) -> Result<Stored> {
    let provenance = Provenance {
        data_sha256: loaded.sha256.clone(),
        test_rows_hash: outcome.test_rows_hash.clone(),
        n_train: outcome.n_train as u64,
        n_test: outcome.test.as_ref().map_or(0, |test| test.truth.len() as u64),
        git_commit: provenance::git_commit(&arguments.data),
        seed: arguments.seed,
        options: provenance::options(arguments),
        bowline_version: env!("CARGO_PKG_VERSION").into(),
    };
    let created_at = now();
    let page = bowline_report::render_html(&report::data(
        &outcome,
        &report::Run {
            name: name.as_str(),
            data: &arguments.data,
            findings,
            provenance: &provenance,
            created_at: &created_at,
            seconds: clock.elapsed().as_secs_f64(),
            n_columns: loaded.table.columns().len(),
            n_rows: loaded.table.n_rows(),
        },
    ));
    let facts = facts(arguments, &outcome, &provenance, clock.elapsed().as_secs_f64());
    let file = ModelFile {
        pipeline: outcome.pipeline,
        scores: outcome.scores.clone(),
        profile: std::mem::take(&mut outcome.profile),
        provenance,
    };
    let bytes = file.to_bytes();
    // A model that could not be read again must never be registered.
    ModelFile::from_bytes(&bytes, &CATALOGUE).context("the model cannot be read back: a fault in Bowline")?;
    let version =
        home::registry().register(name, &created_at, &bytes, facts, &[(REPORT_FILE, page.as_bytes())])?;
    outcome.pipeline = file.pipeline;
    let report_path = Path::new(&version.model_path).with_file_name(REPORT_FILE).display().to_string();
    Ok(Stored { outcome, version, report_path, seconds: clock.elapsed().as_secs_f64() })
}

/// What `models` lists without opening the model.
fn facts(
    arguments: &FitArguments,
    outcome: &SearchOutcome,
    provenance: &Provenance,
    seconds: f64,
) -> BTreeMap<String, Value> {
    let target = &outcome.pipeline.target;
    [
        ("task", json!(target.task.as_str())),
        ("target", json!(target.name)),
        ("metric", json!(outcome.metric.as_str())),
        ("positive", json!(target.positive.and_then(|at| target.classes.get(at)))),
        ("cv_score", json!(Some(outcome.scores.cv).filter(|cv| cv.is_finite()))),
        ("test_score", json!(outcome.scores.test.map(|test| test.value))),
        ("test_ci95", json!(outcome.scores.test.map(|test| ends(&test)))),
        ("n_train", json!(provenance.n_train)),
        ("n_test", json!(provenance.n_test)),
        ("seconds", json!((seconds * 100.0).round() / 100.0)),
        ("data", json!(arguments.data.display().to_string())),
        ("data_sha256", json!(provenance.data_sha256)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

impl Stored {
    fn json(&self, findings: &[Finding]) -> Value {
        let outcome = &self.outcome;
        let target = &outcome.pipeline.target;
        let metrics: serde_json::Map<String, Value> = outcome
            .test
            .iter()
            .flat_map(|test| &test.metrics)
            .map(|(metric, score)| (metric.to_string(), json!({"value": score.value, "ci95": ends(score)})))
            .collect();
        let importance: Vec<Value> = outcome
            .importance
            .iter()
            .map(|found| json!({"column": found.column, "mean": found.mean, "std": found.std}))
            .collect();
        json!({
            "name": self.version.name.as_str(),
            "version": self.version.version,
            "verdict": verdict::sentence(outcome),
            "task": target.task.as_str(),
            "task_reason": outcome.task_reason,
            "target": target.name,
            "classes": target.classes,
            "positive": target.positive.and_then(|at| target.classes.get(at)),
            "metric": outcome.metric.as_str(),
            "cv_score": Some(outcome.scores.cv).filter(|cv| cv.is_finite()),
            "test_score": outcome.scores.test.map(|test| test.value),
            "test_ci95": outcome.scores.test.map(|test| ends(&test)),
            "test_metrics": metrics,
            "baselines": outcome.references.iter().map(reference_json).collect::<Vec<_>>(),
            "n_train": outcome.n_train,
            "n_test": outcome.test.as_ref().map_or(0, |test| test.truth.len()),
            "cut_short": outcome.cut_short,
            "seconds": (self.seconds * 1000.0).round() / 1000.0,
            "peak_memory_mb": memory::peak_mib(),
            "leaderboard": outcome.leaderboard.rows.iter().map(row_json).collect::<Vec<_>>(),
            "importance": importance,
            "findings": findings.iter().map(finding_json).collect::<Vec<_>>(),
            "report": self.report_path,
            "model_path": self.version.model_path,
        })
    }

    fn text(&self, loaded: &Loaded, findings: &[Finding], arguments: &FitArguments) -> String {
        let outcome = &self.outcome;
        let target = &outcome.pipeline.target;
        let label = format!("{}/{}", self.version.name, self.version.version);
        let positive = target.positive.and_then(|at| target.classes.get(at));
        let positive = positive.map(|label| format!(", positive class `{label}`")).unwrap_or_default();
        let mut text = format!(
            "{}: {} rows, {} columns; `{}` is a {} target ({}){positive}\n\n",
            arguments.data.display(),
            grouped(loaded.table.n_rows() as i64),
            loaded.table.columns().len(),
            target.name,
            target.task,
            outcome.task_reason
        );
        if !findings.is_empty() {
            text.push_str("Findings\n");
            text.push_str(&terminal::findings(findings));
            text.push('\n');
        }
        text.push_str("Leaderboard\n");
        text.push_str(&terminal::leaderboard(&outcome.leaderboard));
        if !outcome.importance.is_empty() {
            let top: Vec<String> = outcome
                .importance
                .iter()
                .filter(|found| found.mean > 0.0)
                .take(6)
                .map(|found| format!("{} {:.4}", found.column, found.mean))
                .collect();
            text.push_str(&format!("\nMost important  {}\n", top.join(", ")));
        }
        if let Some(test) = &outcome.scores.test {
            let n = outcome.test.as_ref().map_or(0, |test| test.truth.len());
            text.push_str(&format!(
                "\nTest score      {} {} on {} untouched rows\n",
                outcome.metric,
                terminal::estimate(test),
                grouped(n as i64)
            ));
        }
        let memory = memory::peak_mib().map(|mib| format!(", {mib:.0} MiB")).unwrap_or_default();
        text.push_str(&format!("Verdict         {}\n", verdict::sentence(outcome)));
        text.push_str(&format!("Model           {label} in {}\n", self.version.model_path));
        text.push_str(&format!("Report          {}\n", self.report_path));
        text.push_str(&format!("Took            {}{memory}\n", seconds(self.seconds)));
        text.push_str(&format!("\nNext: bowline predict {label} NEW_ROWS.csv --out predictions.csv\n"));
        text
    }
}

fn row_json(row: &LeaderboardRow) -> Value {
    match &row.outcome {
        Outcome::Fitted { score, fit_seconds, predict_micros, weight } => json!({
            "name": row.name,
            "baseline": row.baseline,
            "status": "fitted",
            "cv_score": score.value,
            "cv_ci95": ends(score),
            "fit_seconds": (fit_seconds * 1000.0).round() / 1000.0,
            "predict_micros": Some(*predict_micros).filter(|micros| micros.is_finite()),
            "weight": weight,
        }),
        Outcome::Skipped { reason } => {
            json!({"name": row.name, "baseline": row.baseline, "status": "skipped", "reason": reason})
        }
    }
}

fn reference_json(reference: &Reference) -> Value {
    json!({
        "name": reference.name,
        "is_model": reference.is_model,
        "test_score": reference.score.value,
        "test_ci95": ends(&reference.score),
        "gain": reference.gain.value,
        "gain_ci95": ends(&reference.gain),
    })
}

fn finding_json(finding: &Finding) -> Value {
    json!({
        "code": finding.code,
        "severity": finding.severity.as_str(),
        "subject": finding.subject,
        "message": finding.message,
        "action": finding.action,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn name_of(file: &str) -> String {
        let arguments = crate::arguments::Arguments::parse_from(["bowline", "fit", file, "--target", "y"]);
        let crate::arguments::Verb::Fit(arguments) = arguments.verb else { panic!("expected fit") };
        model_name(&arguments).unwrap().to_string()
    }

    #[test]
    fn a_model_is_named_after_its_file() {
        assert_eq!(name_of("data/sales 2024.csv.gz"), "sales-2024");
        assert_eq!(name_of("churn.csv"), "churn");
        assert_eq!(name_of("日本.csv"), "model");
        assert_eq!(name_of(".hidden.csv"), "hidden");
    }
}
