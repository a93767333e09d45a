//! Delimited text: what it is separated by, where its rows are, and what its columns hold.
//!
//! The steps, each in its file: [`other_lines`] takes out what is no row, [`dialect`] finds the delimiter in the first
//! lines, [`scan`] finds fields, [`layout`] counts and checks rows over the whole text, [`quoting`] decides what quotes are,
//! [`header`] looks for names, [`values`] reads every cell, [`columns`] gives each column its kind.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use bowline_core::{Column, Finding, Severity, Table};

use crate::encoding::Encoding;
use crate::error::{IoError, shortened};
use crate::missing::Matcher;
use crate::nearest::nearest_names;
use crate::options::ReadOptions;
use crate::read_column;

mod bad_rows;
mod cell;
mod columns;
mod comments;
mod dialect;
mod header;
mod layout;
mod mask;
mod other_lines;
mod piece;
mod preamble;
mod quoting;
mod scan;
mod values;

use cell::Span;
use layout::Layout;
use scan::{Broken, Quotes};

/// Rows that the search for a header looks at.
const HEADER_ROWS: usize = 500;

/// How a text turned out to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// What separates fields; a space stands for any run of white space, and `None` for a table of one column.
    pub delimiter: Option<u8>,
    /// True when the first row holds names.
    pub header: bool,
    /// True when `"` encloses fields.
    pub quoting: bool,
    /// True when a backslash takes the meaning from a quote.
    pub backslash: bool,
    /// How characters are stored.
    pub encoding: Encoding,
}

/// A table out of text.
pub(crate) struct ReadText {
    pub(crate) table: Table,
    pub(crate) dialect: Dialect,
    pub(crate) findings: Vec<Finding>,
}

/// Reads `text`, which was stored in `encoding`.
pub(crate) fn read(
    path: &Path,
    text: &str,
    encoding: Encoding,
    options: &ReadOptions,
) -> Result<ReadText, IoError> {
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        return Err(IoError::Binary { path: path.to_owned(), at });
    }
    let given = options.delimiter.map(checked_delimiter).transpose()?;
    let matcher = Matcher::new(&options.missing);
    let mut findings = Vec::new();
    let rows = other_lines::taken_out(path, with_line_feeds(text), options, &matcher, &mut findings)?;
    let delimiter = given.unwrap_or_else(|| dialect::delimiter(dialect::sample(&rows.text), options.quoting));
    let white_space = delimiter == dialect::WHITE_SPACE;
    let (text, inner) = if white_space {
        (Cow::Owned(dialect::with_tabs(&rows.text)), b'\t')
    } else {
        (rows.text, delimiter)
    };
    let quoting::LaidOut { text, layout } =
        quoting::laid_out(path, text, inner, rows.n_taken, options, &mut findings)?;
    check_rows(path, layout.n_rows)?;
    let first_rows = first_rows(&text, &layout);
    let told = || header::by_expected_names(&first_rows[0], options.expected.keys().map(String::as_str));
    let detected = || told().unwrap_or_else(|| header::is_header(&first_rows, &matcher));
    let header = options.header.unwrap_or_else(detected);
    let names = names(path, &first_rows[0], header, options, &mut findings)?;
    let layout = if header { layout.without_first(text.as_bytes()) } else { layout };
    if layout.n_rows == 0 {
        let header = shortened(&first_rows[0].join(","));
        return Err(IoError::HeaderOnly { path: path.to_owned(), header });
    }
    let source = values::Source { text: &text, layout: &layout, missing: &matcher };
    let columns = columns::read(path, source, &names, options)?;
    findings.extend(read_column::findings(&columns, &matcher));
    let columns: Vec<Column> = columns.into_iter().map(|read| read.column).collect();
    let table = Table::new(columns).map_err(|error| match error {
        bowline_core::TableError::DuplicateName(name)
        | bowline_core::TableError::UnequalLength { name, .. } => {
            IoError::DuplicateNames { path: path.to_owned(), names: vec![name] }
        }
    })?;
    let delimiter = Some(delimiter).filter(|delimiter| *delimiter != dialect::NO_DELIMITER);
    let dialect = Dialect {
        delimiter,
        header,
        quoting: layout.quoting.enclose(),
        backslash: layout.quoting == Quotes::Backslash,
        encoding,
    };
    Ok(ReadText { table, dialect, findings })
}

/// Lines that end with a carriage return alone, as on old machines, end with a line feed from here on.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let has = |byte| memchr::memchr(byte, text.as_bytes()).is_some();
    if !has(b'\n') && has(b'\r') { Cow::Owned(text.replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

fn checked_delimiter(given: u8) -> Result<u8, IoError> {
    if given.is_ascii() && !matches!(given, 0 | b'"' | b'\n' | b'\r') {
        Ok(given)
    } else {
        Err(IoError::InvalidDelimiter(char::from(given)))
    }
}

/// The first rows as trimmed cells; at least one, for the layout has rows.
fn first_rows<'a>(text: &'a str, layout: &Layout) -> Vec<Vec<Cow<'a, str>>> {
    let mut rows = Vec::new();
    let (bytes, quotes) = (text.as_bytes(), layout.separators.quotes);
    for chunk in layout.chunks.iter().take(1) {
        // The error only ends the walk early.
        let _ = chunk.for_each_block(bytes, layout.separators, |index| {
            for record in 0..index.n_records().min(HEADER_ROWS - rows.len()) {
                let cells = index.fields(record);
                rows.push(cells.map(|f| Span::of(bytes, f, quotes).text(text, quotes)).collect());
            }
            if rows.len() < HEADER_ROWS { Ok(()) } else { Err(Broken::TooLong { at: 0 }) }
        });
    }
    if rows.is_empty() {
        let fields = layout.row(bytes, 0);
        rows.push(fields.iter().map(|&f| Span::of(bytes, f, quotes).text(text, quotes)).collect());
    }
    rows
}

/// Names of the columns, distinct and not empty.
fn names(
    path: &Path,
    first: &[Cow<'_, str>],
    header: bool,
    options: &ReadOptions,
    findings: &mut Vec<Finding>,
) -> Result<Vec<String>, IoError> {
    let numbered = |at: usize| format!("column_{}", at + 1);
    let mut names: Vec<String> = (0..first.len()).map(numbered).collect();
    if header {
        for (name, cell) in names.iter_mut().zip(first).filter(|(_, cell)| !cell.trim().is_empty()) {
            *name = cell.trim().to_owned();
        }
        let unnamed: Vec<String> = first
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.trim().is_empty())
            .map(|(at, _)| format!("`{}`", numbered(at)))
            .collect();
        if !unnamed.is_empty() {
            findings.push(Finding {
                code: "unnamed-columns",
                severity: Severity::Note,
                subject: None,
                message: format!("columns without a name are called {}", unnamed.join(", ")),
                action: "name them in the first row".into(),
            });
        }
    } else {
        findings.push(Finding {
            code: "no-header",
            severity: Severity::Note,
            subject: None,
            message: match names.len() {
                1 => "the first row holds data and no name: the column is called `column_1`".into(),
                n => format!(
                    "the first row holds data and no names: columns are called `column_1` to `column_{n}`"
                ),
            },
            action: "put a row of names on top to give others".into(),
        });
    }
    check_names(path, &names, options)?;
    Ok(names)
}

/// A table has at least one row, and not more than can be numbered.
pub(crate) fn check_rows(path: &Path, n_rows: usize) -> Result<(), IoError> {
    match i32::try_from(n_rows) {
        Ok(0) => Err(IoError::Empty(path.to_owned())),
        Ok(_) => Ok(()),
        Err(_) => Err(IoError::TooManyRows { path: path.to_owned(), found: n_rows }),
    }
}

/// Names must be distinct, and types can only be given for names that are there.
pub(crate) fn check_names(path: &Path, names: &[String], options: &ReadOptions) -> Result<(), IoError> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
    let repeated: Vec<String> =
        counts.iter().filter(|(_, count)| **count > 1).map(|(name, _)| (*name).to_owned()).collect();
    let path = path.to_owned();
    if !repeated.is_empty() {
        return Err(IoError::DuplicateNames { path, names: repeated });
    }
    match options.kinds.keys().find(|name| !counts.contains_key(name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let nearest = nearest_names(name, counts.keys().copied(), 3);
            let nearest = nearest.into_iter().map(str::to_owned).collect();
            Err(IoError::UnknownColumn { path, name: name.clone(), nearest, columns: names.to_vec() })
        }
    }
}
