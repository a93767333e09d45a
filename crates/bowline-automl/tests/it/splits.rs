//! Which rows are the test: by content, by group, by time.

use std::collections::BTreeSet;

use bowline_automl::{SearchOptions, SplitRule};
use bowline_core::{Column, Target};

use crate::tables::{normal, plain, quick, rows, searched, searched_with, without};

#[test]
fn the_test_rows_do_not_depend_on_the_order_of_rows_or_columns_or_on_the_seed() {
    let table = plain(300, 3);
    let first = searched(&table, &quick()).unwrap();
    let order: Vec<u32> = (0..300).rev().collect();
    let columns: Vec<Column> = table.take(&order).columns().iter().rev().cloned().collect();
    let turned = bowline_core::Table::new(columns).unwrap();
    let second = searched(&turned, &SearchOptions { seed: bowline_core::Seed(9), ..quick() }).unwrap();
    assert_eq!(first.test_rows_hash, second.test_rows_hash);
    assert!(!first.test_rows_hash.is_empty());
}

#[test]
fn duplicated_rows_fall_on_one_side() {
    let table = plain(200, 4);
    let twice: Vec<u32> = (0..200).chain(0..200).collect();
    let outcome = searched(&table.take(&twice), &quick()).unwrap();
    let n_test = outcome.test.unwrap().truth.len();
    assert!(n_test.is_multiple_of(2) && (60..=100).contains(&n_test), "pairs stay together: {n_test}");
}

#[test]
fn no_group_is_on_both_sides_and_its_name_is_no_feature() {
    let table = rows(400, 5);
    let options = SearchOptions { split: SplitRule::Group("group".into()), ..quick() };
    let outcome = searched(&table, &options).unwrap();
    let n_test = outcome.test.as_ref().unwrap().truth.len();
    assert!(n_test.is_multiple_of(10) && n_test > 0, "whole groups of ten: {n_test}");
    assert!(outcome.pipeline.input.fields.iter().all(|field| field.name != "group"));
}

#[test]
fn the_test_is_the_future() {
    // The law turns around at row 320: only a test on the last rows can show it.
    let n = 400;
    let mut rng = bowline_core::Seed(6).rng();
    let a = normal(&mut rng, n);
    let noise = normal(&mut rng, n);
    let y: Vec<f64> =
        (0..n).map(|row| if row < 320 { 3.0 * a[row] } else { -3.0 * a[row] } + 0.1 * noise[row]).collect();
    let table = bowline_core::Table::new(vec![
        Column::floats("a", &a),
        Column::floats("at", &(0..n).map(|row| row as f64).collect::<Vec<_>>()),
        Column::floats("y", &y),
    ])
    .unwrap();
    let options = SearchOptions { split: SplitRule::Time("at".into()), ..quick() };
    let outcome = searched(&table, &options).unwrap();
    let test = outcome.test.unwrap();
    let Target::Values(truth) = &test.truth else { panic!("a regression") };
    let latest: BTreeSet<u64> = y[n - truth.len()..].iter().map(|v| v.to_bits()).collect();
    assert_eq!(truth.iter().map(|v| v.to_bits()).collect::<BTreeSet<_>>(), latest);
    let (cv, found) = (outcome.scores.cv, outcome.scores.test.unwrap().value);
    assert!(found > 2.0 * cv, "the future is worse than the past: {found} and {cv}");
}

#[test]
fn a_test_table_takes_the_place_of_the_test_rows_and_known_rows_in_it_are_named() {
    let (train, test) = (plain(300, 7), plain(100, 8));
    let context = bowline_core::FitContext::with_seed(bowline_core::Seed(0));
    let outcome = searched_with(&train, Some(&test), &quick(), &context).unwrap();
    assert_eq!((outcome.n_train, outcome.test.unwrap().truth.len()), (300, 100));
    assert!(outcome.findings.iter().all(|finding| finding.code != "test-rows-in-training"));
    let mixed = train.take(&(0..100).collect::<Vec<_>>());
    let outcome = searched_with(&train, Some(&mixed), &quick(), &context).unwrap();
    let found = outcome.findings.iter().find(|finding| finding.code == "test-rows-in-training").unwrap();
    assert!(found.message.contains("100 of 100"), "{}", found.message);
    let refused = searched_with(&train, Some(&without(&test, &["a"])), &quick(), &context);
    assert!(refused.unwrap_err().to_string().contains("`a`"));
}
