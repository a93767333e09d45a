//! The head of a check: the verdict, how many criteria hold, and each of them at a glance.

use super::criteria::{answer_sign, label};
use super::facts;
use super::header::task_words;
use crate::data::{Answer, CheckData, Suitability};
use crate::escape::{escape, escaped_name, prose};
use crate::number_format::count;

pub(super) fn header(data: &CheckData) -> String {
    let (class, sign, words) = match data.suitability {
        Suitability::Suitable => ("good", "✓", "Worth a model"),
        Suitability::Unsuitable => ("serious", "✗", "Not worth a model yet"),
        Suitability::Undecided => ("warning", "?", "Not decided yet"),
    };
    format!(
        "<header>\n<p class=\"kicker\">Bowline check · {task} of {target}</p>\n<h1>{name}</h1>\n\
         <p class=\"chip {class}\"><span aria-hidden=\"true\">{sign} </span>{words}</p>\n\
         <p class=\"verdict\">{verdict}</p>\n{score}{facts}</header>\n",
        task = task_words(data.task),
        target = escaped_name(&data.target),
        name = escape(&data.name),
        verdict = prose(&data.verdict),
        score = score(data),
        facts = facts::facts(&data.facts),
    )
}

fn score(data: &CheckData) -> String {
    if data.criteria.is_empty() {
        return String::new();
    }
    let n =
        |answer: Answer| data.criteria.iter().filter(|criterion| criterion.answer == answer).count() as u64;
    let unknown = match n(Answer::Unknown) {
        0 => String::new(),
        1 => "<p class=\"interval\">1 is not known yet</p>".to_owned(),
        n => format!("<p class=\"interval\">{} are not known yet</p>", count(n)),
    };
    let signs: String = data
        .criteria
        .iter()
        .map(|criterion| {
            let (class, sign, word) = answer_sign(criterion.answer);
            format!(
                "<li><span class=\"pip {class}\" aria-hidden=\"true\">{sign}</span>{}<span class=\"skip\">: {word}</span></li>",
                escape(&label(&criterion.name))
            )
        })
        .collect();
    format!(
        "<div class=\"card score\">\n<div class=\"figures\"><p class=\"label\">Criteria that hold</p>\
         <p class=\"big\">{}<span class=\"of\"> of {}</span></p>{unknown}</div>\n<ul class=\"pips\">{signs}</ul>\n</div>\n",
        count(n(Answer::Yes)),
        count(data.criteria.len() as u64),
    )
}
