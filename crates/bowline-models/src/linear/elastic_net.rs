//! Elastic net and lasso: linear regression that leaves features out.
//!
//! A penalty on absolute weights sets the weights of useless features to exactly 0; mixed with ridge's penalty on squares
//! it keeps groups of like features together. The objective is scikit-learn's:
//! `1 / (2 n) sum (y - x w)² + alpha (l1_ratio sum |w| + (1 - l1_ratio) / 2 sum w²)`; with row weights, n is their sum.

use bowline_core::{Dataset, Estimator, FitContext, FitError};

use super::coordinate_descent::CoordinateDescent;
use super::design::Design;
use super::holdout::holdout;
use super::lbfgs::Stop;
use super::linear_model::LinearModel;
use super::parameters::{Intercept, check_non_negative, check_share, check_strengths};
use super::value_problem::{ValueProblem, held_out_error};

/// Elastic net of one strength; `l1_ratio` 1 is the lasso.
#[derive(Debug, Clone, PartialEq)]
pub struct ElasticNet {
    /// Strength, at least 0, in units of the target.
    pub alpha: f64,
    /// Share of the penalty on absolute weights, from 0 (ridge) to 1 (lasso).
    pub l1_ratio: f64,
    /// Whether an intercept is learned.
    pub intercept: Intercept,
    /// Most sweeps over the features; when they end, the model is the best so far.
    pub max_iterations: usize,
    /// Change of the predictions by one coefficient in a sweep, as a share of the target's standard deviation, that counts as
    /// none. Smaller is more exact and slower.
    pub tolerance: f64,
}

impl Default for ElasticNet {
    fn default() -> Self {
        Self {
            alpha: 1.0,
            l1_ratio: 0.5,
            intercept: Intercept::Fitted,
            max_iterations: 1000,
            tolerance: 1e-4,
        }
    }
}

impl Estimator for ElasticNet {
    type Model = LinearModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<LinearModel, FitError> {
        check_non_negative("alpha", self.alpha)?;
        self.check()?;
        if context.budget.is_spent() {
            return Err(FitError::OutOfTime);
        }
        let problem = ValueProblem::new(data, data.rows, self.intercept)?;
        let mut solver = start(&problem);
        self.improve(&problem, &mut solver, self.alpha, context);
        problem.model(&solver.coefficients, solver.intercept_change(), self.alpha)
    }
}

impl ElasticNet {
    fn check(&self) -> Result<(), FitError> {
        check_share("l1_ratio", self.l1_ratio)?;
        check_non_negative("tolerance", self.tolerance)
    }

    fn improve(
        &self,
        problem: &ValueProblem,
        solver: &mut CoordinateDescent<'_>,
        alpha: f64,
        context: &FitContext<'_>,
    ) -> Stop {
        // The scaled target makes the squares smaller by scale², absolute weights by scale.
        let l1 = alpha * self.l1_ratio / problem.scale;
        let l2 = alpha * (1.0 - self.l1_ratio);
        solver.minimise(l1, l2, self.tolerance * self.tolerance, self.max_iterations, &context.budget)
    }
}

/// Elastic net that chooses its own strength.
///
/// With validation rows, the model is the best on them (mean squared error). Without, every fifth training row (drawn by
/// the seed) chooses the strength, and the model is fitted on all rows with it; under 20 rows the middle strength is
/// taken.
#[derive(Debug, Clone, PartialEq)]
pub struct ElasticNetPath {
    /// Strengths to try as shares of the smallest `alpha` that silences every feature, each above 0 and at most 1, in any
    /// order; not empty. Shares mean the same for every target and every number of rows.
    pub strengths: Vec<f64>,
    /// All else; its `alpha` is not used.
    pub net: ElasticNet,
}

impl Default for ElasticNetPath {
    /// Ten shares from 0.3 to 0.00001, half lasso and half ridge.
    fn default() -> Self {
        let strengths = vec![0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.000_3, 0.000_1, 0.000_03, 0.000_01];
        Self { strengths, net: ElasticNet::default() }
    }
}

/// Below this share of lasso no finite `alpha` silences every feature; shares then refer to this one (as in glmnet).
const SMALLEST_L1_RATIO: f64 = 1e-3;
/// Strengths in a row that may be worse than the best before the path ends.
const PATIENCE: usize = 3;

impl Estimator for ElasticNetPath {
    type Model = LinearModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<LinearModel, FitError> {
        self.net.check()?;
        let expected = "numbers above 0 and at most 1, at least one";
        check_strengths(&self.strengths, |share| share > 0.0 && share <= 1.0, expected)?;
        if context.budget.is_spent() {
            return Err(FitError::OutOfTime);
        }
        let mut strengths = self.strengths.clone();
        strengths.sort_unstable_by(|a, b| b.total_cmp(a));
        if !data.validation.is_empty() {
            return Ok(self.walk(data, data.rows, Some(data.validation), &strengths, context)?.0);
        }
        let Some((learn, choose)) = holdout(data, context.seed) else {
            let until = strengths.len() / 2 + 1;
            return Ok(self.walk(data, data.rows, None, &strengths[..until], context)?.0);
        };
        let (chosen, steps) = self.walk(data, &learn, Some(&choose), &strengths, context)?;
        match self.walk(data, data.rows, None, &strengths[..steps], context) {
            Err(FitError::OutOfTime) => Ok(chosen),
            other => Ok(other?.0),
        }
    }
}

impl ElasticNetPath {
    /// The best model on `judge` of a path, from strong to weak, fitted on `rows`, with the number of strengths up to it;
    /// without `judge` the last one.
    fn walk(
        &self,
        data: &Dataset<'_>,
        rows: &[u32],
        judge: Option<&[u32]>,
        strengths: &[f64],
        context: &FitContext<'_>,
    ) -> Result<(LinearModel, usize), FitError> {
        let problem = ValueProblem::new(data, rows, self.net.intercept)?;
        let judge = judge.map(|rows| (rows, Design::new(data.x, rows)));
        let mut solver = start(&problem);
        let silencing = solver.largest_slope() * problem.scale / self.net.l1_ratio.max(SMALLEST_L1_RATIO);
        let mut best: Option<(f64, LinearModel, usize)> = None;
        for (at, share) in strengths.iter().enumerate() {
            if context.budget.is_spent() {
                break;
            }
            let alpha = share * silencing;
            let stop = self.net.improve(&problem, &mut solver, alpha, context);
            let model = problem.model(&solver.coefficients, solver.intercept_change(), alpha)?;
            let error =
                judge.as_ref().map_or(f64::NAN, |(rows, design)| held_out_error(&model, design, data, rows));
            let held = best.as_ref();
            if judge.is_none() || held.is_none_or(|(held, _, _)| error < *held) {
                best = Some((error, model, at + 1));
            } else if held.is_some_and(|(_, _, steps)| at + 1 - steps >= PATIENCE) {
                break;
            }
            if stop == Stop::OutOfTime {
                break;
            }
        }
        best.map(|(_, model, steps)| (model, steps)).ok_or(FitError::OutOfTime)
    }
}

fn start(problem: &ValueProblem) -> CoordinateDescent<'_> {
    let coefficients = vec![0.0; problem.design.n_features()];
    CoordinateDescent::new(
        &problem.design,
        &problem.weights,
        problem.first_residual(),
        coefficients,
        problem.intercept,
    )
}
