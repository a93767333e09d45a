//! What pages show: plain values that the binary fills in, so that drawing needs no model and no table.
//!
//! The page of a check, the report of a fit and the model card share their parts: the columns of a table, a learning
//! curve, findings, scores by segment. What is not known is `None` or empty, and its place on the page disappears.

mod card;
mod check;
mod learning;
mod report;
mod segment;
mod table;

pub use card::CardData;
pub use check::{Answer, CheckData, Criterion, ModelAdvice, QualityScore, SourcingAdvice, Suitability};
pub use learning::{CurvePoint, DataRequirement, LearningCurve};
pub use report::{ColumnImportance, ReportData, TargetShape, TestAnswers};
pub use segment::{SegmentScore, SegmentScores};
pub use table::{Association, ColumnShape, Correlations, Distribution, MissingPatterns, TableShape};
