//! Typed columns from the words of the pass over the text, and what there is to tell about them.

use std::borrow::Cow;
use std::path::Path;

use arrow_array::{Float64Array, Int64Array, StringArray};
use arrow_buffer::{Buffer, ScalarBuffer};
use bowline_core::{Column, ColumnData, ColumnKind};
use rayon::prelude::*;

use super::cell::Span;
use super::layout::line_of;
use super::values::{Plan, RawColumn, Source, read_columns};
use crate::error::{IoError, shortened};
use crate::infer::{self, Form};
use crate::options::{ReadOptions, Wanted};
use crate::read_column::ReadColumn;
use crate::strings::{self, Refusal};

/// Reads all columns of the rows of `source`; `names` has one entry for each.
pub(crate) fn read(
    path: &Path,
    source: Source<'_>,
    names: &[String],
    options: &ReadOptions,
) -> Result<Vec<ReadColumn>, IoError> {
    let wanted: Vec<Option<Wanted>> = names.iter().map(|name| options.wanted(name)).collect();
    let plans: Vec<Plan> = wanted.iter().map(|wanted| plan(*wanted)).collect();
    let raw = read_columns(source, &plans);
    let columns: Vec<Result<ReadColumn, IoError>> = raw
        .into_par_iter()
        .enumerate()
        .map(|(at, raw)| Job { path, source, at, name: &names[at], wanted: wanted[at] }.column(raw))
        .collect();
    columns.into_iter().collect()
}

fn plan(wanted: Option<Wanted>) -> Plan {
    match wanted.map(|wanted| wanted.kind) {
        None => Plan::Infer,
        Some(ColumnKind::Integer | ColumnKind::Float) => Plan::Numbers,
        Some(_) => Plan::Text,
    }
}

/// One column to build.
struct Job<'a> {
    path: &'a Path,
    source: Source<'a>,
    at: usize,
    name: &'a str,
    wanted: Option<Wanted>,
}

impl Job<'_> {
    fn column(&self, raw: RawColumn) -> Result<ReadColumn, IoError> {
        if let (Some((row, count)), Some(wanted)) = (raw.bad, self.wanted) {
            return Err(self.bad_cell(row, count, wanted.kind));
        }
        let (met, n_infinite) = (raw.met, raw.facts.n_infinite);
        let (n_infinite, mut ambiguous_dates) = (if raw.form == Form::Text { 0 } else { n_infinite }, false);
        let data = match raw.form {
            Form::Integer => self.integers(Int64Array::new(scalars(raw.words), raw.nulls)),
            Form::Float => self.floats(Float64Array::new(scalars(raw.words), raw.nulls))?,
            Form::Text => {
                let cells = raw.cells(self.source);
                drop(raw);
                match self.wanted {
                    Some(wanted) => strings::as_wanted(&cells, wanted)
                        .map_err(|refusal| self.refused(refusal, wanted.kind))?,
                    None => {
                        let inferred = strings::inferred(&cells)
                            .map_err(|refusal| self.refused(refusal, ColumnKind::Text))?;
                        ambiguous_dates = inferred.ambiguous_dates;
                        inferred.data
                    }
                }
            }
        };
        Ok(ReadColumn { column: Column::new(self.name, data), met, n_infinite, ambiguous_dates })
    }

    fn integers(&self, values: Int64Array) -> ColumnData {
        match self.wanted {
            Some(wanted) if wanted.kind == ColumnKind::Float => {
                ColumnData::Float(values.iter().map(|value| value.map(|value| value as f64)).collect())
            }
            None if infer::integers_identify(self.name, &values) => ColumnData::Identifier(
                StringArray::from_iter(values.iter().map(|value| value.map(|value| value.to_string()))),
            ),
            _ => ColumnData::Integer(values),
        }
    }

    fn floats(&self, values: Float64Array) -> Result<ColumnData, IoError> {
        let Some(Wanted { kind: ColumnKind::Integer, exact: true }) = self.wanted else {
            return Ok(ColumnData::Float(values));
        };
        let mut bad =
            values.iter().enumerate().filter(|(_, value)| value.is_some_and(|v| strings::whole(v).is_none()));
        if let Some((row, _)) = bad.next() {
            return Err(self.bad_cell(row, 1 + bad.count(), ColumnKind::Integer));
        }
        Ok(ColumnData::Integer(values.iter().map(|value| value.and_then(strings::whole)).collect()))
    }

    fn refused(&self, refusal: Refusal, kind: ColumnKind) -> IoError {
        let (path, column) = (self.path.to_owned(), self.name.to_owned());
        match refusal {
            Refusal::Cells { row, count, .. } => self.bad_cell(row, count, kind),
            Refusal::Ambiguous { cell } => IoError::AmbiguousDates { path, column, cell: shortened(&cell) },
            Refusal::TooLong => IoError::TextTooLong { path, column },
        }
    }

    fn bad_cell(&self, row: usize, count: usize, kind: ColumnKind) -> IoError {
        let (line, cell) = self.cell(row);
        let (path, column) = (self.path.to_owned(), self.name.to_owned());
        IoError::Cell { path, column, place: format!("line {line}"), cell, kind, count }
    }

    /// The line and the text of a cell.
    fn cell(&self, row: usize) -> (usize, String) {
        let bytes = self.source.text.as_bytes();
        let fields = self.source.layout.row(bytes, row);
        let field = fields.get(self.at).copied().unwrap_or_default();
        let text: Cow<'_, str> =
            Span::of(bytes, field, self.source.layout.separators.quotes).text(self.source.text);
        (line_of(bytes, fields.first().copied().unwrap_or_default().0), shortened(&text))
    }
}

/// The words as numbers of the form they were written in.
fn scalars<T: arrow_buffer::ArrowNativeType>(words: Vec<u64>) -> ScalarBuffer<T> {
    ScalarBuffer::from(Buffer::from_vec(words))
}
