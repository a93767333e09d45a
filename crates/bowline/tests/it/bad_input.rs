//! Bad input is refused in words that name the thing, what was expected and what was found, with exit status 1, and leaves
//! nothing behind.

use std::io::Write;

use crate::sandbox::Sandbox;
use crate::tables;

/// The refusal of `fit` on a file of this content.
fn refused(content: impl AsRef<[u8]>, options: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", content);
    let refusal = sandbox.run(&format!("fit data.csv {options}")).refusal();
    assert_eq!(sandbox.files(), ["data.csv"], "nothing is left behind");
    refusal
}

fn with_target(cells: impl Fn(usize) -> &'static str) -> String {
    let rows: String = (0..60).map(|row| format!("{},{},{}\n", row % 7, row % 3, cells(row))).collect();
    format!("a,b,y\n{rows}")
}

#[test]
fn no_such_file() {
    let sandbox = Sandbox::new();
    sandbox.write("churn.csv", "a,b\n1,2\n");
    insta::assert_snapshot!(sandbox.run("fit chrun.csv --target y").refusal());
}

#[test]
fn a_directory() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("tables")).unwrap();
    insta::assert_snapshot!(sandbox.run("fit tables --target y").refusal());
}

#[test]
fn an_empty_file() {
    insta::assert_snapshot!(refused("", "--target y"));
}

#[test]
fn a_header_alone() {
    insta::assert_snapshot!(refused("a,b,y\n", "--target y"));
}

#[test]
fn a_binary_file() {
    insta::assert_snapshot!(refused(b"\x7fELF\x02\x01\x01\0\0\0\0", "--target y"));
}

#[test]
fn a_truncated_gzip() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(tables::loans(300).as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    insta::assert_snapshot!(refused(&packed[..packed.len() / 2], "--target defaulted"));
}

#[test]
fn columns_with_one_name() {
    insta::assert_snapshot!(refused("a,y,a\n1,2,3\n", "--target y"));
}

#[test]
fn a_wrong_name_of_the_target() {
    insta::assert_snapshot!("near", refused(with_target(|_| "1"), "--target Y1"));
    insta::assert_snapshot!("far", refused(with_target(|_| "1"), "--target outcome"));
}

#[test]
fn one_class() {
    insta::assert_snapshot!(refused(with_target(|_| "yes"), "--target y"));
}

#[test]
fn a_constant_number_as_target() {
    insta::assert_snapshot!(refused(with_target(|_| "4.5"), "--target y --task regression"));
}

#[test]
fn a_target_that_is_missing_everywhere() {
    insta::assert_snapshot!(refused(with_target(|_| ""), "--target y"));
}

#[test]
fn too_many_classes() {
    let text: String = (0..200).map(|row| format!("{},name {row} of many\n", row % 7)).collect();
    insta::assert_snapshot!(refused(format!("a,y\n{text}"), "--target y --type y=category"));
}

#[test]
fn too_few_rows() {
    insta::assert_snapshot!(refused("a,y\n1,yes\n2,no\n3,yes\n4,no\n", "--target y"));
}

#[test]
fn nothing_left_to_learn_from() {
    let rows: String =
        (0..60).map(|row| format!("5,,{}\n", if row % 3 == 0 { "yes" } else { "no" })).collect();
    insta::assert_snapshot!(refused(format!("a,b,y\n{rows}"), "--target y"));
}

#[test]
fn options_that_do_not_fit_the_data() {
    let loans = tables::loans(200);
    let refused = |options: &str| refused(&loans, &format!("--target defaulted {options}"));
    insta::assert_snapshot!("metric", refused("--metric rmse"));
    insta::assert_snapshot!("positive", refused("--positive maybe"));
    insta::assert_snapshot!("group", refused("--group jobs"));
    insta::assert_snapshot!("time", refused("--time job"));
    insta::assert_snapshot!("type", refused("--type job=integer"));
    insta::assert_snapshot!("drop", refused("--drop amuont"));
    insta::assert_snapshot!("test_share", refused("--test-share 0.9"));
    insta::assert_snapshot!("folds", refused("--folds 1"));
    insta::assert_snapshot!("name", refused("--name ../outside"));
    insta::assert_snapshot!("task", refused("--task regression"));
}

#[test]
fn a_column_missing_everywhere_and_rows_without_a_target_are_left_out_and_named() {
    let sandbox = Sandbox::new();
    let rows: String = (0..300)
        .map(|row| {
            let (a, y) = (
                row * 37 % 101,
                if row % 10 == 0 { "" } else { ["no", "yes"][usize::from(row * 37 % 101 > 50)] },
            );
            format!("{a},{},,{y}\n", row * 11 % 17)
        })
        .collect();
    sandbox.write("data.csv", format!("a,b,empty,y\n{rows}"));
    let answer = sandbox.fit("data.csv", "y", "gaps");
    let codes: Vec<&str> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    assert!(codes.contains(&"all-missing") && codes.contains(&"missing-target"), "{codes:?}");
    assert_eq!(answer["n_train"].as_u64().unwrap() + answer["n_test"].as_u64().unwrap(), 270);
}
