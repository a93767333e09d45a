//! Splits: which rows a model learns from, and which it is judged by.
//!
//! A score is honest only on rows that the model has not seen, and rows that belong together (duplicates, one customer's
//! orders) have to stand on one side, or the model recognises instead of predicting. Two kinds of split:
//!
//! | Split | By content | By time |
//! |---|---|---|
//! | test rows, set aside once | [`holdout_by_hash`]: smallest hashes, so a row keeps its side as the table grows | [`holdout_by_time`]: the latest rows |
//! | cross-validation folds | [`stratified_folds`], [`regression_folds`], [`group_folds`] | [`time_folds`]: learn from the past, predict the future |
//!
//! Rows are numbered by `u32`; every list of rows ascends.

mod balanced_folds;
mod fold;
mod holdout_by_hash;
mod holdout_by_time;
mod time_folds;

pub use balanced_folds::{group_folds, regression_folds, stratified_folds};
pub use fold::Fold;
pub use holdout_by_hash::holdout_by_hash;
pub use holdout_by_time::holdout_by_time;
pub use time_folds::time_folds;

/// Codes renumbered to 0, 1, ... in their order, and the count of rows of each.
fn dense_codes(codes: &[u32]) -> (Vec<usize>, Vec<usize>) {
    let mut distinct = codes.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let mut totals = vec![0; distinct.len()];
    let dense = codes
        .iter()
        .map(|code| {
            let at = distinct.partition_point(|other| other < code);
            totals[at] += 1;
            at
        })
        .collect();
    (dense, totals)
}
