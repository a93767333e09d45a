//! Tables into CSV text.
//!
//! RFC 4180 with line feeds: fields are quoted where they have to be, quotes inside are doubled, floats are written in the
//! shortest form that reads back as the same number, timestamps in ISO 8601. A missing cell is an empty field.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use arrow_array::Array;
use bowline_core::{Column, ColumnData, Table};

use crate::atomic::write_atomically;
use crate::error::IoError;
use crate::timestamp;

/// Bytes gathered before they go to the file.
const BUFFER: usize = 1 << 16;

/// Writes `table` to `path` with a header, whole or not at all.
///
/// # Errors
/// [`IoError::Write`]; the file that was there is untouched then.
pub fn write_csv(path: &Path, table: &Table) -> Result<(), IoError> {
    write_atomically(path, |out| write_csv_to(out, table))
}

/// Writes `table` with a header to an open stream, such as standard output.
///
/// # Errors
/// Whatever the stream answers.
pub fn write_csv_to(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    write_delimited(out, table, b',')
}

/// Writes `table` with a header and this delimiter.
pub(crate) fn write_delimited(out: &mut dyn Write, table: &Table, delimiter: u8) -> io::Result<()> {
    let columns: Vec<Rendered<'_>> = table.columns().iter().map(Rendered::new).collect();
    let mut buffer = Vec::with_capacity(2 * BUFFER);
    let names = table.columns().iter().map(|column| Some(Cow::Borrowed(column.name.as_str())));
    push_row(&mut buffer, names, delimiter);
    for row in 0..table.n_rows() {
        push_row(&mut buffer, columns.iter().map(|column| column.cell(row)), delimiter);
        if buffer.len() >= BUFFER {
            out.write_all(&buffer)?;
            buffer.clear();
        }
    }
    out.write_all(&buffer)
}

/// A column and how its cells are written.
pub(crate) struct Rendered<'a> {
    column: &'a Column,
    /// True for timestamps at midnight alone, which are written as dates.
    dates_only: bool,
}

impl<'a> Rendered<'a> {
    pub(crate) fn new(column: &'a Column) -> Self {
        let dates_only = match &column.data {
            ColumnData::Timestamp(values) => {
                values.iter().flatten().all(|v| v.rem_euclid(timestamp::DAY) == 0)
            }
            _ => false,
        };
        Self { column, dates_only }
    }

    /// The text of a cell; `None` where it is missing.
    pub(crate) fn cell(&self, row: usize) -> Option<Cow<'a, str>> {
        match &self.column.data {
            // `Debug` keeps the point of whole numbers and writes very large and small ones with an exponent.
            ColumnData::Float(values) if values.is_valid(row) => {
                Some(format!("{:?}", values.value(row)).into())
            }
            ColumnData::Timestamp(values) if values.is_valid(row) => {
                Some(timestamp::format(values.value(row), self.dates_only).into())
            }
            _ => self.column.text(row),
        }
    }
}

fn push_row<'a>(
    buffer: &mut Vec<u8>,
    cells: impl ExactSizeIterator<Item = Option<Cow<'a, str>>>,
    delimiter: u8,
) {
    let alone = cells.len() == 1;
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            buffer.push(delimiter);
        }
        match cell.as_deref() {
            // A row of one missing cell would be a blank line, which is no row.
            None if alone => buffer.extend_from_slice(b"\"\""),
            None => {}
            Some(cell) => push_cell(buffer, cell, delimiter),
        }
    }
    buffer.push(b'\n');
}

fn push_cell(buffer: &mut Vec<u8>, cell: &str, delimiter: u8) {
    let outer_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    let bytes = cell.as_bytes();
    let special = |byte: &u8| *byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    if !bytes.is_empty()
        && !bytes.iter().any(special)
        && !outer_blank(bytes.first())
        && !outer_blank(bytes.last())
    {
        buffer.extend_from_slice(bytes);
        return;
    }
    buffer.push(b'"');
    for &byte in bytes {
        if byte == b'"' {
            buffer.push(b'"');
        }
        buffer.push(byte);
    }
    buffer.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Float64Array, TimestampMicrosecondArray};

    fn written(table: &Table) -> String {
        let mut out = Vec::new();
        write_csv_to(&mut out, table).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn quotes_where_needed_and_keeps_kinds_apart() {
        let table = Table::new(vec![
            Column::category("a,b", &[Some("say \"hi\""), None, Some(" x")]),
            Column::new("f", ColumnData::Float(Float64Array::from(vec![Some(3.0), Some(1e300), None]))),
            Column::new(
                "t",
                ColumnData::Timestamp(TimestampMicrosecondArray::from(vec![0, 86_400_000_000, 1])),
            ),
        ])
        .unwrap();
        assert_eq!(
            written(&table),
            "\"a,b\",f,t\n\"say \"\"hi\"\"\",3.0,1970-01-01T00:00:00Z\n,1e300,1970-01-02T00:00:00Z\n\" x\",,1970-01-01T00:00:00.000001Z\n"
        );
    }

    #[test]
    fn a_missing_cell_alone_is_still_a_row() {
        let table = Table::new(vec![Column::category::<&str>("a", &[None, None])]).unwrap();
        assert_eq!(written(&table), "a\n\"\"\n\"\"\n");
    }
}
