//! `bowline models` and `bowline show`: what is registered.

use anyhow::Result;
use bowline_core::{ModelVersion, RegistryStore};
use serde_json::{Value, json};

use crate::arguments::{ModelsArguments, ShowArguments};
use crate::evaluate::ends;
use crate::number_text::{grouped, score};
use crate::{home, model_argument, output, terminal};

/// Lists all versions.
///
/// # Errors
/// When the registry cannot be read.
pub fn list(arguments: &ModelsArguments) -> Result<()> {
    let versions = home::registry().versions()?;
    if arguments.json {
        let objects: Vec<Value> = versions.iter().map(version_json).collect();
        return output::print(&format!("{:#}\n", Value::Array(objects)));
    }
    if versions.is_empty() {
        let home = home::folder();
        return output::print(&format!(
            "no models in {} yet; make one with `bowline fit DATA --target COLUMN`\n",
            home.display()
        ));
    }
    let rows = versions.iter().map(|version| {
        let fact = |name: &str| version.facts.get(name);
        let text = |name: &str| fact(name).and_then(Value::as_str).unwrap_or("-").to_owned();
        let number = |name: &str| fact(name).and_then(Value::as_f64).map_or("-".into(), score);
        vec![
            format!("{}/{}", version.name, version.version),
            text("task"),
            text("metric"),
            number("test_score"),
            fact("test_ci95").map_or("-".into(), interval_text),
            version.created_at.clone(),
        ]
    });
    let table =
        terminal::table(&["model", "task", "metric", "test score", "95 % interval", "registered"], rows);
    output::print(&format!("{table}\n"))
}

/// Shows one model.
///
/// # Errors
/// When it cannot be found or read.
pub fn show(arguments: &ShowArguments) -> Result<()> {
    let model = model_argument::load(&arguments.model)?;
    let file = &model.file;
    let (pipeline, provenance) = (&file.pipeline, &file.provenance);
    let members: Vec<Value> =
        pipeline.members.iter().map(|member| json!({"name": member.name, "weight": member.weight})).collect();
    if arguments.json {
        let columns: Vec<Value> = pipeline
            .input
            .fields
            .iter()
            .map(|field| json!({"name": field.name, "type": field.kind.as_str()}))
            .collect();
        let object = json!({
            "model": model.label,
            "registered": model.version.as_ref().map(version_json),
            "target": pipeline.target.name,
            "task": pipeline.target.task.as_str(),
            "classes": pipeline.target.classes,
            "positive": positive(pipeline.target.positive, &pipeline.target.classes),
            "input": columns,
            "members": members,
            "calibration": pipeline.calibrator.as_ref().map(|calibrator| calibrator.kind()),
            "metric": file.scores.metric,
            "cv_score": Some(file.scores.cv).filter(|cv| cv.is_finite()),
            "test_score": file.scores.test.map(|test| test.value),
            "test_ci95": file.scores.test.map(|test| ends(&test)),
            "provenance": {
                "data_sha256": provenance.data_sha256,
                "test_rows_hash": provenance.test_rows_hash,
                "n_train": provenance.n_train,
                "n_test": provenance.n_test,
                "git_commit": provenance.git_commit,
                "seed": provenance.seed,
                "options": provenance.options,
                "bowline_version": provenance.bowline_version,
            },
        });
        return output::print(&format!("{object:#}\n"));
    }
    let mut lines = vec![
        ("model", model.label.clone()),
        ("predicts", format!("{} ({})", pipeline.target.name, pipeline.target.task)),
    ];
    if !pipeline.target.classes.is_empty() {
        let shown: Vec<&str> = pipeline.target.classes.iter().take(20).map(String::as_str).collect();
        let more = pipeline.target.classes.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.push(("classes", format!("{}{more}", shown.join(", "))));
    }
    if let Some(label) = positive(pipeline.target.positive, &pipeline.target.classes) {
        lines.push(("positive", label.to_owned()));
    }
    if let Some(test) = &file.scores.test {
        let rows = grouped(provenance.n_test as i64);
        lines.push((
            "test score",
            format!("{} {} on {rows} rows", file.scores.metric, terminal::estimate(test)),
        ));
    }
    if file.scores.cv.is_finite() {
        lines.push(("cv score", format!("{} {}", file.scores.metric, score(file.scores.cv))));
    }
    let shares: Vec<String> = pipeline
        .members
        .iter()
        .map(|member| format!("{} {:.0} %", member.name, 100.0 * member.weight))
        .collect();
    lines.push(("ensemble", shares.join(", ")));
    if let Some(calibrator) = &pipeline.calibrator {
        lines.push(("calibration", calibrator.kind().to_owned()));
    }
    let columns: Vec<String> =
        pipeline.input.fields.iter().map(|field| format!("{} ({})", field.name, field.kind)).collect();
    lines.push(("reads", columns.join(", ")));
    lines.push((
        "trained on",
        format!("{} rows, data sha256 {}", grouped(provenance.n_train as i64), provenance.data_sha256),
    ));
    if let Some(commit) = &provenance.git_commit {
        lines.push(("git commit", commit.clone()));
    }
    lines.push(("seed", provenance.seed.to_string()));
    let options: Vec<String> =
        provenance.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
    lines.push(("options", options.join(" ")));
    lines.push(("made by", format!("bowline {}", provenance.bowline_version)));
    if let Some(version) = &model.version {
        lines.push(("registered", version.created_at.clone()));
        lines.push(("file", version.model_path.clone()));
    }
    output::print(&terminal::facts(&lines))
}

fn positive(at: Option<usize>, classes: &[String]) -> Option<&str> {
    at.and_then(|at| classes.get(at)).map(String::as_str)
}

fn version_json(version: &ModelVersion) -> Value {
    json!({
        "name": version.name.as_str(),
        "version": version.version,
        "created_at": version.created_at,
        "model_path": version.model_path,
        "files": version.files,
        "facts": version.facts,
    })
}

fn interval_text(value: &Value) -> String {
    let end = |at: usize| value.get(at).and_then(Value::as_f64).map_or("-".into(), score);
    format!("{} to {}", end(0), end(1))
}
