//! Scores by segment: one number for all rows may hide a group that the model serves badly.

use bowline_core::Estimate;

/// One metric on the test rows of each value of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentScores {
    /// The column that makes the segments.
    pub column: String,
    /// Canonical name of the metric.
    pub metric: String,
    /// The metric on all test rows; `None` when unknown.
    pub overall: Option<Estimate>,
    /// The segments.
    pub segments: Vec<SegmentScore>,
}

/// One segment.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentScore {
    /// The value of the column, such as `north` or `18 to 25`.
    pub value: String,
    /// Test rows in it.
    pub n_rows: u64,
    /// The score with its interval; `None` when there are too few rows to say.
    pub score: Option<Estimate>,
}
