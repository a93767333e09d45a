//! Columns that know the answer: the first look for leakage.
//!
//! A column that is written after the outcome (an exit survey, a refund) makes a model that shines on old rows and is
//! useless on new ones, where the column is still empty. Two signs need no model: the column alone nearly decides the
//! target, or the mere fact that it is filled in does. A full audit looks at combinations too.

use std::collections::BTreeMap;

use bowline_core::{Column, ColumnKind, Finding, Severity, Target};

use crate::target::ParsedTarget;

/// Fewest rows on which a rule about a column is believed.
const MIN_SUPPORT: usize = 30;
/// Share of right answers from one column alone above which it is set aside.
const NEAR_PERFECT: f64 = 0.995;
/// Purity of one class among the rows where a column is filled in, above which it is set aside.
const PURE_PRESENCE: f64 = 0.93;

/// Findings about columns that nearly decide the target, in the order of the columns.
pub fn suspicious_columns(columns: &[Column], target: &ParsedTarget) -> Vec<Finding> {
    columns.iter().filter_map(|column| leak(column, target)).collect()
}

fn leak(column: &Column, target: &ParsedTarget) -> Option<Finding> {
    let evidence = match &target.values {
        Target::Classes { codes, n_classes } => pure_presence(column, codes, &target.spec.classes)
            .or_else(|| decides_class(column, codes, *n_classes)),
        Target::Values(values) => equals_number(column, values),
    }?;
    let name = &column.name;
    Some(Finding {
        code: "leakage",
        severity: Severity::Serious,
        subject: Some(name.clone()),
        message: format!("`{name}` gives the target away: {evidence}"),
        action: format!("set aside, as it is likely known only afterwards; --keep {name} reads it anyway"),
    })
}

/// Present only (or nearly only) in rows of one class that is not already that common.
fn pure_presence(column: &Column, codes: &[u32], classes: &[String]) -> Option<String> {
    let present: Vec<usize> = (0..column.len()).filter(|&row| !column.is_null(row)).collect();
    if present.len() < MIN_SUPPORT || present.len() + MIN_SUPPORT > column.len() {
        return None;
    }
    let mut of_present = vec![0usize; classes.len()];
    let mut overall = vec![0usize; classes.len()];
    codes.iter().for_each(|&code| overall[code as usize] += 1);
    present.iter().for_each(|&row| of_present[codes[row] as usize] += 1);
    let (at, &most) = of_present.iter().enumerate().max_by_key(|&(at, count)| (*count, usize::MAX - at))?;
    let purity = most as f64 / present.len() as f64;
    let base = overall[at] as f64 / codes.len() as f64;
    (purity >= PURE_PRESENCE && base <= 0.8 && purity - base >= 0.25).then(|| {
        format!(
            "it is filled in for {} rows, and {:.1} % of them are `{}` ({:.1} % of all rows are)",
            present.len(),
            100.0 * purity,
            classes[at],
            100.0 * base
        )
    })
}

/// The column alone, by value or by one range per class, answers nearly every row.
fn decides_class(column: &Column, codes: &[u32], n_classes: usize) -> Option<String> {
    let (right, pieces) = match column.kind() {
        ColumnKind::Text | ColumnKind::Identifier => return None,
        ColumnKind::Category | ColumnKind::Boolean => right_by_value(column, codes, n_classes),
        ColumnKind::Integer | ColumnKind::Float | ColumnKind::Timestamp => {
            right_by_range(column, codes, n_classes)
        }
    };
    let share = right as f64 / codes.len() as f64;
    let mut counts = vec![0usize; n_classes];
    codes.iter().for_each(|&code| counts[code as usize] += 1);
    let base = counts.iter().max().copied().unwrap_or_default() as f64 / codes.len() as f64;
    // Half of what the most frequent class leaves unanswered must be well beyond chance.
    let better_than_base = 1.0 - share <= (1.0 - base) * 0.05;
    (codes.len() >= MIN_SUPPORT && share >= NEAR_PERFECT && better_than_base && pieces * 10 <= codes.len())
        .then(|| {
            format!(
                "it alone answers {:.2} % of the rows ({:.1} % by always saying the most frequent label)",
                100.0 * share,
                100.0 * base
            )
        })
}

fn right_by_value(column: &Column, codes: &[u32], n_classes: usize) -> (usize, usize) {
    let mut groups: BTreeMap<Option<std::borrow::Cow<'_, str>>, Vec<usize>> = BTreeMap::new();
    for (row, &code) in codes.iter().enumerate() {
        groups.entry(column.text(row)).or_insert_with(|| vec![0; n_classes])[code as usize] += 1;
    }
    (groups.values().filter_map(|counts| counts.iter().max()).sum(), groups.len())
}

/// Sorted by value, how many rows does the best cut into as many ranges as there are classes (plus missing) get right?
/// Answered for runs of equal class: when the runs are few, each is a range.
fn right_by_range(column: &Column, codes: &[u32], n_classes: usize) -> (usize, usize) {
    let mut rows: Vec<(f64, u32)> = Vec::new();
    let mut missing = vec![0usize; n_classes];
    for (row, &code) in codes.iter().enumerate() {
        match column.number(row) {
            Some(value) => rows.push((value, code)),
            None => missing[code as usize] += 1,
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let of_missing = missing.iter().max().copied().unwrap_or_default();
    let (right, pieces) = best_ranges(&rows, n_classes);
    (right + of_missing, pieces + 1)
}

/// Most rows that `n_classes` consecutive ranges, one label each, can get right (dynamic programme over cuts between
/// distinct values; O(n classes^2)).
fn best_ranges(rows: &[(f64, u32)], n_classes: usize) -> (usize, usize) {
    let ranges = n_classes.min(8);
    // best[r][c]: most right answers so far with r + 1 ranges, the last of which says c.
    let mut best = vec![vec![0usize; n_classes]; ranges];
    let mut at = 0;
    while at < rows.len() {
        let mut counts = vec![0usize; n_classes];
        let value = rows[at].0;
        while at < rows.len() && rows[at].0 == value {
            counts[rows[at].1 as usize] += 1;
            at += 1;
        }
        for r in (0..ranges).rev() {
            let before = if r > 0 { best[r - 1].iter().max().copied().unwrap_or_default() } else { 0 };
            for c in 0..n_classes {
                best[r][c] = best[r][c].max(before) + counts[c];
            }
        }
    }
    (best.iter().flatten().max().copied().unwrap_or_default(), ranges)
}

/// The column is the target itself, or the target times and plus a constant.
fn equals_number(column: &Column, values: &[f64]) -> Option<String> {
    let pairs: Vec<(f64, f64)> =
        values.iter().enumerate().filter_map(|(row, &y)| column.number(row).map(|x| (x, y))).collect();
    if pairs.len() < MIN_SUPPORT || pairs.len() * 10 < values.len() * 9 {
        return None;
    }
    let n = pairs.len() as f64;
    let (mx, my) = pairs.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x / n, b + y / n));
    let (sxx, syy, sxy) = pairs.iter().fold((0.0, 0.0, 0.0), |(a, b, c), (x, y)| {
        (a + (x - mx) * (x - mx), b + (y - my) * (y - my), c + (x - mx) * (y - my))
    });
    let correlation = sxy / (sxx * syy).sqrt();
    (correlation.is_finite() && correlation.abs() >= 0.9995)
        .then(|| format!("its correlation with the target is {correlation:.5}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::parse_target;
    use arrow_array::Float64Array;
    use bowline_core::{ColumnData, Seed};

    fn floats(name: &str, cells: Vec<Option<f64>>) -> Column {
        Column::new(name, ColumnData::Float(Float64Array::from(cells)))
    }

    fn churn(n: usize) -> ParsedTarget {
        let cells: Vec<_> = (0..n).map(|i| Some(if i % 4 == 0 { "yes" } else { "no" })).collect();
        parse_target(&Column::category("y", &cells), None, None).unwrap()
    }

    #[test]
    fn finds_a_survey_that_only_leavers_fill_in() {
        let survey = floats("survey", (0..400).map(|i| (i % 8 == 0).then_some(3.0)).collect());
        let found = suspicious_columns(&[survey], &churn(400));
        assert!(found[0].message.contains("50 rows"), "{}", found[0].message);
    }

    #[test]
    fn finds_the_target_in_other_words() {
        let alive: Vec<_> = (0..400).map(|i| Some(if i % 4 == 0 { "gone" } else { "here" })).collect();
        let score = floats(
            "score",
            (0..400).map(|i| Some(if i % 4 == 0 { 90.0 } else { (i % 80) as f64 })).collect(),
        );
        assert_eq!(suspicious_columns(&[Column::category("alive", &alive), score], &churn(400)).len(), 2);
    }

    #[test]
    fn raises_nothing_on_noise() {
        let mut rng = Seed(1).rng();
        let noise = floats("noise", (0..400).map(|_| (rng.uniform() < 0.7).then(|| rng.normal())).collect());
        let day: Vec<_> = (0..400).map(|i| Some(format!("d{}", i % 7))).collect();
        assert!(suspicious_columns(&[noise, Column::category("day", &day)], &churn(400)).is_empty());
    }
}
