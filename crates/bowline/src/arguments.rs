//! The command line: every verb and option, with the words that `--help` shows.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use bowline_automl::{FeatureSet, Quality};
use bowline_core::{ColumnKind, Task};
use bowline_io::Encoding;
use bowline_stats::Metric;
use clap::{Args, Parser, Subcommand};

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

/// How a data file is written, where detection is not wanted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading the table")]
pub struct ReadArguments {
    /// Read a column as this type: integer, float, boolean, category, text, timestamp or identifier (repeatable)
    #[arg(long = "type", value_name = "COLUMN=TYPE", value_parser = column_type)]
    pub types: Vec<(String, ColumnKind)>,
    /// Separator of fields: one character, or `tab` [default: detected]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub delimiter: Option<u8>,
    /// The first row holds data and not names
    #[arg(long)]
    pub no_header: bool,
    /// Encoding of the text: utf-8, utf-16 or latin-1 [default: detected]
    #[arg(long, value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// A cell that means "missing", besides empty cells, NA, null, ? and their like (repeatable)
    #[arg(long = "na", value_name = "MARK")]
    pub missing: Vec<String>,
}

#[derive(Debug, Args)]
pub struct FitArguments {
    /// The table: CSV (gzip or not) or Parquet
    pub data: PathBuf,
    /// The column to predict
    #[arg(long, short, value_name = "COLUMN")]
    pub target: String,
    /// Wall time for everything, in seconds or as 90s, 5m, 1h
    #[arg(long, value_name = "TIME", default_value = "30", value_parser = duration)]
    pub budget: Duration,
    /// What to optimise, such as roc_auc, log_loss, accuracy, f1, rmse, mae [default: by task]
    #[arg(long)]
    pub metric: Option<Metric>,
    /// How much to try before the budget cuts it short: fast, balanced or best
    #[arg(long, default_value = "balanced")]
    pub quality: Quality,
    /// Name of the model in the registry [default: the file's name]
    #[arg(long)]
    pub name: Option<String>,
    /// Print one JSON object on standard output and nothing else
    #[arg(long)]
    pub json: bool,

    /// The task: binary, multi-class or regression [default: from the target]
    #[arg(long, help_heading = "The problem")]
    pub task: Option<Task>,
    /// The positive class of a binary task
    #[arg(long, value_name = "LABEL", help_heading = "The problem")]
    pub positive: Option<String>,
    /// Leave a column out (repeatable)
    #[arg(long, value_name = "COLUMN", help_heading = "The problem")]
    pub drop: Vec<String>,
    /// Keep a column that would be set aside as an identifier or a leak (repeatable)
    #[arg(long, value_name = "COLUMN", help_heading = "The problem")]
    pub keep: Vec<String>,

    /// Which features: auto, or guide (median, scaling, degree 2, one-hot, TF-IDF and SVD for all models)
    #[arg(long, value_name = "SET", default_value = "auto", help_heading = "The problem")]
    pub features: FeatureSet,
    /// Column that names who a row is about, such as a customer: what the same one did before becomes features
    #[arg(long, value_name = "COLUMN", conflicts_with = "group", help_heading = "The problem")]
    pub entity: Option<String>,

    /// Keep rows with the same value of this column on one side of every split
    #[arg(long, value_name = "COLUMN", conflicts_with = "time", help_heading = "Testing")]
    pub group: Option<String>,
    /// Test on the latest rows by this column, and validate forward in time
    #[arg(long, value_name = "COLUMN", help_heading = "Testing")]
    pub time: Option<String>,
    /// Share of the rows that is put aside for the test
    #[arg(long, value_name = "SHARE", default_value_t = 0.2, help_heading = "Testing")]
    pub test_share: f64,
    /// Test on this labelled table instead, and learn from all rows of DATA
    #[arg(long, value_name = "FILE", help_heading = "Testing")]
    pub test: Option<PathBuf>,
    /// Take labels of the test table that differ only in case, space or a final full stop as equal
    #[arg(long, requires = "test", help_heading = "Testing")]
    pub normalize_labels: bool,
    /// Cross-validation folds, 2 to 20 [default: 3 fast, 5 balanced, 8 best]
    #[arg(long, value_name = "N", help_heading = "Testing")]
    pub folds: Option<usize>,

    /// Seed of every random choice
    #[arg(long, default_value_t = 0, help_heading = "Running")]
    pub seed: u64,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = threads, help_heading = "Running")]
    pub threads: Option<usize>,
    /// Skip candidates that would need more memory than this, such as 2GB or 512MB
    #[arg(long, value_name = "SIZE", value_parser = byte_size, help_heading = "Running")]
    pub memory: Option<u64>,

    #[command(flatten)]
    pub read: ReadArguments,
}

#[derive(Debug, Args)]
pub struct PredictArguments {
    /// The model: a name (`churn`), a version (`churn/3`) or a model file
    pub model: String,
    /// The table to score
    pub data: PathBuf,
    /// Where to write the predictions as CSV [default: standard output]
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

fn column_type(text: &str) -> Result<(String, ColumnKind), String> {
    let (column, kind) = text
        .rsplit_once('=')
        .ok_or_else(|| format!("`{text}` has no `=`: expected COLUMN=TYPE, as in age=integer"))?;
    Ok((column.to_owned(), kind.parse()?))
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\\t" | "\t" => Ok(b'\t'),
        "space" => Ok(b' '),
        _ => match text.as_bytes() {
            [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() => Ok(*byte),
            _ => Err("expected one character that is no letter or digit, or `tab`".into()),
        },
    }
}

fn encoding(text: &str) -> Result<Encoding, String> {
    match text.to_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" => Ok(Encoding::Utf8),
        "utf-16" | "utf16" => Ok(Encoding::Utf16),
        "latin-1" | "latin1" | "iso-8859-1" | "windows-1252" | "cp1252" => Ok(Encoding::Windows1252),
        _ => Err("expected utf-8, utf-16 or latin-1".into()),
    }
}

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..=1024) => Ok(n),
        _ => Err("expected a whole number from 1 to 1024".into()),
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    let unit_at = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let seconds = match unit {
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => f64::NAN,
    } * f64::from_str(number).unwrap_or(f64::NAN);
    if (1.0..=30.0 * 86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("expected at least 1 second and at most 30 days, such as 30, 90s, 5m or 1h".into())
    }
}

fn byte_size(text: &str) -> Result<u64, String> {
    let unit_at = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let scale = match unit.trim().to_lowercase().trim_end_matches("ib").trim_end_matches('b') {
        "" => 1u64,
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        "t" => 1 << 40,
        _ => 0,
    };
    match f64::from_str(number) {
        Ok(number) if scale > 0 && number > 0.0 => Ok((number * scale as f64) as u64),
        _ => Err("expected a size such as 512MB or 2GB".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn times_and_sizes_are_read_or_refused() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1.5m"), Ok(Duration::from_secs(90)));
        assert!(["0", "x", "5d", "-3", ""].iter().all(|text| duration(text).is_err()));
        assert_eq!(byte_size("2GB"), Ok(2 << 30));
        assert_eq!(byte_size("512 MiB"), Ok(512 << 20));
        assert!(["0", "lots", "3 apples"].iter().all(|text| byte_size(text).is_err()));
        assert_eq!(column_type("a=b=text"), Ok(("a=b".into(), ColumnKind::Text)));
        assert!(column_type("a").unwrap_err().contains("COLUMN=TYPE"));
    }
}
