//! The options of `bowline fit`.

use std::path::PathBuf;
use std::time::Duration;

use bowline_automl::{FeatureSet, Quality};
use bowline_stats::Metric;
use clap::Args;

use super::problem::ProblemArguments;
use super::read::ReadArguments;
use super::values::{byte_size, duration, threads};

#[derive(Debug, Args)]
pub struct FitArguments {
    /// The table: CSV, JSON lines or Parquet, packed or not; a pattern such as 'sales/*.csv'; or - for standard input
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

    #[command(flatten)]
    pub problem: ProblemArguments,
    /// Which features: auto, or guide (median, scaling, degree 2, one-hot, TF-IDF and SVD for all models)
    #[arg(long, value_name = "SET", default_value = "auto", help_heading = "The problem")]
    pub features: FeatureSet,
    /// Column that names who a row is about, such as a customer: what the same one did before becomes features
    #[arg(long, value_name = "COLUMN", conflicts_with = "group", help_heading = "The problem")]
    pub entity: Option<String>,

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
