//! The report of a fit.
//!
//! The reader's questions set the order: is it any good (verdict and score), what was asked (target), what was tried
//! (leaderboard), how good exactly (metrics and pictures) and for whom (segments), why (importance), what went in (columns),
//! whether more rows would help (learning curve), what to beware of (findings) and what was left out, what now (next steps),
//! and where it came from (provenance).

use super::{Section, document, gallery};
use super::{
    columns, findings, header, leaderboard, next_steps, provenance, segments, skipped, test_metrics,
};
use crate::data::ReportData;
use crate::picture;

/// The whole document.
pub(crate) fn page(data: &ReportData) -> String {
    let header = header::header(data);
    document(&data.name, "Bowline report", &header, &sections(data), &provenance::footer(&data.provenance))
}

fn sections(data: &ReportData) -> Vec<Section> {
    let mut sections = vec![
        Section::new("target", "The target", target(data)),
        Section::new("leaderboard", "What was tried", leaderboard::leaderboard(data)),
        Section::new(
            "test",
            "On the test rows",
            test_metrics::test_metrics(data) + &gallery(&picture::answers(data)),
        ),
    ];
    let importance = picture::importance::importance(&data.metric, &data.importance);
    let learning = data.learning_curve.as_ref().and_then(picture::learning_curve::learning_curve);
    let figure = |picture: Option<picture::Picture>| gallery(&picture.into_iter().collect::<Vec<_>>());
    sections.extend(
        [
            Section::unless_empty("segments", "By segment", segments::segments(&data.segments)),
            Section::unless_empty("importance", "What matters", figure(importance)),
            Section::unless_empty("columns", "The columns", columns::columns(&data.table)),
            Section::unless_empty("together", "Missing and related", gallery(&picture::table(&data.table))),
            Section::unless_empty("rows", "More rows", figure(learning)),
        ]
        .into_iter()
        .flatten(),
    );
    sections.push(Section::new("findings", "Findings", findings::findings(&data.findings)));
    sections.extend(Section::unless_empty("skipped", "What was skipped", skipped::of_report(data)));
    sections.extend(Section::unless_empty("next", "Next steps", next_steps::next_steps(&data.next_steps)));
    sections
}

fn target(data: &ReportData) -> String {
    picture::target_distribution::target_distribution(&data.target, &data.target_shape).map_or_else(
        || "<p class=\"none\">No row has a target.</p>".to_owned(),
        |picture| gallery(&[picture]),
    )
}
