//! The candidates, in the order in which they are tried.
//!
//! Settings that did well over many tables, tried in a fixed order, find a good ensemble sooner than a search of each table
//! from nothing (Feurer et al. 2022, Auto-sklearn 2.0, section 4). Cheap and different ones come first, so that whatever time there is, what
//! has been fitted by then goes well together.

use bowline_core::{DynEstimator, FeatureMatrix, Target, Task};
use bowline_models::baseline::baselines;
use bowline_models::linear::{ElasticNetPath, LogisticPath, RidgePath};
use bowline_models::tree::{ExtraTrees, FeatureShare, GradientBoosting, RandomForest};

use crate::options::Quality;

/// Which features a candidate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Scaled, one-hot, words.
    Linear,
    /// Raw numbers and category codes.
    Native,
    /// Nothing: constants need no features.
    Empty,
}

/// How much memory a fit takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// A copy of the features.
    Linear,
    /// A gradient and a score for each row and output.
    Boosting,
    /// Trees with up to as many nodes as there are rows.
    Forest {
        /// Trees of each fold.
        n_trees: usize,
    },
    /// Next to nothing.
    Baseline,
}

impl Family {
    /// Bytes that fitting one fold takes beside the features, about.
    pub fn memory_needed(self, matrix: &FeatureMatrix, target: &Target) -> u64 {
        let rows = matrix.n_samples() as u64;
        let outputs = target.n_outputs() as u64;
        match self {
            Self::Baseline => rows * 16,
            Self::Linear => 2 * matrix.byte_size() as u64 + rows * outputs * 32,
            Self::Boosting => rows * (24 + 24 * outputs) + matrix.n_dense() as u64 * 2048 * 64,
            Self::Forest { n_trees } => rows * (40 + 40 * n_trees as u64),
        }
    }
}

/// A specification with its name on the leaderboard.
pub struct Candidate {
    /// Unique name.
    pub name: &'static str,
    /// Whether it is one of the baselines, which never join the ensemble while there is anything else.
    pub baseline: bool,
    /// What it reads.
    pub view: View,
    /// What it needs.
    pub family: Family,
    /// The specification.
    pub estimator: Box<dyn DynEstimator>,
}

/// What is known of the problem when the plan is made.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The task.
    pub task: Task,
    /// Training rows.
    pub n_rows: usize,
}

/// The plan: baselines, then candidates.
#[must_use]
pub fn portfolio(shape: Shape, quality: Quality) -> Vec<Candidate> {
    let mut plan: Vec<Candidate> = baselines(shape.task)
        .into_iter()
        .map(|(name, estimator)| {
            let reads_linear = matches!(name, "logistic" | "linear");
            let view = match name {
                "logistic" | "linear" => View::Linear,
                "most_frequent" | "mean" => View::Empty,
                _ => View::Native,
            };
            let family = if reads_linear { Family::Linear } else { Family::Baseline };
            Candidate { name, baseline: true, view, family, estimator }
        })
        .collect();
    plan.extend(linear(shape.task));
    let n_trees = if shape.n_rows > 10_000 { 50 } else { 100 };
    let boosting = boosting_settings(shape);
    let forests = forests(shape, n_trees);
    let n_boosting = match quality {
        Quality::Fast => 1,
        Quality::Balanced => 5,
        Quality::Best => boosting.len(),
    };
    let mut boosting = boosting.into_iter().take(n_boosting).map(|(name, settings)| Candidate {
        name,
        baseline: false,
        view: View::Native,
        family: Family::Boosting,
        estimator: Box::new(settings),
    });
    let mut forests = forests.into_iter().take(if quality == Quality::Fast { 1 } else { 2 });
    // One of each in turn: what is different joins better than what is more of the same.
    loop {
        let (next, forest) = (boosting.next(), forests.next());
        if next.is_none() && forest.is_none() {
            break;
        }
        plan.extend(next);
        plan.extend(forest);
    }
    plan
}

fn linear(task: Task) -> Vec<Candidate> {
    let candidate = |name, estimator: Box<dyn DynEstimator>| Candidate {
        name,
        baseline: false,
        view: View::Linear,
        family: Family::Linear,
        estimator,
    };
    if task == Task::Regression {
        vec![
            candidate("ridge-path", Box::<RidgePath>::default()),
            candidate("elastic-net-path", Box::<ElasticNetPath>::default()),
        ]
    } else {
        vec![candidate("logistic-path", Box::<LogisticPath>::default())]
    }
}

fn boosting_settings(shape: Shape) -> Vec<(&'static str, GradientBoosting)> {
    let base = GradientBoosting { max_rounds: 400, patience: 20, ..GradientBoosting::default() };
    let regression = shape.task == Task::Regression;
    let steady = if regression {
        GradientBoosting {
            learning_rate: 0.05,
            max_leaves: 100,
            row_share: 0.7,
            min_leaf_rows: 3,
            max_rounds: 1000,
            patience: 30,
            ..base.clone()
        }
    } else {
        GradientBoosting {
            learning_rate: 0.04,
            max_leaves: 50,
            row_share: 0.75,
            min_leaf_rows: 40,
            max_rounds: 1000,
            patience: 30,
            ..base.clone()
        }
    };
    vec![
        ("boosting", base.clone()),
        (
            "boosting-fine",
            GradientBoosting {
                learning_rate: 0.05,
                max_leaves: 24,
                feature_share: 0.5,
                min_leaf_rows: 5,
                max_rounds: 1000,
                patience: 30,
                ..base.clone()
            },
        ),
        ("boosting-steady", steady),
        (
            "boosting-random",
            GradientBoosting {
                learning_rate: 0.05,
                max_leaves: 64,
                feature_share: 0.55,
                l1: 0.91,
                l2: 1.9,
                min_leaf_rows: 28.min(shape.n_rows / 50).max(3),
                extra_random: true,
                max_rounds: 1500,
                patience: 40,
                ..base.clone()
            },
        ),
        (
            "boosting-shallow",
            GradientBoosting {
                learning_rate: 0.03,
                max_leaves: 8,
                feature_share: 0.42,
                min_leaf_rows: 15.min(shape.n_rows / 50).max(3),
                extra_random: true,
                max_rounds: 3000,
                patience: 60,
                ..base.clone()
            },
        ),
        (
            "boosting-deep",
            GradientBoosting {
                learning_rate: 0.03,
                max_leaves: 84,
                feature_share: 0.53,
                l2: 0.84,
                min_leaf_rows: 3,
                max_rounds: 2000,
                patience: 50,
                ..base.clone()
            },
        ),
        (
            "boosting-slow",
            GradientBoosting {
                learning_rate: 0.018,
                max_leaves: 39,
                feature_share: 0.46,
                l1: 0.24,
                l2: 0.36,
                min_leaf_rows: 3,
                extra_random: true,
                max_rounds: 4000,
                patience: 80,
                ..base
            },
        ),
    ]
}

fn forests(Shape { task, n_rows }: Shape, n_trees: usize) -> Vec<Candidate> {
    let regression = task == Task::Regression;
    let features = if regression { FeatureShare::Share(0.5) } else { FeatureShare::SquareRoot };
    // On many rows a leaf of one says little, and trees of such leaves take most of the time and the file.
    let smallest = if regression { 2 } else { 1 };
    let min_leaf_rows = (n_rows / 5_000).clamp(smallest, 20);
    let extra = ExtraTrees { n_trees, features, min_leaf_rows, ..ExtraTrees::default() };
    let random = RandomForest { n_trees, features, min_leaf_rows, ..RandomForest::default() };
    let candidate = |name, estimator: Box<dyn DynEstimator>| Candidate {
        name,
        baseline: false,
        view: View::Native,
        family: Family::Forest { n_trees },
        estimator,
    };
    vec![candidate("extra-trees", Box::new(extra)), candidate("random-forest", Box::new(random))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_baselines_come_first() {
        for task in [Task::Binary, Task::MultiClass, Task::Regression] {
            for quality in [Quality::Fast, Quality::Balanced, Quality::Best] {
                let plan = portfolio(Shape { task, n_rows: 1000 }, quality);
                let mut names: Vec<&str> = plan.iter().map(|c| c.name).collect();
                let first_real = plan.iter().position(|c| !c.baseline).unwrap();
                assert!(plan[first_real..].iter().all(|c| !c.baseline));
                names.sort_unstable();
                names.dedup();
                assert_eq!(names.len(), plan.len());
            }
        }
    }
}
