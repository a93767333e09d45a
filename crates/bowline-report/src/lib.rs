//! Pictures (SVG and PNG) and self-contained HTML pages: the report of a fit, the page of a check, the model card.
//!
//! Plain values come in ([`ReportData`], [`CheckData`], [`CardData`]); [`render_html`], [`render_check_html`] and
//! [`render_model_card_html`] turn them into one page that needs no other file, no script and no network. [`pictures`] and
//! [`check_pictures`] give each picture as an SVG file of its own, which [`png`] draws as pixels. The same data gives the same bytes.
//!
//! | Module | Concept |
//! |---|---|
//! | `data` | what the pages show |
//! | `escape`, `markdown` | text from users, made harmless in HTML, SVG and Markdown |
//! | `number_format`, `readable_name` | numbers and names as people read them |
//! | `palette` | the colours of the light and the dark theme |
//! | `svg` | scales, axes, bars, lines and maps |
//! | `picture` | one file per picture |
//! | `page` | the pages, section by section |
//! | `model_card` | the model card as Markdown |
//! | `png` | pictures as pixels |
//! | `spark` | pictures as text, for terminals |
//!
//! Absent by design: this crate reads no model and no table, opens no file and runs no script in the page.

mod data;
mod error;
mod escape;
mod markdown;
mod model_card;
mod number_format;
mod page;
mod palette;
mod picture;
mod png;
mod readable_name;
mod spark;
mod svg;

pub use data::{
    Answer, Association, CardData, CheckData, ColumnImportance, ColumnShape, Correlations, Criterion,
    CurvePoint, DataRequirement, Distribution, LearningCurve, MissingPatterns, ModelAdvice, QualityScore,
    ReportData, SegmentScore, SegmentScores, SourcingAdvice, Suitability, TableShape, TargetShape,
    TestAnswers,
};
pub use error::ReportError;
pub use png::png;
pub use spark::{distribution_spark, share_bar, spark};

/// The whole report of a fit as one HTML page with its styles and pictures inside.
///
/// All text of `data` is escaped: column names, labels and messages may hold anything. What is unknown (no test rows,
/// no importance) leaves a sentence or nothing in its place, never an empty picture.
#[must_use]
pub fn render_html(data: &ReportData) -> String {
    page::fit_page(data)
}

/// The page of a check, as [`render_html`]: verdict, criteria, findings, data quality, columns, rows needed, advice.
///
/// Tables of any width stay readable: of more than 60 columns, those that go best with the target are shown and the others
/// counted.
#[must_use]
pub fn render_check_html(data: &CheckData) -> String {
    page::check_page(data)
}

/// The model card as Markdown, with tables as GitHub and most others read them.
#[must_use]
pub fn render_model_card(data: &CardData) -> String {
    model_card::markdown(data)
}

/// The model card as one HTML page, as [`render_html`].
#[must_use]
pub fn render_model_card_html(data: &CardData) -> String {
    page::card_page(data)
}

/// The pictures that `data` allows, as (file name, SVG document), in the order of the page.
///
/// Each document has its own styles and background and can be saved as it is, such as `roc_curve.svg`, or drawn by [`png`].
#[must_use]
pub fn pictures(data: &ReportData) -> Vec<(String, String)> {
    files(picture::of_report(data))
}

/// The pictures of a check, as [`pictures`].
#[must_use]
pub fn check_pictures(data: &CheckData) -> Vec<(String, String)> {
    files(picture::of_check(data))
}

fn files(pictures: Vec<picture::Picture>) -> Vec<(String, String)> {
    pictures.into_iter().map(|picture| (format!("{}.svg", picture.name), picture.standalone())).collect()
}
