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
use crate::missing::Met;
use crate::options::{DecimalMark, ReadOptions, Wanted};
use crate::read_column::ReadColumn;
use crate::strings::{self, Refusal};
use crate::written_number::Convention;

/// Reads all columns of the rows of `source`; `names` has one entry for each.
///
/// A file has one decimal mark. Where some column can only be read with a decimal comma, columns such as `1.234` may
/// group thousands with a point, so all are read once more that way.
pub(crate) fn read(
    path: &Path,
    source: Source<'_>,
    names: &[String],
    options: &ReadOptions,
) -> Result<Vec<ReadColumn>, IoError> {
    let (columns, commas) = read_with(path, source, names, options, options.decimal)?;
    let doubtful = |read: &ReadColumn| match &read.column.data {
        ColumnData::Float(values) => read.inferred && may_be_grouped(values),
        _ => false,
    };
    if options.decimal.is_none() && commas && columns.iter().any(doubtful) {
        return Ok(read_with(path, source, names, options, Some(DecimalMark::Comma))?.0);
    }
    Ok(columns)
}

/// True for numbers with decimals that never have more than three of them.
fn may_be_grouped(values: &Float64Array) -> bool {
    let thousandths = |value: f64| (value * 1e3).round() / 1e3 == value;
    values.iter().flatten().any(|value| value.fract() != 0.0) && values.iter().flatten().all(thousandths)
}

/// The columns, and whether one of them can only be read with a decimal comma.
fn read_with(
    path: &Path,
    source: Source<'_>,
    names: &[String],
    options: &ReadOptions,
    decimal: Option<DecimalMark>,
) -> Result<(Vec<ReadColumn>, bool), IoError> {
    let wanted: Vec<Option<Wanted>> = names.iter().map(|name| options.wanted(name)).collect();
    let plans: Vec<Plan> = wanted.iter().map(|wanted| plan(*wanted, decimal)).collect();
    let mut raw = read_columns(source, &plans);
    read_bad_numbers_as_text(source, &mut raw);
    let fractional = raw.iter().any(|column| column.form == Form::Float && column.facts.fractional);
    // Where the comma is the decimal mark, lists are separated by semicolons.
    let comma = source.layout.separators.delimiter == b';' && !fractional;
    let hint = if comma { DecimalMark::Comma } else { DecimalMark::Point };
    let convention = Convention { decimal, hint, dash_is_missing: source.missing.dash_is_missing() };
    let columns: Vec<Result<(ReadColumn, bool), IoError>> = raw
        .into_par_iter()
        .enumerate()
        .map(|(at, raw)| {
            Job { path, source, at, name: &names[at], wanted: wanted[at], convention }.column(raw)
        })
        .collect();
    let mut commas = false;
    let column = |read: Result<(ReadColumn, bool), IoError>| {
        let (column, comma) = read?;
        commas |= comma;
        Ok(column)
    };
    let columns = columns.into_iter().map(column).collect::<Result<Vec<_>, IoError>>()?;
    Ok((columns, commas))
}

fn plan(wanted: Option<Wanted>, decimal: Option<DecimalMark>) -> Plan {
    match wanted.map(|wanted| wanted.kind) {
        // With a decimal comma, numbers are not what they look like.
        _ if decimal == Some(DecimalMark::Comma) => Plan::Text,
        None => Plan::Infer,
        Some(ColumnKind::Integer | ColumnKind::Float) => Plan::Numbers,
        Some(_) => Plan::Text,
    }
}

/// Reads once more, as text, the columns that had to be numbers and have other cells: those may be numbers as well, but
/// written as people write them.
fn read_bad_numbers_as_text(source: Source<'_>, raw: &mut [RawColumn]) {
    if raw.iter().all(|column| column.bad.is_none()) {
        return;
    }
    let again = |column: &RawColumn| if column.bad.is_some() { Plan::Text } else { Plan::Skip };
    let plans: Vec<Plan> = raw.iter().map(again).collect();
    for (held, read) in raw.iter_mut().zip(read_columns(source, &plans)) {
        if held.bad.is_some() {
            *held = read;
        }
    }
}

/// One column to build.
struct Job<'a> {
    path: &'a Path,
    source: Source<'a>,
    at: usize,
    name: &'a str,
    wanted: Option<Wanted>,
    convention: Convention,
}

impl Job<'_> {
    /// The column, and whether it can only be read with a decimal comma.
    fn column(&self, raw: RawColumn) -> Result<(ReadColumn, bool), IoError> {
        let (mut met, mut n_infinite) = (raw.met, 0);
        let (mut findings, mut comma) = (Vec::new(), false);
        let data = match raw.form {
            Form::Integer => {
                n_infinite = raw.facts.n_infinite;
                self.integers(Int64Array::new(scalars(raw.words), raw.nulls))
            }
            Form::Float => {
                n_infinite = raw.facts.n_infinite;
                self.floats(Float64Array::new(scalars(raw.words), raw.nulls))?
            }
            Form::Text => {
                let cells = raw.cells(self.source);
                drop(raw);
                let read = match self.wanted {
                    Some(wanted) => strings::as_wanted(self.name, &cells, wanted, self.convention)
                        .map_err(|refusal| self.refused(refusal, wanted.kind))?,
                    None => strings::inferred(self.name, &cells, Some(self.convention))
                        .map_err(|refusal| self.refused(refusal, ColumnKind::Text))?,
                };
                findings = read.findings;
                if let Some(numbers) = read.numbers {
                    n_infinite = numbers.n_infinite;
                    comma = numbers.decorated && !numbers.ambiguous && numbers.decimal == DecimalMark::Comma;
                    if numbers.dash {
                        met.add(Met::a_dash());
                    }
                }
                match read.data {
                    ColumnData::Integer(values) => self.integers(values),
                    data => data,
                }
            }
        };
        let column = Column::new(self.name, data);
        Ok((ReadColumn { column, met, n_infinite, findings, inferred: self.wanted.is_none() }, comma))
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
            Refusal::Mixed { forms } => {
                let forms = forms.iter().map(|form| shortened(form)).collect();
                IoError::MixedDates { path, column, forms }
            }
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
        let quotes = self.source.layout.separators.quotes;
        let text: Cow<'_, str> = Span::of(bytes, field, quotes).text(self.source.text, quotes);
        (line_of(bytes, fields.first().copied().unwrap_or_default().0), shortened(&text))
    }
}

/// The words as numbers of the form they were written in.
fn scalars<T: arrow_buffer::ArrowNativeType>(words: Vec<u64>) -> ScalarBuffer<T> {
    ScalarBuffer::from(Buffer::from_vec(words))
}
