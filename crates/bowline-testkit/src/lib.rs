//! Checks that every estimator, transformer, calibrator and online model must pass, and small data sets for tests.
//!
//! What the traits of `bowline-core` promise, the compiler cannot see: that a fit is the same at any number of threads, that a
//! stored model answers with the same bits, that no odd column makes anything panic. Each check here is one such
//! promise. A new estimator calls [`check_estimator`] in a test of its crate and has all of them checked.
//!
//! The checks panic with a message when a promise is broken, as test assertions do. Development only: no product crate
//! depends on this one.

pub mod bank;
mod calibrator;
pub mod datasets;
mod estimator;
mod online;
mod stored;
mod transformer;

pub use calibrator::check_calibrator;
pub use estimator::{EstimatorChecks, Inputs, check_estimator};
pub use online::check_online_model;
pub use stored::{Stored, spoil};
pub use transformer::check_transformer;

/// Reads a model from its node: the function that the crate of the model gives to a catalogue.
pub type DecodeModel = fn(
    &serde_json::Value,
    &bowline_core::artifact::TensorReader,
) -> Result<Box<dyn bowline_core::Model>, bowline_core::artifact::ArtifactError>;

/// Reads a calibrator from its node.
pub type DecodeCalibrator =
    fn(
        &serde_json::Value,
        &bowline_core::artifact::TensorReader,
    ) -> Result<Box<dyn bowline_core::Calibrator>, bowline_core::artifact::ArtifactError>;

/// Reads a fitted transformer from its node.
pub type DecodeTransformer =
    fn(
        &serde_json::Value,
        &bowline_core::artifact::TensorReader,
    ) -> Result<Box<dyn bowline_core::FittedTransformer>, bowline_core::artifact::ArtifactError>;

/// Runs `work` in a pool of so many threads.
pub fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("a small thread pool can be built").install(work)
}
