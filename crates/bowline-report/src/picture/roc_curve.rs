//! The ROC curve: how many positives are found, for how many false alarms, as the threshold falls.

use bowline_stats::ranking;

use super::Picture;
use super::class_answers::ClassAnswers;
use crate::data::ReportData;
use crate::escape::in_sentence;
use crate::number_format::{count, percent, significant};
use crate::palette::N_SERIES;
use crate::svg::{Anchor, Area, Drawing, Frame, area_under, curve, legend};

/// One curve for two classes; with more, one against the rest for each of the largest. Nothing for a regression, or when
/// the test rows are all of one class.
pub(super) fn roc_curve(data: &ReportData) -> Option<Picture> {
    let answers = ClassAnswers::of(data)?;
    match answers.positive() {
        Some(positive) => of_two(&answers, positive),
        None => of_many(&answers),
    }
}

const MAX_POINTS: usize = 200;
const AREA: Area = Area { left: 46.0, top: 32.0, right: 426.0, bottom: 344.0 };

fn of_two(answers: &ClassAnswers<'_>, positive: usize) -> Option<Picture> {
    let (truth, scores) = answers.against_rest(positive);
    let area = ranking::roc_auc(&truth, &scores)?;
    let points = ranking::roc_curve(&truth, &scores, MAX_POINTS);
    let mut drawing = Drawing::of_height(394.0);
    let frame = framed(&mut drawing);
    area_under(&mut drawing, &frame, &points);
    curve(&mut drawing, &frame, &points, "series-1");
    let labels = answers.labels();
    let share = |wanted: bool| {
        let rows = truth.iter().zip(&labels).filter(|(is, _)| **is == wanted);
        let hits = rows.clone().filter(|(_, label)| **label as usize == positive).count();
        hits as f64 / rows.count().max(1) as f64
    };
    let (false_alarms, found) = (share(false), share(true));
    let at = frame.at(false_alarms, found);
    let words = format!("finds {}, {} false alarms", percent(found), percent(false_alarms));
    drawing.circle(at, 5.5, "threshold", &format!("At 50 %: {words}"));
    drawing.circle((250.0, 295.0), 5.0, "threshold", "");
    drawing.text((262.0, 299.0), Anchor::Start, "", "label at 50\u{202F}%");
    drawing.text((244.0, 274.0), Anchor::Start, "strong", &format!("Area {}", significant(area, 3)));
    let caption = format!(
        "The closer to the upper left corner, the better; the dashed line is guessing. The model ranks a random \
         “{}” row above a random “{}” row in {} of cases. Labelling at 50 % it finds {} of the former and mislabels {} of \
         the latter.",
        in_sentence(&answers.classes[positive]),
        in_sentence(&answers.classes[1 - positive]),
        percent(area),
        percent(found),
        percent(false_alarms)
    );
    Some(Picture { name: NAME, title: "ROC curve".to_owned(), caption, drawing })
}

fn of_many(answers: &ClassAnswers<'_>) -> Option<Picture> {
    let mut curves = Vec::new();
    for class in answers.classes_by_support().into_iter().take(N_SERIES) {
        let (truth, scores) = answers.against_rest(class);
        if let Some(area) = ranking::roc_auc(&truth, &scores) {
            let points = ranking::roc_curve(&truth, &scores, MAX_POINTS);
            curves.push((answers.classes[class].clone(), area, points));
        }
    }
    if curves.is_empty() {
        return None;
    }
    let legend_rows = curves.len().div_ceil(2) as f64;
    let mut drawing = Drawing::of_height(402.0 + 21.0 * legend_rows);
    let frame = framed(&mut drawing);
    for (at, (_, _, points)) in curves.iter().enumerate() {
        curve(&mut drawing, &frame, points, &format!("series-{}", at + 1));
    }
    let entries: Vec<(String, String)> =
        curves.iter().map(|(name, area, _)| (name.clone(), significant(*area, 3))).collect();
    legend(&mut drawing, 410.0, &entries);
    let shown = if curves.len() < answers.classes.len() {
        format!(" The {} largest of {} classes are shown.", curves.len(), count(answers.classes.len() as u64))
    } else {
        String::new()
    };
    let caption = format!(
        "Each class against all others; the number is the area below the curve, 0.5 for guessing and 1 at best.{shown}"
    );
    let title = "ROC curves, one class against the rest".to_owned();
    Some(Picture { name: NAME, title, caption, drawing })
}

const NAME: &str = "roc_curve";

fn framed(drawing: &mut Drawing) -> Frame {
    let frame = Frame::new((0.0, 1.0), (0.0, 1.0), AREA);
    frame.draw(drawing, "False positive rate", "True positive rate");
    drawing.line(frame.at(0.0, 0.0), frame.at(1.0, 1.0), "reference");
    frame
}
