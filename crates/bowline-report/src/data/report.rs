//! What the report of a fit shows.

use bowline_core::{Estimate, Finding, Leaderboard, Reference, Task};

use super::learning::LearningCurve;
use super::segment::SegmentScores;
use super::table::TableShape;

/// Everything on one report page.
#[derive(Debug, Clone)]
pub struct ReportData {
    /// The model and version, such as `churn/3`.
    pub name: String,
    /// The verdict in one plain sentence, such as "The model finds 86 % ...".
    pub verdict: String,
    /// Name of the target column.
    pub target: String,
    /// The task.
    pub task: Task,
    /// Canonical name of the metric that was optimised.
    pub metric: String,
    /// Whether a larger score is better.
    pub greater_is_better: bool,
    /// Cross-validated score of the ensemble; `None` when unknown.
    pub cv_score: Option<f64>,
    /// Score of the served model on the untouched test rows, with its 95 % interval.
    pub test_score: Option<Estimate>,
    /// Baselines on the same test rows, the rule of thumb before the plain model.
    pub references: Vec<Reference>,
    /// Short facts about the run, label and value, such as ("Training rows", "4 000").
    pub facts: Vec<(String, String)>,
    /// Distribution of the target over the rows with a target.
    pub target_shape: TargetShape,
    /// Every candidate and baseline, best first.
    pub leaderboard: Leaderboard,
    /// All metrics on the test rows, by canonical name.
    pub test_metrics: Vec<(String, Estimate)>,
    /// The test rows as the served model answered them; `None` without test rows.
    pub test_answers: Option<TestAnswers>,
    /// How much the test score falls when a column is shuffled, largest first.
    pub importance: Vec<ColumnImportance>,
    /// The test score by segment; empty when it was not looked at.
    pub segments: Vec<SegmentScores>,
    /// The columns of the table; empty when they are not shown.
    pub table: TableShape,
    /// What more rows would buy; `None` when it was not measured.
    pub learning_curve: Option<LearningCurve>,
    /// What was left out beside candidates (columns, rows, steps), and why.
    pub skipped: Vec<(String, String)>,
    /// What the audit noticed.
    pub findings: Vec<Finding>,
    /// How to use the model: command lines, each with what it does.
    pub next_steps: Vec<(String, String)>,
    /// Where the model came from, label and value (data hash, seed, version...).
    pub provenance: Vec<(String, String)>,
}

impl Default for ReportData {
    /// A report of which nothing is known, to be filled in with `..ReportData::default()`.
    fn default() -> Self {
        Self {
            name: String::new(),
            verdict: String::new(),
            target: String::new(),
            task: Task::Binary,
            metric: String::new(),
            greater_is_better: true,
            cv_score: None,
            test_score: None,
            references: Vec::new(),
            facts: Vec::new(),
            target_shape: TargetShape::Classes(Vec::new()),
            leaderboard: Leaderboard { metric: String::new(), greater_is_better: true, rows: Vec::new() },
            test_metrics: Vec::new(),
            test_answers: None,
            importance: Vec::new(),
            segments: Vec::new(),
            table: TableShape::default(),
            learning_curve: None,
            skipped: Vec::new(),
            findings: Vec::new(),
            next_steps: Vec::new(),
            provenance: Vec::new(),
        }
    }
}

/// Distribution of a target.
#[derive(Debug, Clone, PartialEq)]
pub enum TargetShape {
    /// Rows of each class, in the order of the classes.
    Classes(Vec<(String, u64)>),
    /// Histogram of numbers: `edges` has one more entry than `counts`, ascending.
    Histogram {
        /// Bin edges.
        edges: Vec<f64>,
        /// Rows in each bin.
        counts: Vec<u64>,
    },
}

/// Truth and answers of the test rows.
#[derive(Debug, Clone, PartialEq)]
pub enum TestAnswers {
    /// A classification.
    Classes {
        /// Labels in the order of the probabilities.
        classes: Vec<String>,
        /// The positive class of a binary task.
        positive: Option<usize>,
        /// True class of each row, `(n_samples,)`.
        truth: Vec<u32>,
        /// Row-major `(n_samples, n_classes)`.
        probabilities: Vec<f64>,
    },
    /// A regression.
    Values {
        /// True value of each row.
        truth: Vec<f64>,
        /// Predicted value of each row.
        predicted: Vec<f64>,
    },
}

/// Permutation importance of one column of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnImportance {
    /// The column.
    pub column: String,
    /// Mean fall of the test score over shuffles, turned so that positive means the column helps.
    pub mean: f64,
    /// Standard deviation over shuffles.
    pub std: f64,
}
