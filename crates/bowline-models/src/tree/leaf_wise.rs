//! Growing a tree leaf by leaf: always the split that gains most, wherever it is.
//!
//! Leaf-wise growth reaches a lower loss with the same number of leaves than growth level by level (Shi 2007); the number of
//! leaves is the limit, and depth only a guard. Rows are kept in one list in which every leaf has a range.

use bowline_core::Rng;
use bowline_core::binned::Binned;

use super::best_split::{LeafTotals, Split, SplitLimits, best_split};
use super::gradient::Units;
use super::grown::{GrownNode, GrownTree};
use super::histogram::{FeatureHistogram, subtract, sum_rows};
use super::trees::LEAF;

/// Limits of a tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TreeLimits {
    pub max_leaves: usize,
    pub max_depth: usize,
    pub split: SplitLimits,
}

/// Grows trees on the same bins, keeping its buffers from tree to tree.
#[derive(Debug)]
pub(crate) struct LeafWise<'a> {
    binned: &'a Binned,
    limits: TreeLimits,
    rows: Vec<u32>,
    spare_rows: Vec<u32>,
    spare_histograms: Vec<Vec<FeatureHistogram>>,
}

/// A tree, the packed sum of each leaf, and each leaf's rows as a range of `rows`.
#[derive(Debug)]
pub(crate) struct Growth {
    pub tree: GrownTree,
    /// Packed sums by leaf.
    pub sums: Vec<i64>,
    /// Start and end in [`LeafWise::rows`] by leaf.
    pub ranges: Vec<(usize, usize)>,
}

struct Leaf {
    start: usize,
    end: usize,
    depth: usize,
    packed: i64,
    /// The node whose child this is, and whether it is the left one.
    parent: Option<(usize, bool)>,
    histograms: Vec<FeatureHistogram>,
    split: Option<Split>,
}

impl<'a> LeafWise<'a> {
    /// A grower without rows yet.
    pub(crate) fn new(binned: &'a Binned, limits: TreeLimits) -> Self {
        Self { binned, limits, rows: Vec::new(), spare_rows: Vec::new(), spare_histograms: Vec::new() }
    }

    /// The rows of the last tree, by the ranges of its growth.
    pub(crate) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Grows one tree on `rows` with `features`, both ascending; `packed` is indexed by row.
    pub(crate) fn grow(
        &mut self,
        rows: &[u32],
        features: &[u32],
        packed: &[i64],
        units: Units,
        rng: &mut Rng,
    ) -> Growth {
        self.rows.clear();
        self.rows.extend_from_slice(rows);
        self.spare_rows.resize(rows.len(), 0);
        let mut wanted = vec![false; self.binned.features().len()];
        features.iter().for_each(|&feature| wanted[feature as usize] = true);
        let total = rows.iter().map(|&row| packed[row as usize]).sum();
        let mut root = Leaf {
            start: 0,
            end: rows.len(),
            depth: 0,
            packed: total,
            parent: None,
            histograms: self.histograms(),
            split: None,
        };
        if self.may_split(&root) {
            sum_rows(self.binned, &wanted, rows, packed, &mut root.histograms);
            self.find_split(&mut root, features, units, rng);
        }
        let mut leaves = vec![root];
        let mut tree = GrownTree::single_leaf();
        while leaves.len() < self.limits.max_leaves {
            let Some((at, split)) = most_gain(&leaves) else { break };
            let node = tree.nodes.len();
            let (left, right) = (at, leaves.len());
            tree.nodes.push(GrownNode {
                feature: split.feature,
                rule: split.rule,
                left: LEAF | left as u32,
                right: LEAF | right as u32,
            });
            if let Some((parent, is_left)) = leaves[at].parent {
                let parent = &mut tree.nodes[parent];
                *(if is_left { &mut parent.left } else { &mut parent.right }) = node as u32;
            }
            let (start, end, depth) = (leaves[at].start, leaves[at].end, leaves[at].depth + 1);
            let middle = self.partition(start, end, &split);
            let mut big = std::mem::take(&mut leaves[at].histograms);
            let whole = leaves[at].packed;
            let child = |start, end, packed, is_left| Leaf {
                start,
                end,
                depth,
                packed,
                parent: Some((node, is_left)),
                histograms: Vec::new(),
                split: None,
            };
            let mut left = child(start, middle, split.left, true);
            let mut right = child(middle, end, whole - split.left, false);
            let is_last = leaves.len() + 1 == self.limits.max_leaves;
            if !is_last && (self.may_split(&left) || self.may_split(&right)) {
                let mut small = self.histograms();
                let left_is_small = middle - start <= end - middle;
                let range = if left_is_small { start..middle } else { middle..end };
                sum_rows(self.binned, &wanted, &self.rows[range], packed, &mut small);
                subtract(self.binned.features(), &mut big, &small);
                (left.histograms, right.histograms) = if left_is_small { (small, big) } else { (big, small) };
                for leaf in [&mut left, &mut right] {
                    if self.may_split(leaf) {
                        self.find_split(leaf, features, units, rng);
                    }
                    if leaf.split.is_none() {
                        self.spare_histograms.push(std::mem::take(&mut leaf.histograms));
                    }
                }
            } else {
                self.spare_histograms.push(big);
            }
            leaves[at] = left;
            leaves.push(right);
        }
        tree.n_leaves = leaves.len();
        let sums = leaves.iter().map(|leaf| leaf.packed).collect();
        let ranges = leaves.iter().map(|leaf| (leaf.start, leaf.end)).collect();
        let used = leaves.into_iter().map(|leaf| leaf.histograms).filter(|held| !held.is_empty());
        self.spare_histograms.extend(used);
        Growth { tree, sums, ranges }
    }

    fn histograms(&mut self) -> Vec<FeatureHistogram> {
        self.spare_histograms.pop().unwrap_or_else(|| vec![[0; 256]; self.binned.features().len()])
    }

    fn may_split(&self, leaf: &Leaf) -> bool {
        leaf.end - leaf.start >= 2 * self.limits.split.min_rows.max(1) && leaf.depth < self.limits.max_depth
    }

    fn find_split(&self, leaf: &mut Leaf, features: &[u32], units: Units, rng: &mut Rng) {
        let totals = LeafTotals { packed: leaf.packed, n_rows: leaf.end - leaf.start, units };
        let bins = self.binned.features();
        leaf.split = best_split(&leaf.histograms, bins, features, &totals, &self.limits.split, rng);
    }

    /// Puts the rows of a range that go left before the others, keeping the order on both sides; returns where the right ones
    /// start.
    fn partition(&mut self, start: usize, end: usize, split: &Split) -> usize {
        let feature = split.feature as usize;
        let goes_left = split.rule.table(self.binned.features()[feature].missing_bin());
        let column = self.binned.column(feature);
        let (mut n_left, mut n_right) = (start, 0);
        for at in start..end {
            let row = self.rows[at];
            let left = goes_left[usize::from(column[row as usize])];
            self.rows[n_left] = row;
            self.spare_rows[n_right] = row;
            n_left += usize::from(left);
            n_right += usize::from(!left);
        }
        self.rows[n_left..end].copy_from_slice(&self.spare_rows[..n_right]);
        n_left
    }
}

fn most_gain(leaves: &[Leaf]) -> Option<(usize, Split)> {
    let mut best: Option<(usize, Split)> = None;
    for (at, leaf) in leaves.iter().enumerate() {
        if let Some(split) = leaf.split
            && best.is_none_or(|(_, held)| split.gain > held.gain)
        {
            best = Some((at, split));
        }
    }
    best
}
