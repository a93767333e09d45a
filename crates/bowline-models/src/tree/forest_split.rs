//! The split of a forest node along one feature: the best cut, or a random one.
//!
//! A node of a forest looks at few features and is often small, so its rows are put in the order of their bins and moved from
//! right to left one by one; that costs nothing for bins that hold no row.

use bowline_core::Rng;
use bowline_core::binned::FeatureBins;

use super::grown::Rule;
use super::impurity::Sides;

/// Nodes with more rows are ordered by counting, smaller ones by sorting.
const COUNTING_ROWS: usize = 96;

/// Rows of a node with their weights, and buffers.
#[derive(Debug, Default)]
pub(crate) struct Ordering {
    /// `(rank of the bin, place among the node's rows)`, ascending.
    order: Vec<(u8, u32)>,
    /// Bin of each place.
    held: Vec<u8>,
}

/// A node's rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NodeRows<'a> {
    /// Row numbers.
    pub rows: &'a [u32],
    /// Weight of each of them.
    pub weights: &'a [f64],
}

impl Ordering {
    fn sort(&mut self, node: &NodeRows<'_>, rank: impl Fn(u32) -> u8) {
        self.order.clear();
        if node.rows.len() <= COUNTING_ROWS {
            self.order.extend(node.rows.iter().enumerate().map(|(at, &row)| (rank(row), at as u32)));
            self.order.sort_unstable();
            return;
        }
        let mut starts = [0u32; 257];
        node.rows.iter().for_each(|&row| starts[usize::from(rank(row)) + 1] += 1);
        for bin in 0..256 {
            starts[bin + 1] += starts[bin];
        }
        self.order.resize(node.rows.len(), (0, 0));
        for (at, &row) in node.rows.iter().enumerate() {
            let rank = rank(row);
            let place = &mut starts[usize::from(rank)];
            self.order[*place as usize] = (rank, at as u32);
            *place += 1;
        }
    }

    /// The best cut along a numeric feature, missing values tried on both sides; or the best cut along the categories in the
    /// order that `category_score` gives. The purity of the two sides comes with it.
    pub(crate) fn best_cut(
        &mut self,
        node: &NodeRows<'_>,
        column: &[u8],
        bins: &FeatureBins,
        sides: &mut impl Sides,
        min_leaf: usize,
        category_score: impl Fn(usize) -> f64,
    ) -> Option<(f64, Rule)> {
        if bins.categorical {
            return self.best_categories(node, column, sides, min_leaf, category_score);
        }
        self.sort(node, |row| column[row as usize]);
        let missing_bin = bins.missing_bin();
        let n_present = self.order.partition_point(|&(bin, _)| bin < missing_bin);
        let has_missing = n_present < self.order.len();
        let mut best: Option<(f64, Rule)> = None;
        for missing_left in [false, true] {
            if missing_left && !has_missing {
                break;
            }
            sides.reset();
            if missing_left {
                for &(_, at) in &self.order[n_present..] {
                    sides.move_left(at as usize, node.weights[at as usize]);
                }
            }
            // With missing values on the right, all present ones may go left.
            let end = if has_missing && !missing_left { n_present } else { n_present.saturating_sub(1) };
            let already_left = if missing_left { self.order.len() - n_present } else { 0 };
            for place in 0..end {
                let (bin, at) = self.order[place];
                sides.move_left(at as usize, node.weights[at as usize]);
                let next = self.order.get(place + 1).map(|&(bin, _)| bin);
                let n_left = already_left + place + 1;
                if next != Some(bin) && n_left >= min_leaf && self.order.len() - n_left >= min_leaf {
                    let purity = sides.purity();
                    if purity.is_finite() && best.as_ref().is_none_or(|held| purity > held.0) {
                        // Where training rows lack no value, later ones without it go with the larger child.
                        let with_larger = 2 * n_left > self.order.len();
                        let missing_left = if has_missing { missing_left } else { with_larger };
                        best = Some((purity, Rule::UpTo(bin, missing_left)));
                    }
                }
            }
        }
        best
    }

    fn best_categories(
        &mut self,
        node: &NodeRows<'_>,
        column: &[u8],
        sides: &mut impl Sides,
        min_leaf: usize,
        category_score: impl Fn(usize) -> f64,
    ) -> Option<(f64, Rule)> {
        let mut sums = [(0.0f64, 0.0f64); 256];
        for (place, (&row, &weight)) in node.rows.iter().zip(node.weights).enumerate() {
            let sum = &mut sums[usize::from(column[row as usize])];
            sum.0 += weight * category_score(place);
            sum.1 += weight;
        }
        let mut held: Vec<u8> = (0..=255u8).filter(|&bin| sums[usize::from(bin)].1 > 0.0).collect();
        let mean = |bin: u8| sums[usize::from(bin)].0 / sums[usize::from(bin)].1;
        held.sort_by(|&a, &b| mean(a).total_cmp(&mean(b)).then(a.cmp(&b)));
        let mut ranks = [0u8; 256];
        held.iter().enumerate().for_each(|(rank, &bin)| ranks[usize::from(bin)] = rank as u8);
        self.sort(node, |row| ranks[usize::from(column[row as usize])]);
        sides.reset();
        let mut best: Option<(f64, u8)> = None;
        for place in 0..self.order.len().saturating_sub(1) {
            let (rank, at) = self.order[place];
            sides.move_left(at as usize, node.weights[at as usize]);
            let n_left = place + 1;
            if self.order[n_left].0 != rank && n_left >= min_leaf && self.order.len() - n_left >= min_leaf {
                let purity = sides.purity();
                if purity.is_finite() && best.is_none_or(|held| purity > held.0) {
                    best = Some((purity, rank));
                }
            }
        }
        best.map(|(purity, last)| {
            let mut mask = [0u32; 8];
            held[..=usize::from(last)].iter().for_each(|&bin| mask[usize::from(bin) / 32] |= 1 << (bin % 32));
            (purity, Rule::OneOf(mask))
        })
    }
    /// A random split along one feature: a cut drawn between the smallest and the largest bin, or a random half of the
    /// categories; missing values go to a random side. `None` when all rows share a bin or a child would be too small.
    pub(crate) fn random_cut(
        &mut self,
        node: &NodeRows<'_>,
        column: &[u8],
        bins: &FeatureBins,
        sides: &mut impl Sides,
        min_leaf: usize,
        rng: &mut Rng,
    ) -> Option<(f64, Rule)> {
        self.held.clear();
        self.held.extend(node.rows.iter().map(|&row| column[row as usize]));
        let held = &self.held[..];
        let missing_bin = bins.missing_bin();
        let (low, high) = held.iter().fold((255, 0), |(low, high), &bin| (bin.min(low), bin.max(high)));
        if low >= high {
            return None;
        }
        let mut rule = if bins.categorical {
            let mut is_held = [false; 256];
            held.iter().for_each(|&bin| is_held[usize::from(bin)] = true);
            let mut mask = [0u32; 8];
            for bin in (0..256).filter(|&bin| is_held[bin]) {
                if rng.next_u64() >> 63 == 1 {
                    mask[bin / 32] |= 1 << (bin % 32);
                }
            }
            Rule::OneOf(mask)
        } else {
            let has_missing = high == missing_bin;
            let last = if has_missing {
                held.iter().filter(|&&bin| bin < missing_bin).fold(0, |last, &bin| bin.max(last))
            } else {
                high
            };
            let missing_left = has_missing && rng.next_u64() >> 63 == 1;
            // All present values on one side is a split only against missing ones on the other.
            let choices = usize::from(last - low) + usize::from(has_missing && !missing_left);
            if choices == 0 {
                return None;
            }
            Rule::UpTo(low + rng.below(choices as u64) as u8, missing_left)
        };
        let n_left = if let Rule::UpTo(last, false) = rule {
            // The bin of missing values comes after all others, so when it goes right a comparison decides.
            sides.part(node.weights, |place| held[place] <= last);
            held.iter().filter(|&&bin| bin <= last).count()
        } else {
            let goes_left = rule.table(missing_bin);
            sides.part(node.weights, |place| goes_left[usize::from(held[place])]);
            held.iter().filter(|&&bin| goes_left[usize::from(bin)]).count()
        };
        if high < missing_bin
            && let Rule::UpTo(_, missing_left) = &mut rule
        {
            *missing_left = 2 * n_left > held.len();
        }
        let purity = sides.purity();
        let fits = n_left >= min_leaf && held.len() - n_left >= min_leaf && purity.is_finite();
        fits.then_some((purity, rule))
    }
}
