//! L-BFGS: Newton's method for people who cannot afford the second derivatives.
//!
//! Newton's step needs the curvature in every direction. L-BFGS guesses it from the last few steps: how far it went, and
//! how much the gradient changed on the way. Ten such pairs are enough, so that a step costs little more than a
//! gradient. The guess starts from a diagonal that the caller gives, which matters when features differ in scale.
//!
//! Nocedal and Wright, *Numerical Optimization*, 2nd edition, algorithm 7.4; the line search brackets a point that meets
//! the weak Wolfe conditions by bisection (Lewis and Overton 2013, <https://doi.org/10.1007/s10107-012-0514-2>).

use std::collections::VecDeque;

use bowline_core::Budget;

/// Pairs of steps and gradient changes that are kept.
const MEMORY: usize = 10;
/// Relative decrease below which rounding hides further progress.
const SMALLEST_DECREASE: f64 = 64.0 * f64::EPSILON;
const MAX_LINE_STEPS: usize = 40;

/// Why a solver ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The tolerance was reached, or as near to it as rounding allows.
    Converged,
    /// As many iterations as were allowed.
    Iterations,
    /// The budget ended.
    OutOfTime,
}

/// Where a solver ended.
#[derive(Debug, Clone)]
pub(crate) struct Minimum {
    /// The point.
    pub(crate) x: Vec<f64>,
    /// Complete iterations.
    pub(crate) iterations: usize,
    /// Why it ended.
    pub(crate) stop: Stop,
}

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lbfgs {
    /// Largest number of iterations.
    pub(crate) max_iterations: usize,
    /// Largest absolute gradient entry that counts as 0.
    pub(crate) tolerance: f64,
}

impl Lbfgs {
    /// Minimises a smooth convex function from `x`.
    ///
    /// `objective` returns the value at a point and writes its gradient; `inverse_curvature` is a positive guess of the
    /// inverse second derivative along each axis.
    pub(crate) fn minimise(
        self,
        mut x: Vec<f64>,
        inverse_curvature: &[f64],
        budget: &Budget<'_>,
        mut objective: impl FnMut(&[f64], &mut [f64]) -> f64,
    ) -> Minimum {
        let mut gradient = vec![0.0; x.len()];
        let mut iterations = 0;
        if budget.is_spent() {
            return Minimum { x, iterations, stop: Stop::OutOfTime };
        }
        let mut value = objective(&x, &mut gradient);
        let mut memory: VecDeque<Pair> = VecDeque::with_capacity(MEMORY);
        let (mut trial, mut trial_gradient) = (x.clone(), gradient.clone());
        let stop = loop {
            if largest(&gradient) <= self.tolerance {
                break Stop::Converged;
            }
            if iterations >= self.max_iterations {
                break Stop::Iterations;
            }
            if iterations > 0 && budget.is_spent() {
                break Stop::OutOfTime;
            }
            let direction = direction(&gradient, &memory, inverse_curvature);
            let slope = dot(&gradient, &direction);
            if slope.is_nan() || slope >= 0.0 {
                if memory.is_empty() {
                    break Stop::Converged;
                }
                memory.clear();
                continue;
            }
            let found =
                line_search(&x, &direction, value, slope, &mut trial, &mut trial_gradient, &mut objective);
            let Some(new_value) = found else { break Stop::Converged };
            iterations += 1;
            let pair = Pair::between(&x, &trial, &gradient, &trial_gradient);
            if pair.product > f64::EPSILON * dot(&pair.change, &pair.change) {
                if memory.len() == MEMORY {
                    memory.pop_front();
                }
                memory.push_back(pair);
            }
            std::mem::swap(&mut x, &mut trial);
            std::mem::swap(&mut gradient, &mut trial_gradient);
            let decrease = value - new_value;
            value = new_value;
            if decrease <= SMALLEST_DECREASE * value.abs().max(f64::MIN_POSITIVE) {
                break Stop::Converged;
            }
        };
        Minimum { x, iterations, stop }
    }
}

/// A step, and the change of the gradient on it.
struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    product: f64,
}

impl Pair {
    fn between(x: &[f64], next: &[f64], gradient: &[f64], next_gradient: &[f64]) -> Self {
        let step: Vec<f64> = next.iter().zip(x).map(|(b, a)| b - a).collect();
        let change: Vec<f64> = next_gradient.iter().zip(gradient).map(|(b, a)| b - a).collect();
        let product = dot(&step, &change);
        Self { step, change, product }
    }
}

/// Minus the guessed inverse second derivative times the gradient: the two-loop recursion.
fn direction(gradient: &[f64], memory: &VecDeque<Pair>, inverse_curvature: &[f64]) -> Vec<f64> {
    let mut q: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut shares = vec![0.0; memory.len()];
    for (share, pair) in shares.iter_mut().zip(memory).rev() {
        *share = dot(&pair.step, &q) / pair.product;
        q.iter_mut().zip(&pair.change).for_each(|(q, y)| *q -= *share * y);
    }
    let scale = memory.back().map_or(1.0, |pair| {
        let scaled: f64 = pair.change.iter().zip(inverse_curvature).map(|(y, d)| y * y * d).sum();
        pair.product / scaled
    });
    q.iter_mut().zip(inverse_curvature).for_each(|(q, d)| *q *= scale * d);
    for (share, pair) in shares.iter().zip(memory) {
        let back = dot(&pair.change, &q) / pair.product;
        q.iter_mut().zip(&pair.step).for_each(|(q, s)| *q += (share - back) * s);
    }
    q
}

/// A step along `direction` with enough decrease (0.0001 of the slope) and a flatter slope (0.9); `None` when rounding
/// leaves none. `trial` and its gradient hold the point that was found.
fn line_search(
    x: &[f64],
    direction: &[f64],
    value: f64,
    slope: f64,
    trial: &mut [f64],
    trial_gradient: &mut [f64],
    objective: &mut impl FnMut(&[f64], &mut [f64]) -> f64,
) -> Option<f64> {
    let (mut low, mut high, mut step) = (0.0, f64::INFINITY, 1.0);
    let mut decreased = None;
    for _ in 0..MAX_LINE_STEPS {
        for ((out, x), d) in trial.iter_mut().zip(x).zip(direction) {
            *out = x + step * d;
        }
        let found = objective(trial, trial_gradient);
        let enough = found <= value + 1e-4 * step * slope;
        decreased = (enough && found < value).then_some(found);
        if !enough || found.is_nan() {
            high = step;
        } else if dot(trial_gradient, direction) < 0.9 * slope {
            low = step;
        } else {
            return decreased;
        }
        step = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * step };
    }
    decreased
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn largest(gradient: &[f64]) -> f64 {
    gradient.iter().fold(0.0, |top, g| if g.abs() > top { g.abs() } else { top })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_minimum_of_a_badly_scaled_bowl() {
        let scales = [1.0, 1e4, 1e-3];
        let centre = [3.0, -2.0, 100.0];
        let bowl = |x: &[f64], g: &mut [f64]| {
            (0..3)
                .map(|i| {
                    g[i] = scales[i] * (x[i] - centre[i]) + (x[i] - centre[i]).powi(3);
                    0.5 * scales[i] * (x[i] - centre[i]).powi(2) + 0.25 * (x[i] - centre[i]).powi(4)
                })
                .sum()
        };
        let inverse: Vec<f64> = scales.iter().map(|s| 1.0 / s).collect();
        let solver = Lbfgs { max_iterations: 500, tolerance: 1e-10 };
        let minimum = solver.minimise(vec![0.0; 3], &inverse, &Budget::unlimited(), bowl);
        assert_eq!(minimum.stop, Stop::Converged);
        assert!((minimum.x[0] - 3.0).abs() < 1e-6 && (minimum.x[1] + 2.0).abs() < 1e-8, "{:?}", minimum.x);
    }
}
