//! The calibration diagram: of the rows given a probability, how many turned out positive.

use bowline_stats::probability::{calibration_bins, expected_calibration_error};
use bowline_stats::wilson;

use super::Picture;
use super::class_answers::ClassAnswers;
use crate::data::ReportData;
use crate::escape::in_sentence;
use crate::number_format::{count, percent};
use crate::svg::{Anchor, Area, Drawing, Frame, curve};

/// Nothing but for two classes.
pub(super) fn calibration(data: &ReportData) -> Option<Picture> {
    let answers = ClassAnswers::of(data)?;
    let positive = answers.positive()?;
    let (truth, scores) = answers.against_rest(positive);
    let bins = calibration_bins(&truth, &scores, N_BINS);
    let mut drawing = Drawing::of_height(394.0);
    let area = Area { left: 46.0, top: 32.0, right: 426.0, bottom: 272.0 };
    let frame = Frame::new((0.0, 1.0), (0.0, 1.0), area);
    frame.draw_vertical(&mut drawing, "Share that was positive");
    drawing.line(frame.at(0.0, 0.0), frame.at(1.0, 1.0), "reference");
    for bin in &bins {
        // The bin's own share of positives is a proportion of `count` rows.
        let chance = wilson((bin.observed * bin.count as f64).round() as u64, bin.count as u64);
        let (from, to) = (frame.at(bin.predicted, chance.low), frame.at(bin.predicted, chance.high));
        drawing.line(from, to, "whisker");
    }
    let points: Vec<(f64, f64)> = bins.iter().map(|bin| (bin.predicted, bin.observed)).collect();
    curve(&mut drawing, &frame, &points, "series-1");
    for bin in &bins {
        let tip = format!(
            "predicted {}, observed {}, {} rows",
            percent(bin.predicted),
            percent(bin.observed),
            count(bin.count as u64)
        );
        drawing.circle(frame.at(bin.predicted, bin.observed), 4.5, "dot", &tip);
    }
    draw_rows(&mut drawing, &scores, Area { top: 290.0, bottom: 344.0, ..area });
    let caption = format!(
        "On the dashed line a predicted 30 % happens in 30 % of cases; whiskers show what chance allows (95 %). The \
         probabilities are off by {} on average. Bars below count the rows by probability.",
        percent(expected_calibration_error(&bins))
    );
    let title = format!("Calibration of the probability of “{}”", in_sentence(&answers.classes[positive]));
    Some(Picture { name: "calibration", title, caption, drawing })
}

const N_BINS: usize = 10;

/// How many rows have which probability, below the diagram and on its axis.
fn draw_rows(drawing: &mut Drawing, scores: &[f64], area: Area) {
    const FINE_BINS: usize = 20;
    let mut rows = [0u64; FINE_BINS];
    for score in scores {
        rows[((score * FINE_BINS as f64).max(0.0) as usize).min(FINE_BINS - 1)] += 1;
    }
    let tallest = rows.iter().copied().max().unwrap_or(0).max(1);
    let frame = Frame::new((0.0, 1.0), (0.0, tallest as f64), area);
    for (at, &count_in_bin) in rows.iter().enumerate() {
        let (left, top) = frame.at(at as f64 / FINE_BINS as f64, count_in_bin as f64);
        let (right, bottom) = frame.at((at + 1) as f64 / FINE_BINS as f64, 0.0);
        if count_in_bin > 0 {
            let height = (bottom - top).max(1.0);
            let tip = format!("{} rows", count(count_in_bin));
            drawing.rect((left + 0.5, bottom - height), (right - left - 1.0, height), 1.0, "bar-quiet", &tip);
        }
    }
    drawing.text((area.left - 8.0, area.top + 8.0), Anchor::End, "tick", "rows");
    frame.draw_horizontal(drawing, "Predicted probability");
}
