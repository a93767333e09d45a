//! What cells become: fields, kinds, missing marks and overrides.

use bowline_core::ColumnKind as K;
use bowline_io::{Encoding, MissingMarks, ReadOptions};
use std::collections::BTreeMap;

use crate::{cells, column, has_finding, kind, kinds, read, read_as};

#[test]
fn each_kind_over_the_whole_column() {
    let loaded = read(
        "i,f,b,c,t\n1,1.5,true,x,2024-01-31\n2,2,FALSE,y,2024-02-01 10:30\n,,,,\n-3,1e3,True,x,2024-02-29T00:00:00Z\n",
    );
    assert_eq!(
        kinds(&loaded),
        [("i", K::Integer), ("f", K::Float), ("b", K::Boolean), ("c", K::Category), ("t", K::Timestamp)]
    );
    assert_eq!((loaded.table.n_rows(), loaded.table.column("f").unwrap().number(3)), (4, Some(1000.0)));
    assert!(loaded.table.columns().iter().all(|column| column.is_null(2)));
}

#[test]
fn a_late_cell_decides() {
    let mut text = String::from("whole,late_float,late_text,dash\n");
    let n_rows = 300_000;
    for row in 0..n_rows {
        let dash = if row % 7 == 0 { "-".to_owned() } else { row.to_string() };
        text.push_str(&format!("{0},{0},{0},{dash}\n", row % 1000));
    }
    text.push_str("1,0.5,x,-\n");
    let loaded = read(text);
    assert_eq!(
        kinds(&loaded),
        [("whole", K::Integer), ("late_float", K::Float), ("late_text", K::Category), ("dash", K::Integer)]
    );
    let late = column(&loaded, "late_text");
    assert_eq!((late.text(0).as_deref(), late.text(n_rows).as_deref()), (Some("0"), Some("x")));
    assert_eq!(column(&loaded, "late_float").number(999), Some(999.0));
    assert_eq!(column(&loaded, "dash").null_count(), n_rows / 7 + 2);
    assert!(has_finding(&loaded, "missing-marks"));
}

#[test]
fn codes_stay_codes() {
    let loaded = read("zip,wide,scaled\n00501,123456789012345678901,007\n10001,5,1.5\n");
    assert_eq!(kinds(&loaded), [("zip", K::Category), ("wide", K::Category), ("scaled", K::Float)]);
    assert_eq!(column(&loaded, "zip").text(0).as_deref(), Some("00501"));
}

#[test]
fn identifiers_text_and_categories() {
    let mut text = String::from("row,customer_id,code,note,level\n");
    for row in 0..40 {
        text.push_str(&format!(
            "{row},{},C-{row:06},\"word {row} and, some more of it\",{}\n",
            row * 37 % 1000 + 5,
            ["a", "b"][row % 2]
        ));
    }
    let loaded = read(text);
    assert_eq!(
        kinds(&loaded),
        [
            ("row", K::Identifier),
            ("customer_id", K::Identifier),
            ("code", K::Identifier),
            ("note", K::Text),
            ("level", K::Category)
        ]
    );
}

#[test]
fn dashes_and_infinities() {
    let loaded = read("x,w,v\n1,-,inf\n-,-,2\n1e400,a,3.5\n");
    assert_eq!(kinds(&loaded), [("x", K::Integer), ("w", K::Category), ("v", K::Float)]);
    assert_eq!(column(&loaded, "x").null_count(), 2);
    assert_eq!(cells(column(&loaded, "w"))[0].as_deref(), Some("-"));
    assert!(has_finding(&loaded, "infinite-values"));
}

#[test]
fn all_missing_is_float_and_blanks_are_told() {
    let loaded = read("a,b\nNA,1\n?, \n,3\n");
    assert_eq!(kinds(&loaded), [("a", K::Float), ("b", K::Integer)]);
    assert_eq!(column(&loaded, "a").null_count(), 3);
    let messages: Vec<&str> = loaded.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`?` is read as missing in `a`",
            "`NA` is read as missing in `a`",
            "blank is read as missing in `b`"
        ]
    );
}

#[test]
fn fields_by_the_standard() {
    let loaded = read("\u{feff}\"na\"\"me\", b \r\n\" x, \"\"y\"\"\nz\" , 1\r\nplain,2");
    let dialect = loaded.dialect.unwrap();
    assert_eq!((dialect.delimiter, dialect.header, dialect.encoding), (Some(b','), true, Encoding::Utf8));
    assert_eq!(loaded.table.names().collect::<Vec<_>>(), ["na\"me", "b"]);
    assert_eq!(cells(&loaded.table.columns()[0]), [Some(" x, \"y\"\nz".into()), Some("plain".into())]);
    assert_eq!(cells(&loaded.table.columns()[1]), [Some("1".into()), Some("2".into())]);
}

#[test]
fn quotes_that_swallow_rows_are_plain() {
    let loaded = read("ham\t\"so he said\nspam\tbuy\" now\nham\t\"ok\"\nham\tno\n");
    assert_eq!(loaded.table.n_rows(), 4);
    assert!(has_finding(&loaded, "quotes-are-plain") && has_finding(&loaded, "no-header"));
    assert_eq!(column(&loaded, "column_2").text(2).as_deref(), Some("\"ok\""));
    let many_lines = read("a,b\n1,\"two\nlines\"\n2,x\n");
    assert_eq!((many_lines.table.n_rows(), many_lines.dialect.unwrap().quoting), (2, true));
}

#[test]
fn encodings() {
    let latin = read(b"caf\xe9,n\nna\xefve,1\n");
    assert_eq!(latin.table.names().next(), Some("café"));
    assert!(has_finding(&latin, "encoding"));
    let wide: Vec<u8> = "\u{feff}é;n\nü;1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = read(wide);
    assert_eq!(wide.dialect.unwrap().encoding, Encoding::Utf16);
    assert_eq!(column(&wide, "é").text(0).as_deref(), Some("ü"));
}

#[test]
fn old_line_ends_blank_lines_and_white_space() {
    assert_eq!(read("a,b\r1,2\r3,4\r").table.n_rows(), 2);
    let blank = read("a,b\n1,2\n\n \n3,4\n\n\n");
    assert_eq!(blank.table.n_rows(), 2);
    assert!(blank.findings.iter().any(|f| f.code == "blank-lines" && f.message.starts_with("2 ")));
    assert!(!has_finding(&read("a,b\n1,2\n\n\n"), "blank-lines"));
    let aligned = read(" id  n  x\n 00001  1   1.5\n 00002  12  2.0\n");
    assert_eq!(kinds(&aligned), [("id", K::Category), ("n", K::Integer), ("x", K::Float)]);
}

#[test]
fn no_header_and_unnamed_columns() {
    let none = read("1,a\n2,b\n");
    assert_eq!(none.table.names().collect::<Vec<_>>(), ["column_1", "column_2"]);
    let unnamed = read(",b\n0,x\n1,y\n");
    assert_eq!(unnamed.table.names().collect::<Vec<_>>(), ["column_1", "b"]);
    assert!(has_finding(&unnamed, "unnamed-columns"));
    let forced = ReadOptions { header: Some(false), ..ReadOptions::default() };
    let forced = read_as("x.csv", "a,b\nc,d\n", &forced).unwrap();
    assert_eq!(forced.table.n_rows(), 2);
}

#[test]
fn dates_of_one_order() {
    let loaded = read("us,eu,unclear\n1/13/2012,13/1/2012,1/2/2012\n2/1/2012 10:05,1/2/2012,3/4/2012\n");
    assert_eq!(kinds(&loaded), [("us", K::Timestamp), ("eu", K::Timestamp), ("unclear", K::Category)]);
    assert_eq!(column(&loaded, "us").number(0), column(&loaded, "eu").number(0));
    assert!(has_finding(&loaded, "ambiguous-dates"));
}

#[test]
fn gzip_of_several_members() {
    use std::io::Write;
    let mut packed = Vec::new();
    for part in ["a,b\n1,2\n", "3,4\n"] {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(part.as_bytes()).unwrap();
        packed.extend(encoder.finish().unwrap());
    }
    assert_eq!(read(packed).table.n_rows(), 2);
}

fn wanting(column: &str, kind: K) -> BTreeMap<String, K> {
    [(column.to_owned(), kind)].into()
}

#[test]
fn overrides_and_expected_kinds() {
    let text = "id,n,flag,day\n1,1,1,20240131\n2,2.0,0,20240201\n";
    for (name, wanted, first) in [
        ("id", K::Category, "1"),
        ("n", K::Integer, "1"),
        ("flag", K::Boolean, "true"),
        ("day", K::Timestamp, "1706659200000000"),
        ("day", K::Float, "20240131"),
        ("n", K::Text, "1"),
    ] {
        for options in [
            ReadOptions { kinds: wanting(name, wanted), ..ReadOptions::default() },
            ReadOptions { expected: wanting(name, wanted), ..ReadOptions::default() },
        ] {
            let loaded = read_as("x.csv", text, &options).unwrap();
            let read = column(&loaded, name);
            // For scoring, any number serves where an integer was seen.
            assert!(read.kind() == wanted || wanted == K::Integer, "{name} {wanted}");
            assert_eq!(read.text(0).as_deref(), Some(first), "{name} {wanted}");
        }
    }
    let absent = ReadOptions { expected: wanting("no such column", K::Float), ..ReadOptions::default() };
    assert!(read_as("x.csv", text, &absent).is_ok());
}

#[test]
fn one_row_is_read_with_the_kinds_of_a_model() {
    let expected = [("code", K::Identifier), ("zip", K::Category), ("x", K::Float), ("when", K::Timestamp)];
    let expected = expected.map(|(name, kind)| (name.to_owned(), kind)).into();
    let options = ReadOptions { expected, ..ReadOptions::default() };
    let loaded = read_as("x.csv", "code,zip,x,when\n17,501,NA,2024-01-31\n", &options).unwrap();
    assert_eq!(
        kinds(&loaded),
        [("code", K::Identifier), ("zip", K::Category), ("x", K::Float), ("when", K::Timestamp)]
    );
}

#[test]
fn the_names_of_a_model_tell_a_header_from_data() {
    let expecting = |names: [&str; 2]| {
        let expected = names.map(|name| (name.to_owned(), K::Category)).into();
        ReadOptions { expected, ..ReadOptions::default() }
    };
    let unnamed = expecting(["column_1", "column_2"]);
    let read = read_as("x.csv", "Private,Bachelors\n", &unnamed).unwrap();
    assert_eq!((read.table.n_rows(), column(&read, "column_2").text(0).as_deref()), (1, Some("Bachelors")));
    // By its looks, the first row is data: both of its cells occur again.
    let named = expecting(["red", "blue"]);
    let read = read_as("x.csv", "red,blue\nred,blue\n", &named).unwrap();
    assert_eq!((read.table.n_rows(), read.dialect.unwrap().header), (1, true));
    let forced = ReadOptions { header: Some(false), ..named };
    assert_eq!(read_as("x.csv", "red,blue\nred,blue\n", &forced).unwrap().table.n_rows(), 2);
}

#[test]
fn missing_marks_can_be_replaced() {
    let text = "x,c\n-999,NA\n1,b\n";
    let options = ReadOptions { missing: MissingMarks::only(["-999"]), ..ReadOptions::default() };
    let loaded = read_as("x.csv", text, &options).unwrap();
    assert_eq!((column(&loaded, "x").null_count(), column(&loaded, "c").null_count()), (1, 0));
    let options = ReadOptions { missing: MissingMarks::standard_and(["-999"]), ..ReadOptions::default() };
    let loaded = read_as("x.csv", text, &options).unwrap();
    assert_eq!((column(&loaded, "x").null_count(), column(&loaded, "c").null_count()), (1, 1));
}

#[test]
fn the_number_of_threads_does_not_show() {
    let mut text = String::from("i,f,c,t,mixed\n");
    for row in 0..120_000u64 {
        let mixed = if row == 90_000 { "x".to_owned() } else { (row % 50).to_string() };
        text.push_str(&format!(
            "{},{}.5,\"c,{}\",2024-01-{:02},{mixed}\n",
            row * 7 % 1000,
            row % 99,
            row % 13,
            row % 28 + 1
        ));
    }
    let (_folder, path) = crate::file("x.csv", &text);
    let with = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        let loaded = pool.install(|| bowline_io::read_table(&path, &ReadOptions::default())).unwrap();
        (loaded.table.to_record_batch(), loaded.sha256)
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
    assert_eq!(kind(&read(&text), "mixed"), K::Category);
}
