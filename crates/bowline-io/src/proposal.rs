//! What a column may mean beyond what it says: proposals, which change nothing.
//!
//! Old programs write -999 or 9999 for "not known", and dates as numbers such as 20240131. Both are numbers by all
//! appearances, and taking them for anything else unasked would falsify the columns that do hold such numbers. So they are
//! read as they stand, and a finding names the option that reads them otherwise.

use std::collections::BTreeSet;

use arrow_array::{Array, Int64Array};
use arrow_buffer::NullBuffer;
use bowline_core::{Column, ColumnData, Finding, Severity};

use crate::timestamp;

/// Numbers that people write for "not known", below all others and above all others.
const BELOW: [f64; 6] = [-1.0, -99.0, -999.0, -9_999.0, -99_999.0, -999_999.0];
const ABOVE: [f64; 5] = [999.0, 9_999.0, 99_999.0, 999_999.0, 9_999_999.0];
/// Fewest cells with such a number.
const LEAST_CELLS: usize = 3;
/// Fewest other values: among a few codes, 999 is a code as well.
const LEAST_OTHERS: usize = 10;

/// What could be asked for beside what was read.
pub(crate) fn of(column: &Column) -> Vec<Finding> {
    match &column.data {
        ColumnData::Integer(values) => {
            let numbers =
                Numbers { values: values.values(), nulls: values.nulls(), number: |value| value as f64 };
            let days = numbers.range().and_then(|range| days(&column.name, values, range));
            days.map_or_else(|| numbers.sentinels(&column.name), |finding| vec![finding])
        }
        ColumnData::Float(values) => {
            Numbers { values: values.values(), nulls: values.nulls(), number: |value| value }
                .sentinels(&column.name)
        }
        _ => Vec::new(),
    }
}

/// The numbers of a column where they are, for most columns are looked at once and left alone.
struct Numbers<'a, T> {
    values: &'a [T],
    nulls: Option<&'a NullBuffer>,
    number: fn(T) -> f64,
}

impl<T: Copy> Numbers<'_, T> {
    fn present(&self) -> impl Iterator<Item = f64> {
        let present = |row: usize| self.nulls.is_none_or(|nulls| nulls.is_valid(row));
        let number = self.number;
        self.values
            .iter()
            .enumerate()
            .filter(move |(row, _)| present(*row))
            .map(move |(_, value)| number(*value))
    }

    fn range(&self) -> Option<(f64, f64)> {
        range(self.present())
    }

    fn sentinels(&self, name: &str) -> Vec<Finding> {
        let Some((least, most)) = self.range() else { return Vec::new() };
        [(least, &BELOW[..]), (most, &ABOVE[..])]
            .into_iter()
            .filter(|(value, known)| known.contains(value))
            .filter_map(|(value, _)| sentinel(name, self.values.len(), || self.present(), value))
            .collect()
    }
}

fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let range = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| {
        (if value < least { value } else { least }, if value > most { value } else { most })
    });
    (range.0 <= range.1).then_some(range)
}

/// The proposal for whole numbers that all are days such as 20240131.
fn days(name: &str, values: &Int64Array, (least, most): (f64, f64)) -> Option<Finding> {
    let day = |digits: i64| timestamp::days_of(digits / 10_000, digits / 100 % 100, digits % 100).is_some();
    let within = least >= 19_000_101.0 && most <= 21_001_231.0;
    let n_present = values.len() - values.null_count();
    if !within || n_present < LEAST_CELLS || !values.iter().flatten().all(day) {
        return None;
    }
    Some(Finding {
        code: "dates-as-numbers",
        severity: Severity::Note,
        subject: Some(name.to_owned()),
        message: format!(
            "its numbers, such as `{}`, look like dates written as YYYYMMDD",
            values.iter().flatten().next().unwrap_or_default()
        ),
        action: format!("read as numbers; use `--type {name}=timestamp` to read dates"),
    })
}

/// The proposal for a number that stands apart from the others of its column.
fn sentinel<V: Iterator<Item = f64>>(
    name: &str,
    n_rows: usize,
    values: impl Fn() -> V,
    value: f64,
) -> Option<Finding> {
    let others = || values().filter(|other| *other != value);
    let count = values().filter(|other| *other == value).count();
    let (least, most) = range(others())?;
    let apart = if value < 0.0 {
        least >= 0.0 || (value < -1.0 && least - value > most - least)
    } else {
        value - most > most - least
    };
    let mut distinct = BTreeSet::new();
    let various = others().any(|other| {
        distinct.insert(other.to_bits());
        distinct.len() >= LEAST_OTHERS
    });
    (count >= LEAST_CELLS && apart && various).then(|| Finding {
        code: "possible-missing-mark",
        severity: Severity::Warning,
        subject: Some(name.to_owned()),
        message: format!(
            "`{value}` stands in {count} of {n_rows} cells, and the other numbers lie between {least} and {most}: it may mean that nothing is known"
        ),
        action: format!("read as a number; use `--na {value}` if it stands for a missing cell"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposals(values: &[f64]) -> Vec<String> {
        of(&Column::floats("x", values)).into_iter().map(|f| format!("{}; {}", f.message, f.action)).collect()
    }

    fn with(value: f64, count: usize) -> Vec<f64> {
        (0..50).map(f64::from).chain(std::iter::repeat_n(value, count)).collect()
    }

    #[test]
    fn numbers_that_stand_apart() {
        insta::assert_snapshot!(proposals(&with(-999.0, 4)).join("\n"), @"`-999` stands in 4 of 54 cells, and the other numbers lie between 0 and 49: it may mean that nothing is known; read as a number; use `--na -999` if it stands for a missing cell");
        assert_eq!(proposals(&with(9_999.0, 3)).len(), 1);
        assert_eq!(proposals(&with(-1.0, 3)).len(), 1);
        let close: Vec<f64> = (0..2000).map(f64::from).chain([9_999.0; 5]).collect();
        assert_eq!(proposals(&close).len(), 1);
        for none in
            [with(-999.0, 2), with(-5.0, 9), with(998.0, 9), vec![-1.0, 1.0, -1.0, 1.0, -1.0], Vec::new()]
        {
            assert!(proposals(&none).is_empty(), "{none:?}");
        }
        let negative: Vec<f64> = (0..50).map(|at| -f64::from(at)).chain([999.0; 3]).collect();
        assert_eq!(proposals(&negative).len(), 1);
        let wide: Vec<f64> = (0..50).map(|at| f64::from(at) * 100.0).chain([9_999.0; 3]).collect();
        assert_eq!(proposals(&wide).len(), 1);
        let wider: Vec<f64> = (0..50).map(|at| f64::from(at) * 200.0).chain([9_999.0; 3]).collect();
        assert!(proposals(&wider).is_empty());
    }

    #[test]
    fn numbers_that_are_days() {
        let days = |cells: &[i64]| Column::new("day", ColumnData::Integer(cells.to_vec().into()));
        let found = of(&days(&[20_240_131, 20_240_201, 19_991_231]));
        assert_eq!(found.len(), 1);
        assert!(found[0].action.contains("--type day=timestamp"));
        assert!(of(&days(&[20_240_131, 20_240_231, 19_991_231])).is_empty());
    }
}
