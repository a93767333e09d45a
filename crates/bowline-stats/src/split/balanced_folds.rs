//! Folds that resemble each other: like class shares, like values, like sizes.
//!
//! Rows that belong together form a block, and blocks are dealt out one by one, largest first, each to the fold that so far
//! holds least of the block's classes (each class counted as a share of its total, so that rare ones weigh as much as common
//! ones). Rows alone are dealt last and fill what the large blocks left uneven. Blocks of one row give folds whose counts of
//! each class, and whose sizes, differ by at most 1. Numbers are split the same way: neighbours in sorted order form a
//! class.

use std::cmp::Reverse;

use super::dense_codes;
use super::fold::Fold;

/// Folds with like class shares.
///
/// `codes` and `keys` are `(n_samples,)`; rows of an equal key stay in one fold. `n_folds` below 2 counts as 2, and is
/// reduced to the number of distinct keys (or rows), so that no fold is empty; with fewer than 2 of them there is nothing
/// to hold out and the result is empty. `draw` gives a uniform whole number below its argument. O(n log n + n folds).
#[must_use]
pub fn stratified_folds(
    codes: &[u32],
    keys: Option<&[u64]>,
    n_folds: usize,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Vec<Fold> {
    deal(&Blocks::new(codes.len(), keys), codes, n_folds, draw)
}

/// Folds with like distributions of a number.
///
/// Sorted values are cut into strata of `n_folds` rows (times the mean block size where `keys` ties rows together), each
/// spread over all folds; NaN forms the last stratum. Other arguments as in [`stratified_folds`].
#[must_use]
pub fn regression_folds(
    values: &[f64],
    keys: Option<&[u64]>,
    n_folds: usize,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Vec<Fold> {
    let blocks = Blocks::new(values.len(), keys);
    let comparable = |row: u32| {
        let value = values[row as usize];
        if value.is_nan() { f64::NAN } else { value + 0.0 }
    };
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_by(|&a, &b| comparable(a).total_cmp(&comparable(b)));
    let width =
        blocks.folds(n_folds) * (values.len() + blocks.len() / 2).checked_div(blocks.len()).unwrap_or(1);
    let mut strata = vec![0; values.len()];
    for (rank, &row) in order.iter().enumerate() {
        strata[row as usize] = (rank / width.max(1)) as u32;
    }
    deal(&blocks, &strata, n_folds, draw)
}

/// Folds of like size with every group whole. Other arguments as in [`stratified_folds`].
#[must_use]
pub fn group_folds(groups: &[u64], n_folds: usize, draw: &mut dyn FnMut(u64) -> u64) -> Vec<Fold> {
    stratified_folds(&vec![0; groups.len()], Some(groups), n_folds, draw)
}

/// Rows sorted by key, and where each block of them starts.
struct Blocks {
    rows: Vec<u32>,
    /// One more than there are blocks: the last is the number of rows.
    starts: Vec<usize>,
}

impl Blocks {
    fn new(n_samples: usize, keys: Option<&[u64]>) -> Self {
        let mut rows: Vec<u32> = (0..n_samples as u32).collect();
        let Some(keys) = keys else {
            return Self { rows, starts: (0..=n_samples).collect() };
        };
        rows.sort_by_key(|&row| keys[row as usize]);
        let mut starts = vec![0];
        for block in rows.chunk_by(|&a, &b| keys[a as usize] == keys[b as usize]) {
            starts.push(starts[starts.len() - 1] + block.len());
        }
        Self { rows, starts }
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn rows_of(&self, block: usize) -> &[u32] {
        &self.rows[self.starts[block]..self.starts[block + 1]]
    }

    fn folds(&self, wanted: usize) -> usize {
        wanted.max(2).min(self.len())
    }
}

fn deal(blocks: &Blocks, codes: &[u32], n_folds: usize, draw: &mut dyn FnMut(u64) -> u64) -> Vec<Fold> {
    let n_folds = blocks.folds(n_folds);
    if n_folds < 2 {
        return Vec::new();
    }
    let (codes, totals) = dense_codes(codes);
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    shuffle(&mut order, draw);
    order.sort_by_key(|&block| {
        let rows = blocks.rows_of(block);
        (Reverse(rows.len()), codes[rows[0] as usize])
    });

    let mut counts = vec![0u32; totals.len() * n_folds];
    let mut sizes = vec![0usize; n_folds];
    let mut fold_of = vec![0; codes.len()];
    let mut cost = vec![0.0; n_folds];
    for block in order {
        // What the sum of squared class shares grows by, without the part that is the same for every fold. An empty fold
        // costs nothing and is the smallest, so all get a block before one gets its second.
        cost.fill(0.0);
        for &row in blocks.rows_of(block) {
            let class = codes[row as usize];
            let weight = 1.0 / (totals[class] as f64).powi(2);
            let held = &counts[class * n_folds..(class + 1) * n_folds];
            cost.iter_mut().zip(held).for_each(|(cost, &count)| *cost += f64::from(count) * weight);
        }
        let better = |a: usize, b: usize| cost[a].total_cmp(&cost[b]).then(sizes[a].cmp(&sizes[b])).is_lt();
        let best = (1..n_folds).fold(0, |best, fold| if better(fold, best) { fold } else { best });
        for &row in blocks.rows_of(block) {
            fold_of[row as usize] = best;
            counts[codes[row as usize] * n_folds + best] += 1;
            sizes[best] += 1;
        }
    }
    Fold::from_assignment(&fold_of, n_folds)
}

/// Fisher and Yates' shuffle.
fn shuffle(items: &mut [usize], draw: &mut dyn FnMut(u64) -> u64) {
    for last in (1..items.len()).rev() {
        items.swap(last, draw(last as u64 + 1) as usize);
    }
}
