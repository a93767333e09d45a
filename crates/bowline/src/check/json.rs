//! What a check found, as one JSON object for machines.

use bowline_audit::audit::{ColumnAnalysis, Distribution};
use bowline_audit::{FirstStep, LearningCurve};
use serde_json::{Value, json};

use super::{Found, Page};
use crate::arguments::CheckArguments;
use crate::evaluate::ends;
use crate::fit::finding_json;
use crate::memory;

pub(super) fn object(arguments: &CheckArguments, found: &Found, page: &Page) -> Value {
    let validation = &found.check.validation;
    let target = &found.problem.target;
    let (basic, quality) = (&found.audit.basic_stats, &found.audit.data_quality);
    json!({
        "data": arguments.data.display().to_string(),
        "data_sha256": found.loaded.sha256,
        "target": target.spec.name,
        "task": target.spec.task.as_str(),
        "task_reason": target.why,
        "verdict": validation.verdict.sentence,
        "suitability": validation.verdict.suitability.as_str(),
        "suitable": validation.suitable,
        "score": validation.score,
        "missing": validation.missing,
        "settle": validation.verdict.settle,
        "criteria": validation.criteria.iter().map(|criterion| json!({
            "name": criterion.name,
            "answer": criterion.answer.as_str(),
            "evidence": criterion.evidence,
            "settle": criterion.settle,
        })).collect::<Vec<_>>(),
        "basic_stats": {
            "n_rows": basic.n_rows,
            "n_columns": basic.n_columns,
            "n_missing": basic.n_missing,
            "n_duplicate_rows": basic.duplicates.n_rows,
            "memory_bytes": basic.memory_bytes,
        },
        "data_quality": {
            "completeness": quality.completeness,
            "duplicates": quality.duplicates,
            "duplicate_rate": quality.duplicate_rate,
            "consistency": quality.consistency,
            "validity": quality.validity,
            "class_balance": quality.class_balance,
            "overall_score": quality.overall_score,
        },
        "feature_analysis": found.audit.feature_analysis.columns.iter().map(column).collect::<Vec<_>>(),
        "requirements": {
            "model": found.check.requirements.family.as_str(),
            "desired_accuracy": found.check.requirements.desired_accuracy,
            "needed": found.check.requirements.needed,
            "found": found.check.requirements.found,
            "is_met": found.check.requirements.is_met(),
        },
        "learning_curve": found.curve.as_ref().map(curve),
        "models": found.check.recommendations.iter().map(|model| json!({
            "model": model.model,
            "grid": model.grid.iter().map(|(name, values)| {
                ((*name).to_owned(), values.iter().map(ToString::to_string).collect::<Vec<_>>().into())
            }).collect::<serde_json::Map<String, Value>>(),
            "pros": model.pros,
            "cons": model.cons,
        })).collect::<Vec<_>>(),
        "advice": {
            "way": found.check.advice.way.as_str(),
            "sentence": found.check.advice.sentence,
            "reasons": found.check.advice.reasons,
            "ways": found.check.advice.ways.iter().map(|way| {
                let (command, needs) = match &way.start {
                    FirstStep::Command(command) => (Some(command), None),
                    FirstStep::Needs(needs) => (None, Some(needs)),
                };
                json!({"way": way.way.as_str(), "command": command, "needs": needs})
            }).collect::<Vec<_>>(),
        },
        "findings": found.findings.iter().map(finding_json).collect::<Vec<_>>(),
        "report": page.path.display().to_string(),
        "seconds": (found.seconds * 1000.0).round() / 1000.0,
        "peak_memory_mb": memory::peak_mib(),
    })
}

fn column(column: &ColumnAnalysis) -> Value {
    let values = match &column.distribution {
        Distribution::Empty => json!({}),
        Distribution::Numbers(summary) => json!({
            "min": summary.min, "max": summary.max, "mean": summary.mean, "std": summary.std,
            "median": summary.median(), "skew": Some(summary.skew).filter(|skew| skew.is_finite()),
            "n_outliers": summary.n_outliers,
        }),
        Distribution::Levels(levels) => json!({
            "top": levels.top.iter().map(|(level, count)| json!([level, count])).collect::<Vec<_>>(),
            "n_other": levels.n_other,
        }),
        Distribution::Texts(texts) => json!({
            "mean_chars": texts.mean_chars, "mean_words": texts.mean_words, "max_chars": texts.max_chars,
        }),
    };
    json!({
        "name": column.name,
        "kind": column.kind.as_str(),
        "n_missing": column.n_missing,
        "n_distinct": column.n_distinct,
        "n_invalid": column.n_invalid,
        "n_patterns": column.n_patterns,
        "association": column.association.map(|found| {
            json!({"measure": found.measure.as_str(), "value": found.value})
        }),
        "values": values,
    })
}

fn curve(curve: &LearningCurve) -> Value {
    json!({
        "metric": curve.metric.as_str(),
        "points": curve.points.iter().map(|point| {
            json!({"n_rows": point.n_rows, "mean": point.mean, "scores": point.scores})
        }).collect::<Vec<_>>(),
        "extrapolated": curve.extrapolated.iter().map(|point| json!({
            "factor": point.factor,
            "n_rows": point.n_rows,
            "score": point.score.value,
            "score_ci95": ends(&point.score),
            "gain": point.gain.value,
            "gain_ci95": ends(&point.gain),
        })).collect::<Vec<_>>(),
        "n_held_out": curve.n_held_out,
        "cut_short": curve.cut_short,
        "sentence": curve.sentence,
    })
}
