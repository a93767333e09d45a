//! The page of a check: whether a table is worth a model, before anyone trains one.
//!
//! The verdict comes first, then what it rests on (the criteria), what to beware of (findings), how good the data is
//! (quality, target, columns, gaps, relations), how many rows it takes, and at the end what to do: which models, whether to
//! build at all, and the commands.

use super::{Section, document, gallery};
use super::{
    check_header, columns, criteria, findings, models, next_steps, provenance, requirements, skipped,
    sourcing,
};
use crate::data::CheckData;
use crate::picture;

/// The whole document.
pub(crate) fn page(data: &CheckData) -> String {
    let header = check_header::header(data);
    document(&data.name, "Bowline check", &header, &sections(data), &provenance::footer(&data.provenance))
}

fn sections(data: &CheckData) -> Vec<Section> {
    let target = data.target_shape.as_ref();
    let mut pictures: Vec<picture::Picture> =
        picture::quality_scores::quality_scores(&data.quality).into_iter().collect();
    pictures.extend(
        target.and_then(|shape| picture::target_distribution::target_distribution(&data.target, shape)),
    );
    let findings = findings::findings(&data.findings);
    let sections = [
        Section::unless_empty("criteria", "Is this a job for a model?", criteria::criteria(&data.criteria)),
        Some(Section::new("findings", "Findings", findings)),
        Section::unless_empty("quality", "Quality and target", gallery(&pictures)),
        Section::unless_empty("columns", "The columns", columns::columns(&data.table)),
        Section::unless_empty("together", "Missing and related", gallery(&picture::table(&data.table))),
        Section::unless_empty("rows", "How many rows it takes", rows(data)),
        Section::unless_empty("models", "Models worth trying", models::models(&data.models)),
        Section::unless_empty("sourcing", "Build, buy or adapt", sourcing(data)),
        Section::unless_empty("skipped", "What was skipped", skipped::of_check(&data.skipped)),
        Section::unless_empty("next", "Next steps", next_steps::next_steps(&data.next_steps)),
    ];
    sections.into_iter().flatten().collect()
}

fn rows(data: &CheckData) -> String {
    let curve = data.learning_curve.as_ref().and_then(picture::learning_curve::learning_curve);
    let curve: Vec<picture::Picture> = curve.into_iter().collect();
    requirements::requirements(&data.requirements) + &gallery(&curve)
}

fn sourcing(data: &CheckData) -> String {
    data.sourcing.as_ref().map_or_else(String::new, sourcing::sourcing)
}
