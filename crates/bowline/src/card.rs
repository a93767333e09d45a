//! The model card of a fit (Mitchell et al. 2019): what the model is for, how good it is for whom, and what it was made from.

use bowline_automl::SearchOutcome;
use bowline_core::{Severity, Task};
use bowline_report::{CardData, ReportData};

use crate::number_text::{grouped, score};
use crate::report::Run;

/// Fills the card in; what the report of the same run shows too is taken from there.
pub fn data(outcome: &SearchOutcome, run: &Run<'_>, report: &ReportData) -> CardData {
    let target = &outcome.pipeline.target;
    let fact = |label: &str, value: String| (label.to_owned(), value);
    let shares: Vec<String> = outcome
        .pipeline
        .members
        .iter()
        .map(|member| format!("{} {:.0} %", member.name, 100.0 * member.weight))
        .collect();
    let columns: Vec<&str> = outcome.pipeline.input.fields.iter().map(|field| field.name.as_str()).collect();
    let mut model = vec![fact("Ensemble", shares.join(", "))];
    if let Some(calibrator) = &outcome.pipeline.calibrator {
        model.push(fact("Calibration", calibrator.kind().to_owned()));
    }
    if !target.classes.is_empty() {
        model.push(fact("Classes", target.classes.join(", ")));
    }
    model.push(fact("Reads", columns.join(", ")));
    let asks = match target.task {
        Task::Binary | Task::MultiClass => format!("which `{}` a row has, with its probability", target.name),
        Task::Regression => format!("the number in `{}` of a row", target.name),
    };
    CardData {
        name: run.name.to_owned(),
        summary: report.verdict.clone(),
        target: target.name.clone(),
        task: Some(target.task),
        model,
        data: vec![
            fact("File", run.data.display().to_string()),
            fact("Rows", grouped(run.n_rows as i64)),
            fact("Trained on", format!("{} rows", grouped(outcome.n_train as i64))),
            fact("Tested on", format!("{} rows that training never saw", grouped(run.provenance.n_test as i64))),
        ],
        intended_use: vec![format!(
            "To tell {asks}, for rows that come about as those of the training file did."
        )],
        out_of_scope: vec![
            "Rows from another source, another time or another market than the training file, until `bowline evaluate` has been run on labelled rows of them.".to_owned(),
            "Decisions about people without a person to appeal to.".to_owned(),
        ],
        metric: outcome.metric.as_str().to_owned(),
        metrics: report.test_metrics.clone(),
        segments: report.segments.clone(),
        importance: report.importance.clone(),
        findings: run.findings.to_vec(),
        limits: limits(outcome, run, report),
        provenance: report.provenance.clone(),
    }
}

fn limits(outcome: &SearchOutcome, run: &Run<'_>, report: &ReportData) -> Vec<String> {
    let mut limits = Vec::new();
    if let Some(test) = outcome.scores.test {
        limits.push(format!(
            "The test score is known to {} to {} only (95 % interval).",
            score(test.low),
            score(test.high)
        ));
    }
    let low: Vec<String> = report
        .segments
        .iter()
        .flat_map(|by| {
            by.segments
                .iter()
                .filter(|segment| segment.score.is_none())
                .map(|segment| format!("`{}` {}", by.column, segment.value))
        })
        .take(8)
        .collect();
    if !low.is_empty() {
        limits.push(format!("Too few test rows to say how good it is for {}.", low.join(", ")));
    }
    let n_serious = run.findings.iter().filter(|finding| finding.severity == Severity::Serious).count();
    if n_serious > 0 {
        limits.push(format!("{n_serious} serious findings about the data stand below; read them first."));
    }
    if outcome.cut_short {
        limits.push("The time budget cut the search short: a longer one may find a better model.".to_owned());
    }
    limits
}
