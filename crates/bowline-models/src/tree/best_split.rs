//! The best question to ask of a leaf's rows, from their histogram.
//!
//! Splitting a leaf with gradient sum `G` and hessian sum `H` into two lowers the loss by about
//! `GL² / (HL + l2) + GR² / (HR + l2) - G² / (H + l2)` (Chen and Guestrin, XGBoost, KDD 2016, equation 7, twice over). Every cut
//! between bins is tried with the missing values on either side; categories are tried as sorted by their mean gradient.

use bowline_core::Rng;
use bowline_core::binned::FeatureBins;

use super::categories::best_categories;
use super::gradient::{Sums, Units, hessian_units};
use super::grown::Rule;
use super::histogram::FeatureHistogram;

/// What a split must keep to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SplitLimits {
    pub l1: f64,
    pub l2: f64,
    /// Fewest rows in a child (estimated from hessians unless these count rows).
    pub min_rows: usize,
    /// Smallest hessian sum of a child.
    pub min_hessian: f64,
    /// Gain that a split must exceed.
    pub min_gain: f64,
    /// One random cut a feature instead of all.
    pub extra_random: bool,
}

/// A split and its gain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Split {
    pub gain: f64,
    pub feature: u32,
    pub rule: Rule,
    /// Packed sum of the left child.
    pub left: i64,
}

/// The rows of a leaf in sum.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LeafTotals {
    pub packed: i64,
    pub n_rows: usize,
    pub units: Units,
}

impl SplitLimits {
    /// What a leaf with these sums lowers the loss by, twice over.
    #[inline(always)]
    pub(crate) fn leaf_gain(&self, sums: Sums) -> f64 {
        let g = self.shrunk(sums.gradient);
        g * g / (sums.hessian + self.l2).max(f64::MIN_POSITIVE)
    }

    /// [`Self::leaf_gain`] of two leaves together, with one division.
    #[inline(always)]
    pub(crate) fn gain_of_two(&self, left: Sums, right: Sums) -> f64 {
        let (left_g, right_g) = (self.shrunk(left.gradient), self.shrunk(right.gradient));
        let (left_h, right_h) = (left.hessian + self.l2, right.hessian + self.l2);
        (left_g * left_g * right_h + right_g * right_g * left_h) / (left_h * right_h).max(f64::MIN_POSITIVE)
    }

    /// The best value of a leaf.
    pub(crate) fn leaf_value(&self, sums: Sums) -> f64 {
        -self.shrunk(sums.gradient) / (sums.hessian + self.l2).max(f64::MIN_POSITIVE)
    }

    #[inline(always)]
    fn shrunk(&self, gradient: f64) -> f64 {
        if self.l1 == 0.0 { gradient } else { gradient.signum() * (gradient.abs() - self.l1).max(0.0) }
    }

    /// Fewest hessian units in a child, so that rows and hessian both suffice.
    pub(crate) fn min_units(&self, totals: &LeafTotals) -> u32 {
        let units_per_row = f64::from(hessian_units(totals.packed)) / totals.n_rows.max(1) as f64;
        let by_rows = self.min_rows as f64 * units_per_row;
        (by_rows.max(self.min_hessian / totals.units.hessian).ceil() as u32).max(1)
    }
}

/// The best split of a leaf over `features`; the first of equal ones. `None` when none gains enough.
pub(crate) fn best_split(
    histograms: &[FeatureHistogram],
    bins: &[FeatureBins],
    features: &[u32],
    totals: &LeafTotals,
    limits: &SplitLimits,
    rng: &mut Rng,
) -> Option<Split> {
    let parent = limits.leaf_gain(totals.units.unpack(totals.packed));
    let mut best: Option<Split> = None;
    for &feature in features {
        let (histogram, bins) = (&histograms[feature as usize], &bins[feature as usize]);
        let draw = if limits.extra_random { Some(rng.next_u64()) } else { None };
        let found = if bins.categorical {
            best_categories(histogram, bins, totals, limits, draw)
        } else {
            best_cut(histogram, bins, totals, limits, draw)
        };
        if let Some((gain, rule, left)) = found {
            let gain = gain - parent;
            if gain > limits.min_gain && best.as_ref().is_none_or(|held| gain > held.gain) {
                best = Some(Split { gain, feature, rule, left });
            }
        }
    }
    best
}

/// The best cut of a numeric feature with the children's gain: with missing values on the right, then on the left.
fn best_cut(
    histogram: &FeatureHistogram,
    bins: &FeatureBins,
    totals: &LeafTotals,
    limits: &SplitLimits,
    draw: Option<u64>,
) -> Option<(f64, Rule, i64)> {
    let missing = histogram[bins.n_value_bins];
    let values = &histogram[..bins.n_value_bins];
    let n_cuts = if missing == 0 { bins.n_value_bins - 1 } else { bins.n_value_bins };
    let tried = match draw {
        Some(draw) => {
            let only = random_cut(values, n_cuts, draw)?;
            only..only + 1
        }
        None => 0..n_cuts,
    };
    let min_units = limits.min_units(totals);
    let mut best: Option<(f64, Rule, i64)> = None;
    for missing_left in [false, true] {
        if missing_left && missing == 0 {
            break;
        }
        // Three passes over arrays, each free of branches, are quicker than one that decides bin by bin.
        let mut lefts = [0i64; 256];
        let mut left = if missing_left { missing } else { 0 };
        for (place, &sum) in lefts.iter_mut().zip(&values[..tried.end]) {
            left += sum;
            *place = left;
        }
        let mut gains = [0.0; 256];
        let (lefts, gains) = (&lefts[tried.clone()], &mut gains[tried.clone()]);
        // Without the l1 penalty the gain is plain arithmetic; with it, it is not.
        if limits.l1 == 0.0 {
            let plain = SplitLimits { l1: 0.0, ..*limits };
            write_gains(lefts, totals, &plain, min_units, gains);
        } else {
            write_gains(lefts, totals, limits, min_units, gains);
        }
        let top = largest(gains);
        // A bin without rows repeats the gain of the one before, and so is never the first.
        if let Some(at) = gains.iter().position(|&gain| gain == top)
            && top > best.as_ref().map_or(f64::NEG_INFINITY, |held| held.0)
        {
            let left = lefts[at];
            // Where training rows lack no value, later ones without it go with the larger child.
            let with_larger = hessian_units(left) > hessian_units(totals.packed - left);
            let missing_left = if missing == 0 { with_larger } else { missing_left };
            best = Some((top, Rule::UpTo((tried.start + at) as u8, missing_left), left));
        }
    }
    best
}

/// The children's gain for each sum of the left one; minus infinity where a child is too small.
#[inline(always)]
fn write_gains(lefts: &[i64], totals: &LeafTotals, limits: &SplitLimits, min_units: u32, gains: &mut [f64]) {
    for (gain, &left) in gains.iter_mut().zip(lefts) {
        let right = totals.packed - left;
        let sum = limits.gain_of_two(totals.units.unpack(left), totals.units.unpack(right));
        let fits = (hessian_units(left) >= min_units) & (hessian_units(right) >= min_units);
        *gain = if fits { sum } else { f64::NEG_INFINITY };
    }
}

/// The largest number, in lanes that do not wait for each other.
fn largest(gains: &[f64]) -> f64 {
    let mut lanes = [f64::NEG_INFINITY; 8];
    for chunk in gains.chunks(8) {
        for (lane, &gain) in lanes.iter_mut().zip(chunk) {
            *lane = if gain > *lane { gain } else { *lane };
        }
    }
    lanes.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

/// A random one of the bins that hold rows, the last of them left out.
fn random_cut(values: &[i64], n_cuts: usize, draw: u64) -> Option<usize> {
    let held: Vec<usize> = (0..values.len()).filter(|&bin| values[bin] != 0).collect();
    let n_choices = held.iter().filter(|&&bin| bin < n_cuts).count();
    let n_choices =
        if n_cuts < values.len() { n_choices.min(held.len().saturating_sub(1)) } else { n_choices };
    (n_choices > 0).then(|| held[((u128::from(draw) * n_choices as u128) >> 64) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::Seed;
    use proptest::prelude::*;

    const LIMITS: SplitLimits =
        SplitLimits { l1: 0.0, l2: 0.0, min_rows: 1, min_hessian: 0.0, min_gain: 1e-10, extra_random: false };

    /// Bin, gradient and hessian of each row; the missing bin comes last.
    type Rows = Vec<(u8, f32, f32)>;

    fn packed(rows: &Rows) -> (Units, Vec<i64>) {
        let (gradients, hessians): (Vec<f32>, Vec<f32>) = rows.iter().map(|&(_, g, h)| (g, h)).unzip();
        let units = Units::fitting(&gradients, &hessians);
        let mut packed = vec![0; rows.len()];
        let numbers: Vec<u32> = (0..rows.len() as u32).collect();
        units.pack_rows(&gradients, &hessians, &numbers, &mut packed);
        (units, packed)
    }

    fn search(rows: &Rows, n_value_bins: usize, limits: &SplitLimits) -> Option<Split> {
        let (units, packed) = packed(rows);
        let mut histogram = [0i64; 256];
        rows.iter().zip(&packed).for_each(|(&(bin, ..), &sum)| histogram[usize::from(bin)] += sum);
        let cuts = (1..n_value_bins).map(|cut| cut as f32).collect();
        let bins = FeatureBins { cuts, n_value_bins, categorical: false };
        let totals = LeafTotals { packed: packed.iter().sum(), n_rows: rows.len(), units };
        best_split(&[histogram], &[bins], &[0], &totals, limits, &mut Seed(1).rng())
    }

    /// Gain of a cut, straight from the definition, in f64; `None` when a child is too small.
    fn naive_gain(rows: &Rows, n_value_bins: usize, limits: &SplitLimits, rule: Rule) -> Option<f64> {
        let table = rule.table(n_value_bins as u8);
        let sums = |keep: &dyn Fn(bool) -> bool| {
            let kept = rows.iter().filter(|(bin, ..)| keep(table[usize::from(*bin)]));
            kept.fold((0.0, 0.0, 0), |(g, h, n), row| (g + f64::from(row.1), h + f64::from(row.2), n + 1))
        };
        let gain = |(g, h, _): (f64, f64, usize)| {
            let shrunk = (g.abs() - limits.l1).max(0.0);
            shrunk * shrunk / (h + limits.l2)
        };
        let (left, right, all) = (sums(&|left| left), sums(&|left| !left), sums(&|_| true));
        let fits = |side: (f64, f64, usize)| side.2 >= limits.min_rows && side.1 >= limits.min_hessian;
        (left.2 > 0 && right.2 > 0 && fits(left) && fits(right)).then(|| gain(left) + gain(right) - gain(all))
    }

    fn naive_best(rows: &Rows, n_value_bins: usize, limits: &SplitLimits) -> f64 {
        let rules = (0..n_value_bins as u8).flat_map(|bin| [Rule::UpTo(bin, false), Rule::UpTo(bin, true)]);
        rules.filter_map(|rule| naive_gain(rows, n_value_bins, limits, rule)).fold(0.0, f64::max)
    }

    proptest! {
        /// With hessians of 1, rows are counted exactly; bin 12 holds the missing values.
        #[test]
        fn as_good_as_a_slow_search(
            drawn in prop::collection::vec((0u8..13, -4.0f32..4.0), 2..120),
            min_rows in 1usize..6,
            l1 in prop::sample::select(vec![0.0, 0.5]),
            l2 in prop::sample::select(vec![0.0, 2.0]),
        ) {
            let rows: Rows = drawn.into_iter().map(|(bin, gradient)| (bin, gradient, 1.0)).collect();
            let limits = SplitLimits { min_rows, l1, l2, ..LIMITS };
            let expected = naive_best(&rows, 12, &limits);
            match search(&rows, 12, &limits) {
                Some(split) => {
                    let exact = naive_gain(&rows, 12, &limits, split.rule);
                    prop_assert!(exact.is_some(), "{split:?} leaves a child too small");
                    prop_assert!((split.gain - expected).abs() <= 1e-4 * (1.0 + expected));
                    prop_assert!((exact.unwrap_or(0.0) - expected).abs() <= 1e-4 * (1.0 + expected));
                }
                None => prop_assert!(expected < 1e-4, "a gain of {expected} was missed"),
            }
        }

        #[test]
        fn keeps_to_the_smallest_hessian(
            rows in prop::collection::vec((0u8..9, -4.0f32..4.0, 0.01f32..0.25), 2..80),
            min_hessian in 0.0f64..2.0,
        ) {
            let limits = SplitLimits { min_hessian, l2: 0.1, min_rows: 0, ..LIMITS };
            let nearly = SplitLimits { min_hessian: min_hessian - 1e-5, ..limits };
            let stricter = SplitLimits { min_hessian: min_hessian + 1e-5, ..limits };
            let found = search(&rows, 8, &limits);
            let gain = found.map_or(0.0, |split| split.gain);
            let fits = found.is_none_or(|split| naive_gain(&rows, 8, &nearly, split.rule).is_some());
            prop_assert!(fits, "a child is too small");
            prop_assert!(gain >= naive_best(&rows, 8, &stricter) * (1.0 - 1e-4) - 1e-3);
        }

        #[test]
        fn a_random_cut_parts_the_rows(drawn in prop::collection::vec((0u8..7, -4.0f32..4.0), 2..40)) {
            let rows: Rows = drawn.into_iter().map(|(bin, gradient)| (bin, gradient, 1.0)).collect();
            if let Some(split) = search(&rows, 6, &SplitLimits { extra_random: true, ..LIMITS }) {
                let exact = naive_gain(&rows, 6, &LIMITS, split.rule);
                prop_assert!(exact.is_some_and(|exact| (exact - split.gain).abs() < 1e-3 * (1.0 + exact)));
            }
        }
    }

    /// Only the missing values differ: all present ones must be able to go one way.
    #[test]
    fn missing_against_present() {
        let rows: Rows =
            (0..40u8).map(|row| if row < 10 { (5, 1.0, 1.0) } else { (row % 5, -1.0, 1.0) }).collect();
        let found = search(&rows, 5, &LIMITS).map(|split| split.rule);
        assert_eq!(found, Some(Rule::UpTo(4, false)));
    }
}
