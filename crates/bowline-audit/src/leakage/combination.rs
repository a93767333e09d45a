//! Columns that add up to the target: riders with and without a card are all riders.
//!
//! The sum is looked for one part at a time. Each step takes the column that explains most of what is still unexplained,
//! and takes its share out of the target and of all other columns (forward selection with Gram and Schmidt's
//! orthogonalisation). If eight columns or fewer leave nothing over, they are the parts; a part that is not needed is
//! dropped again, and the weights come from a least-squares fit of the parts alone. Real measurements never leave nothing
//! over, so what is found is arithmetic. O(columns x rows x parts).

use bowline_core::{Column, ColumnKind, Finding, Severity, Target};

use super::MIN_SUPPORT;
use crate::cells;

/// Most parts of a sum.
const MAX_PARTS: usize = 8;
/// Share of the target's variance that may be left over by rounding.
const LEFT_OVER: f64 = 1e-6;
/// Share of a column's own variance that must be left to be worth taking as another part.
const NEW_SHARE: f64 = 1e-9;
/// Rows and columns that are read.
const ROWS: usize = 5_000;
const COLUMNS: usize = 500;

/// A finding for each part of a sum that is the target; none where there is no such sum.
pub fn adds_up(columns: &[&Column], target: &Target, target_name: &str) -> Vec<Finding> {
    let Target::Values(target) = target else { return Vec::new() };
    let mut candidates = candidates(columns, target);
    let Some(rows) = complete_rows(&mut candidates, target.len()) else { return Vec::new() };
    let y: Vec<f64> = rows.iter().map(|&row| target[row]).collect();
    let x: Vec<Vec<f64>> =
        candidates.iter().map(|(_, values)| rows.iter().map(|&row| values[row]).collect()).collect();
    let Some(parts) = exact_parts(&x, &y) else { return Vec::new() };
    let chosen: Vec<&[f64]> = parts.iter().map(|&part| x[part].as_slice()).collect();
    let Some((weights, constant)) = least_squares(&chosen, &y) else { return Vec::new() };
    let names: Vec<&str> = parts.iter().map(|&part| candidates[part].0).collect();
    let sum = in_words(&names, &weights, constant);
    let together = |name: &str| {
        let others: Vec<String> =
            names.iter().filter(|other| **other != name).map(|other| format!("--keep {other}")).collect();
        if others.is_empty() {
            String::new()
        } else {
            format!(" ({} too, for all of the sum)", others.join(" "))
        }
    };
    names
        .iter()
        .map(|name| Finding {
            code: "leakage",
            severity: Severity::Serious,
            subject: Some((*name).to_owned()),
            message: format!(
                "`{name}` is a part of the target: {sum} = `{target_name}` in all {} rows looked at",
                rows.len()
            ),
            action: format!(
                "set aside, as it is likely known only with the target; --keep {name} reads it anyway{}",
                together(name)
            ),
        })
        .collect()
}

/// Numeric columns with few gaps.
fn candidates<'a>(columns: &[&'a Column], target: &[f64]) -> Vec<(&'a str, Vec<f64>)> {
    columns
        .iter()
        .filter(|column| {
            matches!(column.kind(), ColumnKind::Integer | ColumnKind::Float | ColumnKind::Boolean)
        })
        .filter(|column| column.null_count() * 10 <= target.len())
        .take(COLUMNS)
        .filter_map(|column| Some((column.name.as_str(), cells::numbers(column)?)))
        .collect()
}

/// Rows in which every candidate is present; where they are too few, columns with gaps are left out.
fn complete_rows(candidates: &mut Vec<(&str, Vec<f64>)>, n_rows: usize) -> Option<Vec<usize>> {
    let complete = |candidates: &[(&str, Vec<f64>)]| -> Vec<usize> {
        let present = |row: &usize| candidates.iter().all(|(_, values)| values[*row].is_finite());
        (0..n_rows).filter(present).take(ROWS).collect()
    };
    let mut rows = complete(candidates);
    if rows.len() * 2 < n_rows.min(ROWS) {
        candidates.retain(|(_, values)| values.iter().all(|value| value.is_finite()));
        rows = complete(candidates);
    }
    (rows.len() >= MIN_SUPPORT.max(4 * MAX_PARTS) && !candidates.is_empty()).then_some(rows)
}

/// The columns, at least two, that leave nothing of `y` unexplained, ascending.
fn exact_parts(x: &[Vec<f64>], y: &[f64]) -> Option<Vec<usize>> {
    let mut residual = centred(y);
    let total = dot(&residual, &residual);
    let mut columns: Vec<Vec<f64>> = x.iter().map(|column| centred(column)).collect();
    let own: Vec<f64> = columns.iter().map(|column| dot(column, column)).collect();
    let mut parts: Vec<usize> = Vec::new();
    while parts.len() < MAX_PARTS && dot(&residual, &residual) > LEFT_OVER * total {
        let gain = |at: usize| {
            let size = dot(&columns[at], &columns[at]);
            if size <= NEW_SHARE * own[at] || size == 0.0 {
                0.0
            } else {
                dot(&columns[at], &residual).powi(2) / size
            }
        };
        let (best, most) = (0..columns.len())
            .filter(|at| !parts.contains(at))
            .map(|at| (at, gain(at)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        if most <= 0.0 || !most.is_finite() {
            return None;
        }
        let direction = columns[best].clone();
        take_out(&mut residual, &direction);
        columns.iter_mut().for_each(|column| take_out(column, &direction));
        parts.push(best);
    }
    let left = dot(&residual, &residual);
    if total <= 0.0 || !total.is_finite() || !left.is_finite() || left > LEFT_OVER * total {
        return None;
    }
    let mut at = 0;
    while at < parts.len() && parts.len() > 1 {
        let without: Vec<usize> = parts.iter().copied().filter(|part| *part != parts[at]).collect();
        if leaves_nothing(&without, x, y) { parts = without } else { at += 1 }
    }
    parts.sort_unstable();
    (parts.len() >= 2).then_some(parts)
}

fn leaves_nothing(parts: &[usize], x: &[Vec<f64>], y: &[f64]) -> bool {
    let chosen: Vec<&[f64]> = parts.iter().map(|&part| x[part].as_slice()).collect();
    let Some((weights, constant)) = least_squares(&chosen, y) else { return false };
    let error: f64 = (0..y.len())
        .map(|row| {
            let sum: f64 = chosen.iter().zip(&weights).map(|(column, weight)| weight * column[row]).sum();
            (y[row] - sum - constant).powi(2)
        })
        .sum();
    let y = centred(y);
    error <= LEFT_OVER * dot(&y, &y)
}

/// Weights and constant of the best sum, from the normal equations of the centred columns.
fn least_squares(x: &[&[f64]], y: &[f64]) -> Option<(Vec<f64>, f64)> {
    let columns: Vec<Vec<f64>> = x.iter().map(|column| centred(column)).collect();
    let target = centred(y);
    let p = columns.len();
    let mut system: Vec<Vec<f64>> = (0..p)
        .map(|a| columns.iter().map(|b| dot(&columns[a], b)).chain([dot(&columns[a], &target)]).collect())
        .collect();
    for pivot in 0..p {
        let best = (pivot..p).max_by(|&a, &b| system[a][pivot].abs().total_cmp(&system[b][pivot].abs()))?;
        system.swap(pivot, best);
        if system[pivot][pivot].abs() < 1e-300 {
            return None;
        }
        let row = system[pivot].clone();
        for (_, other) in system.iter_mut().enumerate().filter(|(at, _)| *at != pivot) {
            let factor = other[pivot] / row[pivot];
            other.iter_mut().zip(&row).for_each(|(cell, pivot_cell)| *cell -= factor * pivot_cell);
        }
    }
    let weights: Vec<f64> = (0..p).map(|at| system[at][p] / system[at][at]).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let constant =
        mean(y) - x.iter().zip(&weights).map(|(column, weight)| weight * mean(column)).sum::<f64>();
    weights.iter().all(|weight| weight.is_finite()).then_some((weights, constant))
}

/// `casual` + `registered`, 2 x `a` - `b` + 3.
fn in_words(names: &[&str], weights: &[f64], constant: f64) -> String {
    let scale = weights.iter().fold(0.0f64, |most, weight| most.max(weight.abs()));
    let rounded = |number: f64| {
        let near = (number * 1e4).round() / 1e4;
        if (number - near).abs() <= 1e-6 * scale.max(1e-6) { near } else { number }
    };
    let mut text = String::new();
    for (name, &weight) in names.iter().zip(weights) {
        let weight = rounded(weight);
        let sign = match (text.is_empty(), weight < 0.0) {
            (true, false) => "",
            (true, true) => "-",
            (false, false) => " + ",
            (false, true) => " - ",
        };
        let factor =
            if weight.abs() == 1.0 { String::new() } else { format!("{} x ", significant(weight.abs())) };
        text.push_str(&format!("{sign}{factor}`{name}`"));
    }
    let constant = rounded(constant);
    if constant.abs() > 1e-6 * scale {
        let sign = if constant < 0.0 { "-" } else { "+" };
        text.push_str(&format!(" {sign} {}", significant(constant.abs())));
    }
    text
}

/// A number in six significant digits, without needless zeros.
fn significant(number: f64) -> String {
    let digits = 5 - number.abs().log10().floor().clamp(-12.0, 5.0) as i32;
    let text = format!("{number:.*}", digits.max(0) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn centred(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| value - mean).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Takes the share of `direction` out of `values`.
fn take_out(values: &mut [f64], direction: &[f64]) {
    let size = dot(direction, direction);
    if size > 0.0 {
        let share = dot(values, direction) / size;
        values.iter_mut().zip(direction).for_each(|(value, along)| *value -= share * along);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::{Rng, Seed};

    fn noise(rng: &mut Rng) -> Vec<f64> {
        (0..300).map(|_| (rng.normal() * 100.0).round()).collect()
    }

    fn found(columns: &[(&str, Vec<f64>)], y: &[f64]) -> Vec<Finding> {
        let columns: Vec<Column> =
            columns.iter().map(|(name, values)| Column::floats(*name, values)).collect();
        adds_up(&columns.iter().collect::<Vec<_>>(), &Target::Values(y.to_vec()), "cnt")
    }

    #[test]
    fn names_each_part_and_nothing_else() {
        let mut rng = Seed(5).rng();
        let [a, b, c, d] = std::array::from_fn(|_| noise(&mut rng));
        let like_b: Vec<f64> = b.iter().map(|b| b + rng.normal()).collect();
        let y: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
        let columns = [("c", c), ("casual", a), ("like", like_b), ("registered", b), ("d", d)];
        let parts = found(&columns, &y);
        let names: Vec<&str> = parts.iter().filter_map(|part| part.subject.as_deref()).collect();
        assert_eq!(names, ["casual", "registered"]);
        assert!(
            parts[0].message.contains("`casual` + `registered` = `cnt` in all 300 rows"),
            "{}",
            parts[0].message
        );
        assert!(parts[0].action.contains("--keep casual") && parts[0].action.contains("--keep registered"));
    }

    #[test]
    fn weights_signs_and_a_constant() {
        let mut rng = Seed(6).rng();
        let [a, b, c] = std::array::from_fn(|_| noise(&mut rng));
        let y: Vec<f64> = (0..300).map(|row| 2.5 * a[row] - b[row] + 0.05 * c[row] + 40.0).collect();
        let parts = found(&[("a", a), ("b", b), ("c", c)], &y);
        assert_eq!(parts.len(), 3);
        assert!(
            parts[0].message.contains("2.5 x `a` - `b` + 0.05 x `c` + 40 = `cnt`"),
            "{}",
            parts[0].message
        );
    }

    #[test]
    fn nearly_is_not_exactly() {
        let mut rng = Seed(7).rng();
        let [a, b] = std::array::from_fn(|_| noise(&mut rng));
        let y: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + b + 2.0 * rng.normal()).collect();
        assert!(found(&[("a", a.clone()), ("b", b), ("constant", vec![1.0; 300])], &y).is_empty());
        assert!(found(&[("a", a)], &y).is_empty() && found(&[], &y).is_empty());
    }
}
