//! One column that nearly decides the target alone.
//!
//! Every row is answered from the other rows only, so that a column with a different value in each does not look perfect:
//!
//! - by value: the most frequent class among the other rows of the same value (missing is a value);
//! - by range, for numbers whose value has fewer than five rows: the most frequent class among the six nearest
//!   rows in the order of the column;
//! - by order, for numbers and two classes: the area under the ROC curve;
//! - for a number as target: a straight line, a rising or falling curve, or the mean of the other rows of the same value.

use bowline_core::{Column, ColumnKind, Target};
use bowline_stats::ranking::roc_auc;
use bowline_stats::{pearson, spearman};

use super::{MIN_SUPPORT, percent};
use crate::cells::{self, Coded};

/// Share of right answers above which a column is set aside, and the most of the plain guess's errors that may remain.
const NEAR_PERFECT: f64 = 0.995;
const ERRORS_LEFT: f64 = 0.05;
/// Area under the ROC curve, or 1 less it, above which a column is set aside.
const PERFECT_ORDER: f64 = 0.998;
/// Correlation from which a number is the target itself in another unit.
const SAME_NUMBER: f64 = 0.9995;
/// Share of a number's variance that the mean by value explains, from which a column is set aside.
const EXPLAINED: f64 = 0.999;
/// Fewest rows of a value to be answered by its own rows.
const OWN_ROWS: usize = 5;
/// Rows on each side that answer a rarer value.
const NEIGHBOURS: usize = 3;

/// The evidence that the column alone nearly decides the target; `None` where it does not.
pub fn answers(column: &Column, target: &Target) -> Option<String> {
    if target.len() < MIN_SUPPORT {
        return None;
    }
    match (column.kind(), target) {
        // The order of time is judged as a trend.
        (ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Timestamp, _) => None,
        (_, Target::Classes { codes, n_classes }) => class(column, codes, *n_classes),
        (_, Target::Values(values)) => number(column, values),
    }
}

fn class(column: &Column, codes: &[u32], n_classes: usize) -> Option<String> {
    let mut totals = vec![0usize; n_classes];
    codes.iter().for_each(|&code| totals[code as usize] += 1);
    let base = totals.iter().max().copied().unwrap_or_default() as f64 / codes.len() as f64;
    let values = cells::numbers(column);
    let right = match &values {
        Some(values) => right_by_range(values, codes, n_classes),
        None => right_by_level(&cells::codes(column)?, codes, n_classes),
    };
    let share = right as f64 / codes.len() as f64;
    if share >= NEAR_PERFECT && 1.0 - share <= (1.0 - base) * ERRORS_LEFT {
        return Some(format!(
            "it alone answers {} of the rows from the others ({} by always saying the most frequent label)",
            percent(share),
            percent(base)
        ));
    }
    by_order(&values?, codes, n_classes)
}

/// Rows that the other rows of the same level answer rightly.
fn right_by_level(levels: &Coded, codes: &[u32], n_classes: usize) -> usize {
    let levels = levels.with_missing_level();
    let mut rows: Vec<(u32, u32)> = levels.codes.iter().copied().zip(codes.iter().copied()).collect();
    rows.sort_unstable();
    let mut tally = Tally::new(n_classes);
    rows.chunk_by(|a, b| a.0 == b.0).map(|level| tally.right(level.iter().map(|&(_, class)| class))).sum()
}

/// Rows that the other rows of the same number, or the nearest ones, answer rightly.
fn right_by_range(values: &[f64], codes: &[u32], n_classes: usize) -> usize {
    let mut tally = Tally::new(n_classes);
    let missing = values.iter().zip(codes).filter(|(value, _)| value.is_nan()).map(|(_, &class)| class);
    let mut right = tally.right(missing);
    let mut rows: Vec<(f64, u32)> = values.iter().copied().zip(codes.iter().copied()).collect();
    rows.retain(|(value, _)| !value.is_nan());
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut begin = 0;
    for run in rows.chunk_by(|a, b| a.0 == b.0) {
        right += if run.len() >= OWN_ROWS {
            tally.right(run.iter().map(|&(_, class)| class))
        } else {
            (begin..begin + run.len()).filter(|&at| nearest_class(&rows, at) == Some(rows[at].1)).count()
        };
        begin += run.len();
    }
    right
}

/// The class of more than half of the rows next to one.
fn nearest_class(rows: &[(f64, u32)], at: usize) -> Option<u32> {
    let around =
        || (at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(rows.len())).filter(|&near| near != at);
    let n = around().count();
    let votes = |class: u32| around().filter(|&near| rows[near].1 == class).count();
    around().map(|near| rows[near].1).find(|&class| 2 * votes(class) > n)
}

/// Counts of classes that are used again and again.
struct Tally {
    counts: Vec<usize>,
}

impl Tally {
    fn new(n_classes: usize) -> Self {
        Self { counts: vec![0; n_classes] }
    }

    /// How many of some rows the most frequent class of the others names; a row alone is never answered.
    fn right(&mut self, classes: impl Iterator<Item = u32> + Clone) -> usize {
        classes.clone().for_each(|class| self.counts[class as usize] += 1);
        let (mut most, mut second) = (0, 0);
        for class in classes {
            let count = std::mem::take(&mut self.counts[class as usize]);
            (most, second) = if count > most { (count, most) } else { (most, second.max(count)) };
        }
        // A row of the most frequent class is right where its class still leads without it.
        if most > second + 1 { most } else { 0 }
    }
}

/// Two classes that the column puts in order.
fn by_order(values: &[f64], codes: &[u32], n_classes: usize) -> Option<String> {
    if n_classes != 2 {
        return None;
    }
    let rows = || values.iter().zip(codes).filter(|(value, _)| !value.is_nan());
    let n_second = rows().filter(|(_, code)| **code == 1).count();
    let n = rows().count();
    if n_second.min(n - n_second) < MIN_SUPPORT || n * 10 < codes.len() * 9 {
        return None;
    }
    let (scores, second): (Vec<f64>, Vec<bool>) = rows().map(|(value, code)| (*value, *code == 1)).unzip();
    let area = roc_auc(&second, &scores)?;
    let area = area.max(1.0 - area);
    (area >= PERFECT_ORDER)
        .then(|| format!("it alone puts the classes in order (area under the ROC curve {area:.4})"))
}

fn number(column: &Column, target: &[f64]) -> Option<String> {
    let levels = match cells::numbers(column) {
        Some(values) => {
            let present = values.iter().filter(|value| !value.is_nan()).count();
            if present < MIN_SUPPORT || present * 10 < target.len() * 9 {
                return None;
            }
            let line = pearson(&values, target).filter(|found| found.abs() >= SAME_NUMBER);
            if let Some(correlation) = line {
                return Some(format!("its correlation with the target is {correlation:.5}"));
            }
            let curve = spearman(&values, target).filter(|found| found.abs() >= SAME_NUMBER);
            if let Some(correlation) = curve {
                return Some(format!("its rank correlation with the target is {correlation:.5}"));
            }
            cells::codes_of_numbers(&values)
        }
        None => cells::codes(column)?,
    };
    let explained = explained_by_level(&levels.with_missing_level(), target)?;
    (explained >= EXPLAINED).then(|| {
        format!(
            "the mean of the other rows with the same value explains {} of the target's variance",
            percent(explained)
        )
    })
}

/// Share of the variance that the mean of the other rows of the level explains; a row alone is answered by the mean of all.
fn explained_by_level(levels: &Coded, target: &[f64]) -> Option<f64> {
    let mean = target.iter().sum::<f64>() / target.len() as f64;
    let mut sums = vec![(0.0, 0.0); levels.n_levels];
    for (&level, &value) in levels.codes.iter().zip(target) {
        let (sum, count) = &mut sums[level as usize];
        *sum += value - mean;
        *count += 1.0;
    }
    let (mut error, mut total) = (0.0, 0.0);
    for (&level, &value) in levels.codes.iter().zip(target) {
        let (sum, count) = sums[level as usize];
        let deviation = value - mean;
        let guess = if count > 1.0 { (sum - deviation) / (count - 1.0) } else { 0.0 };
        error += (deviation - guess) * (deviation - guess);
        total += deviation * deviation;
    }
    (total > 0.0).then(|| 1.0 - error / total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::Seed;

    fn classes(n: usize) -> Target {
        Target::Classes { codes: (0..n).map(|row| u32::from(row % 4 == 0)).collect(), n_classes: 2 }
    }

    #[test]
    fn the_target_in_other_words_and_in_ranges() {
        let words: Vec<_> = (0..400).map(|row| Some(if row % 4 == 0 { "gone" } else { "here" })).collect();
        assert!(answers(&Column::category("alive", &words), &classes(400)).is_some());
        let mut rng = Seed(1).rng();
        let score: Vec<f64> =
            (0..400).map(|row| if row % 4 == 0 { 2.0 + rng.uniform() } else { rng.uniform() }).collect();
        assert!(answers(&Column::floats("score", &score), &classes(400)).unwrap().contains("of the rows"));
    }

    #[test]
    fn an_order_that_no_threshold_shows() {
        // Of two classes in the ratio 1 to 3, a hundredth is mixed up around the border.
        let mut rng = Seed(2).rng();
        let values: Vec<f64> =
            (0..4_000).map(|row| rng.normal() + if row % 4 == 0 { 4.6 } else { 0.0 }).collect();
        let evidence = answers(&Column::floats("score", &values), &classes(4_000));
        assert!(evidence.is_some_and(|evidence| evidence.contains("order")));
    }

    #[test]
    fn a_level_for_every_row_answers_nothing() {
        let names: Vec<_> = (0..400).map(|row| Some(format!("n{row}"))).collect();
        assert_eq!(answers(&Column::category("name", &names), &classes(400)), None);
        let mut rng = Seed(3).rng();
        let noise: Vec<f64> = (0..400).map(|_| rng.normal()).collect();
        assert_eq!(answers(&Column::floats("noise", &noise), &classes(400)), None);
        let values = Target::Values(noise);
        assert_eq!(answers(&Column::category("name", &names), &values), None);
    }

    #[test]
    fn a_number_in_another_unit_a_curve_and_a_price_by_kind() {
        let mut rng = Seed(4).rng();
        let y: Vec<f64> = (0..500).map(|_| 1.0 + rng.uniform()).collect();
        let scaled: Vec<f64> = y.iter().map(|y| 3.0 - 2.0 * y).collect();
        let curved: Vec<f64> = y.iter().map(|y| (5.0 * y).exp()).collect();
        let target = Target::Values(y);
        let said = |values: &[f64]| answers(&Column::floats("x", values), &target).unwrap();
        assert!(said(&scaled).contains("-1.00000") && said(&curved).contains("rank"));
        let kinds: Vec<_> = (0..500).map(|row| Some(format!("k{}", row % 7))).collect();
        let by_kind = Target::Values((0..500).map(|row| f64::from((row * row) as u32 % 7)).collect());
        assert!(answers(&Column::category("kind", &kinds), &by_kind).unwrap().contains("variance"));
    }
}
