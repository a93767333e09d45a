//! Growing one tree of a forest, node by node, until its leaves are pure or small.

use bowline_core::binned::Binned;
use bowline_core::{Rng, Target};

use super::forest_split::{NodeRows, Ordering};
use super::grown::{GrownNode, GrownTree, Rule};
use super::impurity::{ClassSides, Sides, ValueSides};
use super::trees::LEAF;

/// Limits of a forest's tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForestTree<'a> {
    pub binned: &'a Binned,
    pub target: &'a Target,
    /// Subtracted from the values of a target of numbers.
    pub centre: f64,
    /// Features that a node looks at.
    pub n_candidates: usize,
    pub max_depth: usize,
    /// Fewest rows in a leaf, drawn twice or not.
    pub min_leaf_rows: usize,
    pub random_cuts: bool,
}

/// What the rows of a leaf say: classes with their shares, or the mean as class 0.
pub(crate) type LeafAnswer = Vec<(u32, f32)>;

struct Open {
    start: usize,
    end: usize,
    depth: usize,
    /// The node whose child this is, and whether it is the left one.
    parent: Option<(usize, bool)>,
}

impl ForestTree<'_> {
    /// Grows a tree on `rows`, ascending; `weights` is indexed by row of the matrix.
    pub(crate) fn grow(
        &self,
        mut rows: Vec<u32>,
        weights: &[f64],
        rng: &mut Rng,
    ) -> (GrownTree, Vec<LeafAnswer>) {
        let mut tree = GrownTree::default();
        let mut answers: Vec<LeafAnswer> = Vec::new();
        let mut features: Vec<u32> = (0..self.binned.features().len() as u32).collect();
        let mut ordering = Ordering::default();
        let mut spare = vec![0u32; rows.len()];
        let mut open = vec![Open { start: 0, end: rows.len(), depth: 0, parent: None }];
        let mut local = Local::default();
        while let Some(node) = open.pop() {
            local.gather(&rows[node.start..node.end], weights, self.target, self.centre);
            let held = NodeRows { rows: &rows[node.start..node.end], weights: &local.weights };
            let found = if node.depth >= self.max_depth || held.rows.len() < 2 * self.min_leaf_rows.max(1) {
                None
            } else {
                self.split(&held, &local, &mut features, &mut ordering, rng)
            };
            let reference = match found {
                None => {
                    answers.push(self.answer(&local));
                    LEAF | (answers.len() - 1) as u32
                }
                Some((feature, rule)) => {
                    let middle = node.start
                        + self.partition(&mut rows[node.start..node.end], &mut spare, feature, &rule);
                    let at = tree.nodes.len();
                    tree.nodes.push(GrownNode { feature, rule, left: LEAF, right: LEAF });
                    let depth = node.depth + 1;
                    open.push(Open { start: middle, end: node.end, depth, parent: Some((at, false)) });
                    open.push(Open { start: node.start, end: middle, depth, parent: Some((at, true)) });
                    at as u32
                }
            };
            if let Some((parent, is_left)) = node.parent {
                let parent = &mut tree.nodes[parent];
                *(if is_left { &mut parent.left } else { &mut parent.right }) = reference;
            }
        }
        tree.n_leaves = answers.len();
        (tree, answers)
    }

    fn split(
        &self,
        node: &NodeRows<'_>,
        local: &Local,
        features: &mut [u32],
        ordering: &mut Ordering,
        rng: &mut Rng,
    ) -> Option<(u32, Rule)> {
        match self.target {
            Target::Classes { n_classes, .. } => {
                let (codes, totals) = (&local.codes[..], local.class_weights(*n_classes));
                let present: Vec<u32> =
                    (0..*n_classes).filter(|&class| totals[class] > 0.0).map(|class| class as u32).collect();
                if present.len() < 2 {
                    return None;
                }
                // Categories are sorted by the share of one class: the second of two, else one drawn for the node.
                let class = if present.len() == 2 {
                    present[1]
                } else {
                    present[rng.below(present.len() as u64) as usize]
                };
                let score = |place: usize| f64::from(u8::from(codes[place] == class));
                self.best(node, features, ordering, rng, ClassSides::new(codes, totals), score)
            }
            Target::Values(_) => {
                let values = &local.values[..];
                if values.iter().all(|&value| value == values[0]) {
                    return None;
                }
                let sides = ValueSides::new(values, &local.weights);
                self.best(node, features, ordering, rng, sides, |place| values[place])
            }
        }
    }

    /// The best split over features drawn without replacement: `n_candidates` that can split at all, or all of them.
    fn best(
        &self,
        node: &NodeRows<'_>,
        features: &mut [u32],
        ordering: &mut Ordering,
        rng: &mut Rng,
        mut sides: impl Sides,
        category_score: impl Fn(usize) -> f64,
    ) -> Option<(u32, Rule)> {
        let min_leaf = self.min_leaf_rows.max(1);
        let mut best: Option<(f64, u32, Rule)> = None;
        let mut n_tried = 0;
        for at in 0..features.len() {
            if n_tried == self.n_candidates {
                break;
            }
            features.swap(at, at + rng.below((features.len() - at) as u64) as usize);
            let feature = features[at];
            let (column, bins) =
                (self.binned.column(feature as usize), &self.binned.features()[feature as usize]);
            let found = if self.random_cuts {
                ordering.random_cut(node, column, bins, &mut sides, min_leaf, rng)
            } else {
                ordering.best_cut(node, column, bins, &mut sides, min_leaf, &category_score)
            };
            if let Some((purity, rule)) = found {
                n_tried += 1;
                if best.as_ref().is_none_or(|held| purity > held.0) {
                    best = Some((purity, feature, rule));
                }
            }
        }
        best.map(|(_, feature, rule)| (feature, rule))
    }

    fn partition(&self, rows: &mut [u32], spare: &mut [u32], feature: u32, rule: &Rule) -> usize {
        let goes_left = rule.table(self.binned.features()[feature as usize].missing_bin());
        let column = self.binned.column(feature as usize);
        let (mut n_left, mut n_right) = (0, 0);
        for at in 0..rows.len() {
            let row = rows[at];
            let left = goes_left[usize::from(column[row as usize])];
            rows[n_left] = row;
            spare[n_right] = row;
            n_left += usize::from(left);
            n_right += usize::from(!left);
        }
        rows[n_left..].copy_from_slice(&spare[..n_right]);
        n_left
    }

    fn answer(&self, local: &Local) -> LeafAnswer {
        let total = local.weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        match self.target {
            Target::Values(_) => {
                let products = local.values.iter().zip(&local.weights).map(|(value, weight)| weight * value);
                vec![(0, (products.sum::<f64>() / total) as f32)]
            }
            Target::Classes { n_classes, .. } => {
                let sums = local.class_weights(*n_classes);
                let shares = sums.iter().enumerate().filter(|(_, sum)| **sum > 0.0);
                shares.map(|(class, sum)| (class as u32, (sum / total) as f32)).collect()
            }
        }
    }
}

/// What is known of a node's rows, by place, so that each candidate feature reads it in order.
#[derive(Debug, Default)]
struct Local {
    weights: Vec<f64>,
    codes: Vec<u32>,
    /// Distances from the centre.
    values: Vec<f64>,
}

impl Local {
    fn gather(&mut self, rows: &[u32], weights: &[f64], target: &Target, centre: f64) {
        self.weights.clear();
        self.weights.extend(rows.iter().map(|&row| weights[row as usize]));
        match target {
            Target::Classes { codes, .. } => {
                self.codes.clear();
                self.codes.extend(rows.iter().map(|&row| codes[row as usize]));
            }
            Target::Values(values) => {
                self.values.clear();
                self.values.extend(rows.iter().map(|&row| values[row as usize] - centre));
            }
        }
    }

    fn class_weights(&self, n_classes: usize) -> Vec<f64> {
        let mut sums = vec![0.0; n_classes];
        self.codes.iter().zip(&self.weights).for_each(|(&code, weight)| sums[code as usize] += weight);
        sums
    }
}
