//! Elastic net by coordinate descent: one coefficient at a time, each set to its exact best.
//!
//! With all other coefficients fixed, the best value of one has a closed form: its least-squares value, moved towards 0 by the
//! l1 penalty and to exactly 0 when the data do not pull hard enough. Most coefficients of a sparse model stay at 0, so
//! sweeps over the nonzero ones do most of the work, and full sweeps check the rest.
//!
//! The intercept is not a coordinate: features count as centred on their weighted means, by arithmetic on the dot products
//! and without touching the zeros of sparse columns, which keeps the intercept at its best throughout.
//!
//! Friedman, Hastie and Tibshirani 2010, *Regularization Paths for Generalized Linear Models via Coordinate Descent*,
//! <https://doi.org/10.18637/jss.v033.i01>.

use bowline_core::Budget;
use rayon::prelude::*;

use super::design::{Design, Values};
use super::lbfgs::Stop;
use super::parameters::Intercept;

/// Minimises `sum h (z - b - x w)² / 2 + l1 |w| + l2 w² / 2` over `w` and `b`.
#[derive(Debug)]
pub(crate) struct CoordinateDescent<'a> {
    design: &'a Design,
    /// Row weights `h`, `(n_padded,)`.
    row_weights: &'a [f64],
    total: f64,
    /// Weighted means of the features, 0 without an intercept.
    means: Vec<f64>,
    /// Weighted squares around these means.
    curvatures: Vec<f64>,
    /// `h (z - x w)`, but for the shift.
    residual: Vec<f64>,
    /// What is added to each row's residual: minus the change of the intercept.
    shift: f64,
    /// The coefficients, `(n_features,)`.
    pub(crate) coefficients: Vec<f64>,
}

impl<'a> CoordinateDescent<'a> {
    /// Starts from `coefficients`, where the weighted residual `h (z - b - x w)` is `residual`.
    pub(crate) fn new(
        design: &'a Design,
        row_weights: &'a [f64],
        residual: Vec<f64>,
        coefficients: Vec<f64>,
        intercept: Intercept,
    ) -> Self {
        let total: f64 = row_weights.iter().sum();
        let (means, curvatures) = (0..design.n_features())
            .into_par_iter()
            .with_min_len(design.features_per_task())
            .map(|feature| mean_and_curvature(design, feature, row_weights, total, intercept))
            .unzip();
        let shift = match intercept {
            Intercept::Fitted => -residual.iter().sum::<f64>() / total,
            Intercept::Zero => 0.0,
        };
        Self { design, row_weights, total, means, curvatures, residual, shift, coefficients }
    }

    /// How much the best intercept differs from the one that the first residual was computed with.
    pub(crate) fn intercept_change(&self) -> f64 {
        -self.shift
    }

    /// The largest slope over all features at the current coefficients: the l1 penalty that keeps all of them at 0 when
    /// they are 0.
    pub(crate) fn largest_slope(&self) -> f64 {
        (0..self.design.n_features()).map(|feature| self.slope(feature).abs()).fold(0.0, f64::max)
    }

    /// Sweeps until no step changes the fit by more than `tolerance` (the square of the change, weighted over the rows).
    pub(crate) fn minimise(
        &mut self,
        l1: f64,
        l2: f64,
        tolerance: f64,
        max_sweeps: usize,
        budget: &Budget<'_>,
    ) -> Stop {
        let mut sweeps = 0;
        let mut active: Vec<usize> = Vec::new();
        loop {
            if self.sweep(0..self.design.n_features(), l1, l2) <= tolerance {
                return Stop::Converged;
            }
            active.clear();
            active.extend((0..self.coefficients.len()).filter(|&feature| self.coefficients[feature] != 0.0));
            loop {
                sweeps += 1;
                if sweeps >= max_sweeps {
                    return Stop::Iterations;
                }
                if budget.is_spent() {
                    return Stop::OutOfTime;
                }
                if self.sweep(active.iter().copied(), l1, l2) <= tolerance {
                    break;
                }
            }
        }
    }

    /// Sets each coefficient to its best in turn; returns the largest squared change of the fit.
    fn sweep(&mut self, features: impl Iterator<Item = usize>, l1: f64, l2: f64) -> f64 {
        let mut largest = 0.0;
        for feature in features {
            let curvature = self.curvatures[feature];
            let old = self.coefficients[feature];
            if curvature == 0.0 && old == 0.0 {
                continue;
            }
            let pull = self.slope(feature) + curvature * old;
            let new = if curvature == 0.0 { 0.0 } else { soft_threshold(pull, l1) / (curvature + l2) };
            let step = new - old;
            if step != 0.0 {
                self.coefficients[feature] = new;
                self.step(feature, step);
                largest = f64::max(largest, curvature * step * step);
            }
        }
        largest
    }

    /// Minus the derivative of the squared part by a coefficient.
    fn slope(&self, feature: usize) -> f64 {
        self.design.dot(feature, &self.residual, 1, 0) + self.shift * self.total * self.means[feature]
    }

    fn step(&mut self, feature: usize, step: f64) {
        match self.design.column(feature) {
            Values::Dense(values) => {
                for ((residual, weight), &value) in self.residual.iter_mut().zip(self.row_weights).zip(values)
                {
                    *residual -= step * weight * f64::from(value);
                }
            }
            Values::Sparse(rows, values) => {
                for (&row, &value) in rows.iter().zip(values) {
                    self.residual[row as usize] -= step * self.row_weights[row as usize] * f64::from(value);
                }
            }
        }
        self.shift += step * self.means[feature];
    }
}

fn soft_threshold(pull: f64, l1: f64) -> f64 {
    if pull > l1 {
        pull - l1
    } else if pull < -l1 {
        pull + l1
    } else {
        0.0
    }
}

/// Weighted mean (0 without an intercept) and weighted squares around it; a column that is constant but for rounding has
/// curvature 0.
pub(crate) fn mean_and_curvature(
    design: &Design,
    feature: usize,
    row_weights: &[f64],
    total: f64,
    intercept: Intercept,
) -> (f64, f64) {
    let column = design.column(feature);
    let mean = match intercept {
        Intercept::Fitted => design.dot(feature, row_weights, 1, 0) / total,
        Intercept::Zero => 0.0,
    };
    let (mut seen, mut around, mut raw) = (0.0, 0.0, 0.0);
    column.for_each(|row, value| {
        let weight = row_weights[row];
        seen += weight;
        around += weight * (value - mean) * (value - mean);
        raw += weight * value * value;
    });
    if matches!(column, Values::Sparse(..)) {
        around += (total - seen).max(0.0) * mean * mean;
    }
    (mean, if around <= 1e-14 * raw { 0.0 } else { around })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::{Feature, FeatureMatrix};

    /// With one centred feature the solution is `soft(sum x y, l1) / (sum x² + l2)`.
    #[test]
    fn one_feature_has_a_closed_form() {
        let x = FeatureMatrix::dense(4, vec![Feature::numeric("x", "x")], vec![11.0, 12.0, 13.0, 14.0]);
        let design = Design::new(&x, &[0, 1, 2, 3]);
        let weights = [1.0; 4];
        let z = vec![1.0, 2.0, 2.0, 5.0];
        let mut solver = CoordinateDescent::new(&design, &weights, z, vec![0.0], Intercept::Fitted);
        solver.minimise(1.5, 1.0, 1e-20, 100, &Budget::unlimited());
        let slope = (6.0 - 1.5) / (5.0 + 1.0);
        assert!((solver.coefficients[0] - slope).abs() < 1e-12, "{:?}", solver.coefficients);
        assert!((solver.intercept_change() - (2.5 - 12.5 * slope)).abs() < 1e-10);
        solver.minimise(6.1, 0.0, 1e-20, 100, &Budget::unlimited());
        assert_eq!(solver.coefficients, [0.0]);
    }
}
