//! Against numbers printed in papers, to the digits printed, or worked out by hand.

use bowline_stats::{Interval, delong, wilson};

/// Newcombe (1998), "Two-sided confidence intervals for the single proportion", Table I, method 3
/// (<https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C857::AID-SIM777%3E3.0.CO;2-E>).
#[test]
fn wilson_of_newcombe() {
    for (successes, n, low, high) in
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
    {
        let found = wilson(successes, n);
        assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{found:?}");
    }
}

/// By hand: positives at 3 and 1, negatives at 2 and 0. The positives win 2 and 1 of 2 pairs, the negatives lose 1 and 2, so
/// the area is 3/4 and its variance (1/8) / 2 + (1/8) / 2 = 1/8.
#[test]
fn delong_by_hand() {
    let Interval { value, low, high } = delong(&[true, false, true, false], &[3.0, 2.0, 1.0, 0.0]).unwrap();
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let half = 1.959_963_984_540_054 * 0.125f64.sqrt() / 0.1875;
    assert!((value - 0.75).abs() < 1e-15);
    assert!((logit(low) - (logit(0.75) - half)).abs() < 1e-12);
    assert!((logit(high) - (logit(0.75) + half)).abs() < 1e-12);
}
