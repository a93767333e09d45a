//! The inverse power law `a + b n^-c`: how errors fall as rows are added.
//!
//! Errors of most learners fall like this over many orders of magnitude (Cortes et al. 1993; Viering and Loog 2022,
//! <https://doi.org/10.1109/TPAMI.2022.3220744>): fast at first, then towards a floor `a` that no number of rows gets below.
//! For a fixed `c` the best `a` and `b` follow from a straight line, so only `c` is searched for.

/// A fitted law. The value at `n` is `a + b n^-c`, which never rises.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerLaw {
    /// What is left with endless rows.
    pub a: f64,
    /// What rows can take away, at least 0.
    pub b: f64,
    /// How fast they do.
    pub c: f64,
}

/// Exponents that are searched. Below, the law falls for ever and says nothing of a floor; above, it is a step.
pub const EXPONENTS: (f64, f64) = (0.1, 2.0);

/// Exponents tried before the best of them is refined.
const GRID: usize = 100;
/// Halvings (by the golden section) of the range around it.
const REFINEMENTS: usize = 60;

impl PowerLaw {
    /// The law with the smallest weighted sum of squared differences from `values` at `sizes`.
    ///
    /// All slices are `(n_points,)`, sizes and weights above 0; `a` is at least `floor`, `b` at least 0 and `c` within
    /// [`EXPONENTS`]. `None` with fewer than 3 different sizes, or a number that is not finite.
    #[must_use]
    pub fn fit(sizes: &[f64], values: &[f64], weights: &[f64], floor: f64) -> Option<Self> {
        let sound = sizes.iter().chain(weights).all(|&x| x.is_finite() && x > 0.0)
            && values.iter().all(|value| value.is_finite());
        let mut distinct = sizes.to_vec();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup();
        if !sound || distinct.len() < 3 || values.len() != sizes.len() || weights.len() != sizes.len() {
            return None;
        }
        let points = Points { sizes, values, weights, floor };
        let (low, high) = (EXPONENTS.0.ln(), EXPONENTS.1.ln());
        let at = |step: usize| low + (high - low) * step as f64 / GRID as f64;
        let loss = |log_c: f64| points.loss(points.line(log_c.exp()));
        let best = (0..=GRID).min_by(|&a, &b| loss(at(a)).total_cmp(&loss(at(b))))?;
        let (mut left, mut right) = (at(best.saturating_sub(1)), at((best + 1).min(GRID)));
        let golden = (5f64.sqrt() - 1.0) / 2.0;
        for _ in 0..REFINEMENTS {
            let (inner_left, inner_right) = (right - golden * (right - left), left + golden * (right - left));
            if loss(inner_left) <= loss(inner_right) { right = inner_right } else { left = inner_left }
        }
        // The ends of the range are never reached by halving.
        let log_c = [f64::midpoint(left, right), at(best)]
            .into_iter()
            .min_by(|&a, &b| loss(a).total_cmp(&loss(b)))?;
        Some(points.line(log_c.exp()))
    }

    /// The value at `n` rows.
    #[must_use]
    pub fn at(&self, n: f64) -> f64 {
        self.a + self.b * n.powf(-self.c)
    }
}

struct Points<'a> {
    sizes: &'a [f64],
    values: &'a [f64],
    weights: &'a [f64],
    floor: f64,
}

impl Points<'_> {
    /// The best law of this exponent: a weighted straight line in `n^-c`, put back inside its bounds.
    fn line(&self, c: f64) -> PowerLaw {
        let total: f64 = self.weights.iter().sum();
        let mean = |of: &dyn Fn(usize) -> f64| {
            (0..self.sizes.len()).map(|at| self.weights[at] * of(at)).sum::<f64>() / total
        };
        let x = |at: usize| self.sizes[at].powf(-c);
        let (mx, my) = (mean(&x), mean(&|at| self.values[at]));
        let sxx = mean(&|at| (x(at) - mx).powi(2));
        let sxy = mean(&|at| (x(at) - mx) * (self.values[at] - my));
        let b = if sxx > 0.0 { (sxy / sxx).max(0.0) } else { 0.0 };
        let a = my - b * mx;
        if a >= self.floor {
            return PowerLaw { a, b, c };
        }
        let above = mean(&|at| x(at) * (self.values[at] - self.floor)) / mean(&|at| x(at).powi(2));
        PowerLaw { a: self.floor, b: above.max(0.0), c }
    }

    fn loss(&self, law: PowerLaw) -> f64 {
        let terms = self.sizes.iter().zip(self.values).zip(self.weights);
        terms.map(|((&n, value), weight)| weight * (law.at(n) - value).powi(2)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_law_that_made_the_points() {
        let sizes = [50.0, 100.0, 200.0, 400.0, 800.0];
        let truth = PowerLaw { a: 0.2, b: 3.0, c: 0.6 };
        let values: Vec<f64> = sizes.iter().map(|&n| truth.at(n)).collect();
        let found = PowerLaw::fit(&sizes, &values, &[1.0; 5], 0.0).unwrap();
        assert!((found.a - 0.2).abs() < 1e-6 && (found.c - 0.6).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn never_rises_and_never_passes_the_floor() {
        let sizes = [10.0, 20.0, 40.0];
        let rising = PowerLaw::fit(&sizes, &[1.0, 2.0, 3.0], &[1.0; 3], 0.0).unwrap();
        assert_eq!((rising.a, rising.b), (2.0, 0.0));
        let steep = PowerLaw::fit(&sizes, &[0.3, 0.2, 0.1], &[1.0; 3], 0.0).unwrap();
        assert!(steep.a == 0.0 && steep.at(1e9) >= 0.0, "{steep:?}");
        assert_eq!(PowerLaw::fit(&[1.0, 2.0, 2.0], &[1.0; 3], &[1.0; 3], 0.0), None);
        assert_eq!(PowerLaw::fit(&sizes, &[1.0, f64::NAN, 1.0], &[1.0; 3], 0.0), None);
    }
}
