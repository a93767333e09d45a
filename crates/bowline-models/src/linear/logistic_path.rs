//! Logistic regression that chooses its own strength.
//!
//! From strong penalties to weak ones, each fit starts at the last one's coefficients, so that a whole path costs little
//! more than its weakest member. The strength with the smallest log loss on held-out rows wins; the path ends early once
//! weaker penalties have only made it worse.

use bowline_core::{Dataset, Estimator, FitContext, FitError};

use super::class_problem::ClassProblem;
use super::design::Design;
use super::holdout::holdout;
use super::logistic::{LogisticRegression, Progress};
use super::logistic_model::LogisticModel;
use super::objective::held_out_loss;
use super::parameters::{check_positive, check_strengths};

/// Strengths in a row that may be worse than the best before the path ends.
const PATIENCE: usize = 2;

/// Logistic regression over a path of strengths.
///
/// With validation rows, the model is the best on them. Without, every fifth training row (drawn by the seed, class by
/// class) chooses the strength, and the model is fitted on all rows with it; under 20 rows the middle strength is taken.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticPath {
    /// Inverse strengths to try (scikit-learn's `C`), each above 0, in any order; not empty.
    pub strengths: Vec<f64>,
    /// All else; its `c` is not used.
    pub regression: LogisticRegression,
}

impl Default for LogisticPath {
    /// Six strengths from 0.001 to 100, squared penalty.
    fn default() -> Self {
        Self {
            strengths: vec![0.001, 0.01, 0.1, 1.0, 10.0, 100.0],
            regression: LogisticRegression::default(),
        }
    }
}

impl Estimator for LogisticPath {
    type Model = LogisticModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<LogisticModel, FitError> {
        self.regression.check()?;
        check_strengths(
            &self.strengths,
            |c| c.is_finite() && c > 0.0,
            "finite numbers above 0, at least one",
        )?;
        if context.budget.is_spent() {
            return Err(FitError::OutOfTime);
        }
        let mut strengths = self.strengths.clone();
        strengths.sort_unstable_by(f64::total_cmp);
        if !data.validation.is_empty() {
            return self.walk(data, data.rows, data.validation, &strengths, context);
        }
        let chosen = match holdout(data, context.seed) {
            Some((learn, choose)) => self.walk(data, &learn, &choose, &strengths, context)?,
            None => {
                let c = strengths[strengths.len() / 2];
                return LogisticRegression { c, ..self.regression.clone() }.fit(data, context);
            }
        };
        match self.refit(data, &strengths, chosen.c(), context) {
            Err(FitError::OutOfTime) => Ok(chosen),
            other => other,
        }
    }
}

impl LogisticPath {
    /// The best model on `judge` of a path fitted on `rows`.
    fn walk(
        &self,
        data: &Dataset<'_>,
        rows: &[u32],
        judge: &[u32],
        strengths: &[f64],
        context: &FitContext<'_>,
    ) -> Result<LogisticModel, FitError> {
        check_positive("c", strengths[0])?;
        let problem = ClassProblem::new(data, rows, self.regression.class_weight, self.regression.intercept)?;
        let judge_design = Design::new(data.x, judge);
        let mut parameters = problem.start();
        let mut best: Option<(f64, LogisticModel)> = None;
        let mut worse = 0;
        for &c in strengths {
            let step = LogisticRegression { c, ..self.regression.clone() };
            let progress = step.improve(&problem, &mut parameters, &context.budget);
            if progress == Progress::None {
                break;
            }
            let model = problem.model(parameters.clone(), c)?;
            let loss = held_out_loss(&model, &judge_design, data, judge);
            if best.as_ref().is_none_or(|(held, _)| loss < *held) {
                best = Some((loss, model));
                worse = 0;
            } else {
                worse += 1;
            }
            if worse >= PATIENCE || progress == Progress::Part {
                break;
            }
        }
        best.map(|(_, model)| model).ok_or(FitError::OutOfTime)
    }

    /// The model of all training rows with the chosen strength, warmed up by the stronger ones.
    fn refit(
        &self,
        data: &Dataset<'_>,
        strengths: &[f64],
        chosen: f64,
        context: &FitContext<'_>,
    ) -> Result<LogisticModel, FitError> {
        let problem =
            ClassProblem::new(data, data.rows, self.regression.class_weight, self.regression.intercept)?;
        let mut parameters = problem.start();
        for &c in strengths.iter().filter(|&&c| c <= chosen) {
            let step = LogisticRegression { c, ..self.regression.clone() };
            if step.improve(&problem, &mut parameters, &context.budget) != Progress::All {
                return Err(FitError::OutOfTime);
            }
        }
        problem.model(parameters, chosen)
    }
}
