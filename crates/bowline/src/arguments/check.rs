//! The options of `bowline check`.

use std::path::PathBuf;
use std::time::Duration;

use bowline_audit::ModelFamily;
use bowline_stats::Metric;
use clap::{Args, ValueEnum};

use super::problem::ProblemArguments;
use super::read::ReadArguments;
use super::values::{duration, threads};

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The table: CSV, JSON lines (packed or not) or Parquet
    pub data: PathBuf,
    /// The column to predict
    #[arg(long, short, value_name = "COLUMN")]
    pub target: String,
    /// Print one JSON object on standard output and nothing else
    #[arg(long)]
    pub json: bool,
    /// Where to write the page [default: checks/NAME/check.html in the home folder]
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Write each picture of the page into this folder, as SVG and PNG
    #[arg(long, value_name = "FOLDER")]
    pub pictures: Option<PathBuf>,
    /// End with status 1 when the verdict is not `suitable`, or when a finding is serious
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,

    /// How success will be measured, such as roc_auc or mae (repeatable, most important first)
    #[arg(long, help_heading = "What data cannot say")]
    pub metric: Vec<Metric>,
    /// Share of wrong answers that can be lived with, 0 to 1
    #[arg(long, value_name = "SHARE", help_heading = "What data cannot say")]
    pub error_tolerance: Option<f64>,
    /// What the model is expected to bring, in any currency
    #[arg(long, value_name = "AMOUNT", help_heading = "What data cannot say")]
    pub expected_return: Option<f64>,
    /// What it will cost, in the same currency
    #[arg(long, value_name = "AMOUNT", help_heading = "What data cannot say")]
    pub cost: Option<f64>,
    /// The kind of model in mind, such as logistic_regression, random_forest, neural_network
    #[arg(long, value_name = "FAMILY", help_heading = "What data cannot say")]
    pub model: Option<ModelFamily>,
    /// The accuracy hoped for, from which the rule of thumb counts rows
    #[arg(long, value_name = "SHARE", default_value_t = 0.9, help_heading = "What data cannot say")]
    pub desired_accuracy: f64,
    /// Milliseconds that one answer may take
    #[arg(long, value_name = "MILLISECONDS", help_heading = "What data cannot say")]
    pub max_latency: Option<u64>,
    /// Rules apply: somebody may ask why the model answered as it did, or where its data goes
    #[arg(long, help_heading = "What data cannot say")]
    pub regulated: bool,

    #[command(flatten)]
    pub problem: ProblemArguments,

    /// Time for everything, of which the learning curve takes what is left, in seconds or as 90s, 5m
    #[arg(long, value_name = "TIME", default_value = "20", value_parser = duration, help_heading = "Running")]
    pub budget: Duration,
    /// Do not measure what more rows would buy
    #[arg(long, help_heading = "Running")]
    pub no_learning_curve: bool,
    /// Seed of samples, permutations and folds
    #[arg(long, default_value_t = 0, help_heading = "Running")]
    pub seed: u64,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = threads, help_heading = "Running")]
    pub threads: Option<usize>,

    #[command(flatten)]
    pub read: ReadArguments,
}

/// What makes `check` end with status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// The verdict is anything but suitable.
    Unsuitable,
    /// There is a serious finding, such as a leak.
    Serious,
}
