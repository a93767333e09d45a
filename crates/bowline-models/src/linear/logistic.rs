//! Logistic regression: a linear model of the log odds.
//!
//! With two classes the weighted sum of the features is the logarithm of "how many times likelier is the second class than
//! the first"; with more there is one sum a class and the softmax of them. It is true multinomial regression: one
//! problem, not one against the rest. The penalty is scikit-learn's: `c * sum of losses + penalty`, with the penalty
//! `l1_ratio * sum |w| + (1 - l1_ratio) / 2 * sum w²`, and intercepts free.

use bowline_core::{Budget, Dataset, Estimator, FitContext, FitError};

use super::class_problem::ClassProblem;
use super::lbfgs::{Lbfgs, Stop};
use super::logistic_model::LogisticModel;
use super::parameters::{ClassWeight, Intercept, check_non_negative, check_positive, check_share};
use super::proximal_newton::ProximalNewton;

/// Logistic regression of one strength.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticRegression {
    /// Inverse strength, above 0: small values (0.01) shrink hard, large ones (100) hardly. The default is 1.
    pub c: f64,
    /// Kind of penalty, from 0 (squares: all features keep some weight; solved by L-BFGS) to 1 (absolute values: many
    /// coefficients become exactly 0; solved by coordinate descent).
    pub l1_ratio: f64,
    /// Whether intercepts are learned.
    pub intercept: Intercept,
    /// Whether rare classes count more.
    pub class_weight: ClassWeight,
    /// Most iterations; when they end, the model is the best so far.
    pub max_iterations: usize,
    /// When to stop: without l1 penalty the largest entry of the mean loss's gradient, as in scikit-learn; with it the
    /// change of the scores in an iteration. Smaller is more exact and slower.
    pub tolerance: f64,
}

impl Default for LogisticRegression {
    fn default() -> Self {
        Self {
            c: 1.0,
            l1_ratio: 0.0,
            intercept: Intercept::Fitted,
            class_weight: ClassWeight::Uniform,
            max_iterations: 300,
            tolerance: 1e-4,
        }
    }
}

impl Estimator for LogisticRegression {
    type Model = LogisticModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<LogisticModel, FitError> {
        self.check()?;
        if context.budget.is_spent() {
            return Err(FitError::OutOfTime);
        }
        let problem = ClassProblem::new(data, data.rows, self.class_weight, self.intercept)?;
        let mut parameters = problem.start();
        if self.improve(&problem, &mut parameters, &context.budget) == Progress::None {
            return Err(FitError::OutOfTime);
        }
        problem.model(parameters, self.c)
    }
}

/// How far a fit came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The budget ended before the first iteration.
    None,
    /// The budget ended on the way.
    Part,
    /// As far as tolerance and iterations ask.
    All,
}

impl LogisticRegression {
    pub(crate) fn check(&self) -> Result<(), FitError> {
        check_positive("c", self.c)?;
        check_share("l1_ratio", self.l1_ratio)?;
        check_non_negative("tolerance", self.tolerance)
    }

    /// Improves `parameters` in place.
    pub(crate) fn improve(
        &self,
        problem: &ClassProblem,
        parameters: &mut Vec<f64>,
        budget: &Budget<'_>,
    ) -> Progress {
        if problem.n_outputs() == 0 {
            return Progress::All;
        }
        // Dividing the objective by `c` and the sum of the weights makes the loss a mean.
        let strength = 1.0 / (self.c * problem.total_weight);
        let (l1, l2) = (strength * self.l1_ratio, strength * (1.0 - self.l1_ratio));
        let (iterations, stop) = if l1 > 0.0 {
            let (tolerance, max_iterations) = (self.tolerance, self.max_iterations);
            ProximalNewton { l1, l2, tolerance, max_iterations }.minimise(problem, parameters, budget)
        } else {
            let solver = Lbfgs { max_iterations: self.max_iterations, tolerance: self.tolerance };
            let mut state = vec![0.0; problem.design.n_padded() * problem.n_outputs()];
            let start = std::mem::take(parameters);
            let minimum = solver.minimise(start, &problem.inverse_curvature(l2), budget, |x, gradient| {
                problem.value_and_gradient(x, l2, gradient, &mut state)
            });
            *parameters = minimum.x;
            (minimum.iterations, minimum.stop)
        };
        match (stop, iterations) {
            (Stop::OutOfTime, 0) => Progress::None,
            (Stop::OutOfTime, _) => Progress::Part,
            _ => Progress::All,
        }
    }
}
