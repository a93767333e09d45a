//! Tests of the crate through its public functions, on files.

mod bad_input;
mod csv_kinds;
mod hostile_bytes;
mod json_lines;
mod messy_csv;
mod parquet;
mod real_tables;
mod round_trip;
mod several_files;
mod stand_in;

use std::path::PathBuf;

use bowline_core::{Column, ColumnKind};
use bowline_io::{IoError, Loaded, ReadOptions, read_table};

/// A folder that lives as long as the test, and a file in it.
fn file(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path)
}

/// Reads `content` as a file of that name.
fn read_as(name: &str, content: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Loaded, IoError> {
    let (_folder, path) = file(name, content);
    read_table(&path, options)
}

fn read(content: impl AsRef<[u8]>) -> Loaded {
    read_as("table.csv", content, &ReadOptions::default()).unwrap()
}

fn kinds(loaded: &Loaded) -> Vec<(&str, ColumnKind)> {
    loaded.table.kinds()
}

fn kind(loaded: &Loaded, name: &str) -> ColumnKind {
    column(loaded, name).kind()
}

fn column<'a>(loaded: &'a Loaded, name: &str) -> &'a Column {
    loaded.table.column(name).unwrap_or_else(|| panic!("no column `{name}`"))
}

fn cells(column: &Column) -> Vec<Option<String>> {
    (0..column.len()).map(|row| column.text(row).map(std::borrow::Cow::into_owned)).collect()
}

fn has_finding(loaded: &Loaded, code: &str) -> bool {
    loaded.findings.iter().any(|finding| finding.code == code)
}
