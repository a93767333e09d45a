//! Trees on shared bins: gradient boosting, random forests and extra trees.
//!
//! A tree asks one question after another ("is `tenure` at most 12?") and gives the answer of the leaf where a row ends. One
//! tree is weak; hundreds together are the best that is known for tables. [`GradientBoosting`] adds small trees, each
//! correcting those before it; [`RandomForest`] and [`ExtraTrees`] average large trees that differ by chance.
//!
//! All of them read the training rows as u8 bins ([`bowline_core::binned`]), which are built once for a whole search. Sums of
//! gradients are whole numbers (see `gradient`), so that their order cannot show in the result.

mod artifact;
mod best_split;
mod boosting;
mod boosting_model;
mod categories;
mod exponential;
mod forest;
mod forest_model;
mod forest_split;
mod forest_tree;
mod gradient;
mod grown;
mod histogram;
mod impurity;
mod leaf_wise;
mod objective;
mod trees;

pub(crate) use artifact::decode;
pub use boosting::GradientBoosting;
pub use boosting_model::BoostingModel;
pub use forest::{ExtraTrees, FeatureShare, RandomForest};
pub use forest_model::ForestModel;
