//! Everything that learns from features: baselines, linear models, trees, ensembles, calibrators, online learners.
//!
//! A specification ([`linear::LogisticRegression`], [`linear::Ridge`], [`baseline::SimpleRules`], ...) is an
//! [`Estimator`](bowline_core::Estimator): fitting it on a [`Dataset`](bowline_core::Dataset) gives another type, an
//! immutable model that predicts and can be stored. [`decode_model`] and [`decode_calibrator`] read what was stored.
//!
//! | module | what it holds |
//! |---|---|
//! | [`baseline`] | what every real model must beat: uniform, priors, three rules, mean |
//! | [`linear`] | ridge, elastic net, logistic regression, and paths over their strengths |
//! | [`tree`] | trees on shared bins: forests and boosting |
//! | [`ensemble`] | bags of fold models, and greedy selection of an ensemble |
//! | [`calibration`] | probabilities that mean what they say, and decision thresholds |
//! | [`online`] | learning from one example at a time |
//!
//! Absent by design: this crate opens no file, reads no clock and no environment, and prints nothing. No result depends
//! on the number of threads: parallel work writes to places of its own, and sums are taken in one fixed order.

mod artifact;
pub mod baseline;
pub mod calibration;
pub mod ensemble;
pub mod linear;
pub mod online;
pub mod tree;

pub use artifact::{decode_calibrator, decode_model};
