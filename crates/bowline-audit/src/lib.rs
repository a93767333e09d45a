//! Before you train: is this a problem for machine learning, is the data good enough, and does a column give the answer away?
//!
//! Everything here looks at a table and a stated problem ([`bowline_automl::Problem`]) and returns values: criteria with their
//! evidence, quality scores, [`bowline_core::Finding`]s. Bad data is a normal outcome, so it is a finding and not an error.
//!
//! Absent by design: this crate opens no file, reads no clock and no environment, and prints nothing.
//!
//! | module | what it answers |
//! |---|---|
//! | `validator`, `pattern`, `comparison`, `verdict` | is this a problem for machine learning? |
//! | `requirements`, `learning_curve`, `curve_words` | how many rows does it take, and what would more buy? |
//! | [`audit`](mod@audit) | what is in the table, and how good is it? |
//! | [`leakage`] | what makes a score on old rows better than on new ones? |
//! | [`personal`] | which columns name, reach or locate a person? |
//! | `advice` | build, buy or adapt? |
//! | `check` | all of validator, requirements and advice in one value |
//! | `quick_model`, `sample` | the model and the rows that answer quickly |

mod advice;
pub mod audit;
mod cells;
mod check;
mod check_options;
mod comparison;
mod curve_words;
pub mod leakage;
mod learning_curve;
mod model_family;
mod number_words;
mod pattern;
pub mod personal;
mod quick_model;
mod requirements;
mod sample;
mod validator;
mod verdict;

pub use advice::{Advice, Facts, FirstStep, Way, WayForward, advise};
pub use audit::{Audit, AuditOptions, audit};
pub use check::{Check, check};
pub use check_options::{CheckError, CheckOptions, Regulation};
pub use comparison::Comparison;
pub use leakage::{LeakOptions, find_leaks};
pub use learning_curve::{CurvePoint, Extrapolation, LearningCurve, learning_curve};
pub use model_family::ModelFamily;
pub use pattern::{Pattern, Strongest};
pub use personal::personal_data;
pub use requirements::{Requirements, required_rows, requirements};
pub use validator::{Answer, Criterion, SUITABLE_SCORE, Validation, validate};
pub use verdict::{Suitability, Verdict};
