//! The command line: every verb and option, with the words that `--help` shows.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

mod check;
mod fit;
mod problem;
mod read;
mod values;

pub use check::{CheckArguments, FailOn};
pub use fit::FitArguments;
pub use read::ReadArguments;

/// From a raw table to a model you can call, in one binary.
///
/// Start with `bowline fit DATA.csv --target COLUMN`: it cleans, searches, tests honestly, registers the model and writes a report.
#[derive(Debug, Parser)]
#[command(name = "bowline", version, propagate_version = true, max_term_width = 100)]
pub struct Arguments {
    /// Folder that holds everything Bowline keeps [default: .bowline, or BOWLINE_HOME]
    #[arg(long, global = true, value_name = "FOLDER", help_heading = "Everywhere")]
    pub home: Option<PathBuf>,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Say whether a table is worth a model, before you invest: verdict, audit, leaks, rows needed
    #[command(
        after_help = "Examples:\n  bowline check examples/churn.csv --target churned\n  bowline check loans.csv --target defaulted --metric roc_auc --error-tolerance 0.2 --expected-return 50000 --cost 8000"
    )]
    Check(Box<CheckArguments>),
    /// Find the best model for a table and register it with an honest score and a report
    #[command(
        after_help = "Examples:\n  bowline fit examples/churn.csv --target churned\n  bowline fit sales.parquet --target amount --time sold_at --budget 5m\n  bowline fit train.csv --target y --test holdout.csv --metric f1 --json"
    )]
    Fit(Box<FitArguments>),
    /// Score the rows of a table with a model
    #[command(
        after_help = "Examples:\n  bowline predict churn new_customers.csv --with customer_id --out scores.csv"
    )]
    Predict(PredictArguments),
    /// Compare a model's answers with known ones: every metric with its interval
    #[command(after_help = "Examples:\n  bowline evaluate churn/1 examples/churn_next_month.csv")]
    Evaluate(EvaluateArguments),
    /// List the registered models and versions
    Models(ModelsArguments),
    /// Show what a model is, how good it is and where it came from
    #[command(after_help = "Examples:\n  bowline show churn/1")]
    Show(ShowArguments),
}

#[derive(Debug, Args)]
pub struct PredictArguments {
    /// The model: a name (`churn`), a version (`churn/3`) or a model file
    pub model: String,
    /// The table to score
    pub data: PathBuf,
    /// Where to write the predictions: .csv, .tsv, .jsonl (also .gz, .zst) or .parquet [default: CSV on standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Copy a column of the table in front of the predictions, such as an id (repeatable)
    #[arg(long, value_name = "COLUMN")]
    pub with: Vec<String>,

    #[command(flatten)]
    pub read: ReadArguments,
}

#[derive(Debug, Args)]
pub struct EvaluateArguments {
    /// The model: a name (`churn`), a version (`churn/3`) or a model file
    pub model: String,
    /// A table with the true answers in the target column
    pub data: PathBuf,
    /// Take labels that differ only in case, space or a final full stop as equal
    #[arg(long)]
    pub normalize_labels: bool,
    /// Print one JSON object on standard output and nothing else
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub read: ReadArguments,
}

#[derive(Debug, Args)]
pub struct ModelsArguments {
    /// Print a JSON array on standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ShowArguments {
    /// The model: a name (`churn`), a version (`churn/3`) or a model file
    pub model: String,
    /// Print one JSON object on standard output
    #[arg(long)]
    pub json: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }
}
