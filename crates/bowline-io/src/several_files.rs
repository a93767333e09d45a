//! A table in several files: `data/*.csv` and the like.
//!
//! The files stand one below the other, in the order of their names. They must have the same columns by name, in any
//! order. Each file is read for itself, so files of different dialects or formats go together; where one shows
//! integers and another floats, or one numbers and another words, the column gets a kind that holds all of them, and the
//! files that have another are read once more with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use arrow_array::Array;
use bowline_core::{Column, ColumnData, ColumnKind, Finding, Severity, Table};

use crate::csv::check_rows;
use crate::dictionary::Dictionary;
use crate::error::IoError;
use crate::options::ReadOptions;
use crate::read::{Loaded, hex_digest, read_file};
use crate::source::STANDARD_INPUT;

/// The files that a pattern stands for, in order; `None` when `path` is no pattern, or names a file as it stands.
pub(crate) fn matching(path: &Path) -> Result<Option<Vec<PathBuf>>, IoError> {
    let Some(pattern) = path.to_str().filter(|text| text.contains(['*', '?', '['])) else { return Ok(None) };
    if pattern == STANDARD_INPUT || path.exists() {
        return Ok(None);
    }
    let found = glob::glob(pattern)
        .map_err(|error| IoError::Pattern { path: path.to_owned(), reason: error.msg.to_owned() })?;
    // What cannot be looked at fits no pattern; naming it as it stands says why.
    let mut paths: Vec<PathBuf> = found.flatten().filter(|path| path.is_file()).collect();
    paths.sort();
    if paths.is_empty() { Err(IoError::NoMatch(path.to_owned())) } else { Ok(Some(paths)) }
}

/// Reads the files of `pattern` as one table.
pub(crate) fn read(pattern: &Path, paths: &[PathBuf], options: &ReadOptions) -> Result<Loaded, IoError> {
    let mut parts = Vec::with_capacity(paths.len());
    let mut left = options.max_bytes;
    for path in paths {
        let part = read_file(path, &ReadOptions { max_bytes: left, ..options.clone() })?;
        left = left.map(|left| left.saturating_sub(part.n_bytes));
        if let Some(first) = parts.first() {
            check_columns(&paths[0], first, path, &part)?;
        }
        parts.push(part);
    }
    let kinds = common_kinds(&parts);
    for (path, part) in paths.iter().zip(&mut parts) {
        let differs = |column: &Column| {
            kinds.get(&column.name).is_some_and(|kind| *kind != column.kind())
                && column.null_count() < column.len()
        };
        if part.table.columns().iter().any(differs) {
            let told = kinds.iter().map(|(name, kind)| (name.clone(), *kind));
            let expected = options.expected.clone().into_iter().chain(told).collect();
            *part = read_file(path, &ReadOptions { expected, ..options.clone() })?;
        }
    }
    check_rows(pattern, parts.iter().map(|part| part.table.n_rows()).sum())?;
    let mut columns = Vec::new();
    for column in parts.first().map(|first| first.table.columns()).unwrap_or_default() {
        let pieces: Vec<&Column> = parts.iter().filter_map(|part| part.table.column(&column.name)).collect();
        let kind = kinds.get(&column.name).copied().unwrap_or(column.kind());
        columns.push(joined(pattern, &column.name, &pieces, kind)?);
    }
    let table = Table::new(columns).map_err(|error| match error {
        bowline_core::TableError::DuplicateName(name)
        | bowline_core::TableError::UnequalLength { name, .. } => {
            IoError::DuplicateNames { path: pattern.to_owned(), names: vec![name] }
        }
    })?;
    Ok(told(paths, parts, table))
}

/// The table with what there is to tell about its files.
fn told(paths: &[PathBuf], parts: Vec<Loaded>, table: Table) -> Loaded {
    let (first, last) = (paths[0].display(), paths[paths.len() - 1].display());
    let message = match paths.len() {
        1 => format!("one file fits: `{first}`"),
        n => format!("{n} files are read as one table, from `{first}` to `{last}`"),
    };
    let mut findings = vec![Finding {
        code: "several-files",
        severity: Severity::Note,
        subject: None,
        message,
        action: "one below the other, in the order of their names".into(),
    }];
    // What holds for every file is said once; what holds for some names the first of them.
    let same =
        |a: &Finding, b: &Finding| (a.code, &a.subject, &a.message) == (b.code, &b.subject, &b.message);
    let mut said: Vec<(Finding, usize, usize)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        for finding in &part.findings {
            match said.iter_mut().find(|(held, ..)| same(held, finding)) {
                Some((_, _, count)) => *count += 1,
                None => said.push((finding.clone(), at, 1)),
            }
        }
    }
    for (mut finding, at, count) in said {
        if count < parts.len() {
            let others = if count > 1 { format!(" and {} more files", count - 1) } else { String::new() };
            finding.message = format!("{} (in `{}`{others})", finding.message, paths[at].display());
        }
        findings.push(finding);
    }
    let digests: String = parts.iter().map(|part| format!("{}\n", part.sha256)).collect();
    Loaded {
        table,
        sha256: if parts.len() == 1 { parts[0].sha256.clone() } else { hex_digest(digests.as_bytes()) },
        n_bytes: parts.iter().map(|part| part.n_bytes).sum(),
        format: parts[0].format,
        dialect: parts[0].dialect,
        findings,
    }
}

fn check_columns(first_path: &Path, first: &Loaded, path: &Path, part: &Loaded) -> Result<(), IoError> {
    let (expected, found): (BTreeSet<&str>, BTreeSet<&str>) =
        (first.table.names().collect(), part.table.names().collect());
    if expected == found {
        return Ok(());
    }
    // In the order of the files, which people know better than the alphabet.
    let only = |names: &Loaded, others: &BTreeSet<&str>| -> Vec<String> {
        names.table.names().filter(|name| !others.contains(name)).map(str::to_owned).collect()
    };
    Err(IoError::DifferentColumns {
        first: first_path.to_owned(),
        path: path.to_owned(),
        missing: only(first, &found),
        extra: only(part, &expected),
    })
}

/// For each column, a kind that holds it in every file. Files in which all of its cells are missing have no say.
fn common_kinds(parts: &[Loaded]) -> BTreeMap<String, ColumnKind> {
    let mut kinds: BTreeMap<String, ColumnKind> = BTreeMap::new();
    for column in parts.iter().flat_map(|part| part.table.columns()) {
        if column.null_count() < column.len() {
            let kind = column.kind();
            kinds.entry(column.name.clone()).and_modify(|held| *held = common(*held, kind)).or_insert(kind);
        }
    }
    kinds
}

fn common(a: ColumnKind, b: ColumnKind) -> ColumnKind {
    use ColumnKind::{Category, Float, Identifier, Integer, Text};
    match (a, b) {
        (a, b) if a == b => a,
        (Integer | Float, Integer | Float) => Float,
        // Numbers that count the rows of one file do not name the rows of all.
        (Identifier, Integer) | (Integer, Identifier) => Integer,
        (Text, Category | Identifier) | (Category | Identifier, Text) => Text,
        _ => Category,
    }
}

/// The pieces of a column one below the other.
fn joined(pattern: &Path, name: &str, pieces: &[&Column], kind: ColumnKind) -> Result<Column, IoError> {
    let too_long = |_| IoError::TextTooLong { path: pattern.to_owned(), column: name.to_owned() };
    let data = match kind {
        ColumnKind::Category | ColumnKind::Text | ColumnKind::Identifier => {
            let cells = pieces.iter().flat_map(|piece| (0..piece.len()).map(|row| piece.text(row)));
            let cells = Dictionary::of(cells);
            match kind {
                ColumnKind::Category => ColumnData::Category(cells.to_categories().map_err(too_long)?),
                ColumnKind::Text => ColumnData::Text(cells.to_strings().map_err(too_long)?),
                _ => ColumnData::Identifier(cells.to_strings().map_err(too_long)?),
            }
        }
        ColumnKind::Integer => ColumnData::Integer(
            cells(pieces, |data, row| match data {
                ColumnData::Integer(values) => values.is_valid(row).then(|| values.value(row)),
                _ => None,
            })
            .collect(),
        ),
        ColumnKind::Timestamp => ColumnData::Timestamp(
            cells(pieces, |data, row| match data {
                ColumnData::Timestamp(values) => values.is_valid(row).then(|| values.value(row)),
                _ => None,
            })
            .collect(),
        ),
        ColumnKind::Boolean => ColumnData::Boolean(
            cells(pieces, |data, row| match data {
                ColumnData::Boolean(values) => values.is_valid(row).then(|| values.value(row)),
                _ => None,
            })
            .collect(),
        ),
        ColumnKind::Float => ColumnData::Float(
            pieces.iter().flat_map(|piece| (0..piece.len()).map(|row| piece.number(row))).collect(),
        ),
    };
    Ok(Column::new(name, data))
}

/// The cells of all pieces; those of another kind are missing, which only files without a present cell have.
fn cells<'a, T>(
    pieces: &'a [&Column],
    cell: impl Fn(&'a ColumnData, usize) -> Option<T> + Copy + 'a,
) -> impl Iterator<Item = Option<T>> + 'a {
    pieces.iter().flat_map(move |piece| (0..piece.len()).map(move |row| cell(&piece.data, row)))
}
