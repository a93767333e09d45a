//! One column: its kind, what is missing, how its values are spread, and how strongly it goes with the target.
//!
//! The strength is one figure whatever the kinds are, so that columns can be ranked:
//!
//! | column | target | measure |
//! |---|---|---|
//! | number | number | Pearson's correlation, -1 to 1 |
//! | number | classes | correlation ratio of the classes with the number, 0 to 1 |
//! | category | number | correlation ratio, 0 to 1 |
//! | category | classes | Cramér's V, corrected for chance, 0 to 1 |
//!
//! Rows where the column is missing are left out. Texts and identifiers have none.

use bowline_core::{Column, ColumnKind, Target};
use bowline_stats::{correlation_ratio, cramers_v, pearson};

use super::AuditOptions;
use super::format_pattern::count_patterns;
use super::numeric::NumericSummary;
use super::strings::{LevelSummary, TextSummary, level_summary, text_summary};
use super::target::TargetView;
use super::validity::{Validity, validity};
use crate::cells::{self, MISSING};

/// Most cells of a table of levels and classes that an association is computed on.
const MAX_CELLS: usize = 4_000_000;

/// What one column holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnAnalysis {
    /// Its name.
    pub name: String,
    /// What its values mean.
    pub kind: ColumnKind,
    /// Missing cells.
    pub n_missing: usize,
    /// Distinct present values.
    pub n_distinct: usize,
    /// How the present values are spread.
    pub distribution: Distribution,
    /// Present cells that are invalid.
    pub n_invalid: usize,
    /// Format patterns, for categories and identifiers.
    pub n_patterns: Option<usize>,
    /// How strongly it goes with the target; `None` for the target itself and where it has no meaning.
    pub association: Option<Association>,
}

/// How values are spread.
#[derive(Debug, Clone, PartialEq)]
pub enum Distribution {
    /// No cell is present.
    Empty,
    /// Integers, floats, booleans as 0 and 1, timestamps in seconds since 1970.
    Numbers(NumericSummary),
    /// Categories and identifiers.
    Levels(LevelSummary),
    /// Texts.
    Texts(TextSummary),
}

/// How strongly a column goes with the target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Association {
    /// What was computed.
    pub measure: Measure,
    /// The figure; 0 is nothing.
    pub value: f64,
}

/// A measure of association.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Pearson's correlation, -1 to 1.
    Pearson,
    /// Correlation ratio, 0 to 1.
    CorrelationRatio,
    /// Cramér's V with Bergsma's correction, 0 to 1.
    CramersV,
}

impl Measure {
    /// The name in tables and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pearson => "pearson",
            Self::CorrelationRatio => "correlation_ratio",
            Self::CramersV => "cramers_v",
        }
    }
}

/// A column's analysis with what the scores and recommendations need beside it.
pub(super) struct Examined {
    pub(super) analysis: ColumnAnalysis,
    pub(super) validity: Validity,
}

/// Looks at one column.
pub(super) fn examine(column: &Column, target: Option<&TargetView<'_>>, options: &AuditOptions) -> Examined {
    let declared = options.ranges.get(&column.name).copied();
    let is_target = target.is_some_and(|target| target.name == column.name);
    let against = target.filter(|_| !is_target);
    let (n_distinct, distribution, validity, association) = match cells::numbers(column) {
        Some(values) => {
            let sorted = cells::sorted(&values);
            let n_distinct = sorted.chunk_by(|a, b| a == b).count();
            let spread = NumericSummary::of_sorted(&sorted, n_distinct);
            let association = against.and_then(|target| of_numbers(&values, target));
            let distribution = spread.map_or(Distribution::Empty, Distribution::Numbers);
            (n_distinct, distribution, validity(column, &sorted, declared), association)
        }
        None => {
            let coded = cells::codes(column).unwrap_or(cells::Coded { codes: Vec::new(), n_levels: 0 });
            let n_distinct = coded.counts().iter().filter(|&&count| count > 0).count();
            let association = against
                .filter(|_| column.kind() == ColumnKind::Category)
                .and_then(|target| of_levels(&coded, target));
            let distribution = match column.kind() {
                _ if n_distinct == 0 => Distribution::Empty,
                ColumnKind::Text => Distribution::Texts(text_summary(column)),
                _ => Distribution::Levels(level_summary(column, &coded)),
            };
            (n_distinct, distribution, validity(column, &[], declared), association)
        }
    };
    let analysis = ColumnAnalysis {
        name: column.name.clone(),
        kind: column.kind(),
        n_missing: column.null_count(),
        n_distinct,
        distribution,
        n_invalid: validity.n_invalid,
        n_patterns: count_patterns(column),
        association,
    };
    Examined { analysis, validity }
}

fn of_numbers(values: &[f64], target: &TargetView<'_>) -> Option<Association> {
    match target.values {
        Target::Values(truth) => {
            let aligned: Vec<f64> = target.rows.iter().map(|&row| values[row as usize]).collect();
            let value = pearson(&aligned, truth)?;
            Some(Association { measure: Measure::Pearson, value })
        }
        Target::Classes { codes, n_classes } => {
            let (groups, values): (Vec<u32>, Vec<f64>) = target
                .rows
                .iter()
                .zip(codes)
                .map(|(&row, &code)| (code, values[row as usize]))
                .filter(|(_, value)| !value.is_nan())
                .unzip();
            let value = correlation_ratio(&groups, *n_classes, &values)?;
            Some(Association { measure: Measure::CorrelationRatio, value })
        }
    }
}

fn of_levels(coded: &cells::Coded, target: &TargetView<'_>) -> Option<Association> {
    let present = |at: &usize| coded.codes[target.rows[*at] as usize] != MISSING;
    let places: Vec<usize> = (0..target.rows.len()).filter(present).collect();
    let levels: Vec<u32> = places.iter().map(|&at| coded.codes[target.rows[at] as usize]).collect();
    match target.values {
        Target::Values(truth) => {
            let values: Vec<f64> = places.iter().map(|&at| truth[at]).collect();
            let value = correlation_ratio(&levels, coded.n_levels, &values)?;
            Some(Association { measure: Measure::CorrelationRatio, value })
        }
        Target::Classes { codes, n_classes } if coded.n_levels * n_classes <= MAX_CELLS => {
            let classes: Vec<u32> = places.iter().map(|&at| codes[at]).collect();
            let value = cramers_v(&levels, coded.n_levels, &classes, *n_classes)?;
            Some(Association { measure: Measure::CramersV, value })
        }
        Target::Classes { .. } => None,
    }
}
