//! The audit: what a table holds, how good it is, and what to do about it.
//!
//! Five parts, as they stand in the report: [`BasicStats`] counts, [`DataQuality`] scores in `[0, 1]` where 1 is good,
//! [`FeatureAnalysis`] looks at each column and at pairs, [`TargetAnalysis`] at what is to be learned, and the
//! recommendations say what to do next, each with the option that does it.
//!
//! Every figure is computed on all rows, but two: correlations of pairs of columns use at most
//! [`pairs::SAMPLE_ROWS`] rows, and the trend of the target over time those of the leakage audit.

use std::collections::BTreeMap;

use bowline_automl::Problem;
use bowline_core::{Finding, Table};
use rayon::prelude::*;

pub mod basic;
pub mod column;
pub mod format_pattern;
pub mod numeric;
pub mod pairs;
pub mod quality;
mod recommend_columns;
mod recommendations;
pub mod strings;
pub mod target;
pub mod validity;

pub use basic::BasicStats;
pub use column::{Association, ColumnAnalysis, Distribution, Measure};
pub use numeric::{Histogram, NumericSummary};
pub use pairs::PairCorrelation;
pub use quality::DataQuality;
pub use strings::{LevelSummary, TextSummary};
pub use target::{TargetAnalysis, TargetDistribution};

use column::Examined;

/// What a user can add to what the data says.
#[derive(Debug, Clone, Default)]
pub struct AuditOptions {
    /// The range in which the numbers of a column are valid, both ends in, by column; in seconds since 1970 for timestamps.
    pub ranges: BTreeMap<String, (f64, f64)>,
}

/// What the columns hold and how they go together.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureAnalysis {
    /// Each column of the table, in its order, the target included.
    pub columns: Vec<ColumnAnalysis>,
    /// The pairs of numeric columns with the strongest correlation, strongest first.
    pub pairs: Vec<PairCorrelation>,
    /// Rows that the correlations of pairs come from.
    pub n_rows_of_pairs: usize,
}

/// The five parts of an audit.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// Counts.
    pub basic_stats: BasicStats,
    /// Scores in `[0, 1]`, 1 is good.
    pub data_quality: DataQuality,
    /// The columns, one by one and in pairs.
    pub feature_analysis: FeatureAnalysis,
    /// The target; `None` without a problem.
    pub target_analysis: Option<TargetAnalysis>,
    /// What to do, in plain words, most important first.
    pub recommendations: Vec<Finding>,
}

/// Audits a table: with a problem, against its target too.
///
/// `problem` must have been stated of this very `table`. O(columns x rows x log rows), on all cores of the current pool; the
/// result does not depend on their number.
#[must_use]
pub fn audit(table: &Table, problem: Option<&Problem>, options: &AuditOptions) -> Audit {
    let target = problem.map(target::TargetView::new);
    let (examined, duplicates) = rayon::join(
        || -> Vec<Examined> {
            let examine = |column| column::examine(column, target.as_ref(), options);
            table.columns().par_iter().with_max_len(1).map(examine).collect()
        },
        || basic::duplicate_rows(table),
    );
    let basic_stats = BasicStats::new(table, duplicates);
    let target_analysis = problem.map(|problem| TargetAnalysis::new(table, problem));
    let data_quality = DataQuality::new(&basic_stats, &examined, target_analysis.as_ref());
    let (pairs, n_rows_of_pairs) = pairs::strongest(table, problem);
    let recommendations = recommendations::recommend(&recommendations::Facts {
        table,
        problem,
        basic: &basic_stats,
        examined: &examined,
        target: target_analysis.as_ref(),
        pairs: &pairs,
    });
    let columns = examined.into_iter().map(|examined| examined.analysis).collect();
    Audit {
        basic_stats,
        data_quality,
        feature_analysis: FeatureAnalysis { columns, pairs, n_rows_of_pairs },
        target_analysis,
        recommendations,
    }
}
