//! Several models answer together.
//!
//! Models that err in different ways cancel each other's errors when their answers are averaged. A [`Bag`] averages the
//! models of the folds of one cross-validation, so that no training row is wasted; [`GreedySelection`] decides how much
//! each candidate of a search counts in the final ensemble.

mod artifact;
mod bag;
mod greedy_selection;

pub use bag::Bag;
pub use greedy_selection::{GreedyEnsemble, GreedySelection};
