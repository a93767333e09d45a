//! A triangle of shaded cells, one for each pair: blue where two move together, orange where they move apart.
//!
//! Half of the square says everything, and the other half holds the names of the columns, each above its first cell.

use crate::number_format::fixed;
use crate::palette::N_HEAT;
use crate::svg::drawing::WIDTH;
use crate::svg::{Anchor, Drawing};

/// A map of `names.len()` squared values, row-major, from -1 to 1; values that are not finite are blank.
pub(crate) fn correlation_map(names: &[String], values: &[f64]) -> Drawing {
    let n = names.len();
    let is_wide = n > LARGEST_ORDINARY;
    let width = if is_wide { WIDE } else { WIDTH };
    const LEFT: f64 = 124.0;
    const RIGHT: f64 = 72.0;
    const TOP: f64 = 112.0;
    let steps = n.saturating_sub(1).max(1) as f64;
    let side = ((width - LEFT - RIGHT) / steps).min(64.0);
    let tall = side.min(40.0);
    let mut drawing = Drawing::new(width, TOP + tall * steps + 44.0);
    let gap = if side > 20.0 { 1.5 } else { 0.5 };
    for (row, name) in names.iter().enumerate().skip(1) {
        let top = TOP + tall * (row - 1) as f64;
        drawing.fitted_text((LEFT - 10.0, top + tall / 2.0 + 4.0), Anchor::End, "", name, LEFT - 14.0);
        for (column, other) in names.iter().enumerate().take(row) {
            let value = values.get(row * n + column).copied().unwrap_or(f64::NAN).clamp(-1.0, 1.0);
            let class = shade(value);
            let corner = (LEFT + side * column as f64 + gap / 2.0, top + gap / 2.0);
            let tip = format!("{name} and {other}: {}", fixed(value, 2));
            drawing.rect(corner, (side - gap, tall - gap), 2.0, &class, &tip);
            if side >= 30.0 && value.abs() >= 0.05 {
                let size = if side >= 42.0 { "small" } else { "tiny" };
                let middle = (corner.0 + (side - gap) / 2.0, corner.1 + (tall - gap) / 2.0 + 4.0);
                let digits = if side >= 36.0 { 2 } else { 1 };
                drawing.text(middle, Anchor::Middle, &format!("{size} on-{class}"), &fixed(value, digits));
            }
        }
    }
    for (column, name) in names.iter().enumerate().take(n.saturating_sub(1)) {
        let at = (LEFT + side * (column as f64 + 0.5) + 2.0, TOP + tall * column as f64 - 8.0);
        drawing.rising_text(at, "", name, 116.0);
    }
    draw_scale(&mut drawing, LEFT, TOP + tall * steps + 18.0);
    drawing
}

/// More columns than this need the wide sheet.
pub(crate) const LARGEST_ORDINARY: usize = 9;
const WIDE: f64 = 760.0;

fn shade(value: f64) -> String {
    let level = ((value.abs() * (N_HEAT - 1) as f64).round() as usize).min(N_HEAT - 1);
    match level {
        0 => "heat-0".to_owned(),
        _ if value < 0.0 => format!("warm-{level}"),
        _ => format!("heat-{level}"),
    }
}

fn draw_scale(drawing: &mut Drawing, left: f64, top: f64) {
    const SWATCH: f64 = 16.0;
    let n_steps = 2 * N_HEAT - 1;
    for step in 0..n_steps {
        let value = step as f64 / (N_HEAT - 1) as f64 - 1.0;
        let x = left + 34.0 + SWATCH * step as f64;
        drawing.rect((x, top), (SWATCH - 1.0, 10.0), 1.0, &shade(value), "");
    }
    let end = left + 34.0 + SWATCH * n_steps as f64;
    drawing.text((left + 28.0, top + 9.0), Anchor::End, "tick small", &fixed(-1.0, 0));
    drawing.text((end + 6.0, top + 9.0), Anchor::Start, "tick small", "1");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposite_numbers_have_opposite_shades() {
        let shades = [-1.0, -0.5, -0.01, 0.0, 0.5, 1.0, f64::NAN].map(shade);
        assert_eq!(shades, ["warm-6", "warm-3", "heat-0", "heat-0", "heat-3", "heat-6", "heat-0"]);
    }
}
