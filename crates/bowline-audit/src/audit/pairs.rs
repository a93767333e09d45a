//! Pairs of numeric columns that say the same: the strongest correlations.
//!
//! Of `p` columns there are about `p² / 2` pairs, so at most [`SAMPLE_ROWS`] rows are read, fewer with many columns, and at most
//! [`MAX_COLUMNS`] columns. A correlation from 20 000 rows is off by about 0.01 at most, which is enough to name
//! columns that repeat each other.

use bowline_automl::Problem;
use bowline_core::{Column, ColumnKind, Seed, Table};
use bowline_stats::pearson;
use rayon::prelude::*;

use crate::cells;
use crate::sample::draw_rows;

/// Most rows that are read.
pub const SAMPLE_ROWS: usize = 20_000;
/// Most columns that are compared, the first of the table.
pub const MAX_COLUMNS: usize = 200;
/// Products of all pairs and rows together, about.
const PRODUCTS: usize = 200_000_000;
/// Pairs that are reported, and the least correlation of one.
const REPORTED: usize = 20;
const WEAKEST: f64 = 0.3;

/// Two columns and their correlation.
#[derive(Debug, Clone, PartialEq)]
pub struct PairCorrelation {
    /// The first in the order of the table.
    pub first: String,
    /// The other.
    pub second: String,
    /// Pearson's correlation of the rows where both are present.
    pub correlation: f64,
}

/// The pairs with the strongest correlation, strongest first, and the number of rows that was read.
pub(super) fn strongest(table: &Table, problem: Option<&Problem>) -> (Vec<PairCorrelation>, usize) {
    let target = problem.map(|problem| problem.target.spec.name.as_str());
    let numeric = |column: &&Column| {
        matches!(column.kind(), ColumnKind::Integer | ColumnKind::Float)
            && Some(column.name.as_str()) != target
    };
    let columns: Vec<&Column> = table.columns().iter().filter(numeric).take(MAX_COLUMNS).collect();
    let n_pairs = columns.len() * columns.len().saturating_sub(1) / 2;
    let most = SAMPLE_ROWS.min(PRODUCTS / n_pairs.max(1)).max(500);
    let rows = draw_rows(table.n_rows(), most, Seed(0));
    let columns: Vec<(&str, Standardised)> = columns
        .par_iter()
        .filter_map(|column| Some((column.name.as_str(), Standardised::new(&column.take(&rows))?)))
        .collect();
    let mut pairs: Vec<PairCorrelation> = (0..columns.len())
        .into_par_iter()
        .flat_map_iter(|a| {
            let (columns, first) = (&columns, &columns[a]);
            columns[a + 1..].iter().filter_map(move |second| {
                let correlation = first.1.correlation(&second.1)?;
                (correlation.abs() >= WEAKEST).then(|| PairCorrelation {
                    first: first.0.to_owned(),
                    second: second.0.to_owned(),
                    correlation,
                })
            })
        })
        .collect();
    pairs.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    pairs.truncate(REPORTED);
    (pairs, rows.len())
}

/// A column's numbers and, where all are present, the same with mean 0 and length 1.
struct Standardised {
    values: Vec<f64>,
    unit: Option<Vec<f64>>,
}

impl Standardised {
    fn new(column: &Column) -> Option<Self> {
        let values = cells::numbers(column)?;
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let length = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>().sqrt();
        let usable = length > 0.0 && length.is_finite();
        let unit = usable.then(|| values.iter().map(|value| (value - mean) / length).collect());
        Some(Self { values, unit })
    }

    fn correlation(&self, other: &Self) -> Option<f64> {
        let (Some(a), Some(b)) = (&self.unit, &other.unit) else {
            return pearson(&self.values, &other.values);
        };
        // Eight sums side by side, which the processor adds at once.
        let mut sums = [0.0; 8];
        let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
        let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
        for (a, b) in a.zip(b) {
            for lane in 0..8 {
                sums[lane] += a[lane] * b[lane];
            }
        }
        Some((sums.iter().sum::<f64>() + rest).clamp(-1.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_repeats_and_leaves_noise_out() {
        let mut rng = Seed(1).rng();
        let a: Vec<f64> = (0..300).map(|_| rng.normal()).collect();
        let near: Vec<f64> = a.iter().map(|x| 2.0 * x + 0.01 * rng.normal()).collect();
        let gappy: Vec<f64> =
            a.iter().enumerate().map(|(i, x)| if i % 5 == 0 { f64::NAN } else { -x }).collect();
        let noise: Vec<f64> = (0..300).map(|_| rng.normal()).collect();
        let table = Table::new(vec![
            Column::floats("a", &a),
            Column::floats("near", &near),
            Column::floats("gappy", &gappy),
            Column::floats("noise", &noise),
            Column::floats("constant", &[3.0; 300]),
        ])
        .unwrap();
        let (pairs, n_rows) = strongest(&table, None);
        assert_eq!((pairs.len(), n_rows), (3, 300));
        assert_eq!((pairs[0].first.as_str(), pairs[0].second.as_str()), ("a", "gappy"));
        assert!(pairs[0].correlation < -0.999_999 && pairs[1].correlation.abs() > 0.99);
    }
}
