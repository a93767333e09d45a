//! The pages: HTML documents, section by section.
//!
//! One frame holds the report of a fit, the page of a check and the model card: styles, the list of sections, the foot. A
//! content security policy forbids scripts and requests, so that even a hole in the escaping could run nothing.

mod card_page;
mod check_header;
mod check_page;
mod columns;
mod criteria;
mod facts;
mod findings;
mod fit_page;
mod header;
mod leaderboard;
pub(crate) mod metric_label;
mod metrics_table;
mod models;
mod next_steps;
mod provenance;
mod requirements;
mod segments;
mod skipped;
mod sourcing;
mod test_metrics;

use crate::escape::{escape, shortened};
use crate::palette;
use crate::picture::Picture;

pub(crate) use card_page::page as card_page;
pub(crate) use check_page::page as check_page;
pub(crate) use fit_page::page as fit_page;
pub(crate) use header::task_words;
pub(crate) use metrics_table::interval;

/// A whole document: `title` is plain text, `header` and `footer` are ready HTML.
fn document(title: &str, kind: &str, header: &str, sections: &[Section], footer: &str) -> String {
    let links: String = sections.iter().map(|s| format!("<a href=\"#{}\">{}</a>", s.id, s.heading)).collect();
    let body: String = sections.iter().map(Section::html).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title} – {kind}</title>\n<style>\n{colours}{styles}{pictures}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#content\">Skip to content</a>\n<div class=\"sheet\">\n{header}\
         <nav aria-label=\"Sections\">{links}</nav>\n<main id=\"content\">\n{body}</main>\n{footer}</div>\n\
         </body>\n</html>\n",
        title = escape(&shortened(title, 120)),
        colours = palette::declarations(),
        styles = include_str!("style.css"),
        pictures = include_str!("picture.css"),
    )
}

/// A heading and what stands below it, ready HTML.
struct Section {
    id: &'static str,
    heading: &'static str,
    body: String,
}

impl Section {
    fn new(id: &'static str, heading: &'static str, body: String) -> Self {
        Self { id, heading, body }
    }

    /// A section of what may not be known: nothing when `body` is empty.
    fn unless_empty(id: &'static str, heading: &'static str, body: String) -> Option<Self> {
        (!body.is_empty()).then(|| Self::new(id, heading, body))
    }

    fn html(&self) -> String {
        format!(
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n{}\n</section>\n",
            self.heading,
            self.body,
            id = self.id
        )
    }
}

/// Pictures side by side where there is room; nothing without any.
fn gallery(pictures: &[Picture]) -> String {
    if pictures.is_empty() {
        return String::new();
    }
    // A wide picture has a row of its own; an ordinary one with no ordinary neighbour then has one too.
    let is_wide = |at: Option<usize>| at.and_then(|at| pictures.get(at)).is_none_or(Picture::is_wide);
    let figures: String = pictures
        .iter()
        .enumerate()
        .map(|(at, picture)| match (picture.is_wide(), is_wide(at.checked_sub(1)) && is_wide(Some(at + 1))) {
            (true, _) => figure(picture, "card wide"),
            (false, true) => figure(picture, "card alone"),
            (false, false) => figure(picture, "card"),
        })
        .collect();
    format!("<div class=\"gallery\">{figures}</div>")
}

fn figure(picture: &Picture, class: &str) -> String {
    format!(
        "<figure class=\"{class}\"><h3>{}</h3><div class=\"canvas\">{}</div><figcaption>{}</figcaption></figure>\n",
        escape(&shortened(&picture.title, 120)),
        picture.inline(),
        escape(&picture.caption)
    )
}
