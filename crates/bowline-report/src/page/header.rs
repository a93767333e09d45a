//! The head of a report: name, verdict, score next to the baselines, facts.

use bowline_core::{Estimate, Reference, Task};

use crate::data::ReportData;
use crate::escape::{escape, escaped_name, prose};
use crate::number_format::{decimals_for, fixed};
use crate::page::{facts, metric_label};
use crate::picture;

pub(super) fn header(data: &ReportData) -> String {
    format!(
        "<header>\n<p class=\"kicker\">Bowline report · {task} of {target}</p>\n<h1>{name}</h1>\n\
         <p class=\"verdict\">{verdict}</p>\n{score}{facts}</header>\n",
        task = task_words(Some(data.task)),
        target = escaped_name(&data.target),
        name = escape(&data.name),
        verdict = prose(&data.verdict),
        score = data.test_score.map_or_else(|| unknown_score(data), |score| score_card(data, score)),
        facts = facts::facts(&data.facts),
    )
}

/// The task in words.
pub(crate) fn task_words(task: Option<Task>) -> &'static str {
    match task {
        Some(Task::Binary) => "binary classification",
        Some(Task::MultiClass) => "multi-class classification",
        Some(Task::Regression) => "regression",
        None => "prediction",
    }
}

fn score_card(data: &ReportData, score: Estimate) -> String {
    let decimals = decimals_for(score.value, 4).min(4);
    let lift: String = data.references.iter().map(|reference| lift(score, reference)).collect();
    let picture = picture::score(data).map_or_else(String::new, |picture| picture.inline());
    format!(
        "<div class=\"card score\">\n<div class=\"figures\"><p class=\"label\">{metric} on untouched test rows</p>\
         <p class=\"big\">{value}</p><p class=\"interval\">95\u{202F}% interval {low} to {high}</p>{lift}</div>\n\
         <div class=\"canvas\">{picture}</div>\n</div>\n",
        metric = escape(&metric_label::label(&data.metric)),
        value = fixed(score.value, decimals),
        low = fixed(score.low, decimals),
        high = fixed(score.high, decimals),
    )
}

/// How far the model is ahead of a baseline on the same rows, in words, and whether chance may explain it.
fn lift(score: Estimate, reference: &Reference) -> String {
    let gain = reference.gain;
    if !gain.value.is_finite() {
        return String::new();
    }
    let amount = fixed(gain.value.abs(), decimals_for(score.value, 4).min(4));
    // A plain model that does as well is good news about the model and a hint about the search.
    let behind = if reference.is_model { "warning" } else { "serious" };
    let (class, words) = match (gain.low > 0.0, gain.high < 0.0) {
        (true, _) => ("good", format!("{amount} better than")),
        (_, true) => (behind, format!("{amount} worse than")),
        _ if gain.value > 0.0 => ("warning", format!("{amount} better, which may be chance, than")),
        _ => (behind, "no better than".to_owned()),
    };
    let kind = if reference.is_model { "the plain model" } else { "the best rule of thumb" };
    format!("<p class=\"chip {class}\"><span>{words} {kind}, {}</span></p>", escaped_name(&reference.name))
}

fn unknown_score(data: &ReportData) -> String {
    let metric = escape(&metric_label::label(&data.metric));
    match data.cv_score.filter(|score| score.is_finite()) {
        Some(score) => format!(
            "<div class=\"card score\"><div class=\"figures\"><p class=\"label\">{metric}, cross-validated</p>\
             <p class=\"big\">{}</p><p class=\"interval\">No test rows were held out, so this may flatter the model.</p>\
             </div></div>\n",
            fixed(score, decimals_for(score, 4).min(4))
        ),
        None => "<p class=\"none\">The score is not known: no test rows were held out.</p>\n".to_owned(),
    }
}
