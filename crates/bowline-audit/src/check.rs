//! All that can be said quickly before training, in one value: verdict, rows needed, models worth a try, and which way to go.
//!
//! The learning curve is not part of it, since it takes the time it is given: [`crate::learning_curve()`].

use bowline_automl::{Problem, Recommendation, Route, SelectorTask, recommend};
use bowline_core::{FitContext, Table};

use crate::advice::{Advice, Facts, advise};
use crate::check_options::{CheckError, CheckOptions};
use crate::requirements::{Requirements, requirements};
use crate::validator::{Validation, validate};

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The six criteria and the verdict.
    pub validation: Validation,
    /// Rows needed and found.
    pub requirements: Requirements,
    /// Build, buy or adapt.
    pub advice: Advice,
    /// What is asked, for the choice of models.
    pub selector_task: SelectorTask,
    /// How many rows there are, for the choice of models.
    pub route: Route,
    /// Models worth a try, the first one first.
    pub recommendations: Vec<Recommendation>,
}

/// Checks a stated problem; `table` is the one that it was stated on.
///
/// # Errors
/// As [`validate`].
pub fn check(
    table: &Table,
    problem: &Problem,
    options: &CheckOptions,
    context: &FitContext<'_>,
) -> Result<Check, CheckError> {
    let validation = validate(problem, options, context)?;
    let facts = Facts::of(table, problem);
    let selector_task = if !facts.picture_columns.is_empty() {
        SelectorTask::ComputerVision
    } else if facts.text_columns.len() > facts.n_plain_columns {
        SelectorTask::Nlp
    } else {
        SelectorTask::of_table(facts.task)
    };
    let n_features = problem.features.columns().len();
    Ok(Check {
        validation,
        requirements: requirements(problem, options)?,
        advice: advise(&facts, options),
        selector_task,
        route: Route::of(facts.n_rows),
        recommendations: recommend(facts.n_rows, n_features, selector_task),
    })
}
