//! Which rows are the test, and the cross-validation folds of the others.
//!
//! A row's side comes from a hash of its features, without a seed: equal rows are on one side, a row keeps its side when the
//! columns are reordered, and nobody can draw splits until one flatters the model. Rows of a group stay together, and with a
//! time column the test is the future.

use bowline_core::{Column, Seed, Target};
use bowline_stats::{
    Fold, hash_all, holdout_by_hash, holdout_by_time, regression_folds, stratified_folds, time_folds,
};

use crate::error::SearchError;
use crate::options::{SearchOptions, SplitRule};
use crate::problem::Problem;
use crate::row_hash::hash_columns;

/// Rows by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdout {
    /// Rows to learn from, ascending.
    pub train: Vec<u32>,
    /// Rows for the one test at the end, ascending.
    pub test: Vec<u32>,
    /// XXH3 over the sorted hashes of the test rows, in hex; empty without test rows.
    pub test_rows_hash: String,
}

/// What ties rows together, as a hash for each row: the group where there is one, else the row's features.
pub fn row_keys(problem: &Problem, options: &SearchOptions) -> Vec<u64> {
    match (&options.split, &problem.split_column) {
        (SplitRule::Group(_), Some(column)) => hash_columns(&[column]),
        _ => problem.row_hashes.clone(),
    }
}

/// Puts test rows aside.
///
/// # Errors
/// [`SearchError::Option`] when the rule leaves one side empty.
pub fn put_aside(problem: &Problem, keys: &[u64], options: &SearchOptions) -> Result<Holdout, SearchError> {
    let test = match (&options.split, &problem.split_column) {
        (SplitRule::Time(_), Some(column)) => holdout_by_time(&times(column), options.test_share),
        _ => {
            let codes = match &problem.target.values {
                Target::Classes { codes, .. } => Some(codes.as_slice()),
                Target::Values(_) => None,
            };
            holdout_by_hash(keys, options.test_share, codes)
        }
    };
    let mut is_test = vec![false; keys.len()];
    test.iter().for_each(|&row| is_test[row as usize] = true);
    let train: Vec<u32> = (0..keys.len() as u32).filter(|&row| !is_test[row as usize]).collect();
    if test.is_empty() || train.is_empty() {
        let why = match &options.split {
            SplitRule::Hash => "all rows have the same features: expected rows that differ".to_owned(),
            SplitRule::Group(name) => {
                format!("--group `{name}` has one value in all rows: expected several groups")
            }
            SplitRule::Time(name) => {
                format!("--time `{name}` has one value in all rows: expected times that differ")
            }
        };
        return Err(SearchError::Option(why));
    }
    let mut hashes: Vec<u64> = test.iter().map(|&row| keys[row as usize]).collect();
    hashes.sort_unstable();
    Ok(Holdout { train, test, test_rows_hash: format!("{:016x}", hash_all(&hashes)) })
}

/// The folds of the training rows, whose target, keys and times are given.
///
/// # Errors
/// [`SearchError::Option`] when the rows cannot make two folds.
pub fn folds(
    target: &Target,
    keys: &[u64],
    split_column: Option<&Column>,
    options: &SearchOptions,
) -> Result<Vec<Fold>, SearchError> {
    let mut rng = options.seed.derive("folds", 0).rng();
    let mut draw = |below: u64| rng.below(below);
    let folds = match (&options.split, split_column) {
        (SplitRule::Time(_), Some(column)) => time_folds(&times(column), options.n_folds()),
        _ => match target {
            // A class with fewer rows than folds is dealt to as many as it has rows.
            Target::Classes { codes, .. } => {
                stratified_folds(codes, Some(keys), options.n_folds(), &mut draw)
            }
            Target::Values(values) => regression_folds(values, Some(keys), options.n_folds(), &mut draw),
        },
    };
    let folds: Vec<Fold> =
        folds.into_iter().filter(|fold| !fold.train.is_empty() && !fold.validation.is_empty()).collect();
    if folds.is_empty() {
        let why =
            "the training rows cannot be split into folds: expected at least two groups of different rows";
        return Err(SearchError::Option(why.into()));
    }
    Ok(folds)
}

fn times(column: &Column) -> Vec<f64> {
    (0..column.len()).map(|row| column.number(row).unwrap_or(f64::NAN)).collect()
}

/// The uniform draws that intervals need, from a seed.
pub fn draws(seed: Seed) -> impl FnMut(u64) -> u64 {
    let mut rng = seed.derive("interval", 0).rng();
    move |below| rng.below(below)
}
