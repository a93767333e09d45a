//! Logistic regression with an l1 penalty: Newton's method where each step is an elastic net.
//!
//! Around the current scores the log loss of a class looks like a weighted least-squares problem, with weight `p (1 - p)`
//! for each row. Coordinate descent solves that with the penalty kept exact, which is what makes coefficients exactly
//! 0; a line search then guarantees that the true objective went down. With several classes, one class's scores move at
//! a time.
//!
//! Lee, Sun and Saunders 2014, *Proximal Newton-type methods*, <https://doi.org/10.1137/130921428>; the classes take turns as
//! in glmnet (Friedman, Hastie and Tibshirani 2010, section 4).

use bowline_core::Budget;

use super::class_problem::ClassProblem;
use super::coordinate_descent::CoordinateDescent;
use super::lbfgs::Stop;
use super::parameters::Intercept;

/// Smallest curvature of a row, so that rows that are decided keep the step finite.
const SMALLEST_CURVATURE: f64 = 1e-5;
const MAX_SWEEPS: usize = 1000;
const MAX_HALVINGS: usize = 30;

/// The penalty and when to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProximalNewton {
    /// Weight of the sum of absolute coefficients.
    pub(crate) l1: f64,
    /// Weight of half the sum of squares.
    pub(crate) l2: f64,
    /// Change of the scores in a round (root mean square over the rows) that counts as none.
    pub(crate) tolerance: f64,
    /// Rounds over the classes.
    pub(crate) max_iterations: usize,
}

impl ProximalNewton {
    /// Improves `parameters`, `(n_features + 1, n_outputs)`, in place; returns complete rounds and why it ended.
    pub(crate) fn minimise(
        self,
        problem: &ClassProblem,
        parameters: &mut [f64],
        budget: &Budget<'_>,
    ) -> (usize, Stop) {
        let n_outputs = problem.n_outputs();
        let mut scores = vec![0.0; problem.design.n_padded() * n_outputs];
        problem.design.scores(parameters, n_outputs, &mut scores);
        let target = self.tolerance * self.tolerance;
        let mut inner = 0.01;
        for round in 0..self.max_iterations {
            let mut largest = 0.0;
            for output in 0..n_outputs {
                if budget.is_spent() {
                    return (round, Stop::OutOfTime);
                }
                let change = self.step(problem, parameters, &mut scores, output, inner, budget);
                largest = f64::max(largest, change);
            }
            if largest <= target {
                return (round + 1, Stop::Converged);
            }
            inner = f64::clamp(0.01 * largest, 0.1 * target, inner);
        }
        (self.max_iterations, Stop::Iterations)
    }

    /// One Newton step of one output; returns the mean squared change of its scores.
    fn step(
        self,
        problem: &ClassProblem,
        parameters: &mut [f64],
        scores: &mut [f64],
        output: usize,
        inner_tolerance: f64,
        budget: &Budget<'_>,
    ) -> f64 {
        let (design, n_outputs) = (&problem.design, problem.n_outputs());
        let (n_features, block) = (design.n_features(), design.block());
        let mut slopes = scores.to_vec();
        let before =
            design.for_each_block(&mut slopes, n_outputs, |at, scores| problem.block_loss(at, scores));
        // The slope of a row is `weight (p - truth)`, which gives its probability back.
        let mut curvatures = vec![0.0; design.n_padded()];
        let mut residual = vec![0.0; design.n_padded()];
        for (row, (curvature, residual)) in curvatures.iter_mut().zip(&mut residual).enumerate() {
            let weight = problem.weights[row];
            if weight > 0.0 {
                let slope = slopes[(row / block * n_outputs + output) * block + row % block];
                let is_class = if n_outputs == 1 { 1 } else { output as u32 };
                let truth = f64::from(u8::from(problem.classes[row] == is_class));
                let p = slope / weight + truth;
                *curvature = weight * (p * (1.0 - p)).max(SMALLEST_CURVATURE);
                *residual = -slope;
            }
        }
        let old: Vec<f64> = (0..n_features).map(|feature| parameters[feature * n_outputs + output]).collect();
        let linear_part = residual.clone();
        let mut solver =
            CoordinateDescent::new(design, &curvatures, residual, old.clone(), problem.intercept);
        solver.minimise(self.l1, self.l2, inner_tolerance, MAX_SWEEPS, budget);

        let mut direction: Vec<f64> =
            solver.coefficients.iter().zip(&old).map(|(new, old)| new - old).collect();
        direction.push(match problem.intercept {
            Intercept::Fitted => solver.intercept_change(),
            Intercept::Zero => 0.0,
        });
        let mut along = vec![0.0; design.n_padded()];
        design.scores(&direction, 1, &mut along);
        let slope: f64 = along.iter().zip(&linear_part).map(|(change, residual)| -change * residual).sum();
        let penalty = |step: f64| -> f64 {
            let moved = old.iter().zip(&direction).map(|(w, d)| w + step * d);
            moved.map(|w| self.l1 * w.abs() + 0.5 * self.l2 * w * w).sum()
        };
        let start_penalty = penalty(0.0);
        let expected = slope + penalty(1.0) - start_penalty;
        let mut step = 1.0;
        let mut trial = vec![0.0; scores.len()];
        for _ in 0..MAX_HALVINGS {
            trial.copy_from_slice(scores);
            add_to_output(&mut trial, &along, step, output, n_outputs, block);
            let loss = {
                let mut slopes = trial.clone();
                design.for_each_block(&mut slopes, n_outputs, |at, scores| problem.block_loss(at, scores))
            };
            let change = loss - before + penalty(step) - start_penalty;
            if change <= 0.01 * step * expected || change.abs() <= 1e-15 * before.abs() {
                scores.copy_from_slice(&trial);
                for (feature, d) in direction.iter().enumerate() {
                    parameters[feature * n_outputs + output] += step * d;
                }
                let moved: f64 = problem.weights.iter().zip(&along).map(|(w, a)| w * a * a).sum();
                return moved * step * step;
            }
            step *= 0.5;
        }
        0.0
    }
}

fn add_to_output(
    scores: &mut [f64],
    along: &[f64],
    step: f64,
    output: usize,
    n_outputs: usize,
    block: usize,
) {
    for (scores, along) in scores.chunks_exact_mut(block * n_outputs).zip(along.chunks_exact(block)) {
        let scores = &mut scores[output * block..(output + 1) * block];
        scores.iter_mut().zip(along).for_each(|(score, change)| *score += step * change);
    }
}
