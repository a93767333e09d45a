//! What a model expects of the tables it will see, and how a new table is made to fit.
//!
//! A file read tomorrow may order its columns otherwise, add some, or hold whole numbers where the training file held
//! fractions. [`InputSchema::conform`] settles this in one place: columns are found by name, extra ones are left out,
//! lossless changes of kind are made, and everything else is refused by name.

use arrow_array::{Float64Array, Int64Array, StringArray};

use crate::column::{Column, ColumnData, ColumnKind, category_array};
use crate::table::Table;

/// One expected column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaField {
    /// Name in the table.
    pub name: String,
    /// Kind when the model was fitted.
    pub kind: ColumnKind,
}

/// How the cells of the training file were read, where somebody said so: later files of the same source read alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellRules {
    /// Marks of missing cells beyond the usual ones.
    pub missing: Vec<String>,
    /// The mark before decimals, `point` or `comma`.
    pub decimal: Option<String>,
}

/// The columns that a model reads, in the order of the training table; without the target.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputSchema {
    /// The columns.
    pub fields: Vec<SchemaField>,
    /// How their cells are read from text.
    pub cells: CellRules,
}

/// Why a table does not serve a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// Columns are not there.
    #[error("missing column{}: {}; the model was fitted on {expected} columns, the table has: {}", if .missing.len() == 1 { "" } else { "s" }, quoted(.missing), quoted(.found))]
    MissingColumns {
        /// The missing names.
        missing: Vec<String>,
        /// How many columns the model reads.
        expected: usize,
        /// Names in the table.
        found: Vec<String>,
    },
    /// A column has values of a kind that the model cannot read.
    #[error(
        "column `{name}` holds {found} values: the model was fitted on {expected} values{example}; correct the column, or fit again on tables like this one"
    )]
    WrongKind {
        /// The column.
        name: String,
        /// Kind in the table.
        found: ColumnKind,
        /// Kind when fitted.
        expected: ColumnKind,
        /// A cell that does not fit, ready to append; may be empty.
        example: String,
    },
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl InputSchema {
    /// The schema of the columns of `table` whose names `keep` accepts.
    #[must_use]
    pub fn of(table: &Table, keep: impl Fn(&str) -> bool) -> Self {
        let fields = table.columns().iter().filter(|column| keep(&column.name));
        let fields = fields.map(|c| SchemaField { name: c.name.clone(), kind: c.kind() }).collect();
        Self { fields, cells: CellRules::default() }
    }

    /// The columns that this schema names, in its order and with its kinds.
    ///
    /// Numbers change between integer, float and boolean where nothing is lost; strings between category, text and
    /// identifier always; numbers become category or text in their canonical form; an all-missing column fits any kind.
    ///
    /// # Errors
    /// [`SchemaError`] names every missing column at once, or the first column of a kind that does not fit.
    pub fn conform(&self, table: &Table) -> Result<Table, SchemaError> {
        let missing: Vec<String> =
            self.fields.iter().filter(|f| table.column(&f.name).is_none()).map(|f| f.name.clone()).collect();
        if !missing.is_empty() {
            let found = table.names().map(str::to_owned).collect();
            return Err(SchemaError::MissingColumns { missing, expected: self.fields.len(), found });
        }
        let columns = self
            .fields
            .iter()
            .filter_map(|field| table.column(&field.name).map(|column| cast(column, field.kind)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Table::new(columns).expect("a schema's names are distinct and the columns come from one table"))
    }
}

/// `column` as `kind`, where nothing is lost.
fn cast(column: &Column, kind: ColumnKind) -> Result<Column, SchemaError> {
    use ColumnKind as K;
    if column.kind() == kind {
        return Ok(column.clone());
    }
    let rows = 0..column.len();
    let cells = || rows.clone().map(|row| column.text(row)).collect::<Vec<_>>();
    let refused = |row: Option<usize>| {
        let example = row.and_then(|row| column.text(row)).map(|cell| {
            let shown: String = cell.chars().take(40).collect();
            format!(" (for example `{shown}`)")
        });
        let (name, found) = (column.name.clone(), column.kind());
        SchemaError::WrongKind { name, found, expected: kind, example: example.unwrap_or_default() }
    };
    let first_present = || rows.clone().find(|&row| !column.is_null(row));
    let all_missing = column.null_count() == column.len();
    let data = match (kind, column.kind()) {
        (K::Category, _) => ColumnData::Category(category_array(&cells())),
        (K::Text, _) => ColumnData::Text(StringArray::from_iter(cells())),
        (K::Identifier, _) => ColumnData::Identifier(StringArray::from_iter(cells())),
        (K::Float, K::Integer | K::Boolean) => {
            ColumnData::Float(rows.map(|row| column.number(row)).collect())
        }
        (K::Integer, K::Float | K::Boolean) => {
            let whole = |row: &usize| column.number(*row).is_none_or(|x| x.fract() == 0.0 && x.abs() < 9e15);
            if let Some(row) = rows.clone().find(|row| !whole(row)) {
                return Err(refused(Some(row)));
            }
            ColumnData::Integer(rows.map(|row| column.number(row).map(|x| x as i64)).collect())
        }
        (K::Boolean, K::Integer | K::Float) => {
            if let Some(row) =
                rows.clone().find(|&row| column.number(row).is_some_and(|x| x != 0.0 && x != 1.0))
            {
                return Err(refused(Some(row)));
            }
            ColumnData::Boolean(rows.map(|row| column.number(row).map(|x| x == 1.0)).collect())
        }
        (K::Float, _) if all_missing => ColumnData::Float(Float64Array::new_null(column.len())),
        (K::Integer, _) if all_missing => ColumnData::Integer(Int64Array::new_null(column.len())),
        (K::Boolean, _) if all_missing => {
            ColumnData::Boolean(arrow_array::BooleanArray::new_null(column.len()))
        }
        (K::Timestamp, _) if all_missing => {
            ColumnData::Timestamp(arrow_array::TimestampMicrosecondArray::new_null(column.len()))
        }
        _ => return Err(refused(first_present())),
    };
    Ok(Column { name: column.name.clone(), data })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integers(name: &str, cells: Vec<Option<i64>>) -> Column {
        Column::new(name, ColumnData::Integer(Int64Array::from(cells)))
    }

    fn schema(name: &str, kind: ColumnKind) -> InputSchema {
        InputSchema { fields: vec![SchemaField { name: name.into(), kind }], cells: CellRules::default() }
    }

    #[test]
    fn finds_by_name_and_casts_without_loss() {
        let table =
            Table::new(vec![integers("x", vec![Some(1), None]), integers("a", vec![Some(0), Some(1)])])
                .unwrap();
        let float = schema("a", ColumnKind::Float).conform(&table).unwrap();
        assert_eq!((float.columns().len(), float.columns()[0].kind()), (1, ColumnKind::Float));
        let text = schema("x", ColumnKind::Category).conform(&table).unwrap();
        assert_eq!(text.columns()[0].text(0).as_deref(), Some("1"));
        assert_eq!(
            schema("a", ColumnKind::Boolean).conform(&table).unwrap().columns()[0].number(1),
            Some(1.0)
        );
    }

    #[test]
    fn refuses_by_name() {
        let table = Table::new(vec![Column::category("c", &[Some("abc"), None])]).unwrap();
        let missing = schema("d", ColumnKind::Float).conform(&table).unwrap_err().to_string();
        assert!(missing.contains("`d`") && missing.contains("`c`"), "{missing}");
        let wrong = schema("c", ColumnKind::Float).conform(&table).unwrap_err().to_string();
        assert!(wrong.contains("`c`") && wrong.contains("`abc`"), "{wrong}");
    }
}
