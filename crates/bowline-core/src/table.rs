//! A table: equally long, distinctly named columns.
//!
//! A [`Table`] is one batch in memory; a stream of a file larger than memory is an iterator of tables with the
//! same schema. It converts to and from Arrow record batches without copying the values.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema};

use crate::column::{Column, ColumnKind};

/// Equally long, distinctly named columns.
#[derive(Debug, Clone, Default)]
pub struct Table {
    columns: Vec<Column>,
    n_rows: usize,
}

/// A set of columns that is no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Two columns share a name.
    #[error("two columns are called `{0}`: expected distinct names; rename one of them")]
    DuplicateName(String),
    /// A column is longer or shorter than the first.
    #[error("column `{name}` has {found} rows, expected {expected} as in the first column")]
    UnequalLength {
        /// The column.
        name: String,
        /// Its length.
        found: usize,
        /// The first column's length.
        expected: usize,
    },
}

impl Table {
    /// Joins columns of equal length and distinct names.
    ///
    /// # Errors
    /// [`TableError`] names the column that does not fit.
    pub fn new(columns: Vec<Column>) -> Result<Self, TableError> {
        let n_rows = columns.first().map_or(0, Column::len);
        let mut names = BTreeSet::new();
        for column in &columns {
            if !names.insert(column.name.as_str()) {
                return Err(TableError::DuplicateName(column.name.clone()));
            }
            if column.len() != n_rows {
                let (name, found) = (column.name.clone(), column.len());
                return Err(TableError::UnequalLength { name, found, expected: n_rows });
            }
        }
        Ok(Self { columns, n_rows })
    }

    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The columns, in the order of the file.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The names, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The rows of `rows`, in that order. Panics when one is out of range.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        let columns = self.columns.iter().map(|column| column.take(rows)).collect();
        Self { columns, n_rows: rows.len() }
    }

    /// This table with `column` in place of the one of the same name, or added at the end.
    ///
    /// # Errors
    /// [`TableError::UnequalLength`] when the column has another number of rows.
    pub fn with_column(mut self, column: Column) -> Result<Self, TableError> {
        match self.columns.iter_mut().find(|held| held.name == column.name) {
            Some(held) => *held = column,
            None => self.columns.push(column),
        }
        Self::new(self.columns)
    }

    /// The same columns as an Arrow record batch; each field's metadata holds its `kind`.
    #[must_use]
    pub fn to_record_batch(&self) -> RecordBatch {
        let fields: Vec<Field> = self
            .columns
            .iter()
            .map(|column| {
                let kind = ("bowline.kind".to_owned(), column.kind().as_str().to_owned());
                Field::new(&column.name, column.array().data_type().clone(), true)
                    .with_metadata([kind].into())
            })
            .collect();
        let arrays = self.columns.iter().map(Column::to_array_ref).collect();
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(self.n_rows));
        RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
            .expect("a table's columns have equal length")
    }

    /// Names and kinds, in the order of the file.
    #[must_use]
    pub fn kinds(&self) -> Vec<(&str, ColumnKind)> {
        self.columns.iter().map(|column| (column.name.as_str(), column.kind())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::ColumnData;
    use arrow_array::{Float64Array, Int64Array};

    fn table() -> Table {
        Table::new(vec![
            Column::new("n", ColumnData::Integer(Int64Array::from(vec![Some(3), None, Some(5)]))),
            Column::category("c", &[Some("b"), Some("a"), None]),
        ])
        .unwrap()
    }

    #[test]
    fn cells_read_back_in_canonical_form() {
        let table = table();
        assert_eq!(table.columns()[0].text(0).as_deref(), Some("3"));
        assert_eq!(table.columns()[0].number(1), None);
        assert_eq!(table.columns()[1].text(0).as_deref(), Some("b"));
        assert_eq!(table.column("c").unwrap().null_count(), 1);
        let taken = table.take(&[2, 0, 0]);
        assert_eq!((taken.n_rows(), taken.columns()[0].number(0)), (3, Some(5.0)));
        assert_eq!(table.to_record_batch().num_rows(), 3);
    }

    #[test]
    fn refuses_what_is_no_table() {
        let column =
            |name: &str, n: usize| Column::new(name, ColumnData::Float(Float64Array::from(vec![1.0; n])));
        let twice = Table::new(vec![column("a", 1), column("a", 1)]).unwrap_err();
        assert_eq!(twice, TableError::DuplicateName("a".into()));
        assert!(Table::new(vec![column("a", 1), column("b", 2)]).unwrap_err().to_string().contains("`b`"));
    }
}
