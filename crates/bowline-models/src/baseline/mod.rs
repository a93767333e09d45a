//! What every real model must beat.
//!
//! A score means little alone: 95 % accuracy is poor when 97 % of the rows have one class. Baselines say what chance,
//! a constant, three rules of thumb and a plain linear model reach; a model that does not clearly beat them is not worth its
//! upkeep. [`baselines`] lists those of a task under the names that reports show.

mod artifact;
mod constant;
mod random;
mod rule;
mod simple_rules;
mod split_statistics;

use bowline_core::{DynEstimator, Task};

use crate::linear::{LogisticRegression, Ridge};

pub use constant::{ConstantModel, MeanValue, MostFrequent};
pub use random::{RandomClass, RandomModel};
pub use rule::{Condition, Rule};
pub use simple_rules::{SimpleRules, SimpleRulesModel};

/// Penalty that makes least squares solvable and changes nothing that can be seen.
const LEAST_SQUARES_ALPHA: f64 = 1e-6;

/// The baselines of a task by name, weakest first: `random`, `most_frequent`, `simple_rules`, `logistic` for classes;
/// `mean`, `simple_rules`, `linear` for numbers.
#[must_use]
pub fn baselines(task: Task) -> Vec<(&'static str, Box<dyn DynEstimator>)> {
    match task {
        Task::Binary | Task::MultiClass => vec![
            ("random", Box::new(RandomClass)),
            ("most_frequent", Box::new(MostFrequent)),
            ("simple_rules", Box::new(SimpleRules::default())),
            ("logistic", Box::new(LogisticRegression::default())),
        ],
        Task::Regression => vec![
            ("mean", Box::new(MeanValue)),
            ("simple_rules", Box::new(SimpleRules::default())),
            ("linear", Box::new(Ridge { alpha: LEAST_SQUARES_ALPHA, ..Ridge::default() })),
        ],
    }
}
