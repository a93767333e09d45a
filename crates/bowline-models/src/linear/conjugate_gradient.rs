//! Ridge regression with many features: conjugate gradients, which never form the matrix.
//!
//! Solving `(XᵀWX + penalty) w = XᵀWy` needs only products with it, and each product is one pass over the rows there and back.
//! Every direction is conjugate to the ones before, so no progress is undone; the penalty keeps the number of passes
//! small. Directions are scaled by the matrix's diagonal (Hestenes and Stiefel 1952, with Jacobi's preconditioner).

use bowline_core::Budget;
use rayon::prelude::*;

use super::coordinate_descent::mean_and_curvature;
use super::lbfgs::Stop;
use super::value_problem::ValueProblem;

const MAX_ITERATIONS: usize = 1000;
/// Residual relative to the right side that counts as 0.
const TOLERANCE: f64 = 1e-9;

/// The problem with what does not depend on the penalty.
#[derive(Debug)]
pub(crate) struct ConjugateGradient<'a> {
    problem: &'a ValueProblem,
    means: Vec<f64>,
    curvatures: Vec<f64>,
    right: Vec<f64>,
}

impl<'a> ConjugateGradient<'a> {
    pub(crate) fn new(problem: &'a ValueProblem) -> Self {
        let design = &problem.design;
        let (means, curvatures): (Vec<f64>, Vec<f64>) = (0..design.n_features())
            .into_par_iter()
            .with_min_len(design.features_per_task())
            .map(|feature| mean_and_curvature(design, feature, &problem.weights, 1.0, problem.intercept))
            .unzip();
        let residual = problem.first_residual();
        let right = transposed(problem, &curvatures, &residual);
        Self { problem, means, curvatures, right }
    }

    /// Improves `coefficients` at a penalty relative to the mean squared error; returns complete iterations.
    pub(crate) fn solve(&self, penalty: f64, coefficients: &mut [f64], budget: &Budget<'_>) -> (usize, Stop) {
        let mut image = self.product(coefficients, penalty);
        let mut residual: Vec<f64> = self.right.iter().zip(&image).map(|(b, a)| b - a).collect();
        let scaled = |residual: &[f64]| -> Vec<f64> {
            let diagonal = self.curvatures.iter().map(|q| q + penalty);
            residual.iter().zip(diagonal).map(|(r, d)| if d > 0.0 { r / d } else { 0.0 }).collect()
        };
        let mut preconditioned = scaled(&residual);
        let mut direction = preconditioned.clone();
        let mut product = dot(&residual, &preconditioned);
        let target = TOLERANCE * TOLERANCE * dot(&self.right, &scaled(&self.right));
        for iteration in 0..MAX_ITERATIONS {
            if product <= target {
                return (iteration, Stop::Converged);
            }
            if budget.is_spent() {
                return (iteration, Stop::OutOfTime);
            }
            image = self.product(&direction, penalty);
            let step = product / dot(&direction, &image);
            if !step.is_finite() {
                return (iteration, Stop::Converged);
            }
            coefficients.iter_mut().zip(&direction).for_each(|(w, d)| *w += step * d);
            residual.iter_mut().zip(&image).for_each(|(r, a)| *r -= step * a);
            preconditioned = scaled(&residual);
            let next = dot(&residual, &preconditioned);
            let share = next / product;
            direction.iter_mut().zip(&preconditioned).for_each(|(d, z)| *d = z + share * *d);
            product = next;
        }
        (MAX_ITERATIONS, Stop::Iterations)
    }

    /// The intercept that belongs to some coefficients.
    pub(crate) fn intercept(&self, coefficients: &[f64]) -> f64 {
        -dot(coefficients, &self.means)
    }

    /// The matrix times `vector`.
    fn product(&self, vector: &[f64], penalty: f64) -> Vec<f64> {
        let design = &self.problem.design;
        let mut scores = vec![0.0; design.n_padded()];
        design.scores(&[vector, &[self.intercept(vector)]].concat(), 1, &mut scores);
        scores.iter_mut().zip(&self.problem.weights).for_each(|(score, weight)| *score *= weight);
        let mut product = transposed(self.problem, &self.curvatures, &scores);
        product.iter_mut().zip(vector).for_each(|(p, v)| *p += penalty * v);
        product
    }
}

/// Dot product of each feature with `vector`, whose sum is 0 so that means do not matter; 0 for constant features.
fn transposed(problem: &ValueProblem, curvatures: &[f64], vector: &[f64]) -> Vec<f64> {
    let design = &problem.design;
    let of_feature =
        |feature: usize| if curvatures[feature] > 0.0 { design.dot(feature, vector, 1, 0) } else { 0.0 };
    let features = (0..design.n_features()).into_par_iter().with_min_len(design.features_per_task());
    features.map(of_feature).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
