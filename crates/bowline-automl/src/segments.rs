//! Is the model as good for everybody? The score of the test rows, one value of a column at a time.
//!
//! A mean hides whom a model serves badly. Each segment has its own interval, so that a low score on few rows is seen for what it
//! is: few rows.

use std::collections::BTreeMap;

use bowline_core::{Column, ColumnKind, Estimate, Predictions, Target};

use crate::evaluation::Judge;

/// Fewest rows of a segment that is scored.
pub const MIN_SEGMENT_ROWS: usize = 30;
/// Most segments of a column; the rarer values are left out.
const MAX_SEGMENTS: usize = 12;
/// Ranges that a numeric column is cut into.
const RANGES: usize = 4;

/// The score of the rows of one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// The value, such as `north` or `18 to 25`.
    pub value: String,
    /// Rows that hold it.
    pub n_rows: usize,
    /// The score with its 95 % interval; `None` with fewer than [`MIN_SEGMENT_ROWS`] rows, or where the metric is undefined.
    pub score: Option<Estimate>,
}

/// The scores of all segments of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Segments {
    /// The column.
    pub column: String,
    /// Its values, most rows first; ranges of a number in their order.
    pub segments: Vec<Segment>,
}

/// Scores each segment of `column`, `(n_samples,)`; numbers are cut at their quartiles. `None` where there are not two segments.
#[must_use]
pub fn score_segments(
    column: &Column,
    truth: &Target,
    predictions: &Predictions,
    judge: &Judge,
) -> Option<Segments> {
    let (scores, n_outputs) = predictions.scores()?;
    let segments = rows_by_value(column);
    if segments.len() < 2 {
        return None;
    }
    let score_of = |rows: &[u32]| {
        if rows.len() < MIN_SEGMENT_ROWS {
            return None;
        }
        let picked: Vec<f64> = rows
            .iter()
            .flat_map(|&row| &scores[row as usize * n_outputs..(row as usize + 1) * n_outputs])
            .copied()
            .collect();
        judge.estimate(&truth.take(rows), &picked, None)
    };
    let segments = segments
        .into_iter()
        .map(|(value, rows)| Segment { value, n_rows: rows.len(), score: score_of(&rows) })
        .collect();
    Some(Segments { column: column.name.clone(), segments })
}

fn rows_by_value(column: &Column) -> Vec<(String, Vec<u32>)> {
    match column.kind() {
        ColumnKind::Category | ColumnKind::Boolean => by_level(column),
        ColumnKind::Integer | ColumnKind::Float => by_range(column),
        ColumnKind::Text | ColumnKind::Timestamp | ColumnKind::Identifier => Vec::new(),
    }
}

fn by_level(column: &Column) -> Vec<(String, Vec<u32>)> {
    let mut rows: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for row in 0..column.len() {
        let value = column.text(row).map_or_else(|| "missing".to_owned(), std::borrow::Cow::into_owned);
        rows.entry(value).or_default().push(row as u32);
    }
    let mut segments: Vec<(String, Vec<u32>)> = rows.into_iter().collect();
    segments.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    segments.truncate(MAX_SEGMENTS);
    segments
}

fn by_range(column: &Column) -> Vec<(String, Vec<u32>)> {
    let mut present: Vec<(f64, u32)> =
        (0..column.len()).filter_map(|row| Some((column.number(row)?, row as u32))).collect();
    present.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let distinct: Vec<f64> = present.chunk_by(|a, b| a.0 == b.0).map(|run| run[0].0).collect();
    if distinct.len() <= RANGES {
        return by_level(column);
    }
    let mut segments: Vec<(String, Vec<u32>)> = Vec::new();
    let mut start = 0;
    for range in 1..=RANGES {
        // Equal values stay in one range.
        let mut end = present.len() * range / RANGES;
        while end > start && end < present.len() && present[end].0 == present[end - 1].0 {
            end += 1;
        }
        if let (Some(first), Some(last)) = (present.get(start), present[..end.max(start)].last())
            && end > start
        {
            let value =
                if first.0 == last.0 { first.0.to_string() } else { format!("{} to {}", first.0, last.0) };
            let mut rows: Vec<u32> = present[start..end].iter().map(|&(_, row)| row).collect();
            rows.sort_unstable();
            segments.push((value, rows));
            start = end;
        }
    }
    let missing: Vec<u32> = (0..column.len() as u32).filter(|&row| column.is_null(row as usize)).collect();
    if !missing.is_empty() {
        segments.push(("missing".to_owned(), missing));
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::Seed;
    use bowline_stats::Metric;

    #[test]
    fn each_value_has_its_own_score_and_few_rows_have_none() {
        let judge = Judge { metric: Metric::Accuracy, positive: Some(1), seed: Seed(0) };
        let region: Vec<_> = (0..250)
            .map(|row| {
                Some(
                    ["north", "south", "west"][if row < 120 {
                        0
                    } else if row < 240 {
                        1
                    } else {
                        2
                    }],
                )
            })
            .collect();
        let column = Column::category("region", &region);
        let truth = Target::Classes { codes: vec![1; 250], n_classes: 2 };
        // Right in the north, wrong elsewhere.
        let values = (0..250).flat_map(|row| if row < 120 { [0.1, 0.9] } else { [0.9, 0.1] }).collect();
        let found =
            score_segments(&column, &truth, &Predictions::Probabilities { n_classes: 2, values }, &judge)
                .unwrap();
        let score = |at: usize| found.segments[at].score.map(|score| score.value);
        assert_eq!((score(0), score(1), score(2)), (Some(1.0), Some(0.0), None));
        assert_eq!((found.segments[2].value.as_str(), found.segments[2].n_rows), ("west", 10));
    }

    #[test]
    fn numbers_are_cut_at_quartiles_and_equal_values_stay_together() {
        let values: Vec<f64> = (0..200).map(|row| if row < 90 { 5.0 } else { f64::from(row) }).collect();
        let ranges = rows_by_value(&Column::floats("age", &values));
        let sizes: Vec<usize> = ranges.iter().map(|(_, rows)| rows.len()).collect();
        assert_eq!((ranges[0].0.as_str(), sizes.iter().sum::<usize>()), ("5", 200));
        assert_eq!(sizes[0], 90);
        let gaps = rows_by_value(&Column::floats("age", &[1.0, 2.0, f64::NAN, 3.0, 4.0, 5.0, 6.0, 7.0]));
        assert_eq!(gaps.last().unwrap().0, "missing");
        assert!(rows_by_value(&Column::category::<&str>("c", &[Some("x"); 9])).len() == 1);
    }
}
