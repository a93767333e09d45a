//! Test rows by hash: a row's content decides its side, not its place in the table.
//!
//! The rows with the smallest hashes are the test. As the table grows, the border between the sides moves only as far as the
//! share of small hashes happens to change: a row keeps its side, and a new model is hardly ever tested on what an older
//! one has learned. Rows of an equal hash, duplicates or a group whose key is what was hashed, cannot be parted.
//!
//! With strata each class has a border of its own. A hash that several classes share is decided by the rarest of them, and
//! its other rows count towards their classes' shares.

use super::dense_codes;

/// Rows from which a class has a share in the test, however small the share.
const ALWAYS_TESTED: usize = 5;

/// The test rows, ascending: those with the smallest hashes, `round(share * count)` of each class.
///
/// `hashes` and `strata` are `(n_samples,)`; `share` lies between 0 and 1. Without `strata` all rows are one class. A class of
/// at least 5 rows gives at least one row and never all, unless its rows are bound to one hash or to hashes that another
/// class cannot spare. Hashes of many rows make a class's part larger than asked, up to twice; a hash that would pass
/// that stays in training. Never empty and never all where there are 2 distinct hashes; empty otherwise. O(n log n).
#[must_use]
pub fn holdout_by_hash(hashes: &[u64], share: f64, strata: Option<&[u32]>) -> Vec<u32> {
    let (codes, totals) = match strata {
        Some(strata) => dense_codes(strata),
        None => (vec![0; hashes.len()], vec![hashes.len()]),
    };
    let mut order: Vec<u32> = (0..hashes.len() as u32).collect();
    order.sort_by_key(|&row| hashes[row as usize]);
    let groups: Vec<&[u32]> = order.chunk_by(|&a, &b| hashes[a as usize] == hashes[b as usize]).collect();
    if groups.len() < 2 {
        return Vec::new();
    }
    let mut choice = Choice::new(&groups, &codes, totals, share);
    choice.take_smallest_hashes();
    choice.give_every_class_a_row();
    choice.give_a_row();

    let chosen = groups.iter().zip(&choice.in_test).filter(|(_, in_test)| **in_test);
    let mut rows: Vec<u32> = chosen.flat_map(|(rows, _)| rows.iter().copied()).collect();
    rows.sort_unstable();
    rows
}

/// Which hashes are in the test so far. A group is the rows of one hash; groups ascend by hash.
struct Choice {
    /// For each group, its classes and the count of rows of each.
    members: Vec<Vec<(usize, usize)>>,
    in_test: Vec<bool>,
    /// Rows of each class: all, wanted in the test, and in the test.
    totals: Vec<usize>,
    wanted: Vec<usize>,
    taken: Vec<usize>,
    /// Classes that want test rows, rarest first.
    by_rarity: Vec<usize>,
}

impl Choice {
    fn new(groups: &[&[u32]], codes: &[usize], totals: Vec<usize>, share: f64) -> Self {
        let wanted: Vec<usize> = totals.iter().map(|&total| wanted_rows(total, share)).collect();
        let mut by_rarity: Vec<usize> = (0..totals.len()).filter(|&class| wanted[class] > 0).collect();
        by_rarity.sort_by_key(|&class| totals[class]);
        let members = groups.iter().map(|rows| class_counts(rows, codes)).collect();
        Self {
            members,
            in_test: vec![false; groups.len()],
            taken: vec![0; totals.len()],
            totals,
            wanted,
            by_rarity,
        }
    }

    fn take_smallest_hashes(&mut self) {
        let mut rank = vec![usize::MAX; self.totals.len()];
        for (at, &class) in self.by_rarity.iter().enumerate() {
            rank[class] = at;
        }
        let mut owned: Vec<Vec<usize>> = vec![Vec::new(); self.by_rarity.len()];
        for (group, members) in self.members.iter().enumerate() {
            let rarest = members.iter().map(|&(class, _)| rank[class]).min().unwrap_or(usize::MAX);
            if let Some(groups) = owned.get_mut(rarest) {
                groups.push(group);
            }
        }
        for (at, groups) in owned.iter().enumerate() {
            let class = self.by_rarity[at];
            for &group in groups {
                if self.taken[class] >= self.wanted[class] {
                    break;
                }
                if self.leaves_training_rows(group) && self.stays_within_twice(group) {
                    self.take(group);
                }
            }
        }
    }

    fn give_every_class_a_row(&mut self) {
        for class in self.by_rarity.clone() {
            if self.taken[class] > 0 {
                continue;
            }
            let has_class = |group: usize| self.members[group].iter().any(|&(member, _)| member == class);
            let possible =
                (0..self.members.len()).filter(|&group| has_class(group) && self.leaves_training_rows(group));
            if let Some(group) = possible.min_by_key(|&group| self.size(group)) {
                self.take(group);
            }
        }
    }

    fn give_a_row(&mut self) {
        if !self.in_test.contains(&true)
            && let Some(group) = (0..self.members.len()).min_by_key(|&group| self.size(group))
        {
            self.take(group);
        }
    }

    fn size(&self, group: usize) -> usize {
        self.members[group].iter().map(|(_, count)| count).sum()
    }

    fn leaves_training_rows(&self, group: usize) -> bool {
        self.members[group]
            .iter()
            .all(|&(class, count)| self.wanted[class] == 0 || self.taken[class] + count < self.totals[class])
    }

    fn stays_within_twice(&self, group: usize) -> bool {
        self.members[group].iter().all(|&(class, count)| {
            self.wanted[class] == 0 || self.taken[class] + count <= 2 * self.wanted[class]
        })
    }

    fn take(&mut self, group: usize) {
        self.in_test[group] = true;
        for &(class, count) in &self.members[group] {
            self.taken[class] += count;
        }
    }
}

fn wanted_rows(total: usize, share: f64) -> usize {
    let rows = (share.clamp(0.0, 1.0) * total as f64).round() as usize;
    rows.max(usize::from(total >= ALWAYS_TESTED)).min(total.saturating_sub(1))
}

fn class_counts(rows: &[u32], codes: &[usize]) -> Vec<(usize, usize)> {
    let mut classes: Vec<usize> = rows.iter().map(|&row| codes[row as usize]).collect();
    classes.sort_unstable();
    classes.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_smallest_hashes_of_each_class() {
        let hashes = [50, 40, 30, 20, 10, 5, 4, 3, 2, 1];
        let classes = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
        assert_eq!(holdout_by_hash(&hashes, 0.2, Some(&classes)), [4, 9]);
        assert_eq!(holdout_by_hash(&hashes, 0.2, None), [8, 9]);
    }

    #[test]
    fn a_hash_of_several_classes_is_decided_once() {
        let hashes = [1, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        let classes = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1];
        assert_eq!(holdout_by_hash(&hashes, 0.2, Some(&classes)), [0, 1]);
    }

    #[test]
    fn a_hash_of_most_rows_stays_in_training() {
        let mut hashes = vec![1; 90];
        hashes.extend(2..12);
        assert_eq!(holdout_by_hash(&hashes, 0.1, None), (90..100).collect::<Vec<u32>>());
    }

    #[test]
    fn extremes() {
        assert!(holdout_by_hash(&[], 0.2, None).is_empty());
        assert!(holdout_by_hash(&[7], 0.2, Some(&[0])).is_empty());
        assert!(holdout_by_hash(&[7, 7], 0.2, None).is_empty());
        assert_eq!(holdout_by_hash(&[8, 7], 0.0, Some(&[0, 1])), [1]);
        assert_eq!(holdout_by_hash(&[8, 7], f64::NAN, None), [1]);
        assert_eq!(holdout_by_hash(&[8, 7, 6], 1.0, None), [1, 2]);
    }
}
