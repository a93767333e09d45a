//! One table in several files, and files that are packed.

use std::io::Write;
use std::path::Path;

use bowline_core::ColumnKind as K;
use bowline_io::{ReadOptions, read_table};

use crate::{cells, column, has_finding, kinds, read};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn refusal(folder: &Path, pattern: &str) -> String {
    let message = read_table(&folder.join(pattern), &ReadOptions::default()).unwrap_err().to_string();
    message.replace(&folder.display().to_string(), "DIR")
}

#[test]
fn files_stand_one_below_the_other() {
    let folder = folder(&[
        ("b.csv", "n,x,c,late\n3,0.5,7,\n4,1,8,\n"),
        ("a.csv", "n;late;c;x\n1;;x;1\n2;5;y;2\n"),
        ("c.jsonl", "{\"n\": 5, \"x\": 9, \"c\": \"z\", \"late\": 6}\n"),
        ("other.txt", "nothing to do with it"),
    ]);
    let loaded = read_table(&folder.path().join("?.*"), &ReadOptions::default()).unwrap();
    assert_eq!(
        kinds(&loaded),
        [("n", K::Integer), ("late", K::Integer), ("c", K::Category), ("x", K::Float)]
    );
    let all =
        |name| cells(column(&loaded, name)).into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>();
    assert_eq!(all("n"), ["1", "2", "3", "4", "5"]);
    assert_eq!(all("c"), ["x", "y", "7", "8", "z"]);
    assert_eq!(all("x"), ["1", "2", "0.5", "1", "9"]);
    assert_eq!(all("late"), ["", "5", "", "", "6"]);
    assert!(has_finding(&loaded, "several-files") && loaded.sha256.len() == 64 && loaded.n_bytes > 50);
    let one = read_table(&folder.path().join("a*"), &ReadOptions::default()).unwrap();
    assert_eq!(one.table.n_rows(), 2);
}

#[test]
fn a_file_that_differs_is_named() {
    let folder = folder(&[("a.csv", "n,x\n1,2\n"), ("b.csv", "n,y,z\n1,2,3\n"), ("c.csv", "n,x\n1,2,3\n")]);
    insta::assert_snapshot!(refusal(folder.path(), "[ab].csv"), @"`DIR/b.csv` does not have the columns of `DIR/a.csv`: it lacks `x` and has `y`, `z`; expected the same names in all files");
    assert!(refusal(folder.path(), "[ac].csv").starts_with("`DIR/c.csv` line 2"));
    insta::assert_snapshot!(refusal(folder.path(), "*.parquet"), @"no file fits `DIR/*.parquet`; write the pattern in quotes, and look at the folder with `ls`");
    assert!(refusal(folder.path(), "[a.csv").contains("is no pattern of file names"));
}

#[test]
fn a_name_that_only_looks_like_a_pattern() {
    let folder = folder(&[("a[1].csv", "n\n1\n"), ("a1.csv", "n\n2\n")]);
    let loaded = read_table(&folder.path().join("a[1].csv"), &ReadOptions::default()).unwrap();
    assert_eq!(cells(column(&loaded, "n")), [Some("1".into())]);
    assert!(!has_finding(&loaded, "several-files"));
}

#[test]
fn zstd_of_several_frames() {
    let mut packed = Vec::new();
    for part in ["a,b\n1,2\n", "3,4\n"] {
        let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
        encoder.write_all(part.as_bytes()).unwrap();
        packed.extend(encoder.finish().unwrap());
    }
    assert_eq!(read(&packed).table.n_rows(), 2);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.csv.zst"), &packed[..packed.len() - 3]).unwrap();
    assert!(refusal(folder.path(), "x.csv.zst").contains("is a damaged zstd file"));
}
