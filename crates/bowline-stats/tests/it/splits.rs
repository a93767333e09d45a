//! Properties of splits over arbitrary tables.

use std::collections::{BTreeMap, BTreeSet};

use bowline_stats::{
    Fold, group_folds, hash_row, holdout_by_hash, holdout_by_time, regression_folds, stratified_folds,
    time_folds,
};
use proptest::prelude::*;

use crate::draws;

/// Ascending, disjoint and together every row.
fn check_sides(fold: &Fold, n_samples: usize) {
    assert!(fold.train.is_sorted() && fold.validation.is_sorted());
    let mut rows = [fold.train.clone(), fold.validation.clone()].concat();
    rows.sort_unstable();
    assert_eq!(rows, (0..n_samples as u32).collect::<Vec<u32>>());
}

/// Sound folds in which each row is predicted once, rows of a key together, and none is empty.
fn check_folds(folds: &[Fold], keys: &[u64], n_folds: usize) {
    let n_keys = keys.iter().collect::<BTreeSet<_>>().len();
    assert_eq!(folds.len(), if n_keys < 2 { 0 } else { n_folds.max(2).min(n_keys) });
    let mut fold_of_key = BTreeMap::new();
    let mut predicted = 0;
    for (at, fold) in folds.iter().enumerate() {
        check_sides(fold, keys.len());
        assert!(!fold.validation.is_empty() && !fold.train.is_empty());
        predicted += fold.validation.len();
        for &row in &fold.validation {
            assert_eq!(*fold_of_key.entry(keys[row as usize]).or_insert(at), at, "key in two folds");
        }
    }
    assert_eq!(predicted, if folds.is_empty() { 0 } else { keys.len() });
}

fn spread(counts: impl Iterator<Item = usize>) -> usize {
    let counts: Vec<usize> = counts.collect();
    counts.iter().max().unwrap_or(&0) - counts.iter().min().unwrap_or(&0)
}

fn hash_of(id: u64) -> u64 {
    hash_row([Some(&id.to_le_bytes()[..])])
}

fn is_in(rows: &[u32], row: usize) -> bool {
    rows.binary_search(&(row as u32)).is_ok()
}

fn rows_by_class(codes: &[u32]) -> BTreeMap<u32, Vec<usize>> {
    let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    codes.iter().enumerate().for_each(|(row, &code)| rows.entry(code).or_default().push(row));
    rows
}

proptest! {
    #[test]
    fn stratified(rows in prop::collection::vec((0u32..4, 0u64..30), 0..120), n_folds in 0usize..12, seed: u64) {
        let (codes, keys): (Vec<u32>, Vec<u64>) = rows.into_iter().unzip();
        let bound = stratified_folds(&codes, Some(&keys), n_folds, &mut draws(seed));
        check_folds(&bound, &keys, n_folds);

        let each: Vec<u64> = (0..codes.len() as u64).collect();
        let free = stratified_folds(&codes, None, n_folds, &mut draws(seed));
        check_folds(&free, &each, n_folds);
        prop_assert!(spread(free.iter().map(|fold| fold.validation.len())) <= 1);
        for code in 0..4 {
            let of_code = |fold: &Fold| fold.validation.iter().filter(|&&row| codes[row as usize] == code).count();
            prop_assert!(spread(free.iter().map(of_code)) <= 1);
        }
        prop_assert_eq!(free, stratified_folds(&codes, None, n_folds, &mut draws(seed)));
    }

    #[test]
    fn regression(rows in prop::collection::vec((prop::num::f64::ANY, 0u64..30), 0..120), n_folds in 0usize..12, seed: u64) {
        let (values, keys): (Vec<f64>, Vec<u64>) = rows.into_iter().unzip();
        check_folds(&regression_folds(&values, Some(&keys), n_folds, &mut draws(seed)), &keys, n_folds);

        let each: Vec<u64> = (0..values.len() as u64).collect();
        let folds = regression_folds(&values, None, n_folds, &mut draws(seed));
        check_folds(&folds, &each, n_folds);
        // Every fold has one row among each run of as many rows as there are folds.
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        let comparable = |row: u32| {
            let value = values[row as usize];
            if value.is_nan() { f64::NAN } else { value + 0.0 }
        };
        order.sort_by(|&a, &b| comparable(a).total_cmp(&comparable(b)));
        for run in order.chunks_exact(folds.len().max(1)) {
            for fold in &folds {
                prop_assert_eq!(run.iter().filter(|&&row| is_in(&fold.validation, row as usize)).count(), 1);
            }
        }
    }

    #[test]
    fn groups(groups in prop::collection::vec(0u64..25, 0..150), n_folds in 0usize..8, seed: u64) {
        let folds = group_folds(&groups, n_folds, &mut draws(seed));
        check_folds(&folds, &groups, n_folds);
        // Dealing the largest first leaves no two folds further apart than the largest group.
        let mut sizes = BTreeMap::new();
        groups.iter().for_each(|group| *sizes.entry(group).or_insert(0usize) += 1);
        prop_assert!(spread(folds.iter().map(|fold| fold.validation.len())) <= sizes.values().copied().max().unwrap_or(0));
    }

    #[test]
    fn time(times in prop::collection::vec(prop::option::of(0u8..20), 0..100), n_folds in 0usize..8) {
        let times: Vec<f64> = times.into_iter().map(|time| time.map_or(f64::NAN, f64::from)).collect();
        let distinct = times.iter().filter(|time| !time.is_nan()).map(|&time| time as u8).collect::<BTreeSet<u8>>().len();
        let folds = time_folds(&times, n_folds);
        prop_assert_eq!(folds.len(), n_folds.max(1).min(distinct.saturating_sub(1)));
        let mut known = Vec::new();
        for (at, fold) in folds.iter().enumerate() {
            prop_assert!(fold.train.is_sorted() && fold.validation.is_sorted() && !fold.validation.is_empty());
            if at > 0 {
                prop_assert_eq!(&fold.train, &known);
            }
            known = [fold.train.clone(), fold.validation.clone()].concat();
            known.sort_unstable();
            let latest = fold.train.iter().map(|&row| times[row as usize]).fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(latest.is_finite());
            for &row in &fold.validation {
                prop_assert!(times[row as usize] > latest);
            }
        }
        if !folds.is_empty() {
            prop_assert_eq!(known, (0..times.len() as u32).collect::<Vec<u32>>());
        }
    }

    #[test]
    fn latest_rows_are_the_test(times in prop::collection::vec(prop::option::of(0u8..20), 0..100), share in 0.0..1.0f64) {
        let times: Vec<f64> = times.into_iter().map(|time| time.map_or(f64::NAN, f64::from)).collect();
        let test = holdout_by_time(&times, share);
        let (mut latest_train, mut earliest_test) = (f64::NEG_INFINITY, f64::INFINITY);
        for (row, &time) in times.iter().enumerate() {
            if is_in(&test, row) {
                prop_assert!(!time.is_nan());
                earliest_test = earliest_test.min(time);
            } else {
                latest_train = latest_train.max(time);
            }
        }
        prop_assert!(latest_train < earliest_test || test.is_empty());
        let distinct = times.iter().filter(|time| !time.is_nan()).map(|&time| time as u8).collect::<BTreeSet<u8>>().len();
        prop_assert_eq!(test.is_empty(), distinct < 2);
        prop_assert!(distinct < 2 || latest_train.is_finite());
    }

    /// Duplicates, also of differing class, stand on one side; neither side is empty.
    #[test]
    fn hashes_are_never_parted(rows in prop::collection::vec((0u64..40, 0u32..4), 0..120), share in 0.0..1.0f64) {
        let (ids, codes): (Vec<u64>, Vec<u32>) = rows.into_iter().unzip();
        let hashes: Vec<u64> = ids.iter().map(|&id| hash_of(id)).collect();
        let distinct = hashes.iter().collect::<BTreeSet<_>>().len();
        for strata in [None, Some(&codes[..])] {
            let test = holdout_by_hash(&hashes, share, strata);
            prop_assert!(test.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert_eq!(test.is_empty(), distinct < 2);
            prop_assert!(test.is_empty() || test.len() < hashes.len());
            let mut side = BTreeMap::new();
            for (row, &hash) in hashes.iter().enumerate() {
                let is_test = is_in(&test, row);
                prop_assert_eq!(*side.entry(hash).or_insert(is_test), is_test);
            }
        }
    }

    /// Without duplicates each class gives exactly its share: its smallest hashes. Where all classes are too small to have
    /// a share, the test still has one row.
    #[test]
    fn classes_give_their_share(codes in prop::collection::vec(0u32..5, 10..200), share in 0.05..0.95f64, first: u32) {
        let hashes: Vec<u64> = (0..codes.len() as u64).map(|row| hash_of(u64::from(first) + row)).collect();
        let test = holdout_by_hash(&hashes, share, Some(&codes));
        let mut expected = Vec::new();
        for rows in rows_by_class(&codes).values() {
            let mut by_hash = rows.clone();
            by_hash.sort_by_key(|&row| hashes[row]);
            let wanted = ((share * rows.len() as f64).round() as usize)
                .max(usize::from(rows.len() >= 5))
                .min(rows.len() - 1);
            expected.extend(by_hash[..wanted].iter().map(|&row| row as u32));
        }
        expected.sort_unstable();
        if expected.is_empty() {
            expected.extend((0..codes.len() as u32).min_by_key(|&row| hashes[row as usize]));
        }
        prop_assert_eq!(test, expected);
    }

    /// Appended rows move the border of a class one way only, and only rows between the two borders change sides.
    #[test]
    fn a_row_keeps_its_side(codes in prop::collection::vec(0u32..3, 30..300), before in 10usize..30, first: u32) {
        let hashes: Vec<u64> = (0..codes.len() as u64).map(|row| hash_of(u64::from(first) + row)).collect();
        let early = holdout_by_hash(&hashes[..before], 0.2, Some(&codes[..before]));
        let late = holdout_by_hash(&hashes, 0.2, Some(&codes));
        for rows in rows_by_class(&codes[..before]).values() {
            let joined = rows.iter().filter(|&&row| !is_in(&early, row) && is_in(&late, row)).count();
            let left = rows.iter().filter(|&&row| is_in(&early, row) && !is_in(&late, row)).count();
            prop_assert!(joined == 0 || left == 0);
        }
    }
}

/// When a table grows tenfold, the border moves by chance alone: of 1 000 rows, fewer than 4 % change sides.
#[test]
fn few_rows_change_sides_as_a_table_grows() {
    let hashes: Vec<u64> = (0..10_000).map(hash_of).collect();
    let codes: Vec<u32> = (0..10_000).map(|row| u32::from(row % 3 == 0)).collect();
    let early = holdout_by_hash(&hashes[..1_000], 0.2, Some(&codes[..1_000]));
    let late = holdout_by_hash(&hashes, 0.2, Some(&codes));
    let changed = (0..1_000).filter(|&row| is_in(&early, row) != is_in(&late, row)).count();
    assert!(changed < 40, "{changed} rows changed sides");
}

/// Groups of both classes: the hash of the group decides, and the classes still get about their shares.
#[test]
fn groups_of_mixed_classes_keep_the_shares() {
    let hashes: Vec<u64> = (0..10_000).map(|row| hash_of(row / 10)).collect();
    let codes: Vec<u32> = (0..10_000).map(|row| u32::from(row % 10 == 3)).collect();
    let test = holdout_by_hash(&hashes, 0.2, Some(&codes));
    assert_eq!(test.len(), 2_000);
    assert_eq!(test.iter().filter(|&&row| codes[row as usize] == 1).count(), 200);
}

/// Large groups of differing class shares: the folds' shares stay near the whole's.
#[test]
fn group_folds_keep_class_shares() {
    let groups: Vec<u64> = (0..2_000).map(|row| row / 20).collect();
    let codes: Vec<u32> = (0..2_000).map(|row| u32::from(row % 20 < row / 20 % 10)).collect();
    let folds = stratified_folds(&codes, Some(&groups), 5, &mut draws(7));
    check_folds(&folds, &groups, 5);
    for fold in folds {
        let positive = fold.validation.iter().filter(|&&row| codes[row as usize] == 1).count();
        let share = positive as f64 / fold.validation.len() as f64;
        assert!((share - 0.225).abs() < 0.02, "{share}");
    }
}
