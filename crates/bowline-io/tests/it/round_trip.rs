//! What is written reads back.

use std::collections::BTreeMap;

use arrow_array::{BooleanArray, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use bowline_core::{Column, ColumnData, ColumnKind, Table};
use bowline_io::{MissingMarks, ReadOptions, read_table, write_csv, write_table};
use proptest::prelude::*;

use crate::{cells, file};

/// The options that leave nothing to detection.
fn exact(table: &Table) -> ReadOptions {
    let kinds: BTreeMap<String, ColumnKind> =
        table.kinds().into_iter().map(|(name, kind)| (name.to_owned(), kind)).collect();
    ReadOptions {
        delimiter: Some(b','),
        header: Some(true),
        quoting: Some(true),
        missing: MissingMarks::only::<String>([]),
        kinds,
        ..ReadOptions::default()
    }
}

fn round_trip(table: &Table) -> Table {
    let (_folder, path) = file("x.csv", "");
    write_csv(&path, table).unwrap();
    read_table(&path, &exact(table)).unwrap().table
}

/// A table with every kind, and with cells that are hard to write.
fn every_kind() -> Table {
    let column = |name: &str, data| Column::new(name, data);
    Table::new(vec![
        column("i", ColumnData::Integer(Int64Array::from(vec![Some(i64::MIN), None, Some(7)]))),
        column("f", ColumnData::Float(Float64Array::from(vec![Some(0.1), Some(-1e-300), None]))),
        column("b", ColumnData::Boolean(BooleanArray::from(vec![Some(true), None, Some(false)]))),
        Column::category("c", &[Some("a, b"), None, Some("\"")]),
        column("t", ColumnData::Text(StringArray::from(vec![Some("two\nlines"), Some(" x "), None]))),
        column("w", ColumnData::Timestamp(TimestampMicrosecondArray::from(vec![Some(1), None, Some(-1)]))),
        column("k", ColumnData::Identifier(StringArray::from(vec!["a", "b", "c"]))),
    ])
    .unwrap()
}

#[test]
fn every_kind_reads_back() {
    let table = every_kind();
    assert_eq!(round_trip(&table).to_record_batch(), table.to_record_batch());
}

#[test]
fn every_format_reads_back() {
    let table = every_kind();
    for name in ["x.csv", "x.csv.gz", "x.tsv.zst", "x.jsonl", "x.ndjson.gz", "x.parquet", "x"] {
        let (_folder, path) = file(name, "");
        write_table(&path, &table).unwrap();
        let options = ReadOptions { delimiter: name.contains("tsv").then_some(b'\t'), ..exact(&table) };
        let options = if name.contains("tsv") { options } else { ReadOptions { delimiter: None, ..options } };
        let read = read_table(&path, &options).unwrap().table;
        assert_eq!(read.to_record_batch(), table.to_record_batch(), "{name}");
    }
    let (folder, _) = file("x", "");
    let refused = write_table(&folder.path().join("x.xlsx"), &table).unwrap_err();
    assert!(refused.to_string().contains(".csv, .tsv, .jsonl or .parquet"), "{refused}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_written_table_is_detected_again() {
    let n_rows = 50;
    let table = Table::new(vec![
        Column::new("x", ColumnData::Float(Float64Array::from_iter_values((0..n_rows).map(f64::from)))),
        Column::category("c", &(0..n_rows).map(|i| Some(["p, q", "r"][i as usize % 2])).collect::<Vec<_>>()),
    ])
    .unwrap();
    let (_folder, path) = file("x.csv", "");
    write_csv(&path, &table).unwrap();
    let read = read_table(&path, &ReadOptions::default()).unwrap().table;
    assert_eq!(read.to_record_batch(), table.to_record_batch());
}

/// Cells that are neither empty nor blank, for those are missing in CSV.
fn cell() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[a\"',;\t\n\r é]{1,8}".prop_filter("blank", |cell: &String| !cell.trim().is_empty()))
}

proptest! {
    #[test]
    fn any_text_reads_back(columns in (1usize..5, 1usize..30).prop_flat_map(|(n_columns, n_rows)| {
        prop::collection::vec(prop::collection::vec(cell(), n_rows), n_columns)
    })) {
        let table = Table::new(columns.iter().enumerate().map(|(at, cells)| {
            Column::new(format!("c{at}"), ColumnData::Text(StringArray::from(cells.clone())))
        }).collect()).unwrap();
        let read = round_trip(&table);
        for (written, read) in columns.iter().zip(read.columns()) {
            prop_assert_eq!(&cells(read), written);
        }
    }
}
