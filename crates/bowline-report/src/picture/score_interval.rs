//! The test score with its interval, next to the baselines and the cross-validated score.

use super::{Picture, point};
use crate::data::ReportData;
use crate::escape::in_sentence;
use crate::number_format::{decimals_for, fixed};
use crate::page::metric_label;
use crate::svg::{IntervalRow, interval_rows};

/// Nothing without a test score.
pub(super) fn score_interval(data: &ReportData) -> Option<Picture> {
    let score = data.test_score.filter(|score| score.value.is_finite())?;
    let decimals = decimals_for(score.value, 4).min(4);
    let row = |name: &str, estimate, quiet| IntervalRow {
        name: name.to_owned(),
        estimate,
        text: fixed(estimate.value, decimals),
        quiet,
    };
    let mut rows = vec![row("This model", score, false)];
    let references = data.references.iter().filter(|reference| reference.score.value.is_finite());
    rows.extend(references.clone().map(|reference| row(&reference.name, reference.score, true)));
    if let Some(cv) = data.cv_score.filter(|cv| cv.is_finite()) {
        rows.push(row("Cross-validation", point(cv), true));
    }
    let metric = metric_label::label(&data.metric);
    let mut caption = format!(
        "{metric} on the test rows: {}, 95 % interval {} to {}.",
        fixed(score.value, decimals),
        fixed(score.low, decimals),
        fixed(score.high, decimals)
    );
    for reference in references {
        let value = fixed(reference.score.value, decimals);
        caption.push_str(&format!(" {} has {value}.", in_sentence(&reference.name)));
    }
    let drawing = interval_rows(&rows, data.greater_is_better);
    Some(Picture { name: "score_interval", title: format!("{metric} on the test rows"), caption, drawing })
}
