//! The residuals: how far predictions are off, and to which side.

use bowline_stats::quantiles;

use super::Picture;
use super::value_answers::{shown_range, value_answers};
use crate::data::ReportData;
use crate::number_format::{compact, count};
use crate::svg::upright_bars;

/// Nothing for a classification.
pub(super) fn residuals(data: &ReportData) -> Option<Picture> {
    let rows = value_answers(data)?;
    let errors: Vec<f64> =
        rows.iter().map(|(truth, predicted)| predicted - truth).filter(|e| e.is_finite()).collect();
    let (low, high) = shown_range(&errors);
    // The same reach on both sides, so that a lean to one side is seen; a step of 0 would make no bins.
    let reach = low.abs().max(high.abs());
    let reach = if reach > 0.0 { reach } else { 1.0 };
    let step = 2.0 * (reach / N_BINS as f64);
    if !step.is_finite() || step <= 0.0 || errors.is_empty() {
        return None;
    }
    let edges: Vec<f64> = (0..=N_BINS).map(|at| at as f64 * step - reach).collect();
    let mut counts = vec![0u64; N_BINS];
    for error in &errors {
        counts[(((error + reach) / step).max(0.0) as usize).min(N_BINS - 1)] += 1;
    }
    let tip = |at: usize| {
        let range = format!("{} to {}", compact(edges[at], 3), compact(edges[at + 1], 3));
        format!("{range}: {} rows", count(counts[at]))
    };
    let names = ("Predicted minus actual", "Test rows");
    let (mut drawing, frame) = upright_bars(&edges, &counts, names, tip)?;
    drawing.line(frame.at(0.0, frame.y.domain.0), frame.at(0.0, frame.y.domain.1), "zero");
    let sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    let off = quantiles(&sizes, &[0.5, 0.9])?;
    let too_high = errors.iter().filter(|&&error| error > 0.0).count();
    let mut caption = format!(
        "Half of the predictions are within {} of the truth and nine in ten within {}; {} of {} are too high.",
        compact(off[0], 3),
        compact(off[1], 3),
        count(too_high as u64),
        count(errors.len() as u64)
    );
    let outside = errors.iter().filter(|error| error.abs() > reach).count();
    if outside > 0 {
        caption.push_str(&format!(" {} farther off are in the outermost bars.", count(outside as u64)));
    }
    Some(Picture { name: "residuals", title: "Residuals".to_owned(), caption, drawing })
}

const N_BINS: usize = 31;
