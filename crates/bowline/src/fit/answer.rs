//! What a fit answers: a page of text for people, one JSON object for machines.

use bowline_automl::SearchOutcome;
use bowline_core::{Finding, LeaderboardRow, ModelVersion, Outcome, Reference};
use bowline_io::Loaded;
use serde_json::{Value, json};

use crate::arguments::FitArguments;
use crate::evaluate::ends;
use crate::number_text::{grouped, seconds};
use crate::{memory, terminal, verdict};

/// A registered outcome.
pub struct Stored {
    pub outcome: SearchOutcome,
    pub version: ModelVersion,
    pub report_path: String,
    pub seconds: f64,
}

impl Stored {
    /// One object for machines.
    pub fn json(&self, findings: &[Finding]) -> Value {
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

    /// A page of text for people.
    pub fn text(&self, loaded: &Loaded, findings: &[Finding], arguments: &FitArguments) -> String {
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

/// A finding for machines.
pub fn finding_json(finding: &Finding) -> Value {
    json!({
        "code": finding.code,
        "severity": finding.severity.as_str(),
        "subject": finding.subject,
        "message": finding.message,
        "action": finding.action,
    })
}
