//! The model card as a page: the same words as its Markdown, with the pictures of a report.

use super::{Section, document, gallery};
use super::{facts, findings, metrics_table, provenance, segments};
use crate::data::CardData;
use crate::escape::{escape, escaped_name, prose};
use crate::picture;

/// The whole document.
pub(crate) fn page(data: &CardData) -> String {
    document(&data.name, "Model card", &header(data), &sections(data), &provenance::footer(&data.provenance))
}

fn header(data: &CardData) -> String {
    format!(
        "<header>\n<p class=\"kicker\">Model card · {task} of {target}</p>\n<h1>{name}</h1>\n\
         <p class=\"verdict\">{summary}</p>\n</header>\n",
        task = super::header::task_words(data.task),
        target = escaped_name(&data.target),
        name = escape(&data.name),
        summary = prose(&data.summary),
    )
}

fn sections(data: &CardData) -> Vec<Section> {
    let importance = picture::importance::importance(&data.metric, &data.importance);
    let importance: Vec<picture::Picture> = importance.into_iter().collect();
    let scores = if data.metrics.is_empty() {
        "<p class=\"none\">No test rows were held out, so no score is stored.</p>".to_owned()
    } else {
        let caption = "Scores of exactly what is served, on rows that no fit has seen.";
        metrics_table::metrics_table(&data.metrics, &data.metric, caption)
    };
    let sections = [
        Section::unless_empty("use", "Intended use", sentences(&data.intended_use)),
        Section::unless_empty("out-of-scope", "Not intended for", sentences(&data.out_of_scope)),
        Section::unless_empty("model", "Model", facts::descriptions(&data.model)),
        Section::unless_empty("data", "Data", facts::descriptions(&data.data)),
        Some(Section::new("scores", "Scores", scores)),
        Section::unless_empty("segments", "By segment", segments::segments(&data.segments)),
        Section::unless_empty("importance", "What it relies on", gallery(&importance)),
        Section::unless_empty("limits", "Limits", sentences(&data.limits)),
        Some(Section::new("findings", "Findings", findings::findings(&data.findings))),
    ];
    sections.into_iter().flatten().collect()
}

fn sentences(sentences: &[String]) -> String {
    if sentences.is_empty() {
        return String::new();
    }
    let items: String = sentences.iter().map(|sentence| format!("<li>{}</li>", prose(sentence))).collect();
    format!("<ul class=\"card plain-list\">{items}</ul>")
}
