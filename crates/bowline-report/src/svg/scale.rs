//! From values to pixels, and the round numbers to mark on the way.

use crate::number_format::fixed;

/// A linear map from `domain` (values) to `range` (pixels).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    pub(crate) domain: (f64, f64),
    pub(crate) range: (f64, f64),
}

impl Scale {
    /// A domain that is empty or not finite is widened around its middle, or becomes (0, 1).
    pub(crate) fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain: widened(domain), range }
    }

    /// Widens the domain to multiples of its tick step.
    pub(crate) fn nice(self, about: usize) -> Self {
        let step = step(self.domain, about);
        let (low, high) = self.domain;
        let domain = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        Self::new(if domain.0.is_finite() && domain.1.is_finite() { domain } else { self.domain }, self.range)
    }

    /// The pixel of a value.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let (low, high) = self.domain;
        // Halves keep the difference of very large ends finite.
        let share = (value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
        self.range.0 + share * (self.range.1 - self.range.0)
    }

    /// The pixel of a value, kept inside the range.
    pub(crate) fn clamped(&self, value: f64) -> f64 {
        self.at(value.clamp(self.domain.0, self.domain.1))
    }

    /// About `about` round values inside the domain.
    pub(crate) fn ticks(&self, about: usize) -> Vec<f64> {
        let step = step(self.domain, about);
        let (low, high) = self.domain;
        let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
        if !(step.is_finite()
            && first.is_finite()
            && last.is_finite()
            && last - first < 100.0
            && first.abs() < 1e12)
        {
            return vec![low, high];
        }
        (0..=(last - first).max(0.0) as usize).map(|at| (first + at as f64) * step).collect()
    }

    /// The labels of [`Self::ticks`], all with the same number of decimals.
    pub(crate) fn tick_labels(&self, about: usize) -> Vec<(f64, String)> {
        let step = step(self.domain, about);
        self.ticks(about).into_iter().map(|value| (value, tick_label(value, step))).collect()
    }
}

/// A short label for `value` on an axis with marks `step` apart.
pub(crate) fn tick_label(value: f64, step: f64) -> String {
    let size = value.abs();
    for (unit, suffix) in [(1e9, "bn"), (1e6, "M")] {
        if size >= unit && size < unit * 1e3 {
            return format!("{}\u{202F}{suffix}", fixed(value / unit, decimals(step / unit).min(3)));
        }
    }
    if size >= 1e12 || (size > 0.0 && size < 1e-6) {
        return format!("{value:.1e}");
    }
    fixed(value, decimals(step))
}

/// Decimals that a multiple of `step` needs, at most 9.
fn decimals(step: f64) -> usize {
    (0..9)
        .find(|&d| {
            let scaled = step * 10f64.powi(d as i32);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.abs()
        })
        .unwrap_or(if step >= 1.0 { 0 } else { 9 })
}

fn step((low, high): (f64, f64), about: usize) -> f64 {
    let raw = (high / about.max(1) as f64) - (low / about.max(1) as f64);
    let power = 10f64.powf(raw.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|&s| s >= raw * 0.999).unwrap_or(raw)
}

fn widened((low, high): (f64, f64)) -> (f64, f64) {
    if !low.is_finite() || !high.is_finite() {
        return (0.0, 1.0);
    }
    let size = low.abs().max(high.abs());
    if high - low > size * 1e-9 && high > low {
        return (low, high);
    }
    let half = if size == 0.0 { 0.5 } else { size * 0.05 };
    (low - half, high + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(domain: (f64, f64)) -> Vec<String> {
        Scale::new(domain, (0.0, 100.0)).tick_labels(5).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels((0.0, 1.0)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(
            labels((0.0, 2_000_000.0)),
            ["0", "500\u{202F}000", "1.0\u{202F}M", "1.5\u{202F}M", "2.0\u{202F}M"]
        );
        assert_eq!(labels((-1.0, 1.5)), ["\u{2212}1.0", "\u{2212}0.5", "0.0", "0.5", "1.0", "1.5"]);
    }

    #[test]
    fn degenerate_domains_still_map() {
        for domain in [
            (3.0, 3.0),
            (0.0, 0.0),
            (f64::NAN, 1.0),
            (5.0, 1.0),
            (1e300, 1e300),
            (-1e308, 1e308),
            (1e15, 1e15 + 4.0),
        ] {
            let scale = Scale::new(domain, (0.0, 100.0));
            assert!(scale.at(scale.domain.0).is_finite(), "{domain:?}");
            let ticks = scale.ticks(5);
            assert!(ticks.len() < 110 && ticks.iter().all(|tick| tick.is_finite()), "{domain:?} {ticks:?}");
            assert!(scale.tick_labels(5).iter().all(|(_, label)| label.chars().count() < 24));
        }
        assert_eq!(Scale::new((0.0, 10.0), (0.0, 100.0)).clamped(20.0), 100.0);
    }
}
