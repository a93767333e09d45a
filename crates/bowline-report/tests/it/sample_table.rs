//! A made-up table, its learning curve and scores by segment, the same every time.

use bowline_core::Estimate;
use bowline_report::{
    Association, ColumnShape, Correlations, CurvePoint, Distribution, LearningCurve, MissingPatterns,
    SegmentScore, SegmentScores, TableShape,
};

/// Columns of every kind.
pub fn table() -> TableShape {
    let column =
        |name: &str, kind: &str, missing, distinct, distribution, strength: f64, p_value| ColumnShape {
            name: name.into(),
            kind: kind.into(),
            missing,
            distinct: Some(distinct),
            distribution,
            association: Some(Association {
                measure: "correlation".into(),
                value: if strength > 0.4 { -strength } else { strength },
                strength,
                p_value: Some(p_value),
            }),
            note: String::new(),
        };
    let mut columns = vec![
        column("customer_id", "text", 0.0, 5000, Distribution::Unknown, 0.01, 0.7),
        column("months_with_us", "number", 0.0, 72, falling(30, 0.0, 72.0), 0.44, 0.001),
        column("monthly_charge", "number", 0.0312, 1585, bell(30, 18.25, 118.75), 0.27, 0.001),
        column(
            "contract_kind",
            "category",
            0.0,
            3,
            levels(&["monthly", "one year", "two years"], 0),
            0.39,
            0.001,
        ),
        column("signed_up", "time", 0.002, 2213, time(24), 0.12, 0.001),
        column("support_calls", "number", 0.18, 11, falling(11, 0.0, 10.0), 0.31, 0.001),
        column(
            "region",
            "category",
            0.18,
            214,
            levels(&["north", "south", "east", "west", "centre"], 1820),
            0.04,
            0.21,
        ),
        column("row_note", "text", 0.71, 1304, Distribution::Unknown, 0.06, 0.08),
        column(
            "a_column_with_a_name_that_goes_on_and_on_and_on",
            "category",
            0.0,
            2,
            levels(&["yes", "no"], 0),
            0.02,
            0.4,
        ),
    ];
    columns[0].note = "set aside: identifier".into();
    columns[0].association = None;
    let pattern = |names: &[&str], rows| (names.iter().map(|name| (*name).to_owned()).collect(), rows);
    let patterns = vec![
        pattern(&["row_note"], 2710),
        pattern(&["support_calls", "region", "row_note"], 702),
        pattern(&["support_calls", "region"], 180),
        pattern(&["monthly_charge", "row_note"], 121),
        pattern(&["signed_up"], 9),
    ];
    TableShape {
        columns,
        missing: Some(MissingPatterns { n_rows: 5000, n_complete: 1278, patterns }),
        correlations: Some(correlations(7)),
    }
}

/// Correlations of `n` columns.
pub fn correlations(n: usize) -> Correlations {
    let names = [
        "months_with_us",
        "monthly_charge",
        "total_charge",
        "support_calls",
        "data_used_gb",
        "late_payments",
        "age",
    ];
    let value = |row: usize, column: usize| {
        let (a, b) = (row.min(column) as f64, row.max(column) as f64);
        if row == column { 1.0 } else { ((a * 2.3 + 1.0) * (b + 0.7)).sin() * 0.97 / (1.0 + (b - a) * 0.3) }
    };
    Correlations {
        measure: "Spearman correlation".into(),
        columns: (0..n)
            .map(|at| names.get(at).map_or(format!("measure_{at}"), |name| (*name).to_owned()))
            .collect(),
        values: (0..n * n).map(|at| value(at / n, at % n)).collect(),
        chosen_from: n as u64 + 4,
    }
}

/// A score that grows with the rows and flattens.
pub fn learning_curve() -> LearningCurve {
    let point = |n_rows: u64, half: f64| {
        let value = 0.935 - 0.9 / (n_rows as f64).powf(0.42);
        CurvePoint { n_rows, score: Estimate { value, low: value - half, high: value + half } }
    };
    LearningCurve {
        metric: "roc_auc".into(),
        measured: vec![
            point(250, 0.04),
            point(500, 0.03),
            point(1000, 0.02),
            point(2000, 0.014),
            point(4000, 0.01),
        ],
        forecast: vec![point(8000, 0.012), point(16_000, 0.016), point(40_000, 0.024)],
        wanted: Some(0.93),
        sentence: "Ten times the rows would add about 0.02.".into(),
    }
}

/// One metric by region.
pub fn segments() -> Vec<SegmentScores> {
    let score = |value: f64, half: f64| Some(Estimate { value, low: value - half, high: value + half });
    let segment = |value: &str, n_rows, score| SegmentScore { value: value.into(), n_rows, score };
    vec![SegmentScores {
        column: "region".into(),
        metric: "roc_auc".into(),
        overall: score(0.9234, 0.0171),
        segments: vec![
            segment("north", 412, score(0.931, 0.026)),
            segment("south", 377, score(0.918, 0.029)),
            segment("west", 163, score(0.842, 0.061)),
            segment("centre", 14, None),
        ],
    }]
}

fn falling(n_bins: usize, low: f64, high: f64) -> Distribution {
    histogram(low, high, (0..n_bins).map(|at| 900 / (at as u64 + 1)).collect())
}

fn bell(n_bins: usize, low: f64, high: f64) -> Distribution {
    let height = |at: usize| {
        let x = (at as f64 + 0.5) / n_bins as f64 * 6.0 - 3.0;
        ((-x * x / 2.0).exp() * 600.0) as u64
    };
    histogram(low, high, (0..n_bins).map(height).collect())
}

fn histogram(low: f64, high: f64, counts: Vec<u64>) -> Distribution {
    let step = (high - low) / counts.len() as f64;
    let edges = (0..=counts.len()).map(|at| low + step * at as f64).collect();
    Distribution::Histogram { edges, counts, ends: None }
}

fn time(n_bins: usize) -> Distribution {
    let edges = (0..=n_bins).map(|at| 1.6e9 + at as f64 * 1e6).collect();
    let counts = (0..n_bins as u64).map(|at| 100 + 37 * (at % 7)).collect();
    Distribution::Histogram { edges, counts, ends: Some(("2020-09-13".into(), "2021-06-18".into())) }
}

fn levels(names: &[&str], others: u64) -> Distribution {
    let top =
        names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), 2600 / (at as u64 + 1))).collect();
    Distribution::Levels { top, others }
}
