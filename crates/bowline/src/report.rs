//! The outcome of a search as the values of its report.

use std::path::Path;

use bowline_automl::{SearchOutcome, Segment};
use bowline_core::{Finding, Predictions, Provenance, Target};
use bowline_report::{
    ColumnImportance, LearningCurve, ReportData, SegmentScore, SegmentScores, TableShape, TargetShape,
    TestAnswers,
};

use crate::number_text::grouped;
use crate::verdict;

/// Bins of a numeric target's histogram.
const HISTOGRAM_BINS: usize = 30;

/// What a report needs beside the outcome.
pub struct Run<'a> {
    /// Name of the model.
    pub name: &'a str,
    /// The data file.
    pub data: &'a Path,
    /// Everything that was noticed.
    pub findings: &'a [Finding],
    /// Where the model came from.
    pub provenance: &'a Provenance,
    /// When, RFC 3339.
    pub created_at: &'a str,
    /// Wall seconds so far.
    pub seconds: f64,
    /// Columns of the file.
    pub n_columns: usize,
    /// Rows of the file.
    pub n_rows: usize,
    /// The columns of the file, as the audit saw them.
    pub table: &'a TableShape,
    /// Mean of the quality scores of the file, from 0 to 1.
    pub quality: f64,
    /// What more rows would buy, where there was time to measure it.
    pub curve: Option<&'a LearningCurve>,
}

/// Fills the report in.
pub fn data(outcome: &SearchOutcome, run: &Run<'_>) -> ReportData {
    let target = &outcome.pipeline.target;
    let fact = |label: &str, value: String| (label.to_owned(), value);
    let file = run.data.file_name().unwrap_or(run.data.as_os_str()).to_string_lossy().into_owned();
    let n_read = outcome.pipeline.input.fields.len();
    let mut facts = vec![
        fact("Data", file.clone()),
        fact("Task", target.task.to_string()),
        fact("Rows", grouped(run.n_rows as i64)),
        fact("Columns read", format!("{n_read} of {}", run.n_columns)),
        fact("Trained on", format!("{} rows", grouped(outcome.n_train as i64))),
        fact("Tested on", format!("{} rows", grouped(run.provenance.n_test as i64))),
        fact("Data quality", format!("{:.2} of 1", run.quality)),
        fact("Time", crate::number_text::seconds(run.seconds)),
    ];
    if let Some(label) = target.positive.and_then(|at| target.classes.get(at)) {
        facts.insert(2, fact("Positive class", label.clone()));
    }
    let step = |command: String, what: &str| (command, what.to_owned());
    ReportData {
        name: run.name.to_owned(),
        verdict: verdict::sentence(outcome),
        target: target.name.clone(),
        task: target.task,
        metric: outcome.metric.as_str().into(),
        greater_is_better: outcome.metric.greater_is_better(),
        cv_score: Some(outcome.scores.cv).filter(|cv| cv.is_finite()),
        test_score: outcome.scores.test,
        references: outcome.references.clone(),
        facts,
        target_shape: target_shape(&outcome.target, &target.classes),
        leaderboard: outcome.leaderboard.clone(),
        test_metrics: outcome
            .test
            .as_ref()
            .map(|test| test.metrics.iter().map(|(metric, score)| (metric.to_string(), *score)).collect())
            .unwrap_or_default(),
        test_answers: test_answers(outcome),
        importance: outcome
            .importance
            .iter()
            .map(|found| ColumnImportance { column: found.column.clone(), mean: found.mean, std: found.std })
            .collect(),
        findings: run.findings.to_vec(),
        next_steps: vec![
            step(
                format!("bowline predict {} new_rows.csv --out predictions.csv", run.name),
                "Score new rows",
            ),
            step(
                format!("bowline evaluate {} labelled.csv", run.name),
                "Test again when true answers are known",
            ),
            step(
                format!("bowline show {}", run.name),
                "See the columns, the ensemble and where it came from",
            ),
        ],
        segments: segments(outcome),
        table: run.table.clone(),
        learning_curve: run.curve.cloned(),
        skipped: skipped(run),
        provenance: provenance(run),
    }
}

/// Where the model came from, label and value.
fn provenance(run: &Run<'_>) -> Vec<(String, String)> {
    let fact = |label: &str, value: String| (label.to_owned(), value);
    let mut provenance = vec![
        fact("Data SHA-256", run.provenance.data_sha256.clone()),
        fact("Test rows", run.provenance.test_rows_hash.clone()),
        fact("Seed", run.provenance.seed.to_string()),
        fact("Made", run.created_at.to_owned()),
        fact("Bowline", run.provenance.bowline_version.clone()),
    ];
    if let Some(commit) = &run.provenance.git_commit {
        provenance.insert(2, fact("Git commit", commit.clone()));
    }
    let options: Vec<String> =
        run.provenance.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
    provenance.push(fact("Options", options.join(" ")));
    provenance
}

/// The test score by the values of the columns that matter most.
fn segments(outcome: &SearchOutcome) -> Vec<SegmentScores> {
    let segment = |segment: &Segment| SegmentScore {
        value: segment.value.clone(),
        n_rows: segment.n_rows as u64,
        score: segment.score,
    };
    outcome
        .segments
        .iter()
        .map(|by| SegmentScores {
            column: by.column.clone(),
            metric: outcome.metric.as_str().to_owned(),
            overall: outcome.scores.test,
            segments: by.segments.iter().map(segment).collect(),
        })
        .collect()
}

/// Columns that were left out, and the learning curve where it is not there.
fn skipped(run: &Run<'_>) -> Vec<(String, String)> {
    let mut skipped: Vec<(String, String)> = run
        .table
        .columns
        .iter()
        .filter(|column| column.note.starts_with("set aside"))
        .map(|column| (column.name.clone(), column.note.clone()))
        .collect();
    if run.curve.is_none() {
        let why = "no time was left of the budget; `bowline check` measures it alone";
        skipped.push(("learning curve".to_owned(), why.to_owned()));
    }
    skipped
}

fn target_shape(target: &Target, classes: &[String]) -> TargetShape {
    match target {
        Target::Classes { codes, n_classes } => {
            let mut counts = vec![0u64; *n_classes];
            codes.iter().for_each(|&code| counts[code as usize] += 1);
            TargetShape::Classes(classes.iter().cloned().zip(counts).collect())
        }
        Target::Values(values) => {
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let width = (high - low) / HISTOGRAM_BINS as f64;
            let mut counts = vec![0u64; HISTOGRAM_BINS];
            for value in values {
                counts[(((value - low) / width) as usize).min(HISTOGRAM_BINS - 1)] += 1;
            }
            let edges = (0..=HISTOGRAM_BINS).map(|at| low + width * at as f64).collect();
            TargetShape::Histogram { edges, counts }
        }
    }
}

fn test_answers(outcome: &SearchOutcome) -> Option<TestAnswers> {
    let test = outcome.test.as_ref()?;
    let target = &outcome.pipeline.target;
    match (&test.truth, &test.predictions) {
        (Target::Classes { codes, .. }, Predictions::Probabilities { values, .. }) => {
            Some(TestAnswers::Classes {
                classes: target.classes.clone(),
                positive: target.positive,
                truth: codes.clone(),
                probabilities: values.clone(),
            })
        }
        (Target::Values(truth), Predictions::Values(predicted)) => {
            Some(TestAnswers::Values { truth: truth.clone(), predicted: predicted.clone() })
        }
        _ => None,
    }
}
