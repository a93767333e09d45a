//! Which things go together: a row for each thing, a column for each combination that occurs, a dot where they meet.
//!
//! Above each column stands a bar with the share of its combination, beside each row the share of its thing. Such pictures are
//! known as UpSet plots (Lex et al. 2014, DOI 10.1109/TVCG.2014.2346248).

use crate::number_format::percent;
use crate::svg::drawing::WIDTH;
use crate::svg::{Anchor, Drawing};

/// One combination.
#[derive(Debug, Clone)]
pub(crate) struct Combination {
    /// Numbers of the rows that are in it, ascending.
    pub(crate) members: Vec<usize>,
    /// How often it occurs, from 0 to 1.
    pub(crate) share: f64,
    /// Everything about it in words.
    pub(crate) tip: String,
}

/// The grid of `rows` (name and share) and `combinations`, with the name of what the bars show.
pub(crate) fn presence_grid(
    rows: &[(String, f64)],
    combinations: &[Combination],
    bars_name: &str,
) -> Drawing {
    const NAMES: f64 = 132.0;
    const TEXTS: f64 = 52.0;
    const TOP: f64 = 92.0;
    const ROW: f64 = 24.0;
    let step = ((WIDTH - NAMES - TEXTS) / combinations.len().max(1) as f64).min(40.0);
    let mut drawing = Drawing::of_height(TOP + ROW * rows.len() as f64 + 6.0);
    let largest = combinations.iter().map(|found| found.share).fold(0.0, f64::max).max(1e-12);
    drawing.fitted_text((0.0, 12.0), Anchor::Start, "axis-title", bars_name, WIDTH);
    for (at, (name, share)) in rows.iter().enumerate() {
        let middle = TOP + ROW * (at as f64 + 0.5);
        if at % 2 == 0 {
            drawing.rect((0.0, middle - ROW / 2.0), (WIDTH, ROW), 3.0, "heat-0", "");
        }
        drawing.fitted_text((6.0, middle + 4.0), Anchor::Start, "", name, NAMES - 16.0);
        drawing.text((WIDTH - 6.0, middle + 4.0), Anchor::End, "", &percent(*share));
    }
    for (at, combination) in combinations.iter().enumerate() {
        let x = NAMES + step * (at as f64 + 0.5);
        let size = (44.0 * combination.share / largest).max(1.5);
        drawing.rect((x - 8.0, TOP - 8.0 - size), (16.0, size), 1.5, "bar", &combination.tip);
        let class = if step >= 36.0 { "small quiet" } else { "tiny quiet" };
        drawing.text((x, TOP - 13.0 - size), Anchor::Middle, class, &percent(combination.share));
        let y = |row: usize| TOP + ROW * (row as f64 + 0.5);
        (0..rows.len()).for_each(|row| drawing.circle((x, y(row)), 3.0, "present", ""));
        if let (Some(&first), Some(&last)) = (combination.members.first(), combination.members.last())
            && first < last
        {
            drawing.line((x, y(first)), (x, y(last)), "join");
        }
        combination.members.iter().for_each(|&row| drawing.circle((x, y(row)), 5.0, "absent", ""));
    }
    drawing
}
