//! Build, buy or adapt: the advice, what it rests on, and how each way starts.

use super::next_steps::next_steps;
use crate::data::SourcingAdvice;
use crate::escape::prose;

pub(super) fn sourcing(advice: &SourcingAdvice) -> String {
    let reasons: String = advice.reasons.iter().map(|reason| format!("<li>{}</li>", prose(reason))).collect();
    let reasons = if reasons.is_empty() { reasons } else { format!("<ul>{reasons}</ul>") };
    let ways = next_steps(&advice.ways);
    format!(
        "<div class=\"card advice\"><p class=\"lead\">{}</p>{reasons}</div>\n{ways}",
        prose(&advice.advice)
    )
}
