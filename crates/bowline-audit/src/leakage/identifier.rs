//! Identifiers that know something: a number that counts rows tells how the table was sorted.
//!
//! Where rows were collected class by class, or the later ones are better, the row number goes with the target. A model that
//! reads it scores well on rows from the middle of the table and knows nothing about new ones, which all come after the last.

use bowline_automl::Problem;
use bowline_core::{Column, ColumnData, ColumnKind, Finding, Severity, Table, Target};
use bowline_stats::correlation_ratio;

use super::MIN_SUPPORT;
use crate::cells;

/// Parts of equal size that the order is cut into.
const PARTS: u32 = 20;
/// Correlation ratio of the parts with the target from which an identifier is said to tell it.
const TELLS: f64 = 0.25;

/// Findings about row counters among the features, and about identifiers that were set aside.
pub fn find(table: &Table, problem: &Problem, sample: &[&Column], target: &Target) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for column in sample {
        let whole = problem.features.column(&column.name);
        if whole.is_none_or(|whole| !counts_rows(whole)) {
            continue;
        }
        let Some(strength) = cells::numbers(column).and_then(|values| strength(&values, target)) else {
            continue;
        };
        if strength >= TELLS {
            let name = &column.name;
            found.push(Finding {
                code: "row-counter",
                severity: Severity::Warning,
                subject: Some(name.clone()),
                message: format!(
                    "`{name}` counts the rows in steps of one size and goes with the target (correlation ratio {strength:.2})"
                ),
                action: format!("--drop {name} if it is a number of the row; --time {name} if it grows with time"),
            });
        }
    }
    for column in table.columns().iter().filter(|column| column.kind() == ColumnKind::Identifier) {
        let name = &column.name;
        if problem.features.column(name).is_some() || *name == problem.target.spec.name {
            continue;
        }
        let rows = &problem.target.rows;
        let all: Vec<f64> = rows.iter().map(|&row| number_of(column, row as usize)).collect();
        if let Some(strength) = strength(&all, &problem.target.values)
            && strength >= TELLS
        {
            found.push(Finding {
                code: "identifier-tells-target",
                severity: Severity::Note,
                subject: Some(name.clone()),
                message: format!(
                    "the number in `{name}` goes with the target (correlation ratio {strength:.2}): rows were sorted or numbered by it, or it grew with time"
                ),
                action: format!("it stays set aside; --time COLUMN tests on later rows, and --keep {name} would learn the order of the table"),
            });
        }
    }
    found
}

/// True for whole numbers that grow by the same step from each row to the next.
fn counts_rows(column: &Column) -> bool {
    let ColumnData::Integer(values) = &column.data else { return false };
    let values = values.values();
    if values.len() < MIN_SUPPORT || column.null_count() > 0 {
        return false;
    }
    let step = values[1].wrapping_sub(values[0]);
    step != 0 && values.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) == step)
}

/// The number at the end of an identifier, such as 4217 in `C-004217`; NaN where there is none.
fn number_of(column: &Column, row: usize) -> f64 {
    if let Some(number) = column.number(row) {
        return number;
    }
    let text = column.text(row).unwrap_or_default();
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    text[text.len() - digits..].parse().unwrap_or(f64::NAN)
}

/// How strongly the order of numbers goes with the target, 0 to 1: the correlation ratio of twenty parts of equal size.
fn strength(values: &[f64], target: &Target) -> Option<f64> {
    let mut order: Vec<usize> = (0..values.len()).filter(|&row| !values[row].is_nan()).collect();
    if order.len() < 10 * PARTS as usize || order.len() * 10 < values.len() * 9 {
        return None;
    }
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let part = |place: usize| (place * PARTS as usize / order.len()) as u32;
    let parts: Vec<u32> = (0..order.len()).map(part).collect();
    super::indicators(target, &[], None)
        .into_iter()
        .filter_map(|(_, truth)| {
            let ordered: Vec<f64> = order.iter().map(|&row| truth[row]).collect();
            correlation_ratio(&parts, PARTS as usize, &ordered)
        })
        .max_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_at_the_end_of_an_identifier() {
        let ids = Column::category("id", &[Some("C-004217"), Some("x"), Some("7"), None]);
        let numbers: Vec<f64> = (0..4).map(|row| number_of(&ids, row)).collect();
        assert_eq!((numbers[0], numbers[2]), (4217.0, 7.0));
        assert!(numbers[1].is_nan() && numbers[3].is_nan());
    }

    #[test]
    fn an_order_by_class_and_none() {
        let numbers: Vec<f64> = (0..400).map(f64::from).collect();
        let codes = |class: &dyn Fn(u32) -> u32| Target::Classes {
            codes: (0..400).map(class).collect(),
            n_classes: 2,
        };
        assert!(strength(&numbers, &codes(&|row| row / 200)).unwrap() > 0.9);
        assert!(strength(&numbers, &codes(&|row| row % 2)).unwrap() < 0.1);
    }
}
