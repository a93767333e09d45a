//! The search: from a table to the best ensemble that the time allows, and an honest score for it.
//!
//! [`state_problem`] says what is asked and which columns serve. [`search`] puts test rows aside, fits a fixed portfolio of candidates on cross-validation folds, joins
//! the useful ones greedily, calibrates, and only then looks at the test rows, once. What it returns is the pipeline
//! that will be served, with the score of exactly that.
//!
//! | module | what it decides |
//! |---|---|
//! | `target`, `problem` | what is asked, which rows and columns serve |
//! | `holdout`, `row_hash`, `sides` | which rows are the test, and the folds of the others |
//! | `selector` | which models are worth a try, with grids, pros and cons |
//! | `portfolio` | which candidates are tried, in which order |
//! | `cross_validation` | how one candidate is fitted and judged |
//! | `search`, `assembly` | how time is shared out, how the winners are joined |
//! | `evaluation`, `importance`, `segments`, `profile` | what is known about the result |

mod assembly;
mod cross_validation;
mod error;
mod evaluation;
mod holdout;
mod importance;
mod options;
mod outcome;
mod portfolio;
mod problem;
mod profile;
mod row_hash;
mod search;
mod segments;
mod selector;
mod sides;
mod target;
mod views;

pub use cross_validation::{CrossValidated, FoldedView, cross_validate, validated_rows};
pub use error::SearchError;
pub use evaluation::{Judge, every_metric, labelled_target};
pub use holdout::{Holdout, folds, put_aside, row_keys};
pub use options::{FeatureSet, Quality, SearchOptions, SplitRule};
pub use outcome::{ColumnImportance, SearchOutcome, TestResult};
pub use portfolio::View;
pub use problem::{MIN_ROWS, Problem, state_problem};
pub use row_hash::{hash_columns, hash_features};
pub use search::search;
pub use segments::{MIN_SEGMENT_ROWS, Segment, Segments, score_segments};
pub use selector::{GridValue, Recommendation, Route, SelectorTask, Start, recommend};
pub use target::{MAX_CLASSES, ParsedTarget, parse_target};
pub use views::{FittedView, Views};
