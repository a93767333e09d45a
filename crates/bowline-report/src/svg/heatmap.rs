//! A square of shaded cells with a name per row and column, and the scale of the shades.

use crate::number_format::percent;
use crate::palette::N_HEAT;
use crate::svg::drawing::WIDTH;
use crate::svg::{Anchor, Drawing};

/// One cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// Shade, from 0 to 1.
    pub(crate) share: f64,
    /// The number in it.
    pub(crate) text: String,
    /// A second, smaller number, shown where cells are large.
    pub(crate) small: String,
    /// Everything about it in words.
    pub(crate) tip: String,
}

/// A map of `names.len()` squared cells, row-major; cells on the diagonal are outlined.
pub(crate) fn heatmap(names: &[String], cells: &[Cell], rows_name: &str, columns_name: &str) -> Drawing {
    let n = names.len().max(1);
    let width = if n > LARGEST_ORDINARY { WIDE } else { WIDTH };
    let (left, rising) = (if n > LARGEST_ORDINARY { 130.0 } else { 104.0 }, n > 4);
    let top = if rising { 104.0 } else { 50.0 };
    // Names that rise past the last column need room at the right.
    let right = if rising { 44.0 } else { 2.0 };
    let side = ((width - left - right) / n as f64).min(165.0);
    let tall = side.min(84.0);
    let mut drawing = Drawing::new(width, top + tall * n as f64 + 54.0);
    drawing.text((left, 14.0), Anchor::Start, "axis-title", columns_name);
    drawing.text((0.0, top - 10.0), Anchor::Start, "axis-title", rows_name);
    for (at, name) in names.iter().enumerate() {
        let (x, y) = (left + side * (at as f64 + 0.5), top + tall * (at as f64 + 0.5));
        drawing.fitted_text((left - 10.0, y + 4.0), Anchor::End, "", name, left - 14.0);
        if rising {
            drawing.rising_text((x + 2.0, top - 8.0), "", name, 96.0);
        } else {
            drawing.fitted_text((x, top - 10.0), Anchor::Middle, "", name, side - 8.0);
        }
    }
    let gap = if side > 24.0 { 1.5 } else { 0.5 };
    for (at, cell) in cells.iter().enumerate().take(n * n) {
        let (row, column) = (at / n, at % n);
        let corner = (left + side * column as f64 + gap / 2.0, top + tall * row as f64 + gap / 2.0);
        let size = (side - gap, tall - gap);
        let level = level(cell.share);
        drawing.rect(corner, size, 3.0, &format!("heat-{level}"), &cell.tip);
        if row == column {
            drawing.rect((corner.0 + 0.75, corner.1 + 0.75), (size.0 - 1.5, size.1 - 1.5), 3.0, "right", "");
        }
        let middle = (corner.0 + size.0 / 2.0, corner.1 + size.1 / 2.0);
        if side >= 60.0 {
            let class = format!("on-heat-{level}");
            drawing.text((middle.0, middle.1 - 3.0), Anchor::Middle, &format!("strong {class}"), &cell.text);
            drawing.text((middle.0, middle.1 + 13.0), Anchor::Middle, &format!("small {class}"), &cell.small);
        } else if cell.share > 0.0 {
            let class = format!("{} on-heat-{level}", if side >= 40.0 { "small" } else { "tiny" });
            drawing.text((middle.0, middle.1 + 4.0), Anchor::Middle, &class, &cell.text);
        }
    }
    draw_scale(&mut drawing, left, top + tall * n as f64 + 24.0, rows_name);
    drawing
}

/// More classes than this need the wide sheet.
pub(crate) const LARGEST_ORDINARY: usize = 8;
const WIDE: f64 = 760.0;

fn level(share: f64) -> usize {
    if share <= 0.0 || share.is_nan() {
        0
    } else {
        ((share * (N_HEAT - 1) as f64).ceil() as usize).min(N_HEAT - 1)
    }
}

fn draw_scale(drawing: &mut Drawing, left: f64, top: f64, rows_name: &str) {
    const SWATCH: f64 = 22.0;
    for step in 0..N_HEAT {
        let x = left + 34.0 + SWATCH * step as f64;
        drawing.rect((x, top), (SWATCH - 1.0, 10.0), 1.0, &format!("heat-{step}"), "");
    }
    let end = left + 34.0 + SWATCH * N_HEAT as f64;
    drawing.text((left + 28.0, top + 9.0), Anchor::End, "tick small", &percent(0.0));
    let meaning = format!("{} of {}", percent(1.0), rows_name.to_lowercase());
    drawing.text((end + 6.0, top + 9.0), Anchor::Start, "tick small", &meaning);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_grow_with_the_share_and_only_nothing_is_blank() {
        assert_eq!([0.0, 0.001, 0.5, 1.0, 2.0, f64::NAN].map(level), [0, 1, 3, 6, 6, 0]);
    }
}
