//! Drift of the target over time: a random split tests on the past of what it has learned.
//!
//! Rows are put in the order of a timestamp column and cut into ten parts of equal size. Where the target differs between
//! the parts far more than chance allows, and rises or falls over most of them, the model will meet a target that has
//! moved on. A test on the latest rows shows how much that costs; one on random rows hides it.

use bowline_automl::{Problem, SplitRule};
use bowline_core::{Column, ColumnKind, Finding, Seed, Severity};
use bowline_stats::{correlation_ratio, spearman};

use super::{SAMPLE_ROWS, indicators, percent};
use crate::cells;
use crate::sample::draw_rows;

/// Parts that time is cut into.
const PARTS: usize = 10;
/// Correlation ratio of the parts with the target, and rank correlation over the parts, from which there is a trend.
const STRONG: f64 = 0.18;
const STEADY: f64 = 0.7;
/// Fewest rows of a part.
const ROWS_PER_PART: usize = 20;

/// A target that drifts along a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trend {
    /// The time column.
    pub(crate) column: String,
    /// What drifts: `mean`, or the share of a class.
    pub(crate) what: String,
    /// Its value in the earliest tenth of the rows and in the latest.
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// Correlation ratio of the tenths with the target, 0 to 1.
    pub(crate) strength: f64,
}

/// The advice to split by time, where the split does not do so already.
pub fn find(problem: &Problem, split: &SplitRule) -> Option<Finding> {
    if matches!(split, SplitRule::Time(_)) {
        return None;
    }
    let trend = strongest(problem)?;
    let (name, target) = (&trend.column, &problem.target.spec.name);
    let (what, from, to) = if trend.what == "mean" {
        (format!("mean of `{target}`"), Short(trend.from).to_string(), Short(trend.to).to_string())
    } else {
        (trend.what.clone(), percent(trend.from), percent(trend.to))
    };
    Some(Finding {
        code: "time-trend",
        severity: Severity::Warning,
        subject: Some(name.clone()),
        message: format!(
            "the target drifts along `{name}`: the {what} goes from {from} in the earliest tenth of the rows to {to} in the latest (correlation ratio {:.2})",
            trend.strength
        ),
        action: format!(
            "--time {name} tests on the latest rows, as in use; a random split looks better than it will be"
        ),
    })
}

/// The strongest trend along a timestamp column that has a value in nearly every row.
pub(crate) fn strongest(problem: &Problem) -> Option<Trend> {
    let timed =
        |column: &&Column| column.kind() == ColumnKind::Timestamp && column.null_count() * 20 <= column.len();
    problem
        .features
        .columns()
        .iter()
        .filter(timed)
        .filter_map(|column| along(column, problem))
        .max_by(|a, b| a.strength.total_cmp(&b.strength))
}

fn along(column: &Column, problem: &Problem) -> Option<Trend> {
    let rows = draw_rows(column.len(), SAMPLE_ROWS, Seed(0));
    let times = cells::numbers(&column.take(&rows))?;
    let target = problem.target.values.take(&rows);
    let mut order: Vec<usize> = (0..times.len()).filter(|&row| !times[row].is_nan()).collect();
    if order.len() < PARTS * ROWS_PER_PART {
        return None;
    }
    order.sort_by(|&a, &b| times[a].total_cmp(&times[b]));
    let part = |place: usize| place * PARTS / order.len();
    let parts: Vec<u32> = (0..order.len()).map(|place| part(place) as u32).collect();
    let spec = &problem.target.spec;
    indicators(&target, &spec.classes, spec.positive)
        .into_iter()
        .filter_map(|(what, truth)| {
            let ordered: Vec<f64> = order.iter().map(|&row| truth[row]).collect();
            let strength = correlation_ratio(&parts, PARTS, &ordered)?;
            let (mut sums, mut counts) = ([0.0; PARTS], [0.0; PARTS]);
            ordered.iter().enumerate().for_each(|(place, value)| {
                sums[part(place)] += value;
                counts[part(place)] += 1.0;
            });
            let means: Vec<f64> = sums.iter().zip(counts).map(|(sum, count)| sum / count).collect();
            let places: Vec<f64> = (0..PARTS).map(|part| part as f64).collect();
            let steady = spearman(&places, &means)?.abs();
            (strength >= STRONG && steady >= STEADY).then(|| Trend {
                column: column.name.clone(),
                what,
                from: means[0],
                to: means[PARTS - 1],
                strength,
            })
        })
        .max_by(|a, b| a.strength.total_cmp(&b.strength))
}

/// A number in about four digits.
struct Short(f64);

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = self.0.abs().max(1e-9).log10().floor().clamp(-4.0, 3.0) as i32;
        write!(f, "{:.*}", (3 - whole) as usize, self.0)
    }
}
