//! `bowline evaluate`: a model against a table with the true answers.

use anyhow::{Context, Result, bail};
use bowline_automl::{every_metric, labelled_target};
use bowline_core::{Estimate, Seed};
use bowline_io::{nearest_names, read_table};
use serde_json::json;

use crate::arguments::EvaluateArguments;
use crate::number_text::grouped;
use crate::predict::read_options;
use crate::{model_argument, output, terminal};

/// Runs the command.
///
/// # Errors
/// When the model or the table cannot be read, they do not fit, or a label is unknown.
pub fn run(arguments: &EvaluateArguments) -> Result<()> {
    let model = model_argument::load(&arguments.model)?;
    let pipeline = &model.file.pipeline;
    let data = arguments.data.display().to_string();
    let loaded = read_table(&arguments.data, &read_options(&arguments.read, Some(&pipeline.input)))?;
    let Some(labels) = loaded.table.column(&pipeline.target.name) else {
        let near = nearest_names(&pipeline.target.name, loaded.table.names(), 3);
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!("; similar columns: `{}`", near.join("`, `"))
        };
        bail!(
            "`{data}` has no column `{}`, the target of model {}: expected the true answers in it{hint}",
            pipeline.target.name,
            model.label
        );
    };
    let (rows, truth) = labelled_target(&pipeline.target, labels, arguments.normalize_labels)?;
    let labelled =
        if rows.len() == loaded.table.n_rows() { loaded.table.clone() } else { loaded.table.take(&rows) };
    let predictions = pipeline
        .predict(&labelled)
        .with_context(|| format!("`{data}` does not fit the model {}", model.label))?;
    let metrics =
        every_metric(&pipeline.target, &truth, &predictions, None, Seed(model.file.provenance.seed));
    let n_unlabelled = loaded.table.n_rows() - rows.len();
    if arguments.json {
        let scores: serde_json::Map<String, serde_json::Value> = metrics
            .iter()
            .map(|(metric, score)| (metric.to_string(), json!({"value": score.value, "ci95": ends(score)})))
            .collect();
        let object = json!({
            "model": model.label,
            "data": data,
            "data_sha256": loaded.sha256,
            "task": pipeline.target.task.as_str(),
            "n_rows": rows.len(),
            "n_unlabelled": n_unlabelled,
            "metric": model.file.scores.metric,
            "metrics": scores,
            "registered_test_score": model.file.scores.test.map(|score| score.value),
        });
        return output::print(&format!("{object:#}\n"));
    }
    if loaded.sha256 == model.file.provenance.data_sha256 {
        output::remark(
            "note: this is the file that the model was fitted on; on its training rows it looks better than it is",
        );
    }
    let mut text = format!(
        "{} on {data}: {} labelled rows{}\n\n",
        model.label,
        grouped(rows.len() as i64),
        if n_unlabelled > 0 {
            format!(" ({} without a label left out)", grouped(n_unlabelled as i64))
        } else {
            String::new()
        }
    );
    text.push_str(&terminal::metrics_table(&metrics, &model.file.scores.metric));
    text.push('\n');
    output::print(&text)
}

/// Both ends of an interval; JSON has no infinity, so an open end is null.
pub fn ends(score: &Estimate) -> [Option<f64>; 2] {
    [score.low, score.high].map(|end| Some(end).filter(|end| end.is_finite()))
}
