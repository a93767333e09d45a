//! Features in u8 bins: the one form in which every tree learner reads the training rows.
//!
//! A tree asks "is x at most c?" thousands of times. With the values of a feature sorted into at most 255 bins
//! beforehand, the question becomes an array index, and the sums over all rows of a bin answer it for every `c` at once.
//! The bins depend on the rows of the matrix and on nothing else, so one [`Binned`] serves all folds and all candidates
//! of a search. Two copies are kept: row-major tiles of [`TILE`] features, from which histograms are summed, and columns,
//! along which rows are partitioned.
//!
//! Bins are cut at quantiles of the f32 values (Ke et al., LightGBM, NeurIPS 2017, section 2), between distinct values.

use rayon::prelude::*;

use crate::matrix::{FeatureKind, FeatureMatrix};

/// Largest number of bins of a feature, the bin of missing values included.
pub const MAX_BINS: usize = 255;
/// Features in one row-major tile.
pub const TILE: usize = 16;
/// Rows from which the cuts are taken; of larger tables one row is drawn from each stretch of equal length, since rows at even
/// steps would all be of one kind where kinds take turns.
const SAMPLE_ROWS: usize = 200_000;

/// How one feature became bins.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureBins {
    /// Numeric: a value belongs to bin `b` when `cuts[b - 1] < x <= cuts[b]`; values above the last cut go to bin
    /// `cuts.len()`. Ascending; empty for a category.
    pub cuts: Vec<f32>,
    /// Number of bins with values; the missing bin comes after them, at index `n_value_bins`.
    pub n_value_bins: usize,
    /// True when the bins are category codes. Codes from `n_value_bins - 1` up share the last bin when the feature has
    /// more levels than bins.
    pub categorical: bool,
}

impl FeatureBins {
    /// Index of the bin for missing values.
    #[must_use]
    pub fn missing_bin(&self) -> u8 {
        self.n_value_bins as u8
    }

    /// Number of bins, the missing one included; at most [`MAX_BINS`].
    #[must_use]
    pub fn n_bins(&self) -> usize {
        self.n_value_bins + 1
    }

    /// The bin of a value.
    #[must_use]
    pub fn bin(&self, value: f32) -> u8 {
        if value.is_nan() {
            self.missing_bin()
        } else if self.categorical {
            if value < 0.0 { self.missing_bin() } else { (value as usize).min(self.n_value_bins - 1) as u8 }
        } else {
            self.cuts.partition_point(|&cut| cut < value) as u8
        }
    }
}

/// A tile: up to [`TILE`] features, row-major with a power-of-two stride.
#[derive(Debug, Clone)]
pub struct Tile {
    /// First feature of the tile.
    pub first: usize,
    /// Features in the tile.
    pub width: usize,
    /// Bytes from one row to the next, a power of two.
    pub stride: usize,
    /// `(n_samples, stride)`; places past `width` are 0.
    pub bins: Vec<u8>,
}

/// Every dense feature of a matrix in bins.
#[derive(Debug, Clone)]
pub struct Binned {
    n_samples: usize,
    features: Vec<FeatureBins>,
    columns: Vec<u8>,
    tiles: Vec<Tile>,
}

impl Binned {
    /// Bins the dense features of `matrix`. O(n_samples n_features log bins), in parallel over features; the result
    /// does not depend on the number of threads.
    #[must_use]
    pub fn from_matrix(matrix: &FeatureMatrix) -> Self {
        let n_samples = matrix.n_samples();
        let features: Vec<FeatureBins> = (0..matrix.n_dense())
            .into_par_iter()
            .map(|at| match matrix.features()[at].kind {
                FeatureKind::Numeric => numeric_bins(matrix.column(at)),
                FeatureKind::Categorical { n_levels } => FeatureBins {
                    cuts: Vec::new(),
                    n_value_bins: (n_levels as usize).clamp(1, MAX_BINS - 1),
                    categorical: true,
                },
            })
            .collect();
        let mut columns = vec![0u8; features.len() * n_samples];
        if n_samples > 0 {
            columns.par_chunks_exact_mut(n_samples).enumerate().for_each(|(at, bins)| {
                for (bin, &value) in bins.iter_mut().zip(matrix.column(at)) {
                    *bin = features[at].bin(value);
                }
            });
        }
        let tiles = (0..features.len())
            .step_by(TILE)
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|first| tile(&columns, n_samples, first, (features.len() - first).min(TILE)))
            .collect();
        Self { n_samples, features, columns, tiles }
    }

    /// Number of rows.
    #[must_use]
    pub fn n_samples(&self) -> usize {
        self.n_samples
    }

    /// How each feature was binned.
    #[must_use]
    pub fn features(&self) -> &[FeatureBins] {
        &self.features
    }

    /// The bins of one feature, `(n_samples,)`.
    #[must_use]
    pub fn column(&self, feature: usize) -> &[u8] {
        &self.columns[feature * self.n_samples..(feature + 1) * self.n_samples]
    }

    /// The row-major tiles, in the order of the features.
    #[must_use]
    pub fn tiles(&self) -> &[Tile] {
        &self.tiles
    }

    /// Bytes held.
    #[must_use]
    pub fn byte_size(&self) -> usize {
        self.columns.len() + self.tiles.iter().map(|tile| tile.bins.len()).sum::<usize>()
    }
}

fn tile(columns: &[u8], n_samples: usize, first: usize, width: usize) -> Tile {
    let stride = width.next_power_of_two();
    let mut bins = vec![0u8; n_samples * stride];
    for offset in 0..width {
        let column = &columns[(first + offset) * n_samples..(first + offset + 1) * n_samples];
        for (row, &bin) in column.iter().enumerate() {
            bins[row * stride + offset] = bin;
        }
    }
    Tile { first, width, stride, bins }
}

fn numeric_bins(values: &[f32]) -> FeatureBins {
    let step = values.len().div_ceil(SAMPLE_ROWS).max(1);
    let drawn = values.chunks(step).enumerate().map(|(at, stretch)| stretch[place_in(at, stretch.len())]);
    let mut sorted: Vec<f32> = drawn.filter(|value| !value.is_nan()).collect();
    // Adding zero turns -0.0 into 0.0, so that both count as one value.
    sorted.iter_mut().for_each(|value| *value += 0.0);
    sorted.sort_unstable_by(f32::total_cmp);
    let cuts = cuts_between(&sorted);
    FeatureBins { n_value_bins: cuts.len() + 1, cuts, categorical: false }
}

/// A place below `length`, another one for each stretch (the finaliser of SplitMix64, Steele et al. 2014).
fn place_in(stretch: usize, length: usize) -> usize {
    let mut bits = (stretch as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) % length as u64) as usize
}

/// Cuts between distinct values of a sorted sample so that bins hold about equally many rows, and a value that alone
/// fills a bin gets one for itself.
fn cuts_between(sorted: &[f32]) -> Vec<f32> {
    let mut runs: Vec<(f32, usize)> = Vec::new();
    for &value in sorted {
        match runs.last_mut() {
            Some((held, count)) if *held == value => *count += 1,
            _ => runs.push((value, 1)),
        }
    }
    let max_value_bins = MAX_BINS - 1;
    if runs.len() <= max_value_bins {
        return runs.windows(2).map(|pair| midpoint(pair[0].0, pair[1].0)).collect();
    }
    let mut cuts = Vec::with_capacity(max_value_bins);
    let (mut rows_left, mut in_bin) = (sorted.len(), 0);
    for (at, pair) in runs.windows(2).enumerate() {
        let bins_left = max_value_bins - cuts.len();
        if bins_left <= 1 {
            break;
        }
        let share = rows_left.div_ceil(bins_left);
        in_bin += runs[at].1;
        if in_bin >= share || (runs[at + 1].1 >= share && in_bin * 2 >= share) {
            cuts.push(midpoint(pair[0].0, pair[1].0));
            rows_left -= in_bin;
            in_bin = 0;
        }
    }
    cuts
}

/// A cut `c` with `low <= c < high`, halfway where f32 has room.
fn midpoint(low: f32, high: f32) -> f32 {
    let middle = ((f64::from(low) + f64::from(high)) / 2.0) as f32;
    if middle < high && middle >= low { middle } else { low }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Feature;
    use proptest::prelude::*;

    fn binned(values: Vec<f32>) -> Binned {
        Binned::from_matrix(&FeatureMatrix::dense(values.len(), vec![Feature::numeric("x", "x")], values))
    }

    #[test]
    fn few_values_get_a_bin_each_and_missing_its_own() {
        let binned = binned(vec![2.0, f32::NAN, 1.0, 2.0, -0.0, 0.0]);
        assert_eq!(binned.features()[0].cuts, [0.5, 1.5]);
        assert_eq!(binned.column(0), [2, 3, 1, 2, 0, 0]);
        assert_eq!(binned.tiles()[0].bins, binned.column(0));
    }

    #[test]
    fn rare_categories_share_the_last_bin() {
        let feature =
            Feature { kind: FeatureKind::Categorical { n_levels: 400 }, ..Feature::numeric("c", "c") };
        let matrix = FeatureMatrix::dense(4, vec![feature], vec![0.0, 252.0, 399.0, f32::NAN]);
        assert_eq!(Binned::from_matrix(&matrix).column(0), [0, 252, 253, 254]);
    }

    #[test]
    fn kinds_that_take_turns_are_both_seen() {
        let binned =
            binned((0..500_000).map(|row| if row % 2 == 0 { row as f32 } else { -(row as f32) }).collect());
        let below = binned.features()[0].cuts.iter().filter(|cut| **cut < 0.0).count();
        assert!((100..155).contains(&below), "{below} of {}", binned.features()[0].cuts.len());
    }

    #[test]
    fn infinities_keep_their_order() {
        let binned = binned(vec![f32::NEG_INFINITY, 1.0, f32::INFINITY]);
        assert_eq!(binned.column(0), [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn bins_are_monotone_and_bounded(values in prop::collection::vec(-1e6f32..1e6, 1..2000)) {
            let binned = binned(values.clone());
            let bins = binned.column(0);
            prop_assert!(binned.features()[0].n_bins() <= MAX_BINS);
            for (i, a) in values.iter().enumerate().take(50) {
                for (j, b) in values.iter().enumerate() {
                    prop_assert!(a > b || bins[i] <= bins[j]);
                }
            }
        }
    }
}
