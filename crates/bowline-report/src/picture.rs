//! The pictures of a report, one file each.
//!
//! Every picture is a function from the report's data to a [`Picture`], or to nothing when the data does not hold what
//! it shows. Captions say in a sentence what the reader sees, with the numbers.

mod calibration;
mod class_answers;
mod confusion_matrix;
mod importance;
mod precision_recall_curve;
mod predicted_vs_actual;
mod residuals;
mod roc_curve;
mod score_interval;
mod target_distribution;
mod value_answers;

use bowline_core::Estimate;

use crate::data::ReportData;
use crate::svg::Drawing;

/// A drawing with its words.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    /// Stem of its file name and of its ids in the page.
    pub(crate) name: &'static str,
    pub(crate) title: String,
    /// What it shows, in a sentence or two; plain text.
    pub(crate) caption: String,
    pub(crate) drawing: Drawing,
}

impl Picture {
    /// The picture for the page.
    pub(crate) fn inline(&self) -> String {
        self.drawing.inline(self.name, &self.title, &self.caption)
    }

    /// The picture as a file.
    pub(crate) fn standalone(&self) -> String {
        self.drawing.standalone(self.name, &self.title, &self.caption)
    }
}

/// Every picture that the data allows, in the order of the page.
pub(crate) fn all(data: &ReportData) -> Vec<Picture> {
    let mut pictures: Vec<Picture> = score(data).into_iter().chain(target(data)).collect();
    pictures.extend(answers(data));
    pictures.extend(importance(data));
    pictures
}

/// The test score next to the best baseline.
pub(crate) fn score(data: &ReportData) -> Option<Picture> {
    score_interval::score_interval(data)
}

/// The distribution of the target.
pub(crate) fn target(data: &ReportData) -> Option<Picture> {
    target_distribution::target_distribution(data)
}

/// What the test rows show.
pub(crate) fn answers(data: &ReportData) -> Vec<Picture> {
    let all: [fn(&ReportData) -> Option<Picture>; 6] = [
        roc_curve::roc_curve,
        precision_recall_curve::precision_recall_curve,
        predicted_vs_actual::predicted_vs_actual,
        residuals::residuals,
        calibration::calibration,
        confusion_matrix::confusion_matrix,
    ];
    all.iter().filter_map(|picture| picture(data)).collect()
}

/// How much each column matters.
pub(crate) fn importance(data: &ReportData) -> Option<Picture> {
    importance::importance(data)
}

/// A score without an interval.
fn point(value: f64) -> Estimate {
    Estimate { value, low: value, high: value }
}
