//! What was left out, and why: nothing is dropped in silence.

use bowline_core::Outcome;

use crate::data::ReportData;
use crate::escape::{escaped_name, prose};
use crate::number_format::count;

/// Candidates that were not fitted, then everything else.
pub(super) fn of_report(data: &ReportData) -> String {
    let candidates = data.leaderboard.rows.iter().filter_map(|row| match &row.outcome {
        Outcome::Skipped { reason } => Some((row.name.clone(), reason.clone())),
        Outcome::Fitted { .. } => None,
    });
    list(&candidates.chain(data.skipped.iter().cloned()).collect::<Vec<_>>())
}

/// Everything that a check did not look at.
pub(super) fn of_check(skipped: &[(String, String)]) -> String {
    list(skipped)
}

const MAX_SHOWN: usize = 60;

fn list(skipped: &[(String, String)]) -> String {
    if skipped.is_empty() {
        return String::new();
    }
    let items: String = skipped
        .iter()
        .take(MAX_SHOWN)
        .map(|(what, why)| format!("<li><strong>{}</strong> {}</li>", escaped_name(what), prose(why)))
        .collect();
    let n_more = skipped.len().saturating_sub(MAX_SHOWN);
    let more = if n_more > 0 { format!("<li>and {} more</li>", count(n_more as u64)) } else { String::new() };
    format!("<ul class=\"card skipped\">{items}{more}</ul>\n")
}
