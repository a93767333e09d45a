//! Mutual information: how much knowing one category tells about another.

/// The mutual information of two categories in nats, at least 0: `sum p(x, y) ln(p(x, y) / (p(x) p(y)))` of the observed
/// shares.
///
/// `codes_x` and `codes_y` are `(n_samples,)`. 0 where a side is constant or there are no rows; the entropy of `x` where `y`
/// determines it. The estimate is biased upwards by about `(cells - 1) / 2n`. O(n log n).
#[must_use]
pub fn mutual_information(codes_x: &[u32], codes_y: &[u32]) -> f64 {
    let mut pairs: Vec<(u32, u32)> = codes_x.iter().copied().zip(codes_y.iter().copied()).collect();
    let n = pairs.len() as f64;
    let mut y: Vec<u32> = pairs.iter().map(|&(_, y)| y).collect();
    y.sort_unstable();
    let counts_of_y: Vec<(u32, usize)> = y.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect();
    pairs.sort_unstable();

    let mut sum = 0.0;
    for of_x in pairs.chunk_by(|a, b| a.0 == b.0) {
        for cell in of_x.chunk_by(|a, b| a.1 == b.1) {
            let of_y = counts_of_y[counts_of_y.partition_point(|&(code, _)| code < cell[0].1)].1;
            let count = cell.len() as f64;
            sum += count / n * (count / of_x.len() as f64 * (n / of_y as f64)).ln();
        }
    }
    sum.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_nothing_to_everything() {
        assert_eq!(mutual_information(&[], &[]), 0.0);
        assert_eq!(mutual_information(&[0, 0, 1, 1], &[0, 1, 0, 1]), 0.0);
        assert_eq!(mutual_information(&[3, 3, 9, 9], &[0, 0, u32::MAX, u32::MAX]), std::f64::consts::LN_2);
    }
}
