//! What is refused, and in which words. `DIR` stands for the folder of the test.

use std::io::Write;

use bowline_core::ColumnKind;
use bowline_io::{Encoding, ReadOptions, read_table};

use crate::{file, read_as};

/// The message for a file of this content.
fn refusal_with(content: impl AsRef<[u8]>, options: &ReadOptions) -> String {
    let (folder, path) = file("data.csv", content);
    let message = read_table(&path, options).expect_err("the file is refused").to_string();
    message.replace(&folder.path().display().to_string(), "DIR")
}

fn refusal(content: impl AsRef<[u8]>) -> String {
    refusal_with(content, &ReadOptions::default())
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn paths() {
    let (folder, _) = file("churn.csv", "a,b\n1,2\n");
    let message = |name: &str| {
        let outcome = read_table(&folder.path().join(name), &ReadOptions::default());
        outcome.err().unwrap().to_string().replace(&folder.path().display().to_string(), "DIR")
    };
    insta::assert_snapshot!(message("chrun.csv"), @"no such file: `DIR/chrun.csv`; did you mean `DIR/churn.csv`?");
    insta::assert_snapshot!(message("zzz"), @"no such file: `DIR/zzz`");
    insta::assert_snapshot!(message("no/such/folder.csv"), @"no such file: `DIR/no/such/folder.csv`");
    insta::assert_snapshot!(message(""), @"`DIR/` is a directory: expected a file with a table; name one of the files in it");
}

#[test]
fn nothing_to_read() {
    insta::assert_snapshot!(refusal(""), @"`DIR/data.csv` is empty: expected a table with at least one row");
    insta::assert_snapshot!(refusal("\n \r\n\n"), @"`DIR/data.csv` is empty: expected a table with at least one row");
    insta::assert_snapshot!(refusal("\u{feff}"), @"`DIR/data.csv` is empty: expected a table with at least one row");
    insta::assert_snapshot!(refusal("age,income\n"), @"`DIR/data.csv` has a header but no rows: expected at least one row below `age,income`; if that line is data, use `--no-header`");
}

#[test]
fn no_table_at_all() {
    insta::assert_snapshot!(refusal(b"a,b\n1,\0\n"), @"`DIR/data.csv` looks like a binary file (it has a zero byte at position 6): expected CSV, JSON lines or Parquet, packed with gzip or zstd or not");
    insta::assert_snapshot!(refusal(b"PK\x03\x04\x14\0\0\0"), @"`DIR/data.csv` is a zip file or an Excel workbook: expected CSV, JSON lines or Parquet, packed with gzip or zstd or not; export the sheet as CSV, or unpack the archive");
    insta::assert_snapshot!(refusal("<html><body>not found</body></html>"), @"`DIR/data.csv` is an HTML page: expected CSV, JSON lines or Parquet, packed with gzip or zstd or not; download the data itself, or export the table as CSV");
    insta::assert_snapshot!(refusal("[\n {\"a\": 1}]\n"), @"`DIR/data.csv` is a list in JSON: expected CSV, JSON lines or Parquet, packed with gzip or zstd or not; write one object a line, as `jq -c .[]` does");
    insta::assert_snapshot!(refusal(b"PAR1 and then nothing of use"), @"`DIR/data.csv` is a damaged Parquet file (Invalid Parquet file. Corrupt footer); write or copy it again");
}

#[test]
fn gzip_that_does_not_unpack() {
    let packed = gzip("a,b\n1,2\n".repeat(1000).as_bytes());
    insta::assert_snapshot!(refusal(&packed[..packed.len() - 9]), @"`DIR/data.csv` is a truncated gzip file: its end is missing; copy or download it again");
    let mut damaged = packed.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8].fill(0xff);
    assert!(refusal(damaged).contains("gzip file"));
    insta::assert_snapshot!(refusal(gzip(b"")), @"`DIR/data.csv` is empty: expected a table with at least one row");
    let limited = ReadOptions { max_bytes: Some(1000), ..ReadOptions::default() };
    insta::assert_snapshot!(refusal_with(&packed, &limited), @"`DIR/data.csv` holds more than 1000 bytes (unpacked): raise the limit or read a part of it");
}

#[test]
fn rows_that_do_not_fit() {
    insta::assert_snapshot!(refusal("a,b\n1,2\n1,2,3\n4\n"), @"`DIR/data.csv` line 3: expected 2 fields as in the first row, found 3; correct the line, set such rows aside with `--bad-rows set-aside`, or name the delimiter with `--delimiter`");
    insta::assert_snapshot!(refusal("a,b\n1,\"2\n3,4\n5\n"), @"`DIR/data.csv` line 2: a quoted field does not end where a delimiter or line end follows; close the field and double the quotes inside it, or set such rows aside with `--bad-rows set-aside`");
    insta::assert_snapshot!(refusal("a,b\n1,\"2\" x\n3\n"), @"`DIR/data.csv` line 2: a quoted field does not end where a delimiter or line end follows; close the field and double the quotes inside it, or set such rows aside with `--bad-rows set-aside`");
    let quoted = ReadOptions { quoting: Some(true), ..ReadOptions::default() };
    insta::assert_snapshot!(refusal_with("a,b\nx,\"y\" z\n", &quoted), @"`DIR/data.csv` line 2: a quoted field does not end where a delimiter or line end follows; close the field and double the quotes inside it, or set such rows aside with `--bad-rows set-aside`");
    let semicolons = ReadOptions { delimiter: Some(b'\n'), ..ReadOptions::default() };
    insta::assert_snapshot!(refusal_with("a,b\n", &semicolons), @"`\n` cannot be a delimiter: expected one ASCII character that is no quote, line end or zero byte");
}

#[test]
fn names_that_do_not_fit() {
    insta::assert_snapshot!(refusal("a,b,a\n1,2,3\n"), @"`DIR/data.csv` has several columns called `a`: expected distinct names; rename them, or use `--no-header` if the first line is data");
    let typed = |name: &str| ReadOptions {
        kinds: [(name.to_owned(), ColumnKind::Text)].into(),
        ..ReadOptions::default()
    };
    insta::assert_snapshot!(refusal_with("Churn,age\nYes,2\n", &typed("chrun")), @"`DIR/data.csv` has no column `chrun`; did you mean `Churn`?");
    insta::assert_snapshot!(refusal_with("Churn,age\nYes,2\n", &typed("xyz")), @"`DIR/data.csv` has no column `xyz`; its columns are `Churn`, `age`");
}

#[test]
fn cells_that_do_not_fit() {
    let typed =
        |name: &str, kind| ReadOptions { kinds: [(name.to_owned(), kind)].into(), ..ReadOptions::default() };
    let text = "a,n,d\nx,1,1/2/2012\n\"y\ny\",two,3/4/2012\nz,3.5,5/6/2012\nz,four,x\n";
    insta::assert_snapshot!(refusal_with(text, &typed("n", ColumnKind::Float)), @"`DIR/data.csv` line 3: `two` in column `n` is no float value (the first of 2 such cells); correct the column, or read it as another type with `--type n=category`");
    insta::assert_snapshot!(refusal_with(text, &typed("d", ColumnKind::Timestamp)), @"`DIR/data.csv` line 6: `x` in column `d` is no timestamp value; correct the column, or read it as another type with `--type d=category`");
    insta::assert_snapshot!(refusal_with("n\n1\n2.5\n3.5\n", &typed("n", ColumnKind::Integer)), @"`DIR/data.csv` line 3: `2.5` in column `n` is no integer value (the first of 2 such cells); correct the column, or read it as another type with `--type n=category`");
    insta::assert_snapshot!(refusal_with("b\nyes\nmaybe\n", &typed("b", ColumnKind::Boolean)), @"`DIR/data.csv` line 3: `maybe` in column `b` is no boolean value; correct the column, or read it as another type with `--type b=category`");
    insta::assert_snapshot!(refusal_with("d,x\n1/2/2012,1\n3/4/2012,1\n", &typed("d", ColumnKind::Timestamp)), @"`DIR/data.csv`: the dates in column `d` (`1/2/2012`) fit day/month and month/day alike: expected dates such as `2024-01-31`; rewrite them, or read the column as another type with `--type d=category`");
    let expected =
        ReadOptions { expected: [("n".to_owned(), ColumnKind::Integer)].into(), ..ReadOptions::default() };
    insta::assert_snapshot!(refusal_with(text, &expected), @"`DIR/data.csv` line 3: `two` in column `n` is no integer value (the first of 2 such cells); correct the column, or read it as another type with `--type n=category`");
}

#[test]
fn columns_of_nothing_and_of_one_value() {
    let loaded = read_as("x.csv", "a,b,c\n,1,x\n,1,x\n", &ReadOptions::default()).unwrap();
    let a = loaded.table.column("a").unwrap();
    assert_eq!((a.kind(), a.null_count()), (ColumnKind::Float, 2));
    let expected = [("a".to_owned(), ColumnKind::Timestamp)].into();
    let scored = read_as("x.csv", "a,b\n,1\n", &ReadOptions { expected, ..ReadOptions::default() }).unwrap();
    assert_eq!(scored.table.column("a").unwrap().kind(), ColumnKind::Timestamp);
}

#[test]
fn text_in_another_encoding() {
    let options = ReadOptions { encoding: Some(Encoding::Utf8), ..ReadOptions::default() };
    insta::assert_snapshot!(refusal_with(b"a,b\n1,caf\xe9\n", &options), @"`DIR/data.csv` is not utf-8 text (line 2): use `--encoding` with another one");
}

#[test]
fn wide_and_long_tables_are_fine() {
    let wide: String =
        (0..10_000).map(|at| format!("c{at},")).collect::<String>() + "last\n" + &"1,".repeat(10_000) + "x\n";
    assert_eq!(read_as("wide.csv", wide, &ReadOptions::default()).unwrap().table.columns().len(), 10_001);
    let long = format!("a,b\n1,\"{}\"\n2,y\n", "x".repeat(1 << 20));
    let loaded = read_as("long.csv", long, &ReadOptions::default()).unwrap();
    assert_eq!(loaded.table.columns()[1].text(0).unwrap().len(), 1 << 20);
}

#[test]
fn encodings_that_are_mixed() {
    let loaded = read_as("x.csv", b"a,b\n\xc3\xa9,1\ncaf\xe9,2\n", &ReadOptions::default()).unwrap();
    insta::assert_snapshot!(loaded.findings[0].message, @"the file is UTF-8 up to line 3 and no longer there: all of it is read as windows-1252 (Latin-1)");
    let wide: Vec<u8> = "a,b\n1,x\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(
        read_as("x.csv", wide, &ReadOptions::default()).unwrap().dialect.unwrap().encoding,
        Encoding::Utf16
    );
}

#[test]
fn numbers_that_are_too_large() {
    let loaded = read_as("x.csv", "a,b\n1e400,1\n2.5,2\n", &ReadOptions::default()).unwrap();
    let finding = &loaded.findings[0];
    insta::assert_snapshot!(format!("{}; {}", finding.message, finding.action), @"1 cells are infinite or too large for a number; read as missing; correct them in the file");
    // A whole number that no integer holds is a code; one that no float holds is missing.
    let codes =
        read_as("x.csv", format!("a,b\n{},1\n2,2\n", "9".repeat(30)), &ReadOptions::default()).unwrap();
    assert_eq!(codes.table.columns()[0].kind(), ColumnKind::Category);
    let long = read_as("x.csv", format!("a,b\n{},1\n2,2\n", "9".repeat(100_000)), &ReadOptions::default());
    assert_eq!(long.unwrap().table.columns()[0].null_count(), 1);
}
