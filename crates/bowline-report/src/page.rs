//! The page: one HTML document, section by section.
//!
//! The reader's questions set the order: is it any good (verdict and score), what was asked (target), what was tried
//! (leaderboard), how good exactly (metrics and pictures), why (importance), what to beware of (findings), what now
//! (next steps), and where it came from (provenance). A content security policy forbids scripts and requests, so that
//! even a hole in the escaping could run nothing.

mod findings;
mod header;
mod leaderboard;
pub(crate) mod metric_label;
mod next_steps;
mod provenance;
mod test_metrics;

use crate::data::ReportData;
use crate::escape::{escape, shortened};
use crate::palette;
use crate::picture::{self, Picture};

/// The whole document.
pub(crate) fn page(data: &ReportData) -> String {
    let sections = sections(data);
    let links: String = sections.iter().map(|s| format!("<a href=\"#{}\">{}</a>", s.id, s.heading)).collect();
    let body: String = sections.iter().map(Section::html).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title} – Bowline report</title>\n<style>\n{colours}{styles}{pictures}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#content\">Skip to content</a>\n<div class=\"sheet\">\n{header}\
         <nav aria-label=\"Sections\">{links}</nav>\n<main id=\"content\">\n{body}</main>\n{footer}</div>\n\
         </body>\n</html>\n",
        title = escape(&shortened(&data.name, 120)),
        colours = palette::declarations(),
        styles = include_str!("style.css"),
        pictures = include_str!("picture.css"),
        header = header::header(data),
        footer = provenance::footer(data),
    )
}

/// A heading and what stands below it, ready HTML.
struct Section {
    id: &'static str,
    heading: &'static str,
    body: String,
}

impl Section {
    fn html(&self) -> String {
        format!(
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n{}\n</section>\n",
            self.heading,
            self.body,
            id = self.id
        )
    }
}

fn sections(data: &ReportData) -> Vec<Section> {
    let section = |id, heading, body| Section { id, heading, body };
    let mut sections = vec![
        section("target", "The target", target(data)),
        section("leaderboard", "What was tried", leaderboard::leaderboard(data)),
        section("test", "On the test rows", test_metrics::test_metrics(data) + &answers(data)),
    ];
    if let Some(importance) = picture::importance(data) {
        sections.push(section("importance-section", "What matters", gallery(&[importance])));
    }
    sections.push(section("findings", "Findings", findings::findings(data)));
    if !data.next_steps.is_empty() {
        sections.push(section("next", "Next steps", next_steps::next_steps(data)));
    }
    sections
}

fn target(data: &ReportData) -> String {
    picture::target(data).map_or_else(
        || "<p class=\"none\">No row has a target.</p>".to_owned(),
        |picture| gallery(&[picture]),
    )
}

fn answers(data: &ReportData) -> String {
    let pictures = picture::answers(data);
    if pictures.is_empty() { String::new() } else { gallery(&pictures) }
}

/// Pictures side by side where there is room.
fn gallery(pictures: &[Picture]) -> String {
    let figures: String = pictures.iter().map(figure).collect();
    format!("<div class=\"gallery\">{figures}</div>")
}

fn figure(picture: &Picture) -> String {
    let class = if picture.drawing.width > 500.0 { "card wide" } else { "card" };
    format!(
        "<figure class=\"{class}\"><h3>{}</h3><div class=\"canvas\">{}</div><figcaption>{}</figcaption></figure>\n",
        escape(&shortened(&picture.title, 120)),
        picture.inline(),
        escape(&picture.caption)
    )
}
