//! `bowline predict`: a table in, a prediction for each row out.

use std::io;

use anyhow::{Context, Result, bail};
use bowline_core::{CellRules, Column, InputSchema, Predictions, Table, TargetSpec};
use bowline_io::{
    MissingMarks, ReadOptions, check_ending, nearest_names, read_table, write_csv_to, write_table,
};

use crate::arguments::{PredictArguments, ReadArguments};
use crate::model_argument;
use crate::number_text::grouped;
use crate::output;

/// Runs the command.
///
/// # Errors
/// When the model or the table cannot be read, or they do not fit.
pub fn run(arguments: &PredictArguments) -> Result<()> {
    if let Some(path) = &arguments.out {
        check_ending(path)?;
    }
    let model = model_argument::load(&arguments.model)?;
    let pipeline = &model.file.pipeline;
    let loaded = read_table(&arguments.data, &read_options(&arguments.read, Some(&pipeline.input)))?;
    let data = arguments.data.display();
    let copied = arguments
        .with
        .iter()
        .map(|name| match loaded.table.column(name) {
            Some(column) => Ok(column.clone()),
            None => {
                let near = nearest_names(name, loaded.table.names(), 3);
                let hint = if near.is_empty() {
                    String::new()
                } else {
                    format!(": did you mean `{}`?", near.join("`, `"))
                };
                bail!("no column `{name}` (--with) in `{data}`{hint}")
            }
        })
        .collect::<Result<Vec<_>>>()?;
    let predictions = pipeline
        .predict(&loaded.table)
        .with_context(|| format!("`{data}` does not fit the model {}", model.label))?;
    let table = answer_table(copied, &pipeline.target, &predictions)?;
    match &arguments.out {
        None => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let written = write_csv_to(&mut out, &table).and_then(|()| io::Write::flush(&mut out));
            output::gone_is_fine(written)
        }
        Some(path) => {
            write_table(path, &table)?;
            output::remark(&format!(
                "{} predictions written to {}",
                grouped(table.n_rows() as i64),
                path.display()
            ));
            Ok(())
        }
    }
}

/// How cells are read where the user says so: kept with the model, so that later files read alike.
pub fn cell_rules(arguments: &ReadArguments) -> CellRules {
    CellRules {
        missing: arguments.missing.clone(),
        decimal: arguments.decimal.map(|decimal| decimal.to_string()),
    }
}

/// How to read a table: as the user says, and for scoring as the model expects.
pub fn read_options(arguments: &ReadArguments, expected: Option<&InputSchema>) -> ReadOptions {
    let told = expected.map(|schema| schema.cells.clone()).unwrap_or_default();
    let missing = if arguments.missing.is_empty() { told.missing } else { arguments.missing.clone() };
    ReadOptions {
        delimiter: arguments.delimiter,
        header: arguments.no_header.then_some(false),
        encoding: arguments.encoding,
        skip_rows: arguments.skip_rows,
        comments: arguments.comments.unwrap_or_default(),
        bad_rows: arguments.bad_rows,
        decimal: arguments.decimal.or_else(|| told.decimal.and_then(|decimal| decimal.parse().ok())),
        missing: if missing.is_empty() {
            MissingMarks::default()
        } else {
            MissingMarks::standard_and(missing)
        },
        kinds: arguments.types.iter().cloned().collect(),
        expected: expected
            .map(|schema| schema.fields.iter().map(|field| (field.name.clone(), field.kind)).collect())
            .unwrap_or_default(),
        ..ReadOptions::default()
    }
}

/// The copied columns, `prediction`, and for classes `probability_<class>`.
fn answer_table(copied: Vec<Column>, target: &TargetSpec, predictions: &Predictions) -> Result<Table> {
    let mut columns = copied;
    match predictions {
        Predictions::Probabilities { n_classes, values } => {
            let labels = predictions.labels().unwrap_or_default();
            let labels: Vec<Option<&str>> =
                labels.iter().map(|&code| target.classes.get(code as usize).map(String::as_str)).collect();
            columns.push(Column::category("prediction", &labels));
            for (code, class) in target.classes.iter().enumerate() {
                let of_class: Vec<f64> = values.iter().skip(code).step_by(*n_classes).copied().collect();
                columns.push(Column::floats(format!("probability_{class}"), &of_class));
            }
        }
        Predictions::Values(values) => columns.push(Column::floats("prediction", values)),
        other => bail!("this model answers with {other:?}, which `predict` does not write"),
    }
    Table::new(columns).context("a column that is copied with --with has the name of a prediction")
}
