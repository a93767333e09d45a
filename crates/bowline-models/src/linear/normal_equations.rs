//! Ridge regression by its normal equations: `(XᵀWX + alpha) w = XᵀWy`.
//!
//! With few features the matrix `XᵀWX` is small: it is summed once over the rows, and then each strength costs one Cholesky
//! factorisation of it.

use faer::linalg::matmul::matmul;
use faer::linalg::solvers::Solve;
use faer::{Accum, Mat, Par, Side};

use super::coordinate_descent::mean_and_curvature;
use super::value_problem::ValueProblem;

/// Rows whose features are multiplied at a time.
const BLOCK: usize = 512;
/// Smallest addition to the diagonal, relative to its mean, that makes a singular matrix solvable.
const JITTER: f64 = 1e-13;

/// The matrix of a problem, ready for any strength.
#[derive(Debug)]
pub(crate) struct NormalEquations {
    gram: Mat<f64>,
    right: Vec<f64>,
    means: Vec<f64>,
}

impl NormalEquations {
    /// Sums over the rows, O(n_samples n_features²).
    pub(crate) fn new(problem: &ValueProblem) -> Self {
        let (design, n_features) = (&problem.design, problem.design.n_features());
        let statistics =
            |feature| mean_and_curvature(design, feature, &problem.weights, 1.0, problem.intercept);
        let (means, curvatures): (Vec<f64>, Vec<f64>) = (0..n_features).map(statistics).unzip();
        let mut gram = Mat::zeros(n_features, n_features);
        let mut cursors = vec![0usize; n_features];
        let mut first = 0;
        while first < design.n_samples() {
            let n_rows = BLOCK.min(design.n_samples() - first);
            let roots: Vec<f64> = problem.weights[first..first + n_rows].iter().map(|w| w.sqrt()).collect();
            let mut rows = Mat::<f64>::zeros(n_rows, n_features);
            for feature in (0..n_features).filter(|&feature| curvatures[feature] > 0.0) {
                let column = rows.col_as_slice_mut(feature);
                fill(design.column(feature), first, &mut cursors[feature], column);
                for (value, root) in column.iter_mut().zip(&roots) {
                    *value = (*value - means[feature]) * root;
                }
            }
            matmul(gram.as_mut(), Accum::Add, rows.transpose(), rows.as_ref(), 1.0, Par::Seq);
            first += n_rows;
        }
        let residual = problem.first_residual();
        let right = (0..n_features)
            .map(|feature| if curvatures[feature] > 0.0 { design.dot(feature, &residual, 1, 0) } else { 0.0 })
            .collect();
        Self { gram, right, means }
    }

    /// Coefficients and intercept, for the scaled target, at a penalty relative to the mean squared error.
    pub(crate) fn solve(&self, penalty: f64) -> Option<(Vec<f64>, f64)> {
        let n_features = self.right.len();
        if n_features == 0 {
            return Some((Vec::new(), 0.0));
        }
        let mean_diagonal = (0..n_features).map(|at| self.gram[(at, at)]).sum::<f64>() / n_features as f64;
        let mut jitter = JITTER * mean_diagonal.max(f64::MIN_POSITIVE);
        for _ in 0..5 {
            let mut matrix = self.gram.clone();
            for at in 0..n_features {
                matrix[(at, at)] += penalty + jitter;
                // A constant feature has an empty row; its coefficient is 0 at any penalty.
                if matrix[(at, at)] <= 2.0 * jitter {
                    matrix[(at, at)] = 1.0;
                }
            }
            if let Ok(factor) = matrix.llt(Side::Lower) {
                let right = Mat::from_fn(n_features, 1, |at, _| self.right[at]);
                let solved = factor.solve(&right);
                let coefficients: Vec<f64> = (0..n_features).map(|at| solved[(at, 0)]).collect();
                let shift: f64 = coefficients.iter().zip(&self.means).map(|(w, m)| w * m).sum();
                return Some((coefficients, -shift));
            }
            jitter *= 1000.0;
        }
        None
    }
}

/// Writes the values of rows `first..` of a column; `cursor` is how many entries of a sparse column are behind.
fn fill(column: super::design::Values<'_>, first: usize, cursor: &mut usize, out: &mut [f64]) {
    match column {
        super::design::Values::Dense(values) => {
            out.iter_mut().zip(&values[first..]).for_each(|(out, &value)| *out = f64::from(value));
        }
        super::design::Values::Sparse(rows, values) => {
            while let Some(&row) = rows.get(*cursor)
                && (row as usize) < first + out.len()
            {
                out[row as usize - first] = f64::from(values[*cursor]);
                *cursor += 1;
            }
        }
    }
}
