//! A column as plain numbers or codes: what the formulas of an audit read.
//!
//! A missing number is NaN, a missing code [`MISSING`]. Both are as long as the column, so that row `i` of one column and row
//! `i` of another are the same row.

use std::collections::HashMap;

use bowline_core::{Column, ColumnData, category_levels};

/// The code of a missing cell.
pub const MISSING: u32 = u32::MAX;

/// A column as codes of its distinct values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// `(n_samples,)`, each below `n_levels` or [`MISSING`].
    pub codes: Vec<u32>,
    /// One more than the largest possible code; some codes may not occur.
    pub n_levels: usize,
}

impl Coded {
    /// Rows of each code, `(n_levels,)`.
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.n_levels];
        self.codes.iter().filter(|&&code| code != MISSING).for_each(|&code| counts[code as usize] += 1);
        counts
    }

    /// The same codes with missing cells as a level of their own, the last.
    #[must_use]
    pub fn with_missing_level(&self) -> Self {
        let last = self.n_levels as u32;
        let codes = self.codes.iter().map(|&code| if code == MISSING { last } else { code }).collect();
        Self { codes, n_levels: self.n_levels + 1 }
    }
}

/// The numbers of a column, NaN where a cell is missing; `None` for columns of strings.
#[must_use]
pub fn numbers(column: &Column) -> Option<Vec<f64>> {
    let read = |value: &dyn Fn(usize) -> f64| -> Vec<f64> {
        if column.null_count() == 0 {
            return (0..column.len()).map(value).collect();
        }
        (0..column.len()).map(|row| if column.is_null(row) { f64::NAN } else { value(row) }).collect()
    };
    match &column.data {
        ColumnData::Integer(a) => Some(read(&|row| a.value(row) as f64)),
        ColumnData::Float(a) => Some(read(&|row| a.value(row))),
        ColumnData::Boolean(a) => Some(read(&|row| f64::from(u8::from(a.value(row))))),
        ColumnData::Timestamp(a) => Some(read(&|row| a.value(row) as f64 / 1e6)),
        ColumnData::Category(_) | ColumnData::Text(_) | ColumnData::Identifier(_) => None,
    }
}

/// The codes of a column of strings: categories in the order of their levels, others in the order of their rows; `None` for
/// columns of numbers.
#[must_use]
pub fn codes(column: &Column) -> Option<Coded> {
    match &column.data {
        ColumnData::Category(a) => {
            let keys = a.keys().values();
            let code = |row: usize| if column.is_null(row) { MISSING } else { keys[row] as u32 };
            let codes = (0..column.len()).map(code).collect();
            Some(Coded { codes, n_levels: category_levels(a).iter().count() })
        }
        ColumnData::Text(a) | ColumnData::Identifier(a) => {
            let mut known: HashMap<&str, u32> = HashMap::new();
            let mut code = |row: usize| {
                if column.is_null(row) {
                    return MISSING;
                }
                let next = known.len() as u32;
                *known.entry(a.value(row)).or_insert(next)
            };
            let codes = (0..column.len()).map(&mut code).collect();
            Some(Coded { codes, n_levels: known.len() })
        }
        _ => None,
    }
}

/// The codes of numbers, ascending by value. O(n log n).
#[must_use]
pub fn codes_of_numbers(values: &[f64]) -> Coded {
    let mut distinct = sorted(values);
    distinct.dedup();
    let code = |value: &f64| match value.is_nan() {
        true => MISSING,
        false => distinct.partition_point(|known| known < value) as u32,
    };
    Coded { codes: values.iter().map(code).collect(), n_levels: distinct.len() }
}

/// The codes of any column.
#[must_use]
pub fn codes_of_any(column: &Column) -> Coded {
    match numbers(column) {
        Some(values) => codes_of_numbers(&values),
        None => codes(column).unwrap_or(Coded { codes: vec![MISSING; column.len()], n_levels: 0 }),
    }
}

/// The present numbers, ascending; minus zero as zero.
///
/// Sorted as whole numbers, which is twice as fast: the bits of a float, read as a whole number, have the order of the floats
/// once those of negative ones are turned over.
#[must_use]
pub fn sorted(values: &[f64]) -> Vec<f64> {
    const SIGN: u64 = 1 << 63;
    let key = |value: &f64| {
        let bits = (value + 0.0).to_bits();
        if bits & SIGN == 0 { bits | SIGN } else { !bits }
    };
    let mut keys: Vec<u64> = values.iter().filter(|value| !value.is_nan()).map(key).collect();
    keys.sort_unstable();
    let value = |key: u64| f64::from_bits(if key & SIGN == 0 { !key } else { key & !SIGN });
    keys.into_iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_keep_the_place_of_missing_cells() {
        let floats = Column::floats("x", &[2.5, f64::NAN, -1.0, 2.5]);
        let values = numbers(&floats).unwrap();
        assert!(values[1].is_nan() && values[2] == -1.0);
        assert_eq!(codes_of_numbers(&values), Coded { codes: vec![1, MISSING, 0, 1], n_levels: 2 });
        let words = Column::category("c", &[Some("b"), None, Some("a"), Some("b")]);
        let coded = codes(&words).unwrap();
        assert_eq!((coded.codes.as_slice(), coded.counts()), (&[1, MISSING, 0, 1][..], vec![1, 2]));
        assert_eq!(coded.with_missing_level().codes, [1, 2, 0, 1]);
        assert!(numbers(&words).is_none() && codes(&floats).is_none());
        assert_eq!(sorted(&values), [-1.0, 2.5, 2.5]);
        let wide = [f64::MAX, -1e-308, 0.0, f64::MIN, -0.0, 5e-324, -7.0, 7.0];
        assert_eq!(sorted(&wide), [f64::MIN, -7.0, -1e-308, 0.0, 0.0, 5e-324, 7.0, f64::MAX]);
        assert!(sorted(&[-0.0])[0].is_sign_positive());
    }
}
