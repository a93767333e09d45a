//! Reading the columns of a table as numbers, strings or times, or saying by name why not.

use bowline_core::{Column, ColumnData, ColumnKind, FitError, Table, TransformError, category_levels};

/// A column that cannot be read as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// There is no such column.
    Missing(String),
    /// The column holds values of another kind.
    Kind { name: String, found: ColumnKind, expected: &'static str },
}

impl From<Unreadable> for TransformError {
    fn from(fault: Unreadable) -> Self {
        match fault {
            Unreadable::Missing(name) => Self::MissingColumn(name),
            Unreadable::Kind { name, found, expected } => {
                Self::WrongKind { name, found: found.to_string(), expected: expected.to_owned() }
            }
        }
    }
}

impl From<Unreadable> for FitError {
    fn from(fault: Unreadable) -> Self {
        Self::Unsuitable(match fault {
            Unreadable::Missing(name) => {
                format!(
                    "column `{name}` is not in the training table: expected it there; correct its name or leave it out"
                )
            }
            Unreadable::Kind { name, found, expected } => {
                format!(
                    "column `{name}` holds {found} values: expected {expected} values; set its kind (--type {name}=...)"
                )
            }
        })
    }
}

/// The cells of a column as numbers, NaN where missing; booleans are 0 and 1. Infinite cells become the largest f32.
pub(crate) fn numbers(table: &Table, name: &str) -> Result<Vec<f64>, Unreadable> {
    const LARGEST: f64 = f32::MAX as f64;
    let column = find(table, name)?;
    let missing = f64::NAN;
    Ok(match &column.data {
        ColumnData::Integer(cells) => cells.iter().map(|cell| cell.map_or(missing, |x| x as f64)).collect(),
        ColumnData::Float(cells) => {
            cells.iter().map(|cell| cell.map_or(missing, |x| x.clamp(-LARGEST, LARGEST))).collect()
        }
        ColumnData::Boolean(cells) => {
            cells.iter().map(|cell| cell.map_or(missing, |x| f64::from(u8::from(x)))).collect()
        }
        _ => {
            refuse_unless_empty(column, "numeric (integer, float or boolean)")?;
            vec![missing; column.len()]
        }
    })
}

/// The cells of a column as microseconds since 1970 UTC, `None` where missing.
pub(crate) fn times(table: &Table, name: &str) -> Result<Vec<Option<i64>>, Unreadable> {
    let column = find(table, name)?;
    match &column.data {
        ColumnData::Timestamp(cells) => Ok(cells.iter().collect()),
        _ => {
            refuse_unless_empty(column, "timestamp")?;
            Ok(vec![None; column.len()])
        }
    }
}

/// The cells of a column as strings.
pub(crate) fn strings<'t>(table: &'t Table, name: &str) -> Result<Strings<'t>, Unreadable> {
    let column = find(table, name)?;
    match column.kind() {
        ColumnKind::Category | ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Boolean => {}
        _ => refuse_unless_empty(column, "string (category, text, identifier or boolean)")?,
    }
    Ok(Strings { column })
}

/// The column of that name, of any kind.
pub(crate) fn find<'t>(table: &'t Table, name: &str) -> Result<&'t Column, Unreadable> {
    table.column(name).ok_or_else(|| Unreadable::Missing(name.to_owned()))
}

fn refuse_unless_empty(column: &Column, expected: &'static str) -> Result<(), Unreadable> {
    if column.null_count() == column.len() {
        return Ok(());
    }
    Err(Unreadable::Kind { name: column.name.clone(), found: column.kind(), expected })
}

/// A column whose present cells are strings.
#[derive(Clone, Copy)]
pub(crate) struct Strings<'t> {
    column: &'t Column,
}

impl<'t> Strings<'t> {
    /// Number of rows.
    pub(crate) fn len(self) -> usize {
        self.column.len()
    }

    /// One cell; `None` where it is missing.
    pub(crate) fn cell(self, row: usize) -> Option<&'t str> {
        if self.column.is_null(row) {
            return None;
        }
        match &self.column.data {
            ColumnData::Category(cells) => {
                Some(category_levels(cells).value(cells.keys().value(row) as usize))
            }
            ColumnData::Text(cells) | ColumnData::Identifier(cells) => Some(cells.value(row)),
            ColumnData::Boolean(cells) => Some(if cells.value(row) { "true" } else { "false" }),
            _ => None,
        }
    }

    /// One cell as a document: empty where it is missing.
    pub(crate) fn document(self, row: usize) -> &'t str {
        self.cell(row).unwrap_or_default()
    }

    /// `read` of every cell, `missing` where there is none. Categories are read once a level when that is less work.
    pub(crate) fn map<T: Copy>(self, missing: T, read: impl Fn(&str) -> T) -> Vec<T> {
        if let ColumnData::Category(cells) = &self.column.data {
            let levels = category_levels(cells);
            if cells.values().len() <= self.len() {
                let by_level: Vec<T> = levels.iter().map(|level| level.map_or(missing, &read)).collect();
                return cells
                    .keys()
                    .iter()
                    .map(|key| key.map_or(missing, |at| by_level[at as usize]))
                    .collect();
            }
        }
        (0..self.len()).map(|row| self.cell(row).map_or(missing, &read)).collect()
    }

    /// How often each value occurs, by value in ascending byte order, and how many cells are missing.
    pub(crate) fn counts(self) -> (Vec<(&'t str, u64)>, u64) {
        let mut present: Vec<&str> = (0..self.len()).filter_map(|row| self.cell(row)).collect();
        let n_missing = (self.len() - present.len()) as u64;
        present.sort_unstable();
        let mut counts: Vec<(&str, u64)> = Vec::new();
        for value in present {
            match counts.last_mut() {
                Some((held, count)) if *held == value => *count += 1,
                _ => counts.push((value, 1)),
            }
        }
        (counts, n_missing)
    }
}
