//! The vocabulary of Bowline.
//!
//! Every other crate speaks in these words: a [`Table`] of typed columns comes in, a [`Transformer`] turns it into a
//! [`FeatureMatrix`], an [`Estimator`] learns from a [`Dataset`] (a view of its rows), a [`Model`] answers with
//! [`Predictions`]. A [`Pipeline`] joins fitted transformers and models; it is what is stored, exported and served, so
//! that training and serving cannot differ. Time, randomness and listeners are passed in ([`Budget`], [`Seed`],
//! [`Progress`]). Audits return [`Finding`]s.
//!
//! Absent by design: this crate opens no file, reads no clock and no environment, and prints nothing.

pub mod artifact;
pub mod binned;
mod budget;
mod column;
mod dataset;
mod estimator;
mod finding;
mod leaderboard;
mod matrix;
mod model_file;
pub mod monitoring;
mod pipeline;
mod prediction;
mod progress;
mod registry;
mod schema;
mod seed;
mod table;
mod target;

pub use budget::{Budget, Clock, StoppedClock};
pub use column::{Column, ColumnData, ColumnKind, category_array, category_levels};
pub use dataset::Dataset;
pub use estimator::{
    Calibrator, DynEstimator, Estimator, FitContext, FitError, FittedTransformer, Model, ModelShape,
    OnlineModel, Predictor, TransformError, Transformer,
};
pub use finding::{Finding, Severity};
pub use leaderboard::{Estimate, Leaderboard, LeaderboardRow, Outcome, Reference};
pub use matrix::{Feature, FeatureKind, FeatureMatrix, SparseRows};
pub use model_file::{FORMAT_VERSION, ModelFile, Provenance, Scores};
pub use pipeline::{Member, Pipeline, PredictError};
pub use prediction::Predictions;
pub use progress::{Event, Progress, Silent};
pub use registry::{ModelName, ModelRef, ModelVersion, RegistryError, RegistryStore};
pub use schema::{CellRules, InputSchema, SchemaError, SchemaField};
pub use seed::{Rng, Seed};
pub use table::{Table, TableError};
pub use target::{Target, TargetSpec, Task};
