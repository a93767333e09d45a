//! Sums of packed gradients by bin: all that a search for the best split needs to know about a leaf's rows.
//!
//! The rows of a leaf are read once, tile by tile, each adding its gradient to one bin of every feature. A
//! leaf's histogram is the sum of its children's, so only the smaller child is summed and the other is what is left.

use bowline_core::binned::{Binned, FeatureBins, TILE};
use rayon::prelude::*;

/// Packed sums of one feature, by bin; places past its bins hold anything.
pub(crate) type FeatureHistogram = [i64; 256];

/// Updates below which the work stays on the calling thread.
const SERIAL_WORK: usize = 1 << 15;

/// Sums the rows of a leaf. `packed` is indexed by row, `wanted` by feature; others may stay 0.
pub(crate) fn sum_rows(
    binned: &Binned,
    wanted: &[bool],
    rows: &[u32],
    packed: &[i64],
    out: &mut [FeatureHistogram],
) {
    let sum_tile = |(at, histograms): (usize, &mut [FeatureHistogram])| {
        let tile = &binned.tiles()[at];
        let bins = &binned.features()[tile.first..];
        for (histogram, bins) in histograms.iter_mut().zip(bins) {
            histogram[..bins.n_bins()].fill(0);
        }
        let wanted = &wanted[tile.first..tile.first + tile.width];
        let offsets: Vec<usize> = (0..tile.width).filter(|&offset| wanted[offset]).collect();
        if 10 * offsets.len() <= 7 * tile.width {
            for &row in rows {
                let start = row as usize * tile.stride;
                let gradient = packed[row as usize];
                let bins = &tile.bins[start..start + tile.width];
                for &offset in &offsets {
                    histograms[offset][usize::from(bins[offset])] += gradient;
                }
            }
            return;
        }
        for &row in rows {
            let start = row as usize * tile.stride;
            let gradient = packed[row as usize];
            for (histogram, &bin) in histograms.iter_mut().zip(&tile.bins[start..start + tile.width]) {
                histogram[usize::from(bin)] += gradient;
            }
        }
    };
    if rows.len() * out.len() < SERIAL_WORK || out.len() <= TILE || rayon::current_num_threads() == 1 {
        out.chunks_mut(TILE).enumerate().for_each(sum_tile);
    } else {
        out.par_chunks_mut(TILE).enumerate().for_each(sum_tile);
    }
}

/// Turns a parent's histogram into that of the child whose sibling is `child`.
pub(crate) fn subtract(bins: &[FeatureBins], parent: &mut [FeatureHistogram], child: &[FeatureHistogram]) {
    for ((left, right), bins) in parent.iter_mut().zip(child).zip(bins) {
        let n_bins = bins.n_bins();
        left[..n_bins].iter_mut().zip(&right[..n_bins]).for_each(|(sum, part)| *sum -= part);
    }
}
