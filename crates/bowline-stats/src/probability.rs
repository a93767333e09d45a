//! Metrics of probabilities: do rows called 70 % likely happen 7 times in 10?

/// Smallest probability that a logarithm is taken of, as in scikit-learn for f64.
pub const EPSILON: f64 = f64::EPSILON;

/// The log loss of one row: minus the log of the probability of its true class, clipped to `[EPSILON, 1 - EPSILON]`.
///
/// A class that the model does not know, at or above the number of probabilities, has probability 0.
#[must_use]
pub fn row_log_loss(class: u32, probabilities: &[f64]) -> f64 {
    let sum: f64 = probabilities.iter().sum();
    -(probabilities.get(class as usize).copied().unwrap_or(0.0) / sum).clamp(EPSILON, 1.0 - EPSILON).ln()
}

/// Mean log loss; probabilities row-major `(n_samples, n_classes)`.
#[must_use]
pub fn log_loss(truth: &[u32], probabilities: &[f64], n_classes: usize) -> f64 {
    let rows = truth.iter().zip(probabilities.chunks_exact(n_classes));
    rows.map(|(&class, row)| row_log_loss(class, row)).sum::<f64>() / truth.len() as f64
}

/// The Brier loss of one row: squared error of the positive probability with two classes, of all probabilities with more.
#[must_use]
pub fn row_brier(class: u32, probabilities: &[f64], positive: Option<usize>) -> f64 {
    if probabilities.len() == 2 {
        let positive = positive.unwrap_or(1);
        let hit = f64::from(u8::from(class as usize == positive));
        return (probabilities[positive] - hit).powi(2);
    }
    let error = |(at, p): (usize, &f64)| (p - f64::from(u8::from(at == class as usize))).powi(2);
    probabilities.iter().enumerate().map(error).sum()
}

/// Mean Brier loss (Brier 1950).
#[must_use]
pub fn brier(truth: &[u32], probabilities: &[f64], n_classes: usize, positive: Option<usize>) -> f64 {
    let rows = truth.iter().zip(probabilities.chunks_exact(n_classes));
    rows.map(|(&class, row)| row_brier(class, row, positive)).sum::<f64>() / truth.len() as f64
}

/// One bin of a reliability diagram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationBin {
    /// Mean predicted probability of the rows in the bin.
    pub predicted: f64,
    /// Share of them that are positive.
    pub observed: f64,
    /// Their number, at least 1.
    pub count: usize,
}

/// Bins of equal width over [0, 1]; empty ones are left out.
#[must_use]
pub fn calibration_bins(positive: &[bool], probabilities: &[f64], n_bins: usize) -> Vec<CalibrationBin> {
    let mut sums = vec![(0.0, 0usize, 0usize); n_bins.max(1)];
    for (&is_positive, &p) in positive.iter().zip(probabilities) {
        let bin = ((p * n_bins as f64) as usize).min(n_bins.max(1) - 1);
        sums[bin].0 += p;
        sums[bin].1 += usize::from(is_positive);
        sums[bin].2 += 1;
    }
    sums.into_iter()
        .filter(|(_, _, count)| *count > 0)
        .map(|(sum, hits, count)| CalibrationBin {
            predicted: sum / count as f64,
            observed: hits as f64 / count as f64,
            count,
        })
        .collect()
}

/// Expected calibration error: mean distance of predicted and observed over the bins, weighted by their rows.
#[must_use]
pub fn expected_calibration_error(bins: &[CalibrationBin]) -> f64 {
    let n: usize = bins.iter().map(|bin| bin.count).sum();
    bins.iter().map(|bin| (bin.predicted - bin.observed).abs() * bin.count as f64).sum::<f64>()
        / n.max(1) as f64
}
