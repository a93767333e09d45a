//! What the training rows looked like, kept in every model file.
//!
//! Drift is a comparison with the training rows, which are gone by the time a model serves. So a model carries a small
//! summary of each column and of its own predictions; monitoring needs nothing else.

/// Quantile levels that every [`ColumnProfile`] of a number and every [`PredictionProfile`] keeps.
///
/// Steps of 1 % put the Kolmogorov-Smirnov distance from a later sample within 0.01, and hold the ten reference bins of the
/// population stability index.
pub const QUANTILE_LEVELS: [f64; 101] = {
    let mut levels = [0.0; 101];
    let mut at = 0;
    while at < levels.len() {
        levels[at] = at as f64 / 100.0;
        at += 1;
    }
    levels
};

/// Summary of one column of the training rows.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnProfile {
    /// The column.
    pub name: String,
    /// Training rows.
    pub n_rows: u64,
    /// Rows with a missing cell.
    pub n_missing: u64,
    /// What the values were.
    pub values: ValueProfile,
}

/// Summary of values, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueProfile {
    /// Integers, floats, booleans and timestamps (in seconds).
    Numeric {
        /// Mean of the present values; 0 when there are none.
        mean: f64,
        /// Sample standard deviation; 0 with fewer than two values.
        std: f64,
        /// Quantiles at [`QUANTILE_LEVELS`]; empty when there are no values.
        quantiles: Vec<f64>,
    },
    /// Categories: the most frequent levels with their counts, and the rest together.
    Levels {
        /// At most 100 levels with counts, most frequent first.
        counts: Vec<(String, u64)>,
        /// Rows with any other level.
        other: u64,
    },
    /// Text: length in characters and words.
    Text {
        /// Mean number of characters.
        mean_chars: f64,
        /// Mean number of words.
        mean_words: f64,
    },
}

/// Summary of the out-of-fold predictions: of the positive class (binary), of each class's share, or of the value.
#[derive(Debug, Clone, PartialEq)]
pub struct PredictionProfile {
    /// Mean.
    pub mean: f64,
    /// Sample standard deviation.
    pub std: f64,
    /// Quantiles at [`QUANTILE_LEVELS`].
    pub quantiles: Vec<f64>,
    /// Share of rows predicted as each class; empty for regression.
    pub class_shares: Vec<f64>,
}

/// All that monitoring compares with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrainingProfile {
    /// The columns that the model reads, in their order.
    pub columns: Vec<ColumnProfile>,
    /// The predictions; `None` when there were none out of fold.
    pub predictions: Option<PredictionProfile>,
}
