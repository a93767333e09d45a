//! The quality scores of a table: six numbers from 0 to 1, the mean of the others below them.

use super::Picture;
use crate::data::QualityScore;
use crate::number_format::fixed;
use crate::readable_name::readable_name;
use crate::svg::{ShareBar, share_bars};

/// Nothing without scores.
pub(crate) fn quality_scores(scores: &[QualityScore]) -> Option<Picture> {
    let lowest = scores
        .iter()
        .filter(|quality| quality.score.is_finite() && quality.name != OVERALL)
        .min_by(|a, b| a.score.total_cmp(&b.score));
    let bars: Vec<ShareBar> = scores
        .iter()
        .map(|quality| ShareBar {
            name: readable_name(&quality.name),
            share: quality.score,
            text: fixed(quality.score, 3),
            tip: if quality.evidence.is_empty() {
                format!("{}: {}", readable_name(&quality.name), fixed(quality.score, 3))
            } else {
                format!("{}: {}", readable_name(&quality.name), quality.evidence)
            },
            is_total: quality.name == OVERALL,
        })
        .collect();
    if bars.is_empty() {
        return None;
    }
    let mut caption = "From 0 to 1, and 1 is good; the overall score is the mean of the others.".to_owned();
    if let Some(lowest) = lowest.filter(|quality| quality.score < 1.0) {
        caption.push_str(&format!(" Lowest: {}.", readable_name(&lowest.name).to_lowercase()));
    }
    let drawing = share_bars(&bars);
    Some(Picture { name: "quality_scores", title: "Quality of the data".to_owned(), caption, drawing })
}

const OVERALL: &str = "overall_score";
