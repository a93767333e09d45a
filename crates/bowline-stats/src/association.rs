//! Association: how strongly a category goes with another category, or with a number.
//!
//! Each measure runs from 0, nothing, to 1, the one decides the other. Plain measures grow with the number of levels even
//! where there is nothing to see: a category with a level for every row decides everything. The ones here take off what
//! chance alone would give.

/// Cramér's V of two categories with Bergsma's correction, from 0 to 1 (Bergsma 2013,
/// <https://doi.org/10.1016/j.jkss.2012.10.002>).
///
/// `x` and `y` are `(n_samples,)` of codes below `n_x` and `n_y`. `None` with fewer than 2 rows, or where a side is constant or
/// different in every row. O(n + `n_x` x `n_y`), in as much memory.
#[must_use]
pub fn cramers_v(x: &[u32], n_x: usize, y: &[u32], n_y: usize) -> Option<f64> {
    let mut cells = vec![0u32; n_x * n_y];
    let (mut of_x, mut of_y) = (vec![0u32; n_x], vec![0u32; n_y]);
    for (&x, &y) in x.iter().zip(y) {
        cells[x as usize * n_y + y as usize] += 1;
        of_x[x as usize] += 1;
        of_y[y as usize] += 1;
    }
    let n = x.len() as f64;
    let used = |counts: &[u32]| counts.iter().filter(|&&count| count > 0).count() as f64;
    let (r, k) = (used(&of_x), used(&of_y));
    if x.len() < 2 || r < 2.0 || k < 2.0 {
        return None;
    }
    // chi² / n = sum of squares over products of margins, less 1.
    let mut ratio = 0.0;
    for (row, &total_x) in cells.chunks_exact(n_y).zip(&of_x) {
        for (&cell, &total_y) in row.iter().zip(&of_y) {
            if cell > 0 {
                ratio += f64::from(cell) / f64::from(total_x) * (f64::from(cell) / f64::from(total_y));
            }
        }
    }
    let by_chance = (r - 1.0) * (k - 1.0) / (n - 1.0);
    let phi_squared = (ratio - 1.0 - by_chance).max(0.0);
    let corrected = |levels: f64| levels - (levels - 1.0) * (levels - 1.0) / (n - 1.0);
    let most = corrected(r).min(corrected(k)) - 1.0;
    (most > 1e-12).then(|| (phi_squared / most).sqrt().min(1.0))
}

/// The correlation ratio of a category with a number: the root of the share of the number's variance that lies between
/// groups, less what chance gives (Kelley 1935, epsilon squared), from 0 to 1.
///
/// `groups` is `(n_samples,)` of codes below `n_groups`, `values` are finite. `None` where the number is constant or there are
/// not more rows than groups. O(n + `n_groups`).
#[must_use]
pub fn correlation_ratio(groups: &[u32], n_groups: usize, values: &[f64]) -> Option<f64> {
    let parts = Variance::of(groups, n_groups, values)?;
    let (n, k) = (values.len() as f64, parts.n_used);
    let within = parts.within / (n - k);
    let total = (parts.within + parts.between) / (n - 1.0);
    Some((1.0 - within / total).clamp(0.0, 1.0).sqrt())
}

/// How alike the values within a group are: the intraclass correlation of a one-way random model, at most 1, with the number
/// of standard errors that it lies above the 0 of no grouping (Fisher 1925; Donner 1986, <https://doi.org/10.2307/1403259>).
///
/// Arguments and `None` as in [`correlation_ratio`]; also `None` where no group has a second row.
#[must_use]
pub fn intraclass_correlation(groups: &[u32], n_groups: usize, values: &[f64]) -> Option<(f64, f64)> {
    let parts = Variance::of(groups, n_groups, values)?;
    let (n, k) = (values.len() as f64, parts.n_used);
    let (between, within) = (parts.between / (k - 1.0), parts.within / (n - k));
    let size = (n - parts.squared_sizes / n) / (k - 1.0);
    let correlation = (between - within) / (between + (size - 1.0) * within);
    let error = (2.0 / (size * (size - 1.0) * (k - 1.0))).sqrt();
    (correlation.is_finite() && error.is_finite()).then(|| (correlation, correlation / error))
}

/// Squares of a number about its mean, within groups and between them.
struct Variance {
    within: f64,
    between: f64,
    /// Groups that have a row.
    n_used: f64,
    squared_sizes: f64,
}

impl Variance {
    fn of(groups: &[u32], n_groups: usize, values: &[f64]) -> Option<Self> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let (mut sums, mut counts) = (vec![0.0; n_groups], vec![0u32; n_groups]);
        let mut total = 0.0;
        for (&group, &value) in groups.iter().zip(values) {
            let deviation = value - mean;
            sums[group as usize] += deviation;
            counts[group as usize] += 1;
            total += deviation * deviation;
        }
        let used = || sums.iter().zip(&counts).filter(|(_, count)| **count > 0);
        let between: f64 = used().map(|(sum, &count)| sum * sum / f64::from(count)).sum();
        let n_used = used().count();
        let enough = n_used >= 2 && values.len() > n_used && total > 0.0 && total.is_finite();
        enough.then(|| Self {
            within: (total - between).max(0.0),
            between,
            n_used: n_used as f64,
            squared_sizes: counts.iter().map(|&count| f64::from(count) * f64::from(count)).sum(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_nothing_to_everything() {
        let x: Vec<u32> = (0..400).map(|row| row % 4).collect();
        let same: Vec<u32> = x.iter().map(|code| 3 - code).collect();
        assert!((cramers_v(&x, 4, &same, 4).unwrap() - 1.0).abs() < 1e-9);
        let other: Vec<u32> = (0..400).map(|row| row / 4 % 2).collect();
        assert_eq!(cramers_v(&x, 4, &other, 2), Some(0.0));
        let values: Vec<f64> = x.iter().map(|&code| f64::from(code * code)).collect();
        assert!((correlation_ratio(&x, 4, &values).unwrap() - 1.0).abs() < 1e-9);
        assert_eq!(correlation_ratio(&other, 2, &values), Some(0.0));
        assert!(intraclass_correlation(&x, 4, &values).unwrap().0 > 0.999);
        assert!(intraclass_correlation(&other, 2, &values).unwrap().1 < 0.0);
    }

    #[test]
    fn a_level_for_every_row_decides_nothing() {
        let each: Vec<u32> = (0..50).collect();
        let y: Vec<u32> = (0..50).map(|row| row % 2).collect();
        let values: Vec<f64> = (0..50).map(f64::from).collect();
        assert_eq!(correlation_ratio(&each, 50, &values), None);
        assert_eq!(intraclass_correlation(&each, 50, &values), None);
        assert!(cramers_v(&each, 50, &y, 2).is_none_or(|v| v < 1e-6));
        assert_eq!(cramers_v(&y, 2, &[0; 50], 1), None);
    }
}
