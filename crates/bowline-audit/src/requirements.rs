//! How many rows a model wants: the rule of thumb.
//!
//! The rule says little of *this* data; [`crate::learning_curve()`] measures what more rows would buy.

use bowline_automl::Problem;

use crate::check_options::{CheckError, CheckOptions};
use crate::model_family::ModelFamily;
use crate::number_words::grouped;

/// Rows needed and found.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirements {
    /// The kind of model it is for.
    pub family: ModelFamily,
    /// The accuracy hoped for.
    pub desired_accuracy: f64,
    /// Rows that the rule of thumb asks for.
    pub needed: u64,
    /// Rows with a target.
    pub found: usize,
    /// The same in one plain sentence.
    pub sentence: String,
}

impl Requirements {
    /// Whether there are rows enough.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.found as u64 >= self.needed
    }
}

/// Rows by the rule of thumb: `floor(base x max(ln n_features, 1) x max(ln n_classes, 1) / (1 - desired_accuracy))`, with the
/// base of [`ModelFamily::base_rows`].
///
/// A regression counts as 2 classes.
///
/// # Errors
/// [`CheckError::Option`] for an accuracy outside [0, 1), as no number of rows makes a model perfect.
pub fn required_rows(
    family: ModelFamily,
    n_features: usize,
    n_classes: usize,
    desired_accuracy: f64,
) -> Result<u64, CheckError> {
    if !(0.0..1.0).contains(&desired_accuracy) {
        return Err(CheckError::Option(format!(
            "a desired accuracy of {desired_accuracy} has no number of rows: expected at least 0 and below 1, such as 0.95"
        )));
    }
    let at_least_one = |n: usize| (n as f64).ln().max(1.0);
    let rows = f64::from(family.base_rows()) * at_least_one(n_features) * at_least_one(n_classes)
        / (1.0 - desired_accuracy);
    Ok(rows.floor() as u64)
}

/// The rule of thumb for a stated problem, and for the model that the user has in mind (else gradient boosting).
///
/// # Errors
/// [`CheckError::Option`] for an option out of range.
pub fn requirements(problem: &Problem, options: &CheckOptions) -> Result<Requirements, CheckError> {
    options.check(problem)?;
    let family = options.model.unwrap_or_default();
    let spec = &problem.target.spec;
    let n_features = problem.features.columns().len();
    let n_classes = spec.classes.len().max(2);
    let (accuracy, found) = (options.desired_accuracy, problem.features.n_rows());
    let needed = required_rows(family, n_features, n_classes, accuracy)?;
    let columns =
        if n_features == 1 { "1 column".into() } else { format!("{} columns", grouped(n_features)) };
    let classes = match spec.task.is_classification() {
        true => format!(" and {n_classes} classes"),
        false => String::new(),
    };
    let judgement = match needed.saturating_sub(found as u64) {
        0 => format!("there are {}, which is enough", grouped(found)),
        short => format!("there are {}, which is {} too few", grouped(found), grouped(short as usize)),
    };
    let sentence = format!(
        "By a rule of thumb, {} with {columns}{classes} wants {} rows to be right in {:.0} of 100 cases; {judgement}.",
        family.as_str().replace('_', " "),
        grouped(needed as usize),
        100.0 * accuracy,
    );
    Ok(Requirements { family, desired_accuracy: accuracy, needed, found, sentence })
}
