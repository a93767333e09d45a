//! How much more rows would help.

use bowline_core::Estimate;

/// Scores of a quick model by the number of training rows, measured and extrapolated.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LearningCurve {
    /// Canonical name of the metric.
    pub metric: String,
    /// Fitted and scored, fewest rows first; the interval is the band.
    pub measured: Vec<CurvePoint>,
    /// What the fitted curve says about more rows, fewest first; the interval is the band.
    pub forecast: Vec<CurvePoint>,
    /// The score that is wanted, when one was named.
    pub wanted: Option<f64>,
    /// What the curve says in one sentence; may be empty.
    pub sentence: String,
}

/// One point of a learning curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// Training rows.
    pub n_rows: u64,
    /// The score with its 95 % interval.
    pub score: Estimate,
}

/// Rows that a rule of thumb asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct DataRequirement {
    /// The kind of model, such as `random_forest`.
    pub model: String,
    /// Rows it needs.
    pub needed: u64,
    /// Rows there are.
    pub available: u64,
}
