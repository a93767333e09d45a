//! Permutation importance: how much worse the model gets when a column is shuffled.

use super::Picture;
use crate::data::ColumnImportance;
use crate::escape::in_sentence;
use crate::number_format::{count, decimals_for, fixed};
use crate::page::metric_label;
use crate::svg::{Bar, horizontal_bars};

/// Nothing without importances.
pub(crate) fn importance(metric: &str, found: &[ColumnImportance]) -> Option<Picture> {
    let columns: Vec<_> = found.iter().filter(|column| column.mean.is_finite()).collect();
    let largest = columns.iter().map(|column| column.mean.abs()).fold(0.0, f64::max);
    let first = columns.first()?;
    let decimals = decimals_for(largest, 3);
    let bar = |column: &&ColumnImportance| Bar {
        name: column.column.clone(),
        value: column.mean,
        spread: if column.std.is_finite() { column.std.max(0.0) } else { 0.0 },
        text: fixed(column.mean, decimals),
        quiet: column.mean <= 0.0,
    };
    let bars: Vec<Bar> = columns.iter().take(MAX_COLUMNS).map(bar).collect();
    let metric = metric_label::within(metric);
    let mut caption = format!(
        "How much worse {metric} on the test rows gets when the values of one column are shuffled; whiskers are one \
         standard deviation over shuffles. Around 0 the model does without. Most needed: {}.",
        in_sentence(&first.column)
    );
    if columns.len() > MAX_COLUMNS {
        caption.push_str(&format!(
            " The first {MAX_COLUMNS} of {} columns are shown.",
            count(columns.len() as u64)
        ));
    }
    let drawing = horizontal_bars(&bars);
    Some(Picture {
        name: "feature_importance",
        title: "What the model relies on".to_owned(),
        caption,
        drawing,
    })
}

const MAX_COLUMNS: usize = 20;
