//! Estimates with their intervals: a dot, and a line as long as chance may move it.

use bowline_core::Estimate;

use crate::svg::drawing::WIDTH;
use crate::svg::{Anchor, Drawing, Scale};

/// One estimate of an interval picture.
#[derive(Debug, Clone)]
pub(crate) struct IntervalRow {
    /// Its name, at the left.
    pub(crate) name: String,
    /// The estimate; a single point when both ends are the value.
    pub(crate) estimate: Estimate,
    /// What stands at the right.
    pub(crate) text: String,
    /// Drawn in grey.
    pub(crate) quiet: bool,
}

/// Estimates on one scale, the first in the strongest colour, with ticks below and a hint which way is better.
pub(crate) fn interval_rows(rows: &[IntervalRow], greater_is_better: bool) -> Drawing {
    const ROW: f64 = 36.0;
    const NAMES: f64 = 132.0;
    const TEXTS: f64 = 62.0;
    let ends = rows.iter().flat_map(|row| [row.estimate.low, row.estimate.high, row.estimate.value]);
    let (low, high) = span(ends);
    let pad = (high - low) * 0.06;
    let x = Scale::new((low - pad, high + pad), (NAMES + 10.0, WIDTH - TEXTS));
    let bottom = ROW * rows.len() as f64 + 4.0;
    let mut drawing = Drawing::of_height(bottom + 44.0);
    for (value, label) in x.tick_labels(3) {
        drawing.line((x.at(value), 4.0), (x.at(value), bottom), "grid");
        drawing.text((x.at(value), bottom + 18.0), Anchor::Middle, "tick", &label);
    }
    drawing.line((x.range.0, bottom), (x.range.1, bottom), "axis");
    for (at, row) in rows.iter().enumerate() {
        let y = ROW * at as f64 + ROW / 2.0 + 2.0;
        let name_class = if row.quiet { "quiet" } else { "strong" };
        drawing.fitted_text((0.0, y + 4.0), Anchor::Start, name_class, &row.name, NAMES);
        draw_estimate(&mut drawing, &x, y, row.estimate, row.quiet, 4.5);
        drawing.text((WIDTH, y + 4.0), Anchor::End, name_class, &row.text);
    }
    let (hint, anchor, at) = if greater_is_better {
        ("better →", Anchor::End, x.range.1)
    } else {
        ("← better", Anchor::Start, x.range.0)
    };
    drawing.text((at, bottom + 38.0), anchor, "axis-title", hint);
    drawing
}

/// A cell of a table of estimates on the common scale `x`, with a dashed mark at `reference`.
pub(crate) fn cell_interval(x: &Scale, estimate: Estimate, quiet: bool, reference: Option<f64>) -> Drawing {
    const HEIGHT: f64 = 26.0;
    let mut drawing = Drawing::new(x.range.1 + x.range.0, HEIGHT);
    if let Some(reference) = reference {
        drawing.line((x.clamped(reference), 0.0), (x.clamped(reference), HEIGHT), "reference");
    }
    draw_estimate(&mut drawing, x, HEIGHT / 2.0, estimate, quiet, 4.0);
    drawing
}

/// Smallest and largest of the finite values; (0, 1) without any.
pub(crate) fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    if low <= high { (low, high) } else { (0.0, 1.0) }
}

fn draw_estimate(drawing: &mut Drawing, x: &Scale, y: f64, estimate: Estimate, quiet: bool, radius: f64) {
    let Estimate { value, low, high } = estimate;
    if !value.is_finite() {
        return;
    }
    let (low, high) =
        (if low.is_finite() { low } else { value }, if high.is_finite() { high } else { value });
    let (line, dot) = if quiet { ("estimate-quiet", "dot-quiet") } else { ("estimate", "dot") };
    let (left, right) = (x.clamped(low), x.clamped(high));
    if value < x.domain.0 || value > x.domain.1 {
        // Off the scale: an arrow at the edge says where to.
        let at = x.clamped(value);
        let inwards = if value < x.domain.0 { 7.0 } else { -7.0 };
        drawing.path(&[(at + inwards, y - 5.0), (at, y), (at + inwards, y + 5.0)], false, line);
        return;
    }
    if right > left {
        drawing.line((left, y), (right, y), line);
        // Caps that would touch the dot only blur it.
        let caps = if right - left > 2.0 * radius + 4.0 { vec![left, right] } else { Vec::new() };
        for cap in caps {
            drawing.line((cap, y - radius), (cap, y + radius), line);
        }
        drawing.circle((x.clamped(value), y), radius, dot, "");
    } else {
        let class = if quiet { dot } else { "dot-hollow" };
        drawing.circle((x.clamped(value), y), radius - 0.5, class, "");
    }
}
