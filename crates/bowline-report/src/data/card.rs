//! What a model card says: for whom a model is, how it was made and where it fails, from stored values only.

use bowline_core::{Estimate, Finding, Task};

use super::report::ColumnImportance;
use super::segment::SegmentScores;

/// Everything on one model card.
#[derive(Debug, Clone, Default)]
pub struct CardData {
    /// The model and version, such as `churn/3`.
    pub name: String,
    /// What it predicts and how well, in one or two plain sentences.
    pub summary: String,
    /// Name of the target column.
    pub target: String,
    /// The task; `None` when unknown.
    pub task: Option<Task>,
    /// What it is made of, label and value, such as ("Ensemble", "boosting 62 %, forest 38 %").
    pub model: Vec<(String, String)>,
    /// What it learned from, label and value.
    pub data: Vec<(String, String)>,
    /// What it is for, one sentence each.
    pub intended_use: Vec<String>,
    /// What it is not for, one sentence each.
    pub out_of_scope: Vec<String>,
    /// Canonical name of the metric that was optimised.
    pub metric: String,
    /// All metrics on the untouched test rows, by canonical name.
    pub metrics: Vec<(String, Estimate)>,
    /// The same by segment.
    pub segments: Vec<SegmentScores>,
    /// What it relies on, most first.
    pub importance: Vec<ColumnImportance>,
    /// What the audits noticed.
    pub findings: Vec<Finding>,
    /// Known limits, one sentence each.
    pub limits: Vec<String>,
    /// Where it came from, label and value.
    pub provenance: Vec<(String, String)>,
}
