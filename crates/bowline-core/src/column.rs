//! One column of a table: a name, a kind, and values in Arrow memory.
//!
//! The kind decides the storage, so a column that says it is an integer cannot hold text:
//! [`ColumnData`] is an enum of typed Arrow arrays, and matching on it replaces every downcast.
//! Missing cells are Arrow nulls in every kind (a float column holds no NaN as a missing mark).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int64Array, StringArray,
    TimestampMicrosecondArray, UInt32Array,
};

/// What the values of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnKind {
    /// Whole numbers that fit in 64 bits.
    Integer,
    /// Real numbers.
    Float,
    /// `true` and `false`.
    Boolean,
    /// Text from a small set of repeated values.
    Category,
    /// Free text, such as a message.
    Text,
    /// A point in time, in microseconds since 1970-01-01 UTC; times without a zone are read as UTC.
    Timestamp,
    /// A name of the row itself, different in (nearly) every row: carries nothing that generalises.
    Identifier,
}

impl ColumnKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Integer,
        Self::Float,
        Self::Boolean,
        Self::Category,
        Self::Text,
        Self::Timestamp,
        Self::Identifier,
    ];

    /// The lower-case name that `--type` takes and model files hold.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Boolean => "boolean",
            Self::Category => "category",
            Self::Text => "text",
            Self::Timestamp => "timestamp",
            Self::Identifier => "identifier",
        }
    }
}

impl fmt::Display for ColumnKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ColumnKind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|kind| kind.as_str()).collect();
            format!("`{name}` is no column type: expected one of {}", known.join(", "))
        })
    }
}

/// The values of a column, by kind.
#[derive(Debug, Clone)]
pub enum ColumnData {
    /// See [`ColumnKind::Integer`].
    Integer(Int64Array),
    /// See [`ColumnKind::Float`]; holds no NaN.
    Float(Float64Array),
    /// See [`ColumnKind::Boolean`].
    Boolean(BooleanArray),
    /// See [`ColumnKind::Category`]; levels are distinct and in ascending byte order.
    Category(DictionaryArray<Int32Type>),
    /// See [`ColumnKind::Text`].
    Text(StringArray),
    /// See [`ColumnKind::Timestamp`].
    Timestamp(TimestampMicrosecondArray),
    /// See [`ColumnKind::Identifier`].
    Identifier(StringArray),
}

/// A named column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Unique within its table.
    pub name: String,
    /// The values.
    pub data: ColumnData,
}

impl Column {
    /// Joins a name and values.
    #[must_use]
    pub fn new(name: impl Into<String>, data: ColumnData) -> Self {
        Self { name: name.into(), data }
    }

    /// A category column from optional strings; levels are sorted.
    #[must_use]
    pub fn category<S: AsRef<str>>(name: impl Into<String>, cells: &[Option<S>]) -> Self {
        Self::new(name, ColumnData::Category(category_array(cells)))
    }

    /// A float column; NaN becomes missing.
    #[must_use]
    pub fn floats(name: impl Into<String>, values: &[f64]) -> Self {
        let cells = values.iter().map(|&value| (!value.is_nan()).then_some(value));
        Self::new(name, ColumnData::Float(cells.collect()))
    }

    /// What the values mean.
    #[must_use]
    pub fn kind(&self) -> ColumnKind {
        match self.data {
            ColumnData::Integer(_) => ColumnKind::Integer,
            ColumnData::Float(_) => ColumnKind::Float,
            ColumnData::Boolean(_) => ColumnKind::Boolean,
            ColumnData::Category(_) => ColumnKind::Category,
            ColumnData::Text(_) => ColumnKind::Text,
            ColumnData::Timestamp(_) => ColumnKind::Timestamp,
            ColumnData::Identifier(_) => ColumnKind::Identifier,
        }
    }

    /// The values as an Arrow array of unknown type.
    #[must_use]
    pub fn array(&self) -> &dyn Array {
        match &self.data {
            ColumnData::Integer(a) => a,
            ColumnData::Float(a) => a,
            ColumnData::Boolean(a) => a,
            ColumnData::Category(a) => a,
            ColumnData::Text(a) | ColumnData::Identifier(a) => a,
            ColumnData::Timestamp(a) => a,
        }
    }

    /// The values as a shared Arrow array.
    #[must_use]
    pub fn to_array_ref(&self) -> ArrayRef {
        match &self.data {
            ColumnData::Integer(a) => Arc::new(a.clone()),
            ColumnData::Float(a) => Arc::new(a.clone()),
            ColumnData::Boolean(a) => Arc::new(a.clone()),
            ColumnData::Category(a) => Arc::new(a.clone()),
            ColumnData::Text(a) | ColumnData::Identifier(a) => Arc::new(a.clone()),
            ColumnData::Timestamp(a) => Arc::new(a.clone()),
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.array().len()
    }

    /// True when there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of missing cells.
    #[must_use]
    pub fn null_count(&self) -> usize {
        self.array().null_count()
    }

    /// True when the cell of `row` is missing. Panics when `row` is out of range.
    #[must_use]
    pub fn is_null(&self, row: usize) -> bool {
        self.array().is_null(row)
    }

    /// The number in a cell: integers, floats, booleans as 0 and 1, timestamps in seconds; `None` where the
    /// cell is missing or the kind has no number.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<f64> {
        if self.is_null(row) {
            return None;
        }
        match &self.data {
            ColumnData::Integer(a) => Some(a.value(row) as f64),
            ColumnData::Float(a) => Some(a.value(row)),
            ColumnData::Boolean(a) => Some(f64::from(u8::from(a.value(row)))),
            ColumnData::Timestamp(a) => Some(a.value(row) as f64 / 1e6),
            ColumnData::Category(_) | ColumnData::Text(_) | ColumnData::Identifier(_) => None,
        }
    }

    /// The cell as text, in one canonical form that does not depend on how the file wrote it: integers in
    /// decimal, floats in the shortest form that reads back, `true`/`false`, timestamps as microseconds.
    /// `None` where the cell is missing.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<Cow<'_, str>> {
        if self.is_null(row) {
            return None;
        }
        Some(match &self.data {
            ColumnData::Integer(a) => Cow::Owned(a.value(row).to_string()),
            ColumnData::Float(a) => Cow::Owned(a.value(row).to_string()),
            ColumnData::Boolean(a) => Cow::Borrowed(if a.value(row) { "true" } else { "false" }),
            ColumnData::Category(a) => Cow::Borrowed(category_levels(a).value(a.keys().value(row) as usize)),
            ColumnData::Text(a) | ColumnData::Identifier(a) => Cow::Borrowed(a.value(row)),
            ColumnData::Timestamp(a) => Cow::Owned(a.value(row).to_string()),
        })
    }

    /// The rows of `rows`, in that order; a row may repeat. Panics when one is out of range.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        fn picked<A: Array + Clone + 'static>(array: &A, rows: &UInt32Array) -> A {
            let taken =
                arrow_select::take::take(array, rows, None).expect("row numbers are within the column");
            taken.as_any().downcast_ref::<A>().expect("take keeps the type").clone()
        }
        let rows = UInt32Array::from(rows.to_vec());
        let data = match &self.data {
            ColumnData::Integer(a) => ColumnData::Integer(picked(a, &rows)),
            ColumnData::Float(a) => ColumnData::Float(picked(a, &rows)),
            ColumnData::Boolean(a) => ColumnData::Boolean(picked(a, &rows)),
            ColumnData::Category(a) => ColumnData::Category(picked(a, &rows)),
            ColumnData::Text(a) => ColumnData::Text(picked(a, &rows)),
            ColumnData::Identifier(a) => ColumnData::Identifier(picked(a, &rows)),
            ColumnData::Timestamp(a) => ColumnData::Timestamp(picked(a, &rows)),
        };
        Self { name: self.name.clone(), data }
    }
}

/// The levels of a category array, ascending.
#[must_use]
pub fn category_levels(array: &DictionaryArray<Int32Type>) -> &StringArray {
    array.values().as_any().downcast_ref::<StringArray>().expect("category levels are strings")
}

/// A category array from optional strings; levels are distinct and sorted.
#[must_use]
pub fn category_array<S: AsRef<str>>(cells: &[Option<S>]) -> DictionaryArray<Int32Type> {
    let mut levels: Vec<&str> = cells.iter().flatten().map(AsRef::as_ref).collect();
    levels.sort_unstable();
    levels.dedup();
    let keys = cells
        .iter()
        .map(|cell| {
            cell.as_ref().and_then(|text| levels.binary_search(&text.as_ref()).ok()).map(|at| at as i32)
        })
        .collect();
    DictionaryArray::new(keys, Arc::new(StringArray::from(levels)))
}
