//! Models worth trying, a card each: why, what speaks for and against it, and the parameters to try.

use crate::data::ModelAdvice;
use crate::escape::{escape, prose};
use crate::readable_name::readable_name;

/// Nothing without advice.
pub(super) fn models(models: &[ModelAdvice]) -> String {
    if models.is_empty() {
        return String::new();
    }
    let cards: String = models.iter().enumerate().map(|(at, model)| card(at + 1, model)).collect();
    format!("<ol class=\"models\">{cards}</ol>")
}

fn card(rank: usize, model: &ModelAdvice) -> String {
    let reason =
        if model.reason.is_empty() { String::new() } else { format!("<p>{}</p>", prose(&model.reason)) };
    let grid: String = model
        .grid
        .iter()
        .map(|(name, values)| {
            format!("<div><dt><code>{}</code></dt><dd>{}</dd></div>", escape(name), escape(values))
        })
        .collect();
    let grid = if grid.is_empty() { grid } else { format!("<dl class=\"grid-of\">{grid}</dl>") };
    format!(
        "<li class=\"card\"><h3><span class=\"rank\">{rank}</span>{}</h3>{reason}{}{}{grid}</li>\n",
        escape(&readable_name(&model.name)),
        points(&model.pros, "pro", "+", "for it"),
        points(&model.cons, "con", "\u{2212}", "against it"),
    )
}

fn points(points: &[String], class: &str, sign: &str, word: &str) -> String {
    if points.is_empty() {
        return String::new();
    }
    let items: String = points
        .iter()
        .map(|point| {
            format!(
                "<li><span class=\"pip {class}\" aria-hidden=\"true\">{sign}</span><span class=\"skip\">{word}: </span>{}</li>",
                prose(point)
            )
        })
        .collect();
    format!("<ul class=\"points-of\">{items}</ul>")
}
