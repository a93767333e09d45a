//! Tables as people and old programs write them, and what is said about them.

use bowline_core::ColumnKind as K;
use bowline_io::{BadRows, Comments, DecimalMark, Loaded, ReadOptions};

use crate::{cells, column, has_finding, kind, kinds, read, read_as};

/// What was said, a line each.
fn said(loaded: &Loaded) -> String {
    let line = |f: &bowline_core::Finding| {
        let subject = f.subject.as_ref().map(|subject| format!("`{subject}`: ")).unwrap_or_default();
        format!("{} {}: {subject}{}; {}\n", f.severity.as_str(), f.code, f.message, f.action)
    };
    loaded.findings.iter().map(line).collect()
}

fn numbers(loaded: &Loaded, name: &str) -> Vec<Option<f64>> {
    let column = column(loaded, name);
    (0..column.len()).map(|row| column.number(row)).collect()
}

#[test]
fn lines_above_the_table() {
    let loaded = read("Sales of 2024\nAll shops\n\nshop,n,day\nA,1,2024-01-31\nB,2,2024-02-01\n");
    assert_eq!(kinds(&loaded), [("shop", K::Category), ("n", K::Integer), ("day", K::Timestamp)]);
    insta::assert_snapshot!(said(&loaded), @"note lines-above: the first 3 lines are above the table and left out: `Sales of 2024`; use `--skip-rows 0` to read them as rows");
    let exported = read("Sales,,\n,,\nshop,n,x\nA,1,2\nB,2,3\n");
    assert_eq!((exported.table.n_rows(), kind(&exported, "n")), (2, K::Integer));

    let skip = |n| ReadOptions { skip_rows: Some(n), ..ReadOptions::default() };
    let asked = read_as("x.csv", "a;b\nc,d\n1,2\n", &skip(1)).unwrap();
    assert_eq!(kinds(&asked), [("c", K::Integer), ("d", K::Integer)]);
    insta::assert_snapshot!(said(&asked), @"note lines-above: the first line is above the table and left out: `a;b`; as `--skip-rows` says");
    let kept = read_as("x.csv", "Sales\nname,n,x\na,1,2\nb,2,3\n", &skip(0)).unwrap();
    assert_eq!(kinds(&kept), [("Sales", K::Category)]);
    assert!(read_as("x.csv", "a,b\n1,2\n", &skip(9)).is_err());
}

#[test]
fn comments_above_and_between_rows() {
    let text = "# from the lab\r\n# 2024\r\nt,x\r\n1,2.5\r\n# sensor replaced, twice, and again\r\n2,3.5\r\n";
    let loaded = read(text);
    assert_eq!(numbers(&loaded, "x"), [Some(2.5), Some(3.5)]);
    insta::assert_snapshot!(said(&loaded), @"note comment-lines: comments that begin with `#` are left out: lines 1, 2 and 5; use `--comment none` to read them as rows");
    let vcf = read("##fileformat=VCF\n#chrom\tpos\n1\t7\n2\t9\n");
    assert_eq!(kinds(&vcf), [("#chrom", K::Integer), ("pos", K::Integer)]);
    let colours = read("colour,n\n#fff,1\n#000,2\n");
    assert_eq!(cells(column(&colours, "colour")), [Some("#fff".into()), Some("#000".into())]);
    assert!(!has_finding(&colours, "comment-lines"));

    let with = |comments| ReadOptions { comments, ..ReadOptions::default() };
    let marked = read_as("x.csv", "% note\na,b\n1,2\n%3,4\n", &with(Comments::Marked(b'%'))).unwrap();
    assert_eq!(marked.table.n_rows(), 1);
    insta::assert_snapshot!(said(&marked), @"note comment-lines: comments that begin with `%` are left out: lines 1 and 4; as `--comment` says");
    let off = read_as("x.csv", "a,b\n1,2\n# checked\n3,4\n", &with(Comments::Off)).unwrap_err();
    assert!(off.to_string().contains("line 3"), "{off}");
    let refused = read_as("x.csv", "a\n1\n", &with(Comments::Marked(b'"'))).unwrap_err();
    insta::assert_snapshot!(refused, @"`\"` cannot mark comments: expected one ASCII character that is no blank, quote, line end or zero byte");
}

#[test]
fn bad_rows_are_set_aside_by_choice() {
    let text = "id,n\na,1\nb,2,3\nc\nd,\"4\ne,5\nf,\"6\" x\ng,7\n";
    assert!(read_as("x.csv", text, &ReadOptions::default()).is_err());
    let forgiving = ReadOptions { bad_rows: BadRows::SetAside, ..ReadOptions::default() };
    let loaded = read_as("x.csv", text, &forgiving).unwrap();
    assert_eq!(numbers(&loaded, "n"), [Some(1.0), Some(5.0), Some(7.0)]);
    insta::assert_snapshot!(said(&loaded), @"serious bad-rows: 4 rows are set aside because of a wrong number of fields or a broken quote: lines 3, 4, 5 and 7; correct them in the file; `--bad-rows refuse` stops at the first");
    let clean = read_as("x.csv", "a,b\n1,2\n", &forgiving).unwrap();
    assert!(clean.findings.is_empty());
    let typed = ReadOptions { kinds: [("n".to_owned(), K::Float)].into(), ..forgiving };
    let refused = read_as("x.csv", "id,n\na,1,1\nb,x\n", &typed).unwrap_err().to_string();
    assert!(refused.contains("line 3: `x`"), "{refused}");
}

#[test]
fn backslashes_before_quotes() {
    let loaded = read("name,n\n\"say \\\"hi\\\", twice\",1\n\"C:\\\\x\",2\n\\N,3\n");
    assert_eq!(
        cells(column(&loaded, "name")),
        [Some("say \"hi\", twice".into()), Some("C:\\x".into()), None]
    );
    assert!(loaded.dialect.unwrap().backslash && has_finding(&loaded, "backslash-escapes"));
    assert!(!read("name,n\n\"C:\\x\",2\n").dialect.unwrap().backslash);
}

#[test]
fn numbers_as_people_write_them() {
    let loaded = read(
        "price,share,total,note\n\"$1,200\",12 %,\"(1,200.50)\",1 234\n$950,7.5%,3,12 345 678\n-,0,-,5\n",
    );
    assert_eq!(
        kinds(&loaded),
        [("price", K::Integer), ("share", K::Float), ("total", K::Float), ("note", K::Integer)]
    );
    assert_eq!(numbers(&loaded, "price"), [Some(1200.0), Some(950.0), None]);
    assert_eq!(numbers(&loaded, "share"), [Some(12.0), Some(7.5), Some(0.0)]);
    assert_eq!(numbers(&loaded, "total"), [Some(-1200.5), Some(3.0), None]);
    assert_eq!(numbers(&loaded, "note"), [Some(1234.0), Some(12_345_678.0), Some(5.0)]);
    insta::assert_snapshot!(said(&loaded), @r"
    warning written-numbers: `price`: its cells, such as `$1,200`, are read as numbers: `$` is left out, commas group thousands; both readings fit: use `--decimal comma` if the decimal mark is a comma
    note written-numbers: `share`: its cells, such as `12 %`, are read as numbers: the decimal mark is a point, percentages keep their value, so that `12 %` is 12; use `--type share=category` to keep the text
    note written-numbers: `total`: its cells, such as `(1,200.50)`, are read as numbers: commas group thousands, the decimal mark is a point; use `--type total=category` to keep the text
    note written-numbers: `note`: its cells, such as `1 234`, are read as numbers: spaces group thousands; use `--type note=category` to keep the text
    note missing-marks: `-` is read as missing in `price`, `total`; use `--na` to name other marks
    ");
    let mixed = read("a,b,c\n$5,12 %,1.5\n€5,12,\"1,5\"\n");
    assert!(kinds(&mixed).iter().all(|(_, kind)| *kind == K::Category));
}

#[test]
fn a_file_has_one_decimal_mark() {
    // `1.234` would be a number with a decimal point, were it not for the column beside it.
    let text = "ort;einwohner;quote;gruppe\nA;1.234;3,5;1,234\nB;12.500;0,25;2,345\nC;950;1;\n";
    let loaded = read(text);
    assert_eq!(numbers(&loaded, "einwohner"), [Some(1234.0), Some(12_500.0), Some(950.0)]);
    assert_eq!(numbers(&loaded, "quote"), [Some(3.5), Some(0.25), Some(1.0)]);
    assert_eq!(numbers(&loaded, "gruppe"), [Some(1.234), Some(2.345), None]);
    assert_eq!(kind(&loaded, "einwohner"), K::Integer);
    // A point that cannot group thousands stays a decimal point.
    let both = read("a;b\n1,5;1.5\n2,5;2.25\n");
    assert_eq!(
        (numbers(&both, "a"), numbers(&both, "b")),
        (vec![Some(1.5), Some(2.5)], vec![Some(1.5), Some(2.25)])
    );
    let asked = ReadOptions { decimal: Some(DecimalMark::Comma), ..ReadOptions::default() };
    let one_row = read_as("x.csv", "x;n;zip\n1.234;7;00501\n", &asked).unwrap();
    assert_eq!(kinds(&one_row), [("x", K::Integer), ("n", K::Integer), ("zip", K::Category)]);
    assert_eq!(numbers(&one_row, "x"), [Some(1234.0)]);
    let point = ReadOptions { decimal: Some(DecimalMark::Point), ..ReadOptions::default() };
    let point = read_as("x.csv", "x;y\n1,234;0,5\n", &point).unwrap();
    assert_eq!((numbers(&point, "x"), kind(&point, "y")), (vec![Some(1234.0)], K::Float));
}

#[test]
fn written_numbers_are_read_for_a_model_as_well() {
    let expected =
        [("price", K::Float), ("n", K::Integer)].map(|(name, kind)| (name.to_owned(), kind)).into();
    let options = ReadOptions { expected, ..ReadOptions::default() };
    let loaded = read_as("x.csv", "price,n\n\"$1,200.50\",\"1,000\"\n-,7\n", &options).unwrap();
    assert_eq!(numbers(&loaded, "price"), [Some(1200.5), None]);
    assert_eq!(numbers(&loaded, "n"), [Some(1000.0), Some(7.0)]);
}

#[test]
fn dates_in_more_forms() {
    let loaded = read(
        "a,b,c,d\n31-Jan-24,\"Jan 31, 2024\",20240131,2024-01-31\n1-Feb-24,\"Feb 1, 2024\",20240201,31/01/2024\n2-Feb-24,\"Feb 2, 2024\",20240202,\"Jan 31, 2024\"\n",
    );
    assert_eq!(
        kinds(&loaded),
        [("a", K::Timestamp), ("b", K::Timestamp), ("c", K::Integer), ("d", K::Category)]
    );
    assert_eq!(numbers(&loaded, "a"), numbers(&loaded, "b"));
    insta::assert_snapshot!(said(&loaded), @r"
    note dates-as-numbers: `c`: its numbers, such as `20240131`, look like dates written as YYYYMMDD; read as numbers; use `--type c=timestamp` to read dates
    warning mixed-dates: `d`: its dates are written in 3 forms: `2024-01-31`, `31/01/2024`, `Jan 31, 2024`; read as text; write all dates as `2024-01-31`
    ");
    let asked = |name: &str| ReadOptions {
        kinds: [(name.to_owned(), K::Timestamp)].into(),
        ..ReadOptions::default()
    };
    let compact = read_as("x.csv", "c,n\n20240131,1\n20240201,2\n", &asked("c")).unwrap();
    insta::assert_snapshot!(said(&compact), @"note dates-as-numbers: `c`: its numbers are read as days written as YYYYMMDD; use `--type c=integer` to read numbers");
    for cell in ["1706659200", "1706659200000"] {
        let epoch = read_as("x.csv", format!("c,n\n{cell},1\n"), &asked("c")).unwrap();
        assert_eq!(numbers(&epoch, "c"), [Some(1_706_659_200.0)]);
    }
    let mixed = read_as("x.csv", "d,n\n2024-01-31,1\n31/01/2024,2\n", &asked("d")).unwrap_err();
    assert!(mixed.to_string().contains("are written in 2 forms (`2024-01-31`, `31/01/2024`)"), "{mixed}");
}

#[test]
fn sentinels_are_proposed_and_never_assumed() {
    let rows: String =
        (0..40).map(|row| format!("{},{}\n", if row % 9 == 0 { -999 } else { row }, row % 3)).collect();
    let text = format!("days,n\n{rows}");
    let loaded = read(&text);
    assert_eq!(column(&loaded, "days").null_count(), 0);
    insta::assert_snapshot!(said(&loaded), @"warning possible-missing-mark: `days`: `-999` stands in 5 of 40 cells, and the other numbers lie between 1 and 39: it may mean that nothing is known; read as a number; use `--na -999` if it stands for a missing cell");
    let missing = bowline_io::MissingMarks::standard_and(["-999"]);
    let applied =
        read_as("x.csv", text.replace("-999", "-999.0"), &ReadOptions { missing, ..ReadOptions::default() })
            .unwrap();
    assert_eq!((column(&applied, "days").null_count(), kind(&applied, "days")), (5, K::Integer));
}
