//! Bars: lying ones with a name each, and upright ones side by side.

use crate::svg::drawing::WIDTH;
use crate::svg::{Anchor, Area, Drawing, Frame, Scale, label};

/// One lying bar.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    /// Its name, at the left.
    pub(crate) name: String,
    /// Its length, from zero.
    pub(crate) value: f64,
    /// Half the length of the whisker at its end; 0 draws none.
    pub(crate) spread: f64,
    /// What stands at the right.
    pub(crate) text: String,
    /// Drawn in grey.
    pub(crate) quiet: bool,
}

/// Lying bars from the top down, on a common scale from zero to both sides.
pub(crate) fn horizontal_bars(bars: &[Bar]) -> Drawing {
    const ROW: f64 = 28.0;
    const THICK: f64 = 14.0;
    const NAMES: f64 = 148.0;
    let texts = bars.iter().map(|bar| label::width(&bar.text)).fold(0.0, f64::max).min(150.0);
    let ends = |sign: f64| {
        let ends = bars.iter().map(|bar| bar.value + sign * bar.spread).filter(|end| end.is_finite());
        ends.fold(0.0, if sign < 0.0 { f64::min } else { f64::max })
    };
    let x = Scale::new((ends(-1.0), ends(1.0)), (NAMES + 8.0, WIDTH - texts - 10.0));
    let mut drawing = Drawing::of_height(ROW * bars.len() as f64 + 4.0);
    for (at, bar) in bars.iter().enumerate() {
        let middle = ROW * at as f64 + ROW / 2.0 + 2.0;
        let (zero, end) = (x.clamped(0.0), x.clamped(if bar.value.is_finite() { bar.value } else { 0.0 }));
        let class = if bar.quiet { "bar-quiet" } else { "bar" };
        // A bar above zero that rounds to nothing still shows.
        let length = if bar.value == 0.0 { 0.0 } else { (end - zero).abs().max(1.5) };
        let tip = format!("{}: {}", bar.name, bar.text);
        drawing.fitted_text((0.0, middle + 4.0), Anchor::Start, "", &bar.name, NAMES);
        drawing.rect((zero.min(end), middle - THICK / 2.0), (length, THICK), 2.0, class, &tip);
        if bar.spread > 0.0 && bar.spread.is_finite() {
            let (from, to) = (x.clamped(bar.value - bar.spread), x.clamped(bar.value + bar.spread));
            drawing.line((from, middle), (to, middle), "whisker");
            for cap in [from, to] {
                drawing.line((cap, middle - 4.0), (cap, middle + 4.0), "whisker");
            }
        }
        drawing.text((WIDTH, middle + 4.0), Anchor::End, "", &bar.text);
    }
    let zero = x.clamped(0.0);
    drawing.line((zero, 0.0), (zero, drawing.height), "axis");
    drawing
}

/// Upright bars over `edges` (one more than `counts`) with both axes; the frame comes back for marks on top.
pub(crate) fn upright_bars(
    edges: &[f64],
    counts: &[u64],
    names: (&str, &str),
    tip: impl Fn(usize) -> String,
) -> Option<(Drawing, Frame)> {
    let (&first, &last) = (edges.first()?, edges.last()?);
    if edges.len() != counts.len() + 1 || counts.is_empty() || edges.iter().any(|edge| !edge.is_finite()) {
        return None;
    }
    let tallest = counts.iter().copied().max().unwrap_or(0);
    let mut drawing = Drawing::of_height(334.0);
    let area = Area { left: 58.0, top: 32.0, right: WIDTH - 14.0, bottom: 284.0 };
    let frame = Frame::new((first, last), (0.0, tallest.max(1) as f64), area).nice_y();
    frame.draw_vertical(&mut drawing, names.1);
    for (at, &rows) in counts.iter().enumerate() {
        let (left, top) = frame.at(edges[at], rows as f64);
        let (right, bottom) = frame.at(edges[at + 1], 0.0);
        if rows > 0 {
            let gap = if right - left > 4.0 { 1.0 } else { 0.0 };
            drawing.rect((left + gap / 2.0, top), (right - left - gap, bottom - top), 1.0, "bar", &tip(at));
        }
    }
    frame.draw_horizontal(&mut drawing, names.0);
    Some((drawing, frame))
}
