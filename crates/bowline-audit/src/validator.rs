//! Is this a problem for machine learning at all? Six criteria, and an answer to each with its evidence.
//!
//! Three of them data can answer: whether columns are tied to the target, whether there are rows enough, and whether a model beats rules
//! of thumb. The others are the user's: what success is, how many errors can be lived with, and whether it pays. What nobody has
//! said is unknown, and never assumed.

use std::fmt;

use bowline_automl::{Judge, Problem};
use bowline_core::{ColumnKind, FitContext};

use crate::check_options::{CheckError, CheckOptions};
use crate::comparison::{Comparison, compare};
use crate::number_words::{grouped, rows_looked_at, short};
use crate::pattern::{Pattern, Strongest, measure_pattern};
use crate::quick_model::QuickModel;
use crate::sample::Sample;
use crate::verdict::Verdict;

/// Criteria that must hold for a problem to be suitable.
pub const SUITABLE_SCORE: usize = 5;

const MIN_CORRELATION: f64 = 0.3;
const MIN_INFORMATION: f64 = 0.2;
const SIGNIFICANCE: f64 = 0.05;
const MIN_TOLERATED_ERROR: f64 = 0.1;
const MIN_RETURN_PER_COST: f64 = 3.0;

/// What is known of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// Nobody has said, or there was no time to measure.
    Unknown,
}

impl Answer {
    /// `yes`, `no` or `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One of the six criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its name, such as `has_pattern`.
    pub name: &'static str,
    /// Whether it holds.
    pub answer: Answer,
    /// Why, with the measured numbers, in one plain sentence without its full stop.
    pub evidence: String,
    /// The option that would settle it; only where the answer is unknown.
    pub settle: Option<String>,
}

/// What the six criteria say together.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// The answer in one sentence.
    pub verdict: Verdict,
    /// `has_pattern`, `has_enough_data`, `has_clear_metrics`, `can_handle_errors`, `outperforms_rules`, `has_business_value`.
    pub criteria: Vec<Criterion>,
    /// Number of criteria that hold.
    pub score: usize,
    /// Whether at least [`SUITABLE_SCORE`] do.
    pub suitable: bool,
    /// Names of those that do not, or are unknown.
    pub missing: Vec<&'static str>,
    /// What was measured for `has_pattern`.
    pub pattern: Pattern,
    /// What was measured for `outperforms_rules`; `None` when the budget ended first.
    pub comparison: Option<Comparison>,
}

/// Asks the six criteria of a stated problem.
///
/// Ties and models are measured on some thousands of rows, drawn by the seed; the evidence says how many. Runs in the
/// caller's thread pool, whose size changes nothing.
///
/// # Errors
/// [`CheckError`] names the option that is out of range, or the column that stands in the way.
pub fn validate(
    problem: &Problem,
    options: &CheckOptions,
    context: &FitContext<'_>,
) -> Result<Validation, CheckError> {
    options.check(problem)?;
    let context = &FitContext { seed: options.seed, ..*context };
    let sample = Sample::of(problem, options.seed);
    let model = QuickModel::new(&sample.features, &sample.target, context)?;
    let (pattern, comparison) = rayon::join(
        || measure_pattern(model.native(), &sample.target, options.seed.derive("pattern", 0)),
        || compare(problem, &sample, &model, options, context),
    );
    let comparison = match comparison? {
        // What a few thousand rows do not show, more may: only then is the time spent.
        Some(found) if found.gain.low <= 0.0 => {
            compare_again(problem, &sample, options, context)?.or(Some(found))
        }
        other => other,
    };
    let criteria = vec![
        has_pattern(problem, &pattern),
        has_enough_data(problem, options),
        has_clear_metrics(problem, options),
        can_handle_errors(options),
        outperforms_rules(problem, comparison.as_ref()),
        has_business_value(options),
    ];
    let score = criteria.iter().filter(|criterion| criterion.answer == Answer::Yes).count();
    let missing = criteria.iter().filter(|criterion| criterion.answer != Answer::Yes);
    Ok(Validation {
        verdict: Verdict::of(&problem.target.spec.name, &criteria),
        score,
        suitable: score >= SUITABLE_SCORE,
        missing: missing.map(|criterion| criterion.name).collect(),
        criteria,
        pattern,
        comparison,
    })
}

/// The comparison on more rows, where there are any and the time allows.
fn compare_again(
    problem: &Problem,
    than: &Sample,
    options: &CheckOptions,
    context: &FitContext<'_>,
) -> Result<Option<Comparison>, CheckError> {
    let Some(sample) = Sample::larger(problem, than, options.seed) else { return Ok(None) };
    let model = QuickModel::new(&sample.features, &sample.target, context)?;
    compare(problem, &sample, &model, options, context)
}

fn has_pattern(problem: &Problem, pattern: &Pattern) -> Criterion {
    let beyond =
        |found: &Option<Strongest>, least: f64| found.as_ref().is_some_and(|s| s.value.abs() > least);
    let is_strong =
        beyond(&pattern.correlation, MIN_CORRELATION) || beyond(&pattern.information, MIN_INFORMATION);
    let is_sure = pattern.p_value < SIGNIFICANCE;
    let tie = |found: &Option<Strongest>, what: &str, unit: &str| match found {
        Some(Strongest { column, value }) => format!("{what} {}{unit} (`{column}`)", short(*value)),
        None => format!("no {what}, as no column holds numbers"),
    };
    let judgement = match (is_strong, is_sure) {
        (true, true) => format!("beyond {MIN_CORRELATION} or {MIN_INFORMATION} nats, and beyond chance"),
        (false, true) => format!("beyond chance, but not beyond {MIN_CORRELATION} or {MIN_INFORMATION} nats"),
        (true, false) => "strong, but no more than chance finds among so many columns".into(),
        (false, false) => "no more than chance finds among so many columns".into(),
    };
    Criterion {
        name: "has_pattern",
        answer: Answer::of(is_strong && is_sure),
        evidence: format!(
            "the strongest ties to `{}` are {} and {}: {judgement} (p = {}, {} permutations, {})",
            problem.target.spec.name,
            tie(&pattern.correlation, "correlation", ""),
            tie(&pattern.information, "mutual information", " nats"),
            short(pattern.p_value),
            pattern.n_permutations,
            rows_looked_at(pattern.n_rows, problem.features.n_rows()),
        ),
        settle: None,
    }
}

/// What a number of rows is measured against: the threshold, and what it is for.
///
/// A text column holds thousands of words, so a table counts as language where at least half its columns are free text; a
/// single remark beside thirty numbers does not make it one.
fn rows_per_feature_needed(problem: &Problem, options: &CheckOptions) -> (usize, &'static str) {
    let columns = problem.features.columns();
    let texts = columns.iter().filter(|column| column.kind() == ColumnKind::Text).count();
    if options.model.is_some_and(|model| model.is_deep()) {
        (1_000, "deep learning")
    } else if texts > 0 && texts * 2 >= columns.len() {
        (500, "language")
    } else if problem.target.spec.task.is_classification() {
        (100, "classification")
    } else {
        (50, "regression")
    }
}

fn has_enough_data(problem: &Problem, options: &CheckOptions) -> Criterion {
    let (n_rows, n_columns) = (problem.features.n_rows(), problem.features.columns().len());
    let (needed, what) = rows_per_feature_needed(problem, options);
    let found = n_rows as f64 / n_columns.max(1) as f64;
    Criterion {
        name: "has_enough_data",
        answer: Answer::of(found > needed as f64),
        evidence: format!(
            "{} rows for {}: {} for each, and {what} wants more than {}",
            grouped(n_rows),
            columns(n_columns),
            short(found),
            grouped(needed)
        ),
        settle: None,
    }
}

fn columns(n: usize) -> String {
    if n == 1 { "1 column".into() } else { format!("{} columns", grouped(n)) }
}

fn has_clear_metrics(problem: &Problem, options: &CheckOptions) -> Criterion {
    let name = "has_clear_metrics";
    if options.metrics.is_empty() {
        let usual = Judge::default_metric(problem.target.spec.task);
        return Criterion {
            name,
            answer: Answer::Unknown,
            evidence: format!("nobody has named how success is measured; {usual} is usual"),
            settle: Some(format!("--metric {usual}")),
        };
    }
    let named: Vec<&str> = options.metrics.iter().map(|metric| metric.as_str()).collect();
    Criterion {
        name,
        answer: Answer::Yes,
        evidence: format!("success is measured by {}", named.join(", ")),
        settle: None,
    }
}

fn can_handle_errors(options: &CheckOptions) -> Criterion {
    let name = "can_handle_errors";
    let Some(tolerance) = options.error_tolerance else {
        return Criterion {
            name,
            answer: Answer::Unknown,
            evidence: "nobody has said what share of wrong answers can be lived with".into(),
            settle: Some("--error-tolerance 0.2".into()),
        };
    };
    Criterion {
        name,
        answer: Answer::of(tolerance > MIN_TOLERATED_ERROR),
        evidence: format!(
            "{tolerance} of the answers may be wrong, and a model wants more than {MIN_TOLERATED_ERROR}"
        ),
        settle: None,
    }
}

fn outperforms_rules(problem: &Problem, comparison: Option<&Comparison>) -> Criterion {
    let name = "outperforms_rules";
    let Some(found) = comparison else {
        return Criterion {
            name,
            answer: Answer::Unknown,
            evidence: "the time ended before a quick model was compared with rules of thumb".into(),
            settle: Some("a longer --budget".into()),
        };
    };
    let gain = found.gain;
    let better = match gain.value >= 0.0 {
        true => format!("{} better", short(gain.value)),
        false => format!("{} worse", short(-gain.value)),
    };
    let judgement = match gain.low > 0.0 || gain.high < 0.0 {
        true => "beyond chance",
        false => "which may be chance",
    };
    Criterion {
        name,
        answer: Answer::of(gain.low > 0.0),
        evidence: format!(
            "a quick model reaches {} {} against {} for `{}`, the best of {} rules of thumb: {better} ({} to {}), {judgement} ({}-fold cross-validation, {})",
            found.metric,
            short(found.model),
            short(found.rule_score),
            found.rule,
            found.n_rules,
            short(gain.low),
            short(gain.high),
            found.n_folds,
            rows_looked_at(found.n_rows, problem.features.n_rows()),
        ),
        settle: None,
    }
}

fn has_business_value(options: &CheckOptions) -> Criterion {
    let name = "has_business_value";
    let unknown = |evidence: &str, settle: &str| Criterion {
        name,
        answer: Answer::Unknown,
        evidence: evidence.into(),
        settle: Some(settle.into()),
    };
    match (options.expected_return, options.cost) {
        (Some(expected), Some(cost)) => Criterion {
            name,
            answer: Answer::of(expected > MIN_RETURN_PER_COST * cost),
            evidence: format!(
                "a return of {} for a cost of {}{}, and it should be more than {MIN_RETURN_PER_COST} times the cost",
                short(expected),
                short(cost),
                if cost > 0.0 {
                    format!(", {} times as much", short(expected / cost))
                } else {
                    String::new()
                }
            ),
            settle: None,
        },
        (None, None) => unknown(
            "nobody has said what a model would bring and cost",
            "--expected-return 100000 with --cost 20000",
        ),
        (None, Some(_)) => unknown("nobody has said what a model would bring", "--expected-return 100000"),
        (Some(_), None) => unknown("nobody has said what a model would cost", "--cost 20000"),
    }
}
