//! A column of a file that declares its types, such as Parquet and JSON.
//!
//! Numbers, booleans and times keep their type. Strings are told apart as in CSV, with the same missing marks, but are not
//! tried as numbers: a string of digits is a string, for the file says so. `--type` changes either.

use std::path::Path;

use bowline_core::{Column, ColumnData, ColumnKind};

use crate::dictionary::Dictionary;
use crate::error::{IoError, shortened};
use crate::infer;
use crate::missing::{Matcher, Met};
use crate::options::{DecimalMark, ReadOptions};
use crate::read_column::ReadColumn;
use crate::strings::{self, Refusal};
use crate::written_number::Convention;

/// What is known of a column before its values.
#[derive(Clone, Copy)]
pub(crate) struct DeclaredColumn<'a> {
    pub(crate) path: &'a Path,
    pub(crate) name: &'a str,
    pub(crate) options: &'a ReadOptions,
    pub(crate) matcher: &'a Matcher<'a>,
}

impl DeclaredColumn<'_> {
    /// A column of strings.
    pub(crate) fn strings<'c>(
        &self,
        cells: impl Iterator<Item = Option<&'c str>>,
    ) -> Result<ReadColumn, IoError> {
        let mut met = Met::default();
        let cells = Dictionary::of(cells.map(|cell| {
            let cell = cell?;
            match self.matcher.text(cell.trim().as_bytes()) {
                None => Some(cell),
                Some(mark) => {
                    let blank = !cell.is_empty() && cell.trim().is_empty();
                    met.add(if blank { Met::blank() } else { mark });
                    None
                }
            }
        }));
        let wanted = self.options.wanted(self.name);
        let read = match wanted {
            Some(wanted) => strings::as_wanted(self.name, &cells, wanted, self.convention()),
            None => strings::inferred(self.name, &cells, None),
        };
        let kind = wanted.map_or(ColumnKind::Text, |wanted| wanted.kind);
        let read = read.map_err(|refusal| self.refused(refusal, kind))?;
        let n_infinite = read.numbers.map_or(0, |numbers| numbers.n_infinite);
        let column = Column::new(self.name, read.data);
        Ok(ReadColumn { column, met, n_infinite, findings: read.findings, inferred: wanted.is_none() })
    }

    /// A column of numbers, booleans or times, changed to the wanted kind where one was asked for.
    pub(crate) fn typed(&self, data: ColumnData, n_infinite: usize) -> Result<ReadColumn, IoError> {
        let wanted = self.options.wanted(self.name);
        let mut findings = Vec::new();
        let data = match (wanted, data) {
            (None, ColumnData::Integer(values)) if infer::integers_identify(self.name, &values) => {
                let cells = values.iter().map(|value| value.map(|value| value.to_string()));
                ColumnData::Identifier(cells.collect())
            }
            (Some(wanted), data) if wanted.exact => {
                let column = Column::new(self.name, data);
                if wanted.kind == column.kind() {
                    column.data
                } else {
                    let cells = Dictionary::of((0..column.len()).map(|row| column.text(row)));
                    // These cells are written with a point, whatever the file's strings are.
                    let convention = Convention { decimal: None, ..self.convention() };
                    let read = strings::as_wanted(self.name, &cells, wanted, convention)
                        .map_err(|refusal| self.refused(refusal, wanted.kind))?;
                    findings = read.findings;
                    read.data
                }
            }
            (_, data) => data,
        };
        let column = Column::new(self.name, data);
        Ok(ReadColumn { column, met: Met::default(), n_infinite, findings, inferred: wanted.is_none() })
    }

    fn convention(&self) -> Convention {
        let dash_is_missing = self.matcher.dash_is_missing();
        Convention { decimal: self.options.decimal, hint: DecimalMark::Point, dash_is_missing }
    }

    fn refused(&self, refusal: Refusal, kind: ColumnKind) -> IoError {
        let (path, column) = (self.path.to_owned(), self.name.to_owned());
        match refusal {
            Refusal::Cells { row, cell, count } => {
                let place = format!("row {}", row + 1);
                IoError::Cell { path, column, place, cell: shortened(&cell), kind, count }
            }
            Refusal::Ambiguous { cell } => IoError::AmbiguousDates { path, column, cell: shortened(&cell) },
            Refusal::Mixed { forms } => {
                let forms = forms.iter().map(|form| shortened(form)).collect();
                IoError::MixedDates { path, column, forms }
            }
            Refusal::TooLong => IoError::TextTooLong { path, column },
        }
    }
}
