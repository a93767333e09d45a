//! JSON lines into tables: one object a line.
//!
//! The types are those of JSON. Whole numbers make `integer`, other numbers `float`, true and false `boolean`; strings are
//! told apart as in Parquet; `null` and keys that a line lacks are missing cells. An object inside an object is flattened
//! once, so that `{"home": {"city": "Rome"}}` fills the column `home.city`. Lists and deeper objects are refused by name.
//!
//! Lines are parsed in chunks that depend on the text alone, so every result is the same at any number of threads.

use std::collections::HashMap;
use std::path::Path;

use arrow_array::{BooleanArray, Float64Array, Int64Array};
use bowline_core::{ColumnData, Finding, Severity, Table};
use rayon::prelude::*;

use crate::csv::{check_names, check_rows};
use crate::declared_column::DeclaredColumn;
use crate::error::{IoError, shortened};
use crate::json_object::{Cell, cells};
use crate::line_numbers;
use crate::missing::Matcher;
use crate::options::{BadRows, ReadOptions};
use crate::read_column::{self, ReadColumn};

/// Bytes of a chunk, about.
const CHUNK: usize = 1 << 20;
/// Cells for each byte of the text: a file of lines that share no key would fill a table far larger than itself.
const CELLS_PER_BYTE: usize = 32;
/// Cells that are always allowed.
const ALLOWED_CELLS: usize = 1 << 22;

/// Reads a whole text.
pub(crate) fn read(path: &Path, text: &str, options: &ReadOptions) -> Result<(Table, Vec<Finding>), IoError> {
    let chunks: Vec<Chunk<'_>> =
        starts(text).into_par_iter().map(|(start, end)| Chunk::of(&text[start..end])).collect();
    let mut findings = Vec::new();
    let rows = Rows::joined(path, chunks, options, &mut findings)?;
    let most = text.len().saturating_mul(CELLS_PER_BYTE).max(ALLOWED_CELLS);
    if rows.n_rows.saturating_mul(rows.names.len()) > most {
        return Err(IoError::TooSparse {
            path: path.to_owned(),
            columns: rows.names.len(),
            rows: rows.n_rows,
        });
    }
    if rows.names.is_empty() {
        return Err(IoError::Empty(path.to_owned()));
    }
    check_rows(path, rows.n_rows)?;
    check_names(path, &rows.names, options)?;
    let matcher = Matcher::new(&options.missing);
    let columns: Vec<Result<(ReadColumn, bool), IoError>> = rows
        .names
        .par_iter()
        .zip(rows.columns)
        .map(|(name, values)| {
            let declared = DeclaredColumn { path, name, options, matcher: &matcher };
            column(declared, values, rows.n_rows)
        })
        .collect();
    let columns = columns.into_iter().collect::<Result<Vec<_>, IoError>>()?;
    for (read, _) in columns.iter().filter(|(_, mixed)| *mixed) {
        findings.push(Finding {
            code: "mixed-types",
            severity: Severity::Warning,
            subject: Some(read.column.name.clone()),
            message: "it holds numbers or booleans beside strings".into(),
            action: format!("read as {}; write one type", read.column.kind()),
        });
    }
    let columns: Vec<ReadColumn> = columns.into_iter().map(|(read, _)| read).collect();
    findings.extend(read_column::findings(&columns, &matcher));
    let columns = columns.into_iter().map(|read| read.column).collect();
    let table = Table::new(columns).map_err(|error| match error {
        bowline_core::TableError::DuplicateName(name)
        | bowline_core::TableError::UnequalLength { name, .. } => {
            IoError::DuplicateNames { path: path.to_owned(), names: vec![name] }
        }
    })?;
    Ok((table, findings))
}

/// Pieces of whole lines.
fn starts(text: &str) -> Vec<(usize, usize)> {
    let (mut pieces, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let reach = (at + CHUNK).min(text.len());
        let end =
            memchr::memchr(b'\n', &text.as_bytes()[reach..]).map_or(text.len(), |offset| reach + offset + 1);
        pieces.push((at, end));
        at = end;
    }
    pieces
}

/// The present cells of a column, with their rows, ascending.
type Sparse<'a> = Vec<(usize, Cell<'a>)>;

/// Some lines.
struct Chunk<'a> {
    n_rows: usize,
    n_lines: usize,
    names: Vec<String>,
    columns: Vec<Sparse<'a>>,
    /// Lines that are no flat objects, from 0, and why.
    bad: Vec<(usize, BadLine)>,
}

/// What is wrong with a line.
enum BadLine {
    /// It does not parse, or repeats a key.
    Broken(String),
    /// A column with something that is no cell.
    Nested { column: String, found: &'static str },
}

impl<'a> Chunk<'a> {
    fn of(text: &'a str) -> Self {
        let mut chunk =
            Self { n_rows: 0, n_lines: 0, names: Vec::new(), columns: Vec::new(), bad: Vec::new() };
        // Looked up and never iterated.
        let mut places: HashMap<String, usize> = HashMap::new();
        for line in text.split_inclusive('\n') {
            chunk.n_lines += 1;
            if line.trim().is_empty() {
                continue;
            }
            if let Err(bad) = chunk.add(line, &mut places) {
                chunk.bad.push((chunk.n_lines - 1, bad));
            }
        }
        chunk
    }

    fn add(&mut self, line: &'a str, places: &mut HashMap<String, usize>) -> Result<(), BadLine> {
        let cells = cells(line).map_err(BadLine::Broken)?;
        if let Some((column, cell)) = cells.iter().find(|(_, cell)| matches!(cell, Cell::Nested(_))) {
            let found = if let Cell::Nested(found) = cell { *found } else { "an object" };
            return Err(BadLine::Nested { column: column.clone(), found });
        }
        for (name, cell) in cells {
            let at = match places.get(&name) {
                Some(&at) => at,
                None => {
                    self.names.push(name.clone());
                    self.columns.push(Vec::new());
                    places.insert(name, self.names.len() - 1);
                    self.names.len() - 1
                }
            };
            self.columns[at].push((self.n_rows, cell));
        }
        self.n_rows += 1;
        Ok(())
    }
}

/// All lines.
struct Rows<'a> {
    n_rows: usize,
    names: Vec<String>,
    columns: Vec<Sparse<'a>>,
}

impl<'a> Rows<'a> {
    /// The chunks one after the other; columns in the order of their first cells.
    fn joined(
        path: &Path,
        chunks: Vec<Chunk<'a>>,
        options: &ReadOptions,
        findings: &mut Vec<Finding>,
    ) -> Result<Self, IoError> {
        let mut rows = Self { n_rows: 0, names: Vec::new(), columns: Vec::new() };
        let mut places: HashMap<String, usize> = HashMap::new();
        let (mut first_line, mut set_aside) = (1, Vec::new());
        for chunk in chunks {
            for (line, bad) in chunk.bad {
                let (path, line) = (path.to_owned(), first_line + line);
                match bad {
                    BadLine::Nested { column, found } => {
                        return Err(IoError::UnsupportedColumn { path, column, found: found.to_owned() });
                    }
                    BadLine::Broken(_) if options.bad_rows == BadRows::SetAside => set_aside.push(line),
                    BadLine::Broken(reason) => return Err(IoError::JsonLine { path, line, reason }),
                }
            }
            for (name, cells) in chunk.names.into_iter().zip(chunk.columns) {
                let at = *places.entry(name).or_insert_with_key(|name| {
                    rows.names.push(name.clone());
                    rows.columns.push(Vec::new());
                    rows.names.len() - 1
                });
                rows.columns[at].extend(cells.into_iter().map(|(row, cell)| (rows.n_rows + row, cell)));
            }
            rows.n_rows += chunk.n_rows;
            first_line += chunk.n_lines;
        }
        if !set_aside.is_empty() {
            findings.push(line_numbers::set_aside(&set_aside, "lines that are no JSON objects"));
        }
        Ok(rows)
    }
}

/// The column of some cells, and whether strings stand beside other types.
fn column(
    declared: DeclaredColumn<'_>,
    cells: Sparse<'_>,
    n_rows: usize,
) -> Result<(ReadColumn, bool), IoError> {
    let has = |wanted: fn(&Cell<'_>) -> bool| cells.iter().any(|(_, cell)| wanted(cell));
    let strings = has(|cell| matches!(cell, Cell::String(_)));
    let booleans = has(|cell| matches!(cell, Cell::Boolean(_)));
    let numbers = has(|cell| matches!(cell, Cell::Integer(_) | Cell::Float(_)));
    let floats = has(|cell| matches!(cell, Cell::Float(_)));
    if strings || (booleans && numbers) {
        let texts: Vec<(usize, std::borrow::Cow<'_, str>)> =
            cells.iter().filter_map(|(row, cell)| Some((*row, cell.text()?))).collect();
        let mut texts = texts.iter().peekable();
        let texts = (0..n_rows).map(|row| texts.next_if(|(at, _)| *at == row).map(|(_, text)| text.as_ref()));
        return Ok((declared.strings(texts)?, booleans || numbers));
    }
    let mut cells = cells.into_iter().peekable();
    let cells = (0..n_rows).map(|row| cells.next_if(|(at, _)| *at == row).map(|(_, cell)| cell));
    let data = if booleans {
        ColumnData::Boolean(cells.map(|cell| cell.and_then(|cell| cell.boolean())).collect::<BooleanArray>())
    } else if numbers && !floats {
        ColumnData::Integer(cells.map(|cell| cell.and_then(|cell| cell.integer())).collect::<Int64Array>())
    } else {
        ColumnData::Float(cells.map(|cell| cell.and_then(|cell| cell.number())).collect::<Float64Array>())
    };
    Ok((declared.typed(data, 0)?, false))
}

/// A reason short enough for a message.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    // The place is within a line that is named already.
    shortened(text.split(" at line ").next().unwrap_or(&text))
}
