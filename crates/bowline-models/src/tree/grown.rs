//! A tree while it is young: its questions are about bins, and its rows are still at hand.

use bowline_core::binned::Binned;

use super::trees::{CategoryMask, LEAF, NO_MASK, Node, Trees, contains};

/// How the rows of a node part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Rule {
    /// Bins up to this one go left; a missing value goes where the flag says.
    UpTo(u8, bool),
    /// Bins in the set go left, the bin of missing values included.
    OneOf(CategoryMask),
}

impl Rule {
    /// For each of 256 bins, whether it goes left.
    pub(crate) fn table(&self, missing_bin: u8) -> [bool; 256] {
        let mut left = [false; 256];
        match self {
            Self::UpTo(last, missing_left) => {
                left[..=usize::from(*last)].fill(true);
                left[usize::from(missing_bin)] = *missing_left;
            }
            Self::OneOf(mask) => {
                for (bin, place) in left.iter_mut().enumerate() {
                    *place = contains(mask, bin);
                }
            }
        }
        left
    }
}

/// A question about bins.
#[derive(Debug, Clone)]
pub(crate) struct GrownNode {
    pub feature: u32,
    pub rule: Rule,
    /// A node number, or [`LEAF`] plus a leaf number, within this tree.
    pub left: u32,
    pub right: u32,
}

/// One tree with leaf numbers from 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct GrownTree {
    pub nodes: Vec<GrownNode>,
    pub n_leaves: usize,
}

impl GrownTree {
    /// A tree that is one leaf.
    pub(crate) fn single_leaf() -> Self {
        Self { nodes: Vec::new(), n_leaves: 1 }
    }

    /// Calls `work` with every row of `rows` and its leaf.
    pub(crate) fn for_each_leaf(&self, binned: &Binned, rows: &[u32], mut work: impl FnMut(u32, usize)) {
        let tables: Vec<([bool; 256], &[u8])> = self
            .nodes
            .iter()
            .map(|node| {
                let feature = node.feature as usize;
                (node.rule.table(binned.features()[feature].missing_bin()), binned.column(feature))
            })
            .collect();
        for &row in rows {
            let mut at = if self.nodes.is_empty() { LEAF } else { 0 };
            while at & LEAF == 0 {
                let (table, column) = &tables[at as usize];
                let node = &self.nodes[at as usize];
                at = if table[usize::from(column[row as usize])] { node.left } else { node.right };
            }
            work(row, (at & !LEAF) as usize);
        }
    }

    /// Adds this tree to stored ones; its leaves get the next numbers.
    pub(crate) fn store(&self, binned: &Binned, trees: &mut Trees) {
        let (first_node, first_leaf) = (trees.nodes.len() as u32, trees.n_leaves as u32);
        let child =
            |at: u32| if at & LEAF == 0 { at + first_node } else { LEAF | ((at & !LEAF) + first_leaf) };
        trees.roots.push(child(if self.nodes.is_empty() { LEAF } else { 0 }));
        for node in &self.nodes {
            let bins = &binned.features()[node.feature as usize];
            let (threshold, mask, missing_left) = match node.rule {
                Rule::UpTo(last, missing_left) => {
                    let threshold = bins.cuts.get(usize::from(last)).copied().unwrap_or(f32::INFINITY);
                    (threshold, NO_MASK, missing_left)
                }
                Rule::OneOf(mut mask) => {
                    let missing_left = contains(&mask, usize::from(bins.missing_bin()));
                    // Codes past the last value bin were counted in it.
                    let last = contains(&mask, bins.n_value_bins - 1);
                    for code in bins.n_value_bins..256 {
                        let bit = 1 << (code % 32);
                        if last { mask[code / 32] |= bit } else { mask[code / 32] &= !bit }
                    }
                    trees.masks.push(mask);
                    (0.0, trees.masks.len() as u32 - 1, missing_left)
                }
            };
            trees.nodes.push(Node {
                feature: node.feature,
                threshold,
                left: child(node.left),
                right: child(node.right),
                mask,
                missing_left,
            });
        }
        trees.n_leaves += self.n_leaves;
    }
}
