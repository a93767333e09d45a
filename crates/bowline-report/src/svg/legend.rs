//! Which line is which: a sample of each line, its name and a number, in two columns.

use crate::svg::drawing::WIDTH;
use crate::svg::{Anchor, Drawing};

/// Height of one line of a legend.
pub(crate) const LEGEND_ROW: f64 = 21.0;

/// Draws `(name, text)` of series 1, 2, ... below `top`.
pub(crate) fn legend(drawing: &mut Drawing, top: f64, entries: &[(String, String)]) {
    let column = WIDTH / 2.0;
    for (at, (name, text)) in entries.iter().enumerate() {
        let (x, y) = ((at % 2) as f64 * column, top + (at / 2) as f64 * LEGEND_ROW);
        drawing.line((x + 2.0, y - 4.0), (x + 28.0, y - 4.0), &format!("line series-{}", at + 1));
        drawing.fitted_text((x + 36.0, y), Anchor::Start, "", name, column - 92.0);
        drawing.text((x + column - 12.0, y), Anchor::End, "quiet", text);
    }
}
