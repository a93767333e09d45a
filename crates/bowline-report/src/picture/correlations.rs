//! Which numeric columns move together, and which apart.

use super::Picture;
use crate::data::Correlations;
use crate::escape::in_sentence;
use crate::number_format::{count, fixed};
use crate::svg::correlation_map;

/// Nothing with fewer than two columns, or when the numbers do not fit the names.
pub(crate) fn correlations(found: &Correlations) -> Option<Picture> {
    let n_all = found.columns.len();
    if n_all < 2 || found.values.len() != n_all * n_all {
        return None;
    }
    let n = n_all.min(MAX_COLUMNS);
    let value = |row: usize, column: usize| found.values[row * n_all + column];
    let values: Vec<f64> = (0..n * n).map(|at| value(at / n, at % n)).collect();
    let pairs = (1..n).flat_map(|row| (0..row).map(move |column| (row, column)));
    let strongest = pairs
        .filter(|&(row, column)| value(row, column).is_finite())
        .max_by(|&a, &b| value(a.0, a.1).abs().total_cmp(&value(b.0, b.1).abs()).then(b.cmp(&a)));
    let measure = if found.measure.is_empty() { "Correlation" } else { &found.measure };
    let mut caption = format!(
        "{measure} of each pair of columns. In blue pairs both rise together; in orange ones, one falls as the other rises."
    );
    if let Some((row, column)) = strongest {
        caption.push_str(&format!(
            " Strongest: {} and {} ({}).",
            in_sentence(&found.columns[column]),
            in_sentence(&found.columns[row]),
            fixed(value(row, column), 2)
        ));
    }
    let chosen_from = found.chosen_from.max(n_all as u64);
    if chosen_from > n as u64 {
        caption.push_str(&format!(" {} of {} numeric columns are shown.", n, count(chosen_from)));
    }
    let drawing = correlation_map(&found.columns[..n], &values);
    Some(Picture { name: "correlations", title: "Columns that move together".to_owned(), caption, drawing })
}

const MAX_COLUMNS: usize = 20;
