//! Parquet files as other programs write them.

use std::sync::Arc;

use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array,
    Int32Array, Int64Array, LargeStringArray, ListArray, RecordBatch, StringArray, StringViewArray,
    TimestampNanosecondArray, TimestampSecondArray, UInt64Array,
};
use bowline_core::ColumnKind as K;
use bowline_io::{DataFormat, IoError, Loaded, ReadOptions};
use parquet::arrow::ArrowWriter;

use crate::{cells, column, has_finding, kind, kinds, read_as};

fn written(batches: &[RecordBatch]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batches[0].schema(), None).unwrap();
    for batch in batches {
        writer.write(batch).unwrap();
        writer.flush().unwrap();
    }
    writer.close().unwrap();
    out
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .unwrap()
}

fn loaded(columns: Vec<(&str, ArrayRef)>) -> Loaded {
    read_as("x.parquet", written(&[batch(columns)]), &ReadOptions::default()).unwrap()
}

#[test]
fn declared_types_become_kinds() {
    let dictionary: DictionaryArray<Int32Type> = [Some("a"), None, Some("b")].into_iter().collect();
    let read = loaded(vec![
        ("i32", Arc::new(Int32Array::from(vec![Some(1), None, Some(-3)]))),
        ("u64", Arc::new(UInt64Array::from(vec![u64::MAX, 1, 2]))),
        ("f32", Arc::new(Float32Array::from(vec![1.5, f32::NAN, f32::INFINITY]))),
        ("bool", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)]))),
        ("utf8", Arc::new(StringArray::from(vec!["x", "NA", "x"]))),
        ("large", Arc::new(LargeStringArray::from(vec!["x", "y", ""]))),
        ("view", Arc::new(StringViewArray::from(vec!["x", "a view that is long", "x"]))),
        ("dictionary", Arc::new(dictionary)),
        ("date", Arc::new(Date32Array::from(vec![1, 2, 3]))),
        ("nanos", Arc::new(TimestampNanosecondArray::from(vec![1_500, -1, 0]).with_timezone("+02:00"))),
        ("seconds", Arc::new(TimestampSecondArray::from(vec![1, i64::MAX, 3]))),
        (
            "decimal",
            Arc::new(Decimal128Array::from(vec![110, 1, 0]).with_precision_and_scale(10, 2).unwrap()),
        ),
    ]);
    assert_eq!(read.format, DataFormat::Parquet);
    assert_eq!(
        kinds(&read),
        [
            ("i32", K::Integer),
            ("u64", K::Float),
            ("f32", K::Float),
            ("bool", K::Boolean),
            ("utf8", K::Category),
            ("large", K::Category),
            ("view", K::Category),
            ("dictionary", K::Category),
            ("date", K::Timestamp),
            ("nanos", K::Timestamp),
            ("seconds", K::Timestamp),
            ("decimal", K::Float)
        ]
    );
    let text = |name: &str| cells(column(&read, name));
    assert_eq!(text("f32"), [Some("1.5".into()), None, None]);
    assert_eq!(text("utf8"), [Some("x".into()), None, Some("x".into())]);
    assert_eq!(text("dictionary"), [Some("a".into()), None, Some("b".into())]);
    assert_eq!(text("date")[0].as_deref(), Some("86400000000"));
    assert_eq!(text("nanos"), [Some("1".into()), Some("-1".into()), Some("0".into())]);
    assert_eq!(text("seconds")[1], None);
    assert_eq!(text("decimal")[0].as_deref(), Some("1.1"));
    assert!(has_finding(&read, "infinite-values") && has_finding(&read, "missing-marks"));
}

#[test]
fn dictionaries_that_differ_by_batch_are_joined() {
    let part = |from: i32| -> DictionaryArray<Int8Type> {
        let cells: Vec<String> = (from..from + 100).map(|level| format!("level {level}")).collect();
        cells.iter().map(String::as_str).collect()
    };
    let parts = [0, 100].map(|from| batch(vec![("c", Arc::new(part(from)) as ArrayRef)]));
    let read = read_as("x.parquet", written(&parts), &ReadOptions::default()).unwrap();
    assert_eq!(column(&read, "c").text(150).as_deref(), Some("level 150"));
}

#[test]
fn dates_that_fit_two_orders_are_told() {
    let read = loaded(vec![("d", Arc::new(StringArray::from(vec!["1/2/2012", "3/4/2012"])) as ArrayRef)]);
    assert_eq!(kind(&read, "d"), K::Category);
    assert!(has_finding(&read, "ambiguous-dates"));
}

#[test]
fn sizes_are_bounded() {
    let file = written(&[batch(vec![("a", Arc::new(Int64Array::from(vec![7; 100_000])) as ArrayRef)])]);
    let limit = |max_bytes| ReadOptions { max_bytes: Some(max_bytes), ..ReadOptions::default() };
    let refused = read_as("x.parquet", &file, &limit(file.len() as u64 - 1)).err().unwrap();
    assert!(matches!(refused, IoError::TooLarge { .. }), "{refused}");
    assert!(read_as("x.parquet", &file, &limit(u64::MAX)).is_ok());
}

#[test]
fn strings_and_row_numbers_are_told_apart_as_in_csv() {
    let n_rows = 60;
    let codes: Vec<String> = (0..n_rows).map(|row| format!("C-{row:05}")).collect();
    let notes: Vec<String> = (0..n_rows).map(|row| format!("a note about row {row} here")).collect();
    let part = |from: usize, to: usize| {
        batch(vec![
            ("n", Arc::new(Int64Array::from_iter_values(from as i64..to as i64)) as ArrayRef),
            ("code", Arc::new(StringArray::from(codes[from..to].to_vec()))),
            ("note", Arc::new(StringArray::from(notes[from..to].to_vec()))),
        ])
    };
    let read = read_as("x.parquet", written(&[part(0, 25), part(25, 60)]), &ReadOptions::default()).unwrap();
    assert_eq!(kinds(&read), [("n", K::Identifier), ("code", K::Identifier), ("note", K::Text)]);
    assert_eq!(column(&read, "code").text(59).as_deref(), Some("C-00059"));
}

#[test]
fn wanted_kinds() {
    let file = written(&[batch(vec![
        ("zip", Arc::new(Int32Array::from(vec![501, 10_001]))),
        ("number", Arc::new(StringArray::from(vec!["1.5", "x"]))),
    ])]);
    let wanting =
        |name: &str, kind| ReadOptions { kinds: [(name.to_owned(), kind)].into(), ..ReadOptions::default() };
    let read = read_as("x.parquet", &file, &wanting("zip", K::Category)).unwrap();
    assert_eq!(kind(&read, "zip"), K::Category);
    let refused = read_as("x.parquet", &file, &wanting("number", K::Float)).err().unwrap().to_string();
    assert!(
        refused.contains("row 2") && refused.contains("`x`") && refused.contains("`number`"),
        "{refused}"
    );
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    let nested = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1)]), None]);
    let file = written(&[batch(vec![("list", Arc::new(nested))])]);
    let refused = read_as("x.parquet", &file, &ReadOptions::default()).err().unwrap();
    assert!(matches!(&refused, IoError::UnsupportedColumn { column, .. } if column == "list"), "{refused}");
    let empty = written(&[batch(vec![("a", Arc::new(Float64Array::from(Vec::<f64>::new())))])]);
    let refused = read_as("x.parquet", &empty, &ReadOptions::default()).err().unwrap();
    assert!(matches!(refused, IoError::HeaderOnly { .. }), "{refused}");
    let whole = written(&[batch(vec![("a", Arc::new(Float64Array::from(vec![1.0; 1000])))])]);
    let refused = read_as("x.parquet", &whole[..whole.len() / 2], &ReadOptions::default()).err().unwrap();
    assert!(matches!(refused, IoError::Parquet { .. }), "{refused}");
}
