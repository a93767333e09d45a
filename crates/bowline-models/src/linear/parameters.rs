//! Choices that linear models share, and the checks of their ranges.

use bowline_core::FitError;

/// Whether a constant is added to the weighted sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Intercept {
    /// A constant is learned, without penalty.
    #[default]
    Fitted,
    /// There is none: a row of zeros scores 0.
    Zero,
}

/// How much a class counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClassWeight {
    /// Every row counts by its own weight.
    #[default]
    Uniform,
    /// Rows of rare classes count more, so that all classes count the same: a row's weight is multiplied by
    /// `n_samples / (n_classes * n_samples_of_its_class)`.
    Balanced,
}

pub(crate) fn check_positive(name: &'static str, value: f64) -> Result<(), FitError> {
    check(name, value, value.is_finite() && value > 0.0, "a finite number above 0")
}

pub(crate) fn check_non_negative(name: &'static str, value: f64) -> Result<(), FitError> {
    check(name, value, value.is_finite() && value >= 0.0, "a finite number of at least 0")
}

pub(crate) fn check_share(name: &'static str, value: f64) -> Result<(), FitError> {
    check(name, value, (0.0..=1.0).contains(&value), "a number from 0 to 1")
}

/// Strengths for a path; the error names the first that is out of range.
pub(crate) fn check_strengths(
    strengths: &[f64],
    in_range: impl Fn(f64) -> bool,
    expected: &'static str,
) -> Result<(), FitError> {
    if strengths.is_empty() {
        return Err(FitError::Parameter { name: "strengths", found: "empty".into(), expected });
    }
    strengths.iter().try_for_each(|&value| check("strengths", value, in_range(value), expected))
}

fn check(name: &'static str, value: f64, holds: bool, expected: &'static str) -> Result<(), FitError> {
    if holds { Ok(()) } else { Err(FitError::Parameter { name, found: value.to_string(), expected }) }
}
