//! What is asked of a table, and how its rows hang together: the same for `check` and `fit`.

use bowline_automl::{SearchOptions, SplitRule};
use bowline_core::{Seed, Task};
use clap::Args;

#[derive(Debug, Args)]
#[command(next_help_heading = "The problem")]
pub struct ProblemArguments {
    /// The task: binary, multi-class or regression [default: from the target]
    #[arg(long)]
    pub task: Option<Task>,
    /// The positive class of a binary task
    #[arg(long, value_name = "LABEL")]
    pub positive: Option<String>,
    /// Leave a column out (repeatable)
    #[arg(long, value_name = "COLUMN")]
    pub drop: Vec<String>,
    /// Keep a column that would be set aside as an identifier or a leak (repeatable)
    #[arg(long, value_name = "COLUMN")]
    pub keep: Vec<String>,
    /// Keep rows with the same value of this column on one side of every split
    #[arg(long, value_name = "COLUMN", conflicts_with = "time")]
    pub group: Option<String>,
    /// Test on the latest rows by this column, and validate forward in time
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
}

impl ProblemArguments {
    /// How rows are kept apart.
    pub fn split(&self) -> SplitRule {
        match (&self.group, &self.time) {
            (Some(group), _) => SplitRule::Group(group.clone()),
            (None, Some(time)) => SplitRule::Time(time.clone()),
            (None, None) => SplitRule::Hash,
        }
    }

    /// The options of a search for `target` that these say something about; the others are the defaults.
    pub fn search_options(&self, target: &str, seed: u64) -> SearchOptions {
        SearchOptions {
            task: self.task,
            positive: self.positive.clone(),
            drop: self.drop.iter().cloned().collect(),
            keep: self.keep.iter().cloned().collect(),
            split: self.split(),
            seed: Seed(seed),
            ..SearchOptions::new(target)
        }
    }
}
