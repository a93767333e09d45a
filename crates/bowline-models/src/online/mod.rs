//! Learning from one example at a time.
//!
//! A model that serves can go on learning from the labels that come back, without seeing the old rows again. What it knows
//! depends on the order of the examples, and on nothing else. [`SgdLogistic`] learns at every example; [`Buffered`] collects a
//! hundred first, which makes updates rarer and lets the loss of each batch be logged before the model has seen it.

mod artifact;
mod buffered;
mod sgd_logistic;

pub use buffered::{BatchUpdate, Buffered};
pub use sgd_logistic::{SgdLogistic, SgdParameters};
