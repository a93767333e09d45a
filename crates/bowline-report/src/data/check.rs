//! What the page of `bowline check` shows: whether a table is worth a model, before anyone trains one.

use bowline_core::{Finding, Task};

use super::learning::{DataRequirement, LearningCurve};
use super::report::TargetShape;
use super::table::TableShape;

/// Everything on one page of a check.
#[derive(Debug, Clone, Default)]
pub struct CheckData {
    /// Name of the table, such as `churn.csv`.
    pub name: String,
    /// Name of the target column.
    pub target: String,
    /// The task; `None` when none could be told.
    pub task: Option<Task>,
    /// The verdict as one of three.
    pub suitability: Suitability,
    /// The verdict in one plain sentence.
    pub verdict: String,
    /// Short facts about the table, label and value.
    pub facts: Vec<(String, String)>,
    /// The criteria, answered or not.
    pub criteria: Vec<Criterion>,
    /// Quality scores; the overall one last.
    pub quality: Vec<QualityScore>,
    /// Distribution of the target over the rows with a target.
    pub target_shape: Option<TargetShape>,
    /// The columns.
    pub table: TableShape,
    /// What more rows would buy.
    pub learning_curve: Option<LearningCurve>,
    /// Rows that rules of thumb ask for.
    pub requirements: Vec<DataRequirement>,
    /// What the audits noticed.
    pub findings: Vec<Finding>,
    /// Models worth trying, the first first.
    pub models: Vec<ModelAdvice>,
    /// Whether to build, buy or adapt.
    pub sourcing: Option<SourcingAdvice>,
    /// What was not looked at, and why.
    pub skipped: Vec<(String, String)>,
    /// Command lines, each with what it does.
    pub next_steps: Vec<(String, String)>,
    /// Where the page came from, label and value.
    pub provenance: Vec<(String, String)>,
}

/// The verdict of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Suitability {
    /// A model is worth its making.
    Suitable,
    /// It is not, as things stand.
    Unsuitable,
    /// Answers are missing that would settle it.
    #[default]
    Undecided,
}

/// One criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// Its canonical name, such as `has_pattern`.
    pub name: String,
    /// Whether it holds.
    pub answer: Answer,
    /// The measured evidence in one plain sentence.
    pub evidence: String,
    /// The option that would settle an unknown answer, such as `--metric NAME`; may be empty.
    pub settled_by: String,
}

/// The answer to a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// The data cannot say.
    #[default]
    Unknown,
}

/// One quality score.
#[derive(Debug, Clone, PartialEq)]
pub struct QualityScore {
    /// Its canonical name, such as `completeness`.
    pub name: String,
    /// From 0 to 1, 1 is good; a number that is not finite is not known.
    pub score: f64,
    /// What stands behind it in a few words, such as `11 of 147 903 cells are missing`; may be empty.
    pub evidence: String,
}

/// One recommended model.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelAdvice {
    /// Its name, such as `gradient_boosting`.
    pub name: String,
    /// Why it is recommended here, in one sentence; may be empty.
    pub reason: String,
    /// What speaks for it.
    pub pros: Vec<String>,
    /// What speaks against it.
    pub cons: Vec<String>,
    /// Parameters to try, name and values.
    pub grid: Vec<(String, String)>,
}

/// Advice to build, buy or adapt.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SourcingAdvice {
    /// The advice in one plain sentence.
    pub advice: String,
    /// What it rests on, one plain sentence each.
    pub reasons: Vec<String>,
    /// The way each choice starts: a command and what it does.
    pub ways: Vec<(String, String)>,
}
