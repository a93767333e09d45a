//! Scores by segment: a table for each column, with the score on all rows as the mark to compare with.

use super::metrics_table::interval;
use crate::data::{SegmentScore, SegmentScores};
use crate::escape::{escape, escaped_name};
use crate::number_format::{compact, count, decimals_for, fixed};
use crate::page::metric_label;
use crate::svg::{Scale, cell_interval, span};

/// Nothing without segments.
pub(super) fn segments(all: &[SegmentScores]) -> String {
    all.iter().filter(|found| !found.segments.is_empty()).map(table).collect()
}

const MAX_SEGMENTS: usize = 30;

fn table(found: &SegmentScores) -> String {
    let shown = &found.segments[..found.segments.len().min(MAX_SEGMENTS)];
    let n_more = found.segments.len() - shown.len();
    let overall = found.overall.filter(|overall| overall.value.is_finite());
    let scores = shown.iter().filter_map(|segment| segment.score).chain(overall);
    let scale = Scale::new(span(scores.flat_map(|s| [s.low, s.value, s.high])), (8.0, 152.0));
    let rows: String =
        shown.iter().map(|segment| row(segment, &scale, overall.map(|overall| overall.value))).collect();
    let mark = overall.map_or_else(String::new, |overall| {
        let value = fixed(overall.value, decimals_for(overall.value, 4).min(4));
        format!(" The dashed line is the score on all test rows, {value}.")
    });
    let better = match metric_label::greater_is_better(&found.metric) {
        Some(true) => ", higher is better",
        Some(false) => ", lower is better",
        None => "",
    };
    let more = if n_more > 0 {
        format!("<p class=\"more\">and {} more segments</p>\n", count(n_more as u64))
    } else {
        String::new()
    };
    format!(
        "<div class=\"card scroll segment\" role=\"region\" aria-label=\"Scores by segment\" tabindex=\"0\"><table>\
         <caption><span>{metric} on the test rows by {column}{better}, with 95\u{202F}% intervals.{mark}</span></caption>\
         <thead><tr><th scope=\"col\">{head}</th><th scope=\"col\" class=\"n\">Rows</th><th scope=\"col\" class=\"n\">Score</th>\
         <th scope=\"col\"><span class=\"ends\"><span>{low}</span><span>{high}</span></span></th>\
         <th scope=\"col\" class=\"n\">95\u{202F}% interval</th></tr></thead><tbody>{rows}</tbody></table></div>\n{more}",
        metric = escape(&metric_label::label(&found.metric)),
        column = escaped_name(&found.column),
        head = escaped_name(&found.column),
        low = compact(scale.domain.0, 3),
        high = compact(scale.domain.1, 3),
    )
}

fn row(segment: &SegmentScore, scale: &Scale, overall: Option<f64>) -> String {
    let (value, picture, ends) = match segment.score.filter(|score| score.value.is_finite()) {
        Some(score) => {
            let value = fixed(score.value, decimals_for(score.value, 4).min(4));
            let ends = interval(score);
            let words = format!("{}: {value}, 95 % interval {ends}", segment.value);
            (value, cell_interval(scale, score, false, overall).spark(&words), ends)
        }
        None => {
            ("–".to_owned(), "<span class=\"quiet\">too few rows to say</span>".to_owned(), "–".to_owned())
        }
    };
    format!(
        "<tr><th scope=\"row\">{name}</th><td class=\"n\">{rows}</td><td class=\"n strong\">{value}</td>\
         <td>{picture}</td><td class=\"n quiet\">{ends}</td></tr>\n",
        name = escaped_name(&segment.value),
        rows = count(segment.n_rows),
    )
}
