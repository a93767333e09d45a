//! Ridge regression: least squares that distrusts large coefficients.
//!
//! Plain least squares gives two nearly equal features huge weights of opposite sign. Ridge regression adds `alpha`
//! times the squared weights to the squared errors, which settles such ties in favour of small weights. As in
//! scikit-learn the errors are summed, so `alpha` weighs less as the rows grow in number.

use bowline_core::{Budget, Dataset, Estimator, FitContext, FitError};

use super::conjugate_gradient::ConjugateGradient;
use super::design::Design;
use super::holdout::holdout;
use super::lbfgs::Stop;
use super::linear_model::LinearModel;
use super::normal_equations::NormalEquations;
use super::parameters::{Intercept, check_non_negative, check_strengths};
use super::value_problem::{ValueProblem, held_out_error};

/// Up to so many features the normal equations are formed; beyond, conjugate gradients are cheaper.
const MAX_FEATURES_DIRECT: usize = 512;

/// Ridge regression of one strength: minimises `sum (y - x w)² + alpha sum w²`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ridge {
    /// Strength, at least 0; 0 is least squares, with the smallest weights where the features leave a choice (nearly:
    /// a penalty at the limit of rounding keeps the equations solvable).
    pub alpha: f64,
    /// Whether an intercept is learned.
    pub intercept: Intercept,
}

impl Default for Ridge {
    fn default() -> Self {
        Self { alpha: 1.0, intercept: Intercept::Fitted }
    }
}

impl Estimator for Ridge {
    type Model = LinearModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<LinearModel, FitError> {
        check_non_negative("alpha", self.alpha)?;
        if context.budget.is_spent() {
            return Err(FitError::OutOfTime);
        }
        let problem = ValueProblem::new(data, data.rows, self.intercept)?;
        Solver::new(&problem).solve(self.alpha, &context.budget)?.0
    }
}

/// Ridge regression that chooses its own strength.
///
/// With validation rows, the model is the best on them (mean squared error). Without, every fifth training row (drawn by
/// the seed) chooses the strength, and the model is fitted on all rows with it; under 20 rows the middle strength is
/// taken.
#[derive(Debug, Clone, PartialEq)]
pub struct RidgePath {
    /// Values of `alpha` to try, each above 0, in any order; not empty.
    pub strengths: Vec<f64>,
    /// Whether an intercept is learned.
    pub intercept: Intercept,
}

impl Default for RidgePath {
    /// Seven strengths from 0.01 to 10 000.
    fn default() -> Self {
        Self { strengths: vec![0.01, 0.1, 1.0, 10.0, 100.0, 1000.0, 10_000.0], intercept: Intercept::Fitted }
    }
}

impl Estimator for RidgePath {
    type Model = LinearModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<LinearModel, FitError> {
        check_strengths(
            &self.strengths,
            |a| a.is_finite() && a > 0.0,
            "finite numbers above 0, at least one",
        )?;
        if context.budget.is_spent() {
            return Err(FitError::OutOfTime);
        }
        let mut strengths = self.strengths.clone();
        strengths.sort_unstable_by(|a, b| b.total_cmp(a));
        if !data.validation.is_empty() {
            return self.walk(data, data.rows, data.validation, &strengths, context);
        }
        let Some((learn, choose)) = holdout(data, context.seed) else {
            let alpha = strengths[strengths.len() / 2];
            return Ridge { alpha, intercept: self.intercept }.fit(data, context);
        };
        let chosen = self.walk(data, &learn, &choose, &strengths, context)?;
        match (Ridge { alpha: chosen.alpha(), intercept: self.intercept }).fit(data, context) {
            Err(FitError::OutOfTime) => Ok(chosen),
            other => other,
        }
    }
}

impl RidgePath {
    /// The best model on `judge` of a path, from strong to weak, fitted on `rows`.
    fn walk(
        &self,
        data: &Dataset<'_>,
        rows: &[u32],
        judge: &[u32],
        strengths: &[f64],
        context: &FitContext<'_>,
    ) -> Result<LinearModel, FitError> {
        let problem = ValueProblem::new(data, rows, self.intercept)?;
        let judge_design = Design::new(data.x, judge);
        let mut solver = Solver::new(&problem);
        let mut best: Option<(f64, LinearModel)> = None;
        for &alpha in strengths {
            let Ok((model, stop)) = solver.solve(alpha, &context.budget) else { break };
            let model = model?;
            let error = held_out_error(&model, &judge_design, data, judge);
            if best.as_ref().is_none_or(|(held, _)| error < *held) {
                best = Some((error, model));
            }
            if stop == Stop::OutOfTime {
                break;
            }
        }
        best.map(|(_, model)| model).ok_or(FitError::OutOfTime)
    }
}

/// Solves one problem for any strength, whichever way is cheaper.
enum Solver<'a> {
    Direct { problem: &'a ValueProblem, equations: NormalEquations },
    Iterative { problem: &'a ValueProblem, gradient: ConjugateGradient<'a>, coefficients: Vec<f64> },
}

impl<'a> Solver<'a> {
    fn new(problem: &'a ValueProblem) -> Self {
        let n_features = problem.design.n_features();
        if n_features <= MAX_FEATURES_DIRECT {
            Self::Direct { problem, equations: NormalEquations::new(problem) }
        } else {
            let gradient = ConjugateGradient::new(problem);
            Self::Iterative { problem, gradient, coefficients: vec![0.0; n_features] }
        }
    }

    /// The model at a strength, with why its solver ended.
    fn solve(
        &mut self,
        alpha: f64,
        budget: &Budget<'_>,
    ) -> Result<(Result<LinearModel, FitError>, Stop), FitError> {
        if budget.is_spent() {
            return Err(FitError::OutOfTime);
        }
        match self {
            Self::Direct { problem, equations } => {
                let solved = equations.solve(alpha / problem.total_weight);
                let (coefficients, intercept) = solved.ok_or_else(|| {
                    FitError::Numeric(
                        "the features are too large or too alike; scale them, or raise `alpha`".into(),
                    )
                })?;
                Ok((problem.model(&coefficients, intercept, alpha), Stop::Converged))
            }
            Self::Iterative { problem, gradient, coefficients } => {
                let (iterations, stop) = gradient.solve(alpha / problem.total_weight, coefficients, budget);
                if stop == Stop::OutOfTime && iterations == 0 {
                    return Err(FitError::OutOfTime);
                }
                let intercept = gradient.intercept(coefficients);
                Ok((problem.model(coefficients, intercept, alpha), stop))
            }
        }
    }
}
