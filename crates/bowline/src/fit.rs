//! `bowline fit`: a table in, a registered model, an honest score and a report out.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use bowline_audit::{AuditOptions, CheckOptions, LeakOptions, audit, find_leaks, learning_curve};
use bowline_automl::{Problem, SearchError, SearchOptions, SearchOutcome, search, state_problem};
use bowline_core::{
    Budget, Clock, Event, Finding, FitContext, ModelFile, ModelName, Progress, Provenance, RegistryStore,
    Seed,
};
use bowline_io::{Loaded, read_table};
use bowline_report::{LearningCurve, TableShape};
use serde_json::{Value, json};

use crate::arguments::FitArguments;
use crate::catalogue::CATALOGUE;
use crate::clock::{RunClock, now};
use crate::evaluate::ends;
use crate::predict::{cell_rules, read_options};
use crate::progress_line::ProgressLine;
use crate::{card, check, home, interrupt, names, output, provenance, report};

mod answer;

pub use answer::finding_json;

use answer::Stored;

/// Share of the budget after which no candidate is begun: the rest is for joining, testing and explaining.
const SEARCH_SHARE: f64 = 0.85;
/// Kept of the budget for writing the model and the report.
const WRITING: Duration = Duration::from_millis(400);
/// Name of the report beside the model.
const REPORT_FILE: &str = "report.html";
/// Name of the model card beside it.
const CARD_FILE: &str = "model_card.md";
/// Pixels for each unit of a picture.
const PNG_SCALE: f64 = 2.0;
/// Least time left, and least share of the budget, for which a learning curve is begun.
const LEAST_CURVE_TIME: Duration = Duration::from_secs(2);
const LEAST_CURVE_SHARE: f64 = 0.2;
/// Share of the time left that the learning curve may take, and the most.
const CURVE_SHARE: f64 = 0.5;
const MOST_CURVE_TIME: Duration = Duration::from_secs(5);

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
    let fitted = fit(arguments, &loaded, test.as_ref(), &options, &context);
    progress.finish();
    let fitted = fitted.with_context(|| format!("`{}`", arguments.data.display()))?;
    if budget.is_cancelled() && !arguments.json {
        output::remark("stopped; keeping the best model found");
    }
    let findings: Vec<Finding> = loaded.findings.iter().chain(&fitted.outcome.findings).cloned().collect();
    let stored = store(arguments, &name, &loaded, fitted, &findings, clock)?;
    if arguments.json {
        return output::print(&format!("{:#}\n", stored.json(&findings)));
    }
    output::print(&stored.text(&loaded, &findings, arguments))
}

/// What came of a search, with what its report shows of the table.
struct Fitted {
    outcome: SearchOutcome,
    table: TableShape,
    quality: f64,
    curve: Option<LearningCurve>,
}

fn fit(
    arguments: &FitArguments,
    loaded: &Loaded,
    test: Option<&Loaded>,
    options: &SearchOptions,
    context: &FitContext<'_>,
) -> Result<Fitted, SearchError> {
    let mut problem = state_problem(&loaded.table, options)?;
    let leak_options = LeakOptions { split: options.split.clone(), test_share: options.test_share };
    let leaks = find_leaks(&loaded.table, &problem, &leak_options);
    let audit = audit(&loaded.table, Some(&problem), &AuditOptions::default());
    // What gives the target away leaves, but for columns that the user keeps; each is named in a finding.
    problem.set_aside(leaks, &options.keep)?;
    let table = check::table_shape(&audit, &loaded.table, &problem);
    let outcome = search(problem.clone(), test.map(|test| &test.table), options, context)?;
    let curve = curve_in_time_left(&problem, &outcome, arguments, context);
    Ok(Fitted { outcome, table, quality: audit.data_quality.overall_score, curve })
}

/// A learning curve where the search ended before its time: the budget is there to be used.
fn curve_in_time_left(
    problem: &Problem,
    outcome: &SearchOutcome,
    arguments: &FitArguments,
    context: &FitContext<'_>,
) -> Option<LearningCurve> {
    let left = context.budget.remaining();
    if outcome.cut_short || left < LEAST_CURVE_TIME.max(arguments.budget.mul_f64(LEAST_CURVE_SHARE)) {
        return None;
    }
    context.progress.event(Event::Phase("measuring what more rows would buy"));
    let options = CheckOptions {
        metrics: vec![outcome.metric],
        split: arguments.problem.split(),
        seed: Seed(arguments.seed),
        ..CheckOptions::default()
    };
    // Far from all of what is left, and never so long that a quick fit becomes a slow one.
    let budget = context.budget.share(CURVE_SHARE).until(context.budget.elapsed() + MOST_CURVE_TIME);
    let curve = learning_curve(problem, &options, context, budget).ok()?;
    Some(check::curve(&curve))
}

/// The name that is asked for, or that of the file.
fn model_name(arguments: &FitArguments) -> Result<ModelName> {
    if let Some(name) = &arguments.name {
        return Ok(name.parse()?);
    }
    names::of_file(&arguments.data)
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
    SearchOptions {
        metric: arguments.metric,
        features: arguments.features,
        entity: arguments.entity.clone(),
        test_share: arguments.test_share,
        normalize_labels: arguments.normalize_labels,
        quality: arguments.quality,
        folds: arguments.folds,
        memory_limit: arguments.memory,
        ..arguments.problem.search_options(&arguments.target, arguments.seed)
    }
}

fn store(
    arguments: &FitArguments,
    name: &ModelName,
    loaded: &Loaded,
    fitted: Fitted,
    findings: &[Finding],
    clock: &RunClock,
) -> Result<Stored> {
    let Fitted { mut outcome, table, quality, curve } = fitted;
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
    let run = report::Run {
        name: name.as_str(),
        data: &arguments.data,
        findings,
        provenance: &provenance,
        created_at: &created_at,
        seconds: clock.elapsed().as_secs_f64(),
        n_columns: loaded.table.columns().len(),
        n_rows: loaded.table.n_rows(),
        table: &table,
        quality,
        curve: curve.as_ref(),
    };
    let data = report::data(&outcome, &run);
    let card = bowline_report::render_model_card(&card::data(&outcome, &run, &data));
    let mut files = vec![
        (REPORT_FILE.to_owned(), bowline_report::render_html(&data).into_bytes()),
        (CARD_FILE.to_owned(), card.into_bytes()),
    ];
    for (name, svg) in bowline_report::pictures(&data) {
        let png = bowline_report::png(&svg, PNG_SCALE).with_context(|| format!("`{name}` as PNG"))?;
        files.push((name.replace(".svg", ".png"), png));
        files.push((name, svg.into_bytes()));
    }
    let facts = facts(arguments, &outcome, &provenance, clock.elapsed().as_secs_f64());
    outcome.pipeline.input.cells = cell_rules(&arguments.read);
    let file = ModelFile {
        pipeline: outcome.pipeline,
        scores: outcome.scores.clone(),
        profile: std::mem::take(&mut outcome.profile),
        provenance,
    };
    let bytes = file.to_bytes();
    // A model that could not be read again must never be registered.
    ModelFile::from_bytes(&bytes, &CATALOGUE).context("the model cannot be read back: a fault in Bowline")?;
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let version = home::registry().register(name, &created_at, &bytes, facts, &files)?;
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
