//! Lying bars of shares: each on a track from nothing to all, so that what is lacking shows as well.

use crate::svg::drawing::WIDTH;
use crate::svg::{Anchor, Drawing, label};

/// One share.
#[derive(Debug, Clone)]
pub(crate) struct ShareBar {
    /// Its name, at the left.
    pub(crate) name: String,
    /// From 0 to 1; what is not finite leaves the track empty.
    pub(crate) share: f64,
    /// What stands at the right.
    pub(crate) text: String,
    /// Everything about it in words.
    pub(crate) tip: String,
    /// Set apart from the others, as their sum is.
    pub(crate) is_total: bool,
}

/// Bars from the top down.
pub(crate) fn share_bars(bars: &[ShareBar]) -> Drawing {
    const ROW: f64 = 28.0;
    const THICK: f64 = 12.0;
    const NAMES: f64 = 148.0;
    const GAP: f64 = 10.0;
    let texts = bars.iter().map(|bar| label::width(&bar.text)).fold(40.0, f64::max).min(150.0);
    let (left, right) = (NAMES + 8.0, WIDTH - texts - 10.0);
    let gaps = bars.iter().skip(1).filter(|bar| bar.is_total).count() as f64 * GAP;
    let mut drawing = Drawing::of_height(ROW * bars.len() as f64 + gaps + 4.0);
    let mut top = 2.0;
    for (at, bar) in bars.iter().enumerate() {
        if bar.is_total && at > 0 {
            drawing.line((0.0, top + GAP / 2.0), (WIDTH, top + GAP / 2.0), "grid");
            top += GAP;
        }
        let middle = top + ROW / 2.0;
        let class = if bar.is_total { "strong" } else { "" };
        drawing.fitted_text((0.0, middle + 4.0), Anchor::Start, class, &bar.name, NAMES);
        drawing.rect((left, middle - THICK / 2.0), (right - left, THICK), 3.0, "track", "");
        if bar.share > 0.0 {
            // A share that rounds to nothing still shows.
            let length = ((right - left) * bar.share.min(1.0)).max(1.5);
            drawing.rect((left, middle - THICK / 2.0), (length, THICK), 3.0, "bar", &bar.tip);
        }
        drawing.text((WIDTH, middle + 4.0), Anchor::End, class, &bar.text);
        top += ROW;
    }
    drawing
}
