//! Pictures (SVG) and the self-contained HTML report.
//!
//! [`ReportData`] holds plain values; [`render_html`] turns them into one page that needs no other file, no script and
//! no network; [`pictures`] gives each picture of that page as an SVG file of its own. The same data gives the same bytes.
//!
//! | Module | Concept |
//! |---|---|
//! | `data` | what a report shows |
//! | `escape` | text from users, made harmless in HTML and SVG |
//! | `number_format` | numbers as people read them |
//! | `palette` | the colours of the light and the dark theme |
//! | `svg` | scales, axes, bars, lines and heat maps |
//! | `picture` | one file per picture |
//! | `page` | the page, section by section |
//!
//! Absent by design: this crate reads no model and no table, opens no file and runs no script in the page.

mod data;
mod escape;
mod number_format;
mod page;
mod palette;
mod picture;
mod svg;

pub use data::{ColumnImportance, ReportData, TargetShape, TestAnswers};

/// The whole report as one HTML page with its styles and pictures inside.
///
/// All text of `data` is escaped: column names, labels and messages may hold anything. What is unknown (no test rows,
/// no importance) leaves a sentence or nothing in its place, never an empty picture.
#[must_use]
pub fn render_html(data: &ReportData) -> String {
    page::page(data)
}

/// The pictures that `data` allows, as (file name, SVG document), in the order of the page.
///
/// Each document has its own styles and background and can be saved as it is, such as `roc_curve.svg`.
#[must_use]
pub fn pictures(data: &ReportData) -> Vec<(String, String)> {
    picture::all(data)
        .into_iter()
        .map(|picture| (format!("{}.svg", picture.name), picture.standalone()))
        .collect()
}
