//! Gradients as whole numbers.
//!
//! Adding floats in another order gives another sum, and so another model with another number of threads. Whole numbers do
//! not have that fault. A row's gradient and hessian are rounded to multiples of a unit that is chosen for each tree so that
//! the sums over all rows fit in 32 bits, and packed into one `i64`: one addition sums both. Packing follows the
//! quantised training of Shi et al. (NeurIPS 2022, <https://arxiv.org/abs/2207.09682>), with many more levels.

/// Largest sum of absolute gradients, and of hessians, in units.
const LARGEST_SUM: f64 = (1u32 << 30) as f64;
/// Rows whose floats are added up before the block's sum is added to the total.
const SUM_BLOCK: usize = 4096;

/// The size of the units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Units {
    pub gradient: f64,
    pub hessian: f64,
}

/// Gradient and hessian of some rows, in their own units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sums {
    pub gradient: f64,
    pub hessian: f64,
}

impl Units {
    /// Units that fit these rows. A hessian that is 1 in every row keeps the unit 1 and so counts the rows.
    pub(crate) fn fitting(gradients: &[f32], hessians: &[f32]) -> Self {
        let absolute = block_sum(gradients, |g| f64::from(g.abs()));
        let total = block_sum(hessians, f64::from);
        let unit_hessian = hessians.iter().all(|&h| h == 1.0);
        // An infinite sum means weights beyond f32; then nothing is learned, but nothing is infinite either.
        let unit = |sum: f64, n: usize| {
            if sum > 0.0 && sum.is_finite() { sum / (LARGEST_SUM - n as f64).max(1.0) } else { 1.0 }
        };
        Self {
            gradient: unit(absolute, gradients.len()),
            hessian: if unit_hessian { 1.0 } else { unit(total, hessians.len()) },
        }
    }

    /// Packs the gradient and the hessian of each row into its place of `packed`, which is indexed by row.
    pub(crate) fn pack_rows(self, gradients: &[f32], hessians: &[f32], rows: &[u32], packed: &mut [i64]) {
        // Below the smallest unit whose inverse is finite everything counts as 0.
        let inverse = |unit: f64| if unit > 1e-300 { 1.0 / unit } else { 0.0 };
        let (per_gradient, per_hessian) = (inverse(self.gradient), inverse(self.hessian));
        for ((&gradient, &hessian), &row) in gradients.iter().zip(hessians).zip(rows) {
            let g = nearest(f64::from(gradient) * per_gradient);
            packed[row as usize] = (g << 32) + nearest(f64::from(hessian) * per_hessian);
        }
    }

    /// A packed sum in its own units.
    pub(crate) fn unpack(self, packed: i64) -> Sums {
        Sums {
            // Both halves fit in 31 bits, from which the conversion is quick.
            gradient: f64::from((packed >> 32) as i32) * self.gradient,
            hessian: f64::from(packed as i32) * self.hessian,
        }
    }
}

/// The nearest whole number to one of at most 2^30 in size: adding 1.5 * 2^52 leaves it in the lowest bits.
fn nearest(x: f64) -> i64 {
    i64::from((x + 6_755_399_441_055_744.0).to_bits() as i32)
}

/// The hessian of a packed sum, in units.
pub(crate) fn hessian_units(packed: i64) -> u32 {
    packed as u32
}

fn block_sum(values: &[f32], of: impl Fn(f32) -> f64) -> f64 {
    values.chunks(SUM_BLOCK).map(|block| block.iter().map(|&value| of(value)).sum::<f64>()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packed_sums_equal_the_sums(rows in proptest::collection::vec((-5.0f32..5.0, 0.0f32..1.0), 1..200)) {
            let (g, h): (Vec<f32>, Vec<f32>) = rows.iter().copied().unzip();
            let units = Units::fitting(&g, &h);
            let mut packed = vec![0; g.len()];
            units.pack_rows(&g, &h, &(0..g.len() as u32).collect::<Vec<_>>(), &mut packed);
            let sums = units.unpack(packed.iter().sum());
            let (exact_g, exact_h): (f64, f64) = (g.iter().map(|&x| f64::from(x)).sum(), h.iter().map(|&x| f64::from(x)).sum());
            prop_assert!((sums.gradient - exact_g).abs() < 1e-5 * 200.0);
            prop_assert!((sums.hessian - exact_h).abs() < 1e-5 * 200.0);
        }
    }

    #[test]
    fn a_hessian_of_one_counts_rows() {
        let units = Units::fitting(&[0.5; 1000], &[1.0; 1000]);
        let rows: Vec<u32> = (0..1000).collect();
        let mut packed = vec![0; 1000];
        units.pack_rows(&[-0.5; 1000], &[1.0; 1000], &rows, &mut packed);
        let sum: i64 = packed.iter().sum();
        assert_eq!(hessian_units(sum), 1000);
        assert!((units.unpack(sum).gradient + 500.0).abs() < 1e-3);
    }
}
