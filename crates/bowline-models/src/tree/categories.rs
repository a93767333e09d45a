//! Splits by category.
//!
//! Of the many ways to part categories in two, the best one cuts the list that is sorted by mean gradient (Fisher 1958). With
//! few rows a category the means are noise, so they are smoothed, rare categories are left out of the sorted list, and the
//! gain is held to a stronger penalty. Few categories are tried one against the rest. Settings are LightGBM's defaults.

use bowline_core::binned::FeatureBins;

use super::best_split::{LeafTotals, SplitLimits};
use super::gradient::hessian_units;
use super::grown::Rule;
use super::histogram::FeatureHistogram;

/// Up to so many categories, each is tried against the rest.
const ONE_AGAINST_REST: usize = 4;
/// Most categories on the smaller side.
const MAX_SIDE: usize = 32;
/// Added to the hessian of a category's mean, and the fewest rows of a category in the sorted list.
const SMOOTHING: f64 = 10.0;
/// Added to the l2 penalty for sorted categories.
const EXTRA_L2: f64 = 10.0;
/// Rows that a step along the sorted list must add before the next cut is tried.
const MIN_GROUP_ROWS: f64 = 100.0;

/// The best set of bins to go left, with the children's gain and the packed sum of the left.
pub(crate) fn best_categories(
    histogram: &FeatureHistogram,
    bins: &FeatureBins,
    totals: &LeafTotals,
    limits: &SplitLimits,
    draw: Option<u64>,
) -> Option<(f64, Rule, i64)> {
    let mut held: Vec<u8> =
        (0..bins.n_bins()).filter(|&bin| histogram[bin] != 0).map(|bin| bin as u8).collect();
    if held.len() < 2 {
        return None;
    }
    let min_units = limits.min_units(totals);
    let mut best: Option<(f64, Rule, i64)> = None;
    let mut offer = |gain: f64, left: i64, set: &[u8]| {
        if best.as_ref().is_none_or(|held| gain > held.0) {
            let mut mask = [0u32; 8];
            set.iter().for_each(|&bin| mask[usize::from(bin) / 32] |= 1 << (bin % 32));
            best = Some((gain, Rule::OneOf(mask), left));
        }
    };
    let fits =
        |left: i64| hessian_units(left) >= min_units && hessian_units(totals.packed - left) >= min_units;
    if held.len() <= ONE_AGAINST_REST {
        let only = draw.map(|draw| ((u128::from(draw) * held.len() as u128) >> 64) as usize);
        for (at, &bin) in held.iter().enumerate() {
            let left = histogram[usize::from(bin)];
            if only.is_none_or(|only| only == at) && fits(left) {
                let right = totals.packed - left;
                let gain = limits.gain_of_two(totals.units.unpack(left), totals.units.unpack(right));
                offer(gain, left, &[bin]);
            }
        }
        return best;
    }
    let limits = SplitLimits { l2: limits.l2 + EXTRA_L2, ..*limits };
    let rows_per_unit = totals.n_rows as f64 / f64::from(hessian_units(totals.packed).max(1));
    let rows = |packed: i64| f64::from(hessian_units(packed)) * rows_per_unit;
    held.retain(|&bin| rows(histogram[usize::from(bin)]) >= SMOOTHING);
    let mean = |bin: u8| {
        let sums = totals.units.unpack(histogram[usize::from(bin)]);
        sums.gradient / (sums.hessian + SMOOTHING)
    };
    held.sort_by(|&a, &b| mean(a).total_cmp(&mean(b)).then(a.cmp(&b)));
    let longest = MAX_SIDE.min(held.len().div_ceil(2));
    let only = draw.map(|draw| ((u128::from(draw) * longest as u128) >> 64) as usize);
    for backwards in [false, true] {
        let order: Vec<u8> = if backwards { held.iter().rev().copied().collect() } else { held.clone() };
        let (mut left, mut group) = (0i64, 0.0);
        for at in 0..longest.min(order.len()) {
            let sum = histogram[usize::from(order[at])];
            left += sum;
            group += rows(sum);
            if !fits(left)
                || group < MIN_GROUP_ROWS.min(totals.n_rows as f64 / 20.0)
                || only.is_some_and(|only| at < only)
            {
                continue;
            }
            group = 0.0;
            let right = totals.packed - left;
            let gain = limits.gain_of_two(totals.units.unpack(left), totals.units.unpack(right));
            offer(gain, left, &order[..=at]);
            if only.is_some() {
                break;
            }
        }
    }
    best
}
