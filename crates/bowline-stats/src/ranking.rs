//! Metrics of order: how well a score puts positive rows before negative ones.

/// Area under the ROC curve: the chance that a positive row scores above a negative one, ties counting half
/// (Mann and Whitney's U). O(n log n). `None` when one of the two is absent or a score is NaN.
#[must_use]
pub fn roc_auc(positive: &[bool], scores: &[f64]) -> Option<f64> {
    let (n_positive, n_negative) = counts(positive);
    if n_positive == 0 || n_negative == 0 || scores.iter().any(|score| score.is_nan()) {
        return None;
    }
    let mut below = 0u64;
    // Twice the number of ordered pairs, so that ties stay whole numbers.
    let mut twice = 0u128;
    for (p, n) in tied_groups(positive, scores, false) {
        twice += u128::from(p) * (2 * u128::from(below) + u128::from(n));
        below += n;
    }
    Some(twice as f64 / 2.0 / (n_positive as f64 * n_negative as f64))
}

/// Average precision: precision at each new recall, weighted by the recall gained (as scikit-learn; no interpolation).
/// `None` without a positive row or with a NaN score.
#[must_use]
pub fn average_precision(positive: &[bool], scores: &[f64]) -> Option<f64> {
    let (n_positive, _) = counts(positive);
    if n_positive == 0 || scores.iter().any(|score| score.is_nan()) {
        return None;
    }
    let (mut hits, mut seen, mut sum) = (0u64, 0u64, 0.0);
    for (p, n) in tied_groups(positive, scores, true) {
        hits += p;
        seen += p + n;
        sum += p as f64 / n_positive as f64 * (hits as f64 / seen as f64);
    }
    Some(sum)
}

/// Points `(false positive rate, true positive rate)` of the ROC curve from (0, 0) to (1, 1), thinned evenly to at most
/// `max_points`; empty when one class is absent.
#[must_use]
pub fn roc_curve(positive: &[bool], scores: &[f64], max_points: usize) -> Vec<(f64, f64)> {
    let (n_positive, n_negative) = counts(positive);
    if n_positive == 0 || n_negative == 0 {
        return Vec::new();
    }
    let (mut hits, mut false_alarms) = (0u64, 0u64);
    let mut points = vec![(0.0, 0.0)];
    for (p, n) in tied_groups(positive, scores, true) {
        hits += p;
        false_alarms += n;
        points.push((false_alarms as f64 / n_negative as f64, hits as f64 / n_positive as f64));
    }
    thinned(points, max_points)
}

/// Points `(recall, precision)` by falling threshold, thinned evenly to at most `max_points`; empty without a positive.
#[must_use]
pub fn precision_recall_curve(positive: &[bool], scores: &[f64], max_points: usize) -> Vec<(f64, f64)> {
    let (n_positive, _) = counts(positive);
    if n_positive == 0 {
        return Vec::new();
    }
    let (mut hits, mut seen) = (0u64, 0u64);
    let mut points = Vec::new();
    for (p, n) in tied_groups(positive, scores, true) {
        hits += p;
        seen += p + n;
        points.push((hits as f64 / n_positive as f64, hits as f64 / seen as f64));
    }
    thinned(points, max_points)
}

fn counts(positive: &[bool]) -> (u64, u64) {
    let n_positive = positive.iter().filter(|&&p| p).count() as u64;
    (n_positive, positive.len() as u64 - n_positive)
}

/// Counts of positive and negative rows for each distinct score, in ascending (or descending) order.
fn tied_groups(positive: &[bool], scores: &[f64], descending: bool) -> Vec<(u64, u64)> {
    let mut order: Vec<(f64, bool)> =
        scores.iter().map(|score| score + 0.0).zip(positive.iter().copied()).collect();
    order.sort_unstable_by(|a, b| if descending { b.0.total_cmp(&a.0) } else { a.0.total_cmp(&b.0) });
    let mut groups: Vec<(u64, u64)> = Vec::new();
    let mut last = f64::NAN;
    for (score, is_positive) in order {
        if score != last {
            groups.push((0, 0));
            last = score;
        }
        if let Some(group) = groups.last_mut() {
            if is_positive { group.0 += 1 } else { group.1 += 1 }
        }
    }
    groups
}

fn thinned(points: Vec<(f64, f64)>, max_points: usize) -> Vec<(f64, f64)> {
    if points.len() <= max_points.max(2) {
        return points;
    }
    let last = points.len() - 1;
    let steps = max_points.max(2) - 1;
    (0..=steps).map(|step| points[step * last / steps]).collect()
}
