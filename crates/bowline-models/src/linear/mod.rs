//! Linear models: the answer is a weighted sum of the features.
//!
//! They are quick, hard to fool and easy to read, and on text they are often the best there is. What makes them good is
//! the penalty on large weights, which keeps a model with many features from learning noise: its strength is what a
//! search tunes. [`Ridge`] and [`ElasticNet`] predict numbers, [`LogisticRegression`] classes; each has a form that walks
//! a path of strengths from strong to weak, every fit starting where the last one ended, and keeps the one that
//! predicts held-out rows best ([`RidgePath`], [`ElasticNetPath`], [`LogisticPath`]).
//!
//! The objectives are those of scikit-learn, so that its users' parameters mean the same here. Features should share
//! a scale; a missing (or infinite) value counts as 0, the mean of a scaled feature.

mod artifact;
mod class_problem;
mod conjugate_gradient;
mod coordinate_descent;
mod design;
mod elastic_net;
mod holdout;
mod lbfgs;
mod linear_model;
mod logistic;
mod logistic_model;
mod logistic_path;
mod normal_equations;
mod objective;
mod parameters;
mod proximal_newton;
mod ridge;
mod scores;
mod value_problem;

pub(crate) use design::finite_or_zero;
pub use elastic_net::{ElasticNet, ElasticNetPath};
pub use linear_model::LinearModel;
pub use logistic::LogisticRegression;
pub use logistic_model::LogisticModel;
pub use logistic_path::LogisticPath;
pub use parameters::{ClassWeight, Intercept};
pub use ridge::{Ridge, RidgePath};
