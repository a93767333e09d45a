//! What to do, in plain words, each with the command or setting that does it.
//!
//! Only what changes a result is said, most important first, and never more than a page: where many columns have the same
//! fault, the worst are named and the others counted.

use bowline_automl::Problem;
use bowline_core::{Finding, Severity, Table};

use super::basic::BasicStats;
use super::column::Examined;
use super::pairs::PairCorrelation;
use super::recommend_columns;
use super::target::{TargetAnalysis, TargetDistribution};
use crate::leakage::trend;
use crate::personal::personal_data;

/// Share of the rarest class below which accuracy misleads.
const RARE: f64 = 0.1;
/// Rows of a class that a model needs to see.
const FEW_OF_A_CLASS: f64 = 30.0;
/// Share of duplicate rows that is worth a word.
const MANY_DUPLICATES: f64 = 0.01;
/// Correlation from which two columns say the same.
const SAME: f64 = 0.999;
/// Skew of a target from which its squared errors come from few rows.
const LEANING: f64 = 2.0;

/// What recommendations are made from.
pub(super) struct Facts<'a> {
    pub(super) table: &'a Table,
    pub(super) problem: Option<&'a Problem>,
    pub(super) basic: &'a BasicStats,
    pub(super) examined: &'a [Examined],
    pub(super) target: Option<&'a TargetAnalysis>,
    pub(super) pairs: &'a [PairCorrelation],
}

/// All recommendations, the most severe first.
pub(super) fn recommend(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(target) = facts.target {
        about_target(target, &mut found);
    }
    if let Some(trend) = facts.problem.and_then(trend::strongest) {
        let name = trend.column;
        found.push(advice(
            "time-trend",
            Severity::Warning,
            Some(&name),
            format!("the target drifts along `{name}`, so random test rows look better than later ones"),
            format!("--time {name} tests on the latest rows"),
        ));
    }
    duplicates(facts.basic, &mut found);
    recommend_columns::add(facts, &mut found);
    repeated_columns(facts, &mut found);
    found.extend(personal_data(facts.table));
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found
}

/// A recommendation.
pub(super) fn advice(
    code: &'static str,
    severity: Severity,
    subject: Option<&str>,
    message: String,
    action: String,
) -> Finding {
    Finding { code, severity, subject: subject.map(str::to_owned), message, action }
}

fn about_target(target: &TargetAnalysis, found: &mut Vec<Finding>) {
    let name = &target.name;
    if target.n_missing > 0 {
        found.push(advice(
            "missing-target",
            Severity::Warning,
            Some(name),
            format!("`{name}` is missing in {} rows, which nothing is learned from", target.n_missing),
            "label them, or leave them out; they can be predicted later with `bowline predict`".into(),
        ));
    }
    match &target.distribution {
        TargetDistribution::Classes(_) => {
            let Some((label, share)) = target.rarest_class() else { return };
            let count = share * target.n_rows as f64;
            if share < RARE {
                found.push(advice(
                    "class-imbalance",
                    Severity::Warning,
                    Some(name),
                    format!("only {:.1} % of the rows are `{label}`: always saying another label is right nearly always", 100.0 * share),
                    if target.task == bowline_core::Task::Binary {
                        "--metric average_precision (or f1) counts the rare class; accuracy does not".into()
                    } else {
                        "--metric f1_macro counts each class alike; accuracy does not".into()
                    },
                ));
            }
            if count < FEW_OF_A_CLASS {
                found.push(advice(
                    "small-class",
                    Severity::Warning,
                    Some(name),
                    format!("`{label}` has {count:.0} rows: a score for it is hardly more than a guess"),
                    "collect more rows of it, or join it with another label".into(),
                ));
            }
        }
        TargetDistribution::Numbers(numbers) if numbers.skew.abs() >= LEANING => found.push(advice(
            "skewed-target",
            Severity::Note,
            Some(name),
            format!(
                "`{name}` leans far to one side (skew {:.1}, median {:.4}, largest {:.4}): few rows make most of a squared error",
                numbers.skew,
                numbers.median(),
                numbers.max
            ),
            "--metric mae weighs every row alike".into(),
        )),
        TargetDistribution::Numbers(_) => {}
    }
}

fn duplicates(basic: &BasicStats, found: &mut Vec<Finding>) {
    if basic.duplicate_rate() < MANY_DUPLICATES {
        return;
    }
    let named: Vec<String> = basic
        .duplicates
        .first
        .iter()
        .take(3)
        .map(|(row, above)| format!("row {row} repeats row {above}"))
        .collect();
    found.push(advice(
        "duplicate-rows",
        Severity::Warning,
        None,
        format!(
            "{} rows ({:.1} %) are equal to one above them: {}",
            basic.duplicates.n_rows,
            100.0 * basic.duplicate_rate(),
            named.join(", ")
        ),
        "remove them if each should count once; `bowline fit` keeps equal rows on one side of the test split"
            .into(),
    ));
}

fn repeated_columns(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    for pair in facts.pairs.iter().filter(|pair| pair.correlation.abs() >= SAME).take(5) {
        found.push(advice(
            "repeated-column",
            Severity::Note,
            Some(&pair.second),
            format!(
                "`{}` and `{}` say the same (correlation {:.4})",
                pair.first, pair.second, pair.correlation
            ),
            format!("--drop {} loses nothing", pair.second),
        ));
    }
}
