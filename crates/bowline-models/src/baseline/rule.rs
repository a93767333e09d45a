//! One rule of thumb: a condition on one feature, and the answer where it holds.

use bowline_core::FeatureMatrix;

/// A question about one feature of a row. A missing value answers only [`Condition::Missing`] with yes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Condition {
    /// Dense feature at most this.
    AtMost {
        /// Number of the dense feature.
        feature: usize,
        /// The threshold.
        threshold: f32,
    },
    /// Dense feature above this.
    Above {
        /// Number of the dense feature.
        feature: usize,
        /// The threshold.
        threshold: f32,
    },
    /// Categorical dense feature with this code.
    Level {
        /// Number of the dense feature.
        feature: usize,
        /// The code.
        code: u32,
    },
    /// Dense feature is missing.
    Missing {
        /// Number of the dense feature.
        feature: usize,
    },
    /// Sparse feature is not 0: the text has the word.
    Present {
        /// Number of the sparse feature.
        feature: usize,
    },
}

/// A condition and its answer: class probabilities, or one number.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// When it applies.
    pub condition: Condition,
    /// `(n_classes,)`, or one number.
    pub answer: Vec<f64>,
}

impl Condition {
    /// Whether it asks a sparse feature, and the number of the feature.
    pub(super) fn place(&self) -> (bool, usize) {
        match *self {
            Self::AtMost { feature, .. }
            | Self::Above { feature, .. }
            | Self::Level { feature, .. }
            | Self::Missing { feature } => (false, feature),
            Self::Present { feature } => (true, feature),
        }
    }

    /// Whether it holds for a row of `x`; false when `x` has no such feature.
    #[must_use]
    pub fn holds(self, x: &FeatureMatrix, row: usize) -> bool {
        let value = |feature: usize| if feature < x.n_dense() { x.column(feature)[row] } else { f32::NAN };
        match self {
            Self::AtMost { feature, threshold } => value(feature) <= threshold,
            Self::Above { feature, threshold } => value(feature) > threshold,
            Self::Level { feature, code } => {
                let value = value(feature);
                value >= 0.0 && value as u32 == code
            }
            Self::Missing { feature } => feature < x.n_dense() && x.column(feature)[row].is_nan(),
            Self::Present { feature } => {
                let (features, values) = x.sparse().row(row);
                features.binary_search(&(feature as u32)).is_ok_and(|at| values[at] != 0.0)
            }
        }
    }
}
