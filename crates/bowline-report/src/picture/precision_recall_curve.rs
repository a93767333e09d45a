//! The precision-recall curve: how pure the found rows are, as more of the positives are found.

use bowline_stats::ranking;

use super::Picture;
use super::class_answers::ClassAnswers;
use crate::data::ReportData;
use crate::escape::in_sentence;
use crate::number_format::{percent, significant};
use crate::svg::{Anchor, Area, Drawing, Frame, area_under, curve};

/// Nothing but for two classes with a positive row among the test rows.
pub(super) fn precision_recall_curve(data: &ReportData) -> Option<Picture> {
    let answers = ClassAnswers::of(data)?;
    let positive = answers.positive()?;
    let (truth, scores) = answers.against_rest(positive);
    let average = ranking::average_precision(&truth, &scores)?;
    let mut points = ranking::precision_recall_curve(&truth, &scores, 200);
    let first = *points.first()?;
    points.insert(0, (0.0, first.1));
    let prevalence = truth.iter().filter(|&&is| is).count() as f64 / truth.len() as f64;

    let mut drawing = Drawing::of_height(394.0);
    let area = Area { left: 46.0, top: 32.0, right: 426.0, bottom: 344.0 };
    let frame = Frame::new((0.0, 1.0), (0.0, 1.0), area);
    frame.draw(&mut drawing, "Recall", "Precision");
    area_under(&mut drawing, &frame, &points);
    drawing.line(frame.at(0.0, prevalence), frame.at(1.0, prevalence), "reference");
    curve(&mut drawing, &frame, &points, "series-1");
    let label = format!("Average precision {}", significant(average, 3));
    drawing.text((area.left + 14.0, area.bottom - 40.0), Anchor::Start, "strong", &label);
    let guess = format!("guessing {}", significant(prevalence, 3));
    drawing.text((area.left + 14.0, area.bottom - 20.0), Anchor::Start, "quiet", &guess);
    let caption = format!(
        "Of the rows called “{}”, how many are (precision), against how many of all such rows are found (recall). The \
         dashed line is guessing: {} of the test rows are of that class.",
        in_sentence(&answers.classes[positive]),
        percent(prevalence)
    );
    let title = "Precision-recall curve".to_owned();
    Some(Picture { name: "precision_recall_curve", title, caption, drawing })
}
