//! Wilson's interval of a share.
//!
//! The textbook `p ± 1.96 sqrt(p (1 - p) / n)` collapses to nothing when all rows are right. Wilson (1927,
//! <https://doi.org/10.1080/01621459.1927.10502953>) asks instead which true shares would make the observed one
//! plausible, and stays sound for few rows and for shares near 0 or 1.

use super::{Interval, Z};

/// The interval of a share of `successes` among `n` rows. 8 of 10 gives 0.8, from 0.490 to 0.943.
///
/// Without rows the value is 0, as in the metrics, and the interval all of 0 to 1; `successes` above `n` count as `n`.
#[must_use]
pub fn wilson(successes: u64, n: u64) -> Interval {
    if n == 0 {
        return Interval { value: 0.0, low: 0.0, high: 1.0 };
    }
    of_share(successes.min(n) as f64 / n as f64, n as f64)
}

/// The interval of a share `value` of `n` rows, `n` above 0.
pub(super) fn of_share(value: f64, n: f64) -> Interval {
    let z2 = Z * Z;
    let centre = (value + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (value * (1.0 - value) / n + z2 / (4.0 * n * n)).sqrt();
    // The ends touch 0 and 1 exactly there, which rounding would miss.
    let low = if value == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if value == 1.0 { 1.0 } else { (centre + half).min(1.0) };
    Interval { value, low, high }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_touch_the_borders_where_the_share_does() {
        assert_eq!(wilson(0, 10).low, 0.0);
        assert_eq!(wilson(10, 10).high, 1.0);
        assert!(wilson(10, 10).low > 0.72 && wilson(0, 10).high < 0.28);
        assert_eq!(wilson(0, 0), Interval { value: 0.0, low: 0.0, high: 1.0 });
    }
}
