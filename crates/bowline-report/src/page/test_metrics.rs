//! All metrics on the test rows, or why there are none.

use super::metrics_table::metrics_table;
use crate::data::{ReportData, TestAnswers};
use crate::escape::escaped_name;
use crate::number_format::count;

pub(super) fn test_metrics(data: &ReportData) -> String {
    if data.test_metrics.is_empty() {
        return "<p class=\"none\">No test rows were held out, so there is nothing to score on.</p>\n"
            .to_owned();
    }
    metrics_table(&data.test_metrics, &data.metric, &caption(data))
}

fn caption(data: &ReportData) -> String {
    let n_rows = match &data.test_answers {
        Some(TestAnswers::Classes { truth, .. }) => truth.len(),
        Some(TestAnswers::Values { truth, .. }) => truth.len(),
        None => return "Scores on rows that no fit has seen.".to_owned(),
    };
    let positive = match &data.test_answers {
        Some(TestAnswers::Classes { classes, positive: Some(class), .. }) if classes.len() == 2 => classes
            .get(*class)
            .map_or_else(String::new, |name| format!(" The positive class is {}.", escaped_name(name))),
        _ => String::new(),
    };
    format!("Scores on {} rows that no fit has seen.{positive}", count(n_rows as u64))
}
