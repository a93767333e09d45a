//! Validity: which present cells parse as the column's type and lie in its plausible or declared range.
//!
//! What is plausible, when nobody declares a range:
//!
//! | kind | a cell is invalid when |
//! |---|---|
//! | integer, float | it stands for "missing": see below |
//! | timestamp | it lies before 1900 or after 2100 |
//! | category, identifier | it is blank, holds a control character or the mark of a character that could not be read (`U+FFFD`); or, where at least 90 % of the cells are numbers, it is none |
//! | text | it is blank or holds the mark of a character that could not be read |
//! | boolean | never |
//!
//! A number stands for "missing" when it is written with nines alone (99, 999, -999, 9999.0...), occurs at least twice, is the
//! smallest or the largest of its column, and lies further from its neighbour than all other values lie apart. A
//! declared range replaces the rule for numbers and timestamps. Missing cells count for completeness and not here.

use std::collections::BTreeMap;

use bowline_core::{Column, ColumnData, ColumnKind};

use crate::cells;

/// Least share of numbers among the cells of a string column from which the others are taken for faults.
const MOSTLY_NUMBERS: f64 = 0.9;
/// Seconds of 1900-01-01 and 2100-01-01.
const PLAUSIBLE_TIMES: (f64, f64) = (-2_208_988_800.0, 4_102_444_800.0);

/// What is wrong with the present cells of a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Validity {
    /// Cells that are invalid.
    pub n_invalid: usize,
    /// The number that stands for "missing", with its count.
    pub sentinel: Option<(f64, usize)>,
    /// In a column that is mostly numbers, the most frequent cells that are none, with their counts.
    pub no_numbers: Vec<(String, usize)>,
}

/// Looks at the present cells of a column; `sorted` are its present numbers, ascending, empty for strings.
#[must_use]
pub fn validity(column: &Column, sorted: &[f64], declared: Option<(f64, f64)>) -> Validity {
    let outside = |(low, high): (f64, f64)| {
        sorted.partition_point(|x| *x < low) + sorted.len() - sorted.partition_point(|x| *x <= high)
    };
    match (column.kind(), declared) {
        (ColumnKind::Integer | ColumnKind::Float | ColumnKind::Timestamp, Some(range)) => {
            Validity { n_invalid: outside(range), ..Validity::default() }
        }
        (ColumnKind::Timestamp, None) => {
            Validity { n_invalid: outside(PLAUSIBLE_TIMES), ..Validity::default() }
        }
        (ColumnKind::Integer | ColumnKind::Float, None) => {
            let sentinel = sentinel(sorted);
            Validity { n_invalid: sentinel.map_or(0, |(_, n)| n), sentinel, ..Validity::default() }
        }
        (ColumnKind::Boolean, _) => Validity::default(),
        (ColumnKind::Category | ColumnKind::Text | ColumnKind::Identifier, _) => of_strings(column),
    }
}

/// The number that stands for "missing" among ascending numbers.
fn sentinel(sorted: &[f64]) -> Option<(f64, usize)> {
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let found = |value: f64, others: &[f64], gap: f64| {
        let count = sorted.len() - others.len();
        let spread = others.last()? - others.first()?;
        let distinct = others.first() != others.last();
        (nines(value) && count >= 2 && distinct && gap > spread).then_some((value, count))
    };
    let below = &sorted[sorted.partition_point(|x| *x <= first)..];
    let above = &sorted[..sorted.partition_point(|x| *x < last)];
    let low = below.first().and_then(|next| found(first, below, next - first));
    low.or_else(|| above.last().and_then(|next| found(last, above, last - next)))
}

/// True for 99, 999 and so on, of either sign.
fn nines(value: f64) -> bool {
    let size = value.abs() + 1.0;
    (100.0..=1e12).contains(&size) && 10f64.powf(size.log10().round()) == size
}

fn of_strings(column: &Column) -> Validity {
    let (texts, counts) = match &column.data {
        ColumnData::Category(_) => {
            let Some(coded) = cells::codes(column) else { return Validity::default() };
            let counts = coded.counts();
            (category_texts(column), counts)
        }
        ColumnData::Text(a) | ColumnData::Identifier(a) => {
            (a.iter().flatten().collect(), vec![1; column.len() - column.null_count()])
        }
        _ => return Validity::default(),
    };
    let n_present: usize = counts.iter().sum();
    let cells = || texts.iter().zip(&counts).filter(|(_, count)| **count > 0);
    let is_text = column.kind() == ColumnKind::Text;
    let n_numbers: usize =
        if is_text { 0 } else { cells().filter(|(text, _)| is_number(text)).map(|(_, n)| n).sum() };
    let mostly = n_present > 0 && n_numbers as f64 >= MOSTLY_NUMBERS * n_present as f64;
    let mut no_numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut n_invalid = 0;
    for (text, count) in cells() {
        if mostly && n_numbers < n_present && !is_number(text) {
            *no_numbers.entry(text).or_default() += count;
            n_invalid += count;
        } else if is_broken(text, is_text) {
            n_invalid += count;
        }
    }
    let mut no_numbers: Vec<(String, usize)> =
        no_numbers.into_iter().map(|(text, count)| (text.to_owned(), count)).collect();
    no_numbers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    no_numbers.truncate(3);
    Validity { n_invalid, sentinel: None, no_numbers }
}

fn category_texts(column: &Column) -> Vec<&str> {
    match &column.data {
        ColumnData::Category(a) => {
            bowline_core::category_levels(a).iter().map(Option::unwrap_or_default).collect()
        }
        _ => Vec::new(),
    }
}

fn is_number(cell: &str) -> bool {
    let cell = cell.trim();
    cell.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        && cell.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_broken(cell: &str, is_text: bool) -> bool {
    cell.trim().is_empty() || cell.contains('\u{fffd}') || (!is_text && cell.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_numbers(values: &[f64], declared: Option<(f64, f64)>) -> Validity {
        validity(&Column::floats("x", values), &cells::sorted(values), declared)
    }

    #[test]
    fn a_number_of_nines_that_stands_apart_means_missing() {
        let days = [3.0, 6.0, 999.0, 12.0, 999.0, 27.0];
        assert_eq!(of_numbers(&days, None).sentinel, Some((999.0, 2)));
        assert_eq!(of_numbers(&[-999.0, 1.0, 2.5, -999.0], None).n_invalid, 2);
        for fine in
            [&[97.0, 98.0, 99.0, 99.0][..], &[999.0, 999.0], &[5.0, 1000.0, 1000.0], &[1.0, 2.0, 999.0]]
        {
            assert_eq!(of_numbers(fine, None), Validity::default(), "{fine:?}");
        }
    }

    #[test]
    fn a_declared_range_goes_first() {
        let ages = [-1.0, 17.0, 130.0, 131.0, f64::NAN];
        assert_eq!(of_numbers(&ages, Some((0.0, 130.0))).n_invalid, 2);
    }

    #[test]
    fn strings_that_are_no_numbers_among_numbers() {
        let cells: Vec<String> =
            (0..40).map(|row| if row % 20 == 7 { "n.b.".into() } else { format!("{row}.5") }).collect();
        let found = validity(&Column::category("x", &cells.iter().map(Some).collect::<Vec<_>>()), &[], None);
        assert_eq!((found.n_invalid, found.no_numbers), (2, vec![("n.b.".to_owned(), 2)]));
        let broken = Column::category("c", &[Some("caf\u{fffd}"), Some(" "), Some("ok"), None]);
        assert_eq!(validity(&broken, &[], None).n_invalid, 2);
    }
}
