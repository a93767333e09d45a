//! The pictures of all pages, one file each.
//!
//! Every picture is a function from a page's data to a [`Picture`], or to nothing when the data does not hold what
//! it shows. Captions say in a sentence what the reader sees, with the numbers.

mod calibration;
mod class_answers;
mod confusion_matrix;
pub(crate) mod correlations;
pub(crate) mod importance;
pub(crate) mod learning_curve;
pub(crate) mod missing_values;
mod precision_recall_curve;
mod predicted_vs_actual;
pub(crate) mod quality_scores;
mod residuals;
mod roc_curve;
mod score_interval;
pub(crate) mod target_distribution;
mod value_answers;

use bowline_core::Estimate;

use crate::data::{CheckData, ReportData, TableShape};
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
    /// Whether it needs the whole width of a page.
    pub(crate) fn is_wide(&self) -> bool {
        self.drawing.width > 500.0
    }

    /// The picture for the page.
    pub(crate) fn inline(&self) -> String {
        self.drawing.inline(self.name, &self.title, &self.caption)
    }

    /// The picture as a file.
    pub(crate) fn standalone(&self) -> String {
        self.drawing.standalone(self.name, &self.title, &self.caption)
    }
}

/// Every picture that a report allows, in the order of its page.
pub(crate) fn of_report(data: &ReportData) -> Vec<Picture> {
    let mut pictures: Vec<Picture> = score(data).into_iter().collect();
    pictures.extend(target_distribution::target_distribution(&data.target, &data.target_shape));
    pictures.extend(answers(data));
    pictures.extend(importance::importance(&data.metric, &data.importance));
    pictures.extend(table(&data.table));
    pictures.extend(data.learning_curve.as_ref().and_then(learning_curve::learning_curve));
    pictures
}

/// Every picture that a check allows, in the order of its page.
pub(crate) fn of_check(data: &CheckData) -> Vec<Picture> {
    let target = data.target_shape.as_ref();
    let mut pictures: Vec<Picture> = quality_scores::quality_scores(&data.quality).into_iter().collect();
    pictures.extend(target.and_then(|shape| target_distribution::target_distribution(&data.target, shape)));
    pictures.extend(table(&data.table));
    pictures.extend(data.learning_curve.as_ref().and_then(learning_curve::learning_curve));
    pictures
}

/// What is missing in a table, and what moves together.
pub(crate) fn table(table: &TableShape) -> Vec<Picture> {
    let correlations = table.correlations.as_ref().and_then(correlations::correlations);
    missing_values::missing_values(table).into_iter().chain(correlations).collect()
}

/// The test score next to the best baseline.
pub(crate) fn score(data: &ReportData) -> Option<Picture> {
    score_interval::score_interval(data)
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

/// A score without an interval.
fn point(value: f64) -> Estimate {
    Estimate { value, low: value, high: value }
}
