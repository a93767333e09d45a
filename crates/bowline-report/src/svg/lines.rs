//! Curves, areas and clouds of points on a frame.

use crate::svg::{Drawing, Frame};

/// A line through `points`.
pub(crate) fn curve(drawing: &mut Drawing, frame: &Frame, points: &[(f64, f64)], class: &str) {
    let pixels: Vec<(f64, f64)> = points.iter().map(|&(x, y)| frame.at(x, y)).collect();
    drawing.path(&pixels, false, &format!("line {class}"));
}

/// The tint between `points` and the horizontal axis.
pub(crate) fn area_under(drawing: &mut Drawing, frame: &Frame, points: &[(f64, f64)]) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    let floor = frame.y.domain.0;
    let outline = [(first.0, floor)].into_iter().chain(points.iter().copied()).chain([(last.0, floor)]);
    let pixels: Vec<(f64, f64)> = outline.map(|(x, y)| frame.at(x, y)).collect();
    drawing.path(&pixels, true, "area");
}

/// The area between the lower and the upper ends of `points`, (x, low, high).
pub(crate) fn band(drawing: &mut Drawing, frame: &Frame, points: &[(f64, f64, f64)], class: &str) {
    let lower = points.iter().map(|&(x, low, _)| frame.at(x, low));
    let upper = points.iter().rev().map(|&(x, _, high)| frame.at(x, high));
    let outline: Vec<(f64, f64)> = lower.chain(upper).collect();
    drawing.path(&outline, true, class);
}

/// A cloud of points; those outside the frame are rings on its border.
pub(crate) fn scatter(drawing: &mut Drawing, frame: &Frame, points: impl Iterator<Item = (f64, f64)>) {
    let inside = |value: f64, (low, high): (f64, f64)| value >= low && value <= high;
    drawing.group("points", |drawing| {
        for (x, y) in points {
            if inside(x, frame.x.domain) && inside(y, frame.y.domain) {
                drawing.circle(frame.at(x, y), 2.2, "", "");
            } else {
                drawing.circle(frame.at(x, y), 2.8, "outside", "");
            }
        }
    });
}
