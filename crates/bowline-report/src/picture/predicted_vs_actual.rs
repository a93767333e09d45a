//! Predicted against actual values of the test rows.

use super::Picture;
use super::value_answers::{shown_range, value_answers};
use crate::data::ReportData;
use crate::number_format::count;
use crate::svg::{Area, Drawing, Frame, scatter};

/// Nothing for a classification.
pub(super) fn predicted_vs_actual(data: &ReportData) -> Option<Picture> {
    let rows = value_answers(data)?;
    // Every k-th row keeps the page light and the choice the same each time.
    let every = rows.len().div_ceil(MAX_POINTS);
    let both: Vec<f64> = rows.iter().flat_map(|row| [row.0, row.1]).collect();
    let range = shown_range(&both);
    let mut drawing = Drawing::of_height(394.0);
    let area = Area { left: 62.0, top: 32.0, right: 426.0, bottom: 344.0 };
    let frame = Frame::new(range, range, area);
    frame.draw(&mut drawing, "Actual", "Predicted");
    scatter(&mut drawing, &frame, rows.iter().step_by(every).copied());
    drawing.line(frame.at(range.0, range.0), frame.at(range.1, range.1), "reference");
    let inside = |value: f64| value >= frame.x.domain.0 && value <= frame.x.domain.1;
    let outside = rows.iter().filter(|row| !inside(row.0) || !inside(row.1)).count();
    let mut caption = "Each dot is a test row; on the dashed line the prediction is exact.".to_owned();
    if every > 1 {
        let shown = rows.len().div_ceil(every);
        caption.push_str(&format!(
            " {} of {} rows are drawn.",
            count(shown as u64),
            count(rows.len() as u64)
        ));
    }
    if outside > 0 {
        caption.push_str(&format!(" {} lie outside and are rings on the border.", count(outside as u64)));
    }
    Some(Picture {
        name: "predicted_vs_actual",
        title: "Predicted against actual".to_owned(),
        caption,
        drawing,
    })
}

const MAX_POINTS: usize = 1500;
