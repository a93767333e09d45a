//! The criteria of a check as a table: the question, the answer, the evidence, and what would settle it.

use crate::data::{Answer, Criterion};
use crate::escape::{escape, prose};

/// Nothing without criteria.
pub(super) fn criteria(criteria: &[Criterion]) -> String {
    if criteria.is_empty() {
        return String::new();
    }
    let rows: String = criteria.iter().map(row).collect();
    format!(
        "<div class=\"card scroll\" role=\"region\" aria-label=\"Criteria\" tabindex=\"0\">\
         <table class=\"stack\" role=\"table\">\
         <thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">Criterion</th>\
         <th role=\"columnheader\" scope=\"col\">Holds</th><th role=\"columnheader\" scope=\"col\">Evidence</th>\
         <th role=\"columnheader\" scope=\"col\">Settled by</th></tr></thead>\
         <tbody role=\"rowgroup\">{rows}</tbody></table></div>\n"
    )
}

fn row(criterion: &Criterion) -> String {
    let (class, sign, word) = answer_sign(criterion.answer);
    let settled_by = if criterion.settled_by.is_empty() {
        "<span class=\"quiet\">–</span>".to_owned()
    } else {
        options(&criterion.settled_by)
    };
    format!(
        "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{label}<span class=\"code\">{name}</span></th>\
         <td role=\"cell\"><span class=\"badge {class}\"><span aria-hidden=\"true\">{sign} </span>{word}</span></td>\
         <td role=\"cell\" class=\"meaning\">{evidence}</td><td role=\"cell\" class=\"settles\">{settled_by}</td></tr>\n",
        label = escape(&label(&criterion.name)),
        name = escape(&criterion.name),
        evidence = prose(&criterion.evidence),
    )
}

/// Each option of a command line set as one piece, so that none is broken in two.
fn options(words: &str) -> String {
    let starts = words.match_indices(" --").map(|(at, _)| at + 1).chain([words.len()]);
    let mut from = 0;
    let mut pieces = Vec::new();
    for to in starts {
        pieces.push(format!("<code>{}</code>", escape(words[from..to].trim())));
        from = to;
    }
    pieces.join(" ")
}

/// Style class, sign and word of an answer.
pub(super) fn answer_sign(answer: Answer) -> (&'static str, &'static str, &'static str) {
    match answer {
        Answer::Yes => ("good", "✓", "yes"),
        Answer::No => ("serious", "✗", "no"),
        Answer::Unknown => ("warning", "?", "unknown"),
    }
}

/// The criterion in words; its own name when it is none of the six.
pub(super) fn label(name: &str) -> String {
    let words = match name {
        "has_pattern" => "A pattern to learn",
        "has_enough_data" => "Enough rows",
        "has_clear_metrics" => "A clear measure of success",
        "can_handle_errors" => "Room for errors",
        "outperforms_rules" => "Better than simple rules",
        "has_business_value" => "Worth its cost",
        _ => name,
    };
    words.to_owned()
}
