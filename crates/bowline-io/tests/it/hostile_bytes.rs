//! Nothing that a file holds makes the reader panic, and what it answers is a whole table or a refusal.

use std::io::Write;
use std::sync::{Arc, LazyLock};

use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMillisecondArray, types::Int32Type,
};
use bowline_core::ColumnKind;
use bowline_io::{BadRows, Comments, DecimalMark, Encoding, MissingMarks, ReadOptions};
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;

use crate::read_as;

/// Reads bytes; a table that comes out must have equally long columns and at least one row.
fn survives(content: &[u8], options: &ReadOptions) {
    match read_as("x", content, options) {
        Ok(loaded) => {
            assert!(loaded.table.n_rows() > 0);
            for column in loaded.table.columns() {
                assert_eq!(column.len(), loaded.table.n_rows());
                assert!((0..column.len()).all(|row| column.text(row).is_some() != column.is_null(row)));
            }
        }
        Err(refused) => assert!(refused.to_string().contains('`'), "{refused}"),
    }
}

/// Any options a user could give.
fn options() -> impl Strategy<Value = ReadOptions> {
    let names = || prop::sample::select(vec!["a", "b", "column_1", "column_2"]);
    let kinds = || {
        prop::collection::btree_map(
            names().prop_map(String::from),
            prop::sample::select(ColumnKind::ALL.to_vec()),
            0..3,
        )
    };
    let encodings = vec![Encoding::Utf8, Encoding::Utf16, Encoding::Windows1252];
    (
        prop::option::of(prop::sample::select(b",;\t| x\n\"\0\xff".to_vec())),
        any::<Option<bool>>(),
        any::<Option<bool>>(),
        prop::option::weighted(0.2, prop::sample::select(encodings)),
        (kinds(), kinds()),
        prop::option::weighted(0.1, prop::sample::select(vec![0, 10, u64::MAX])),
        any::<bool>(),
        lines(),
        prop::option::weighted(0.3, prop::sample::select(vec![DecimalMark::Point, DecimalMark::Comma])),
    )
        .prop_map(
            |(delimiter, header, quoting, encoding, (kinds, expected), max_bytes, marks, lines, decimal)| {
                let (skip_rows, comments, bad_rows) = lines;
                ReadOptions {
                    skip_rows,
                    comments,
                    bad_rows,
                    decimal,
                    delimiter,
                    header,
                    quoting,
                    encoding,
                    missing: if marks {
                        MissingMarks::default()
                    } else {
                        MissingMarks::only(["1", "-", "x"])
                    },
                    kinds,
                    expected,
                    max_bytes,
                }
            },
        )
}

/// Which lines are rows.
fn lines() -> impl Strategy<Value = (Option<usize>, Comments, BadRows)> {
    (
        prop::option::weighted(0.3, 0usize..4),
        prop::sample::select(vec![
            Comments::Detect,
            Comments::Off,
            Comments::Marked(b'#'),
            Comments::Marked(b'a'),
            Comments::Marked(0xff),
        ]),
        prop::sample::select(vec![BadRows::Refuse, BadRows::SetAside]),
    )
}

/// Cells that ask for every branch of the reader.
fn cell() -> impl Strategy<Value = String> {
    let known = [
        "",
        " ",
        "-",
        "NA",
        "?",
        "0",
        "007",
        "-1",
        "1.5",
        "1e400",
        "-inf",
        "9223372036854775808",
        "true",
        "FALSE",
        "2024-01-31",
        "31/01/2024",
        "1/2/2024",
        "2024-01-31T25:61:00Z",
        "0001-01-01",
        "9999-12-31 23:59:59.999999999+23:59",
        "\"",
        "\"\"",
        "\"a,b\"",
        "\"two\nlines\"",
        "\"\"\"\"",
        "a b c d e f g h",
        "é",
        "這是",
        "\u{feff}",
        "\u{a0}",
        "#",
        "# x",
        "$1,200",
        "\"1.234,56\"",
        "12 %",
        "1 234",
        "(5)",
        "\u{20ac} 3,50",
        "31 Jan 2024",
        "Jan 31, 24",
        "20240131",
        "1706659200",
        "\"a \\\" b\"",
        "\\",
        "-999",
    ];
    prop_oneof![
        4 => prop::sample::select(known.map(String::from).to_vec()),
        1 => "[ -~]{0,12}",
        1 => any::<String>(),
    ]
}

/// Text that is nearly a table.
fn table_text() -> impl Strategy<Value = String> {
    let separators = prop::sample::select(vec![",", ";", "\t", "|", " ", ", "]);
    let ends = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]);
    let rows = (1usize..5).prop_flat_map(|n| prop::collection::vec(prop::collection::vec(cell(), n), 0..30));
    (separators, ends, any::<bool>(), rows).prop_map(|(between, end, header, rows)| {
        let names = ["a", "b", "c", "d"];
        let head = rows.first().filter(|_| header).map(|row| names[..row.len()].join(between) + end);
        head.unwrap_or_default() + &rows.iter().map(|row| row.join(between) + end).collect::<String>()
    })
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A Parquet file with a column of each kind.
static PARQUET: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let n = 64;
    let words = || (0..n).map(|row| (row % 5 > 0).then(|| format!("word {}", row % 7)));
    let dictionary: DictionaryArray<Int32Type> = (0..n).map(|row| Some(["x", "y"][row % 2])).collect();
    let columns: [(&str, ArrayRef); 6] = [
        ("a", Arc::new((0..n as i64).map(|row| (row % 9 > 0).then_some(row)).collect::<Int64Array>())),
        ("b", Arc::new(Float64Array::from_iter_values((0..n).map(|row| row as f64 / 3.0)))),
        ("c", Arc::new(words().collect::<StringArray>())),
        ("d", Arc::new(BooleanArray::from_iter((0..n).map(|row| Some(row % 3 == 0))))),
        ("e", Arc::new(TimestampMillisecondArray::from_iter_values(0..n as i64))),
        ("f", Arc::new(dictionary)),
    ];
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true))).unwrap();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    out
});

/// `bytes` with some of them replaced, and cut off at the end.
fn mutated(mut bytes: Vec<u8>, changes: &[(prop::sample::Index, u8)], cut: usize) -> Vec<u8> {
    for (at, value) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *value;
    }
    bytes.truncate(bytes.len() - cut.min(bytes.len()));
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)
}

proptest! {
    #[test]
    fn random_text(text in "[ab01.,;:|\"'#$%\\\\\t\n\r /-]{0,200}", options in options()) {
        survives(text.as_bytes(), &ReadOptions::default());
        survives(text.as_bytes(), &options);
    }

    #[test]
    fn random_tables(text in table_text(), options in options()) {
        survives(text.as_bytes(), &ReadOptions::default());
        survives(text.as_bytes(), &options);
    }

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), options in options()) {
        let magics: [&[u8]; 9] = [b"", b"{\"", b"\x28\xb5\x2f\xfd", b"PAR1", b"\x1f\x8b\x08", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"a,b\n"];
        for magic in magics {
            survives(&[magic, &bytes].concat(), &ReadOptions::default());
        }
        // Without a zero byte it is text of some kind.
        let text: Vec<u8> = bytes.iter().map(|byte| (*byte).max(1)).collect();
        survives(&text, &ReadOptions::default());
        survives(&text, &options);
        survives(&gzip(&text), &options);
        survives(&[b"\x28\xb5\x2f\xfd", &bytes[..]].concat(), &options);
    }

    #[test]
    fn random_json_lines(text in r#"(\{"a": ?(1|2.5|"x"|null|\{"b":1\}|\[1\]|1e400)?(, ?"[ab]":true)?\}?[\r\n]{0,2}){1,8}"#, options in options()) {
        survives(text.as_bytes(), &ReadOptions::default());
        survives(text.as_bytes(), &options);
    }

    #[test]
    fn damaged_gzip(text in table_text(), changes in changes(), cut in 0usize..30) {
        survives(&mutated(gzip(text.as_bytes()), &changes, cut), &ReadOptions::default());
    }

    #[test]
    fn damaged_parquet(changes in changes(), cut in prop_oneof![9 => Just(0usize), 1 => 0usize..3000], options in options()) {
        let bytes = mutated(PARQUET.clone(), &changes, cut);
        survives(&bytes, &ReadOptions::default());
        survives(&bytes, &options);
    }
}

#[test]
fn every_byte_of_a_parquet_file_may_be_wrong() {
    for at in 0..PARQUET.len() {
        for value in [33, 255] {
            let mut bytes = PARQUET.clone();
            bytes[at] = value;
            survives(&bytes, &ReadOptions::default());
        }
    }
}

/// Blank lines fill several chunks of work before the header comes.
#[test]
fn a_header_below_a_million_blank_lines_is_found() {
    let mut text = "\n".repeat(3 << 20);
    text.push_str("a,b\n1,2\n");
    let loaded = crate::read(text);
    assert_eq!((loaded.table.n_rows(), loaded.table.columns()[0].name.as_str()), (1, "a"));
}
