//! Isotonic calibration: any curve, as long as it rises.
//!
//! Sorted by the model's probability, the observed outcomes (0 or 1) are averaged over neighbours wherever they fall
//! instead of rising. What remains is the non-decreasing curve with the least squared error; between its corners it is
//! interpolated. It needs rows by the thousand, as it can follow noise where a line cannot.
//!
//! Pool adjacent violators (Barlow and others 1972); equal to scikit-learn's `IsotonicRegression(out_of_bounds="clip")`.

use bowline_core::{Calibrator, Predictions};

use super::{CalibrationError, check_shape};

/// A fitted rising curve, for two classes.
#[derive(Debug, Clone, PartialEq)]
pub struct IsotonicCalibration {
    /// Probabilities at which the curve has corners, ascending, at least one.
    pub(super) thresholds: Vec<f64>,
    /// Value at each corner, ascending, in [0, 1].
    pub(super) values: Vec<f64>,
}

impl IsotonicCalibration {
    /// Fits the curve on `predictions`, row-major `(n_samples, 2)`, of rows with these `classes`, `(n_samples,)`.
    ///
    /// # Errors
    /// [`CalibrationError`] when lengths disagree, there are no rows, there are not two classes, or a prediction is not
    /// finite.
    pub fn fit(predictions: &[f64], n_classes: usize, classes: &[u32]) -> Result<Self, CalibrationError> {
        check_shape(predictions, n_classes, classes, Some(2))?;
        if predictions.iter().any(|p| !p.is_finite()) {
            return Err(CalibrationError::Unsuitable("a prediction is not finite: expected probabilities"));
        }
        let x: Vec<f64> = predictions.iter().skip(1).step_by(2).copied().collect();
        let y: Vec<f64> = classes.iter().map(|&class| f64::from(class)).collect();
        let (thresholds, values) = isotonic_regression(&x, &y, None);
        Ok(Self { thresholds, values })
    }

    /// The corners of the curve: probabilities, ascending, and the calibrated probability at each.
    #[must_use]
    pub fn corners(&self) -> (&[f64], &[f64]) {
        (&self.thresholds, &self.values)
    }

    /// The curve at `p`; flat beyond its ends.
    fn at(&self, p: f64) -> f64 {
        let after = self.thresholds.partition_point(|&threshold| threshold < p);
        let last = self.thresholds.len() - 1;
        if after == 0 || p.is_nan() {
            return self.values[0];
        }
        if after > last {
            return self.values[last];
        }
        let (x0, x1) = (self.thresholds[after - 1], self.thresholds[after]);
        let (y0, y1) = (self.values[after - 1], self.values[after]);
        y0 + (y1 - y0) * ((p - x0) / (x1 - x0))
    }
}

impl Calibrator for IsotonicCalibration {
    fn calibrate(&self, predictions: Predictions) -> Predictions {
        match predictions {
            Predictions::Probabilities { n_classes: 2, values } => {
                Predictions::from_positive(values.chunks_exact(2).map(|row| self.at(row[1]).clamp(0.0, 1.0)))
            }
            other => other,
        }
    }
}

/// The corners of the non-decreasing curve with the least squared error: ascending `x`, and the value at each.
///
/// `x`, `y` and, if given, `weights` are `(n_samples,)`, finite, weights non-negative; rows of equal `x` count as one with
/// their mean. Corners inside a flat stretch are left out. O(n log n).
#[must_use]
pub fn isotonic_regression(x: &[f64], y: &[f64], weights: Option<&[f64]>) -> (Vec<f64>, Vec<f64>) {
    let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
    let mut order: Vec<usize> = (0..x.len().min(y.len())).filter(|&row| weight(row) > 0.0).collect();
    order.sort_by(|&a, &b| x[a].total_cmp(&x[b]));
    // Each distinct x with its mean; adding 0 makes both zeros one value.
    let mut points: Vec<Pool> = Vec::new();
    for row in order {
        let next = Pool { first: x[row] + 0.0, last: x[row] + 0.0, weight: weight(row), mean: y[row] };
        match points.last_mut() {
            Some(point) if point.first == next.first => point.absorb(&next),
            _ => points.push(next),
        }
    }
    let mut pools: Vec<Pool> = Vec::new();
    for point in points {
        pools.push(point);
        while let [.., before, last] = &pools[..]
            && before.mean >= last.mean
        {
            let last = last.clone();
            pools.pop();
            if let Some(before) = pools.last_mut() {
                before.absorb(&last);
            }
        }
    }
    let (mut thresholds, mut values) = (Vec::new(), Vec::new());
    for pool in &pools {
        thresholds.push(pool.first);
        values.push(pool.mean);
        if pool.last > pool.first {
            thresholds.push(pool.last);
            values.push(pool.mean);
        }
    }
    (thresholds, values)
}

/// Neighbouring rows with one value.
#[derive(Debug, Clone)]
struct Pool {
    first: f64,
    last: f64,
    weight: f64,
    mean: f64,
}

impl Pool {
    fn absorb(&mut self, next: &Self) {
        let weight = self.weight + next.weight;
        self.mean += (next.mean - self.mean) * (next.weight / weight);
        self.weight = weight;
        self.last = next.last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violators_are_pooled() {
        let (thresholds, values) = isotonic_regression(&[1.0, 2.0, 3.0, 4.0], &[0.0, 1.0, 0.0, 1.0], None);
        assert_eq!((thresholds, values), (vec![1.0, 2.0, 3.0, 4.0], vec![0.0, 0.5, 0.5, 1.0]));
        let weighted = isotonic_regression(&[2.0, 1.0], &[0.0, 1.0], Some(&[1.0, 3.0]));
        assert_eq!(weighted, (vec![1.0, 2.0], vec![0.75, 0.75]));
    }
}
