//! What a check found, as the values of its page.

use bowline_audit::audit::{ColumnAnalysis, Distribution, PairCorrelation, TargetDistribution};
use bowline_audit::{Answer, Audit, FirstStep, LearningCurve, ModelFamily, Suitability, required_rows};
use bowline_automl::Problem;
use bowline_core::{ColumnKind, Estimate, Table};
use bowline_report::{self as report, CheckData, TableShape, TargetShape};

use super::Found;
use crate::arguments::CheckArguments;
use crate::number_text::{grouped, seconds};

/// Columns in the picture of correlations.
const MAX_CORRELATED: usize = 16;
/// Combinations of missing columns that are counted.
const MAX_PATTERNS: usize = 12;
/// Rows whose missing cells are looked at together.
const PATTERN_ROWS: usize = 200_000;

pub(super) fn data(arguments: &CheckArguments, found: &Found, made_at: &str) -> CheckData {
    let file = arguments.data.file_name().unwrap_or(arguments.data.as_os_str()).to_string_lossy();
    let target = &found.problem.target.spec;
    let basic = &found.audit.basic_stats;
    let fact = |label: &str, value: String| (label.to_owned(), value);
    let validation = &found.check.validation;
    CheckData {
        name: file.clone().into_owned(),
        target: target.name.clone(),
        task: Some(target.task),
        suitability: match validation.verdict.suitability {
            Suitability::Suitable => report::Suitability::Suitable,
            Suitability::NotSuitable => report::Suitability::Unsuitable,
            Suitability::Undecided => report::Suitability::Undecided,
        },
        verdict: validation.verdict.sentence.clone(),
        facts: vec![
            fact("Rows", grouped(basic.n_rows as i64)),
            fact("Columns", grouped(basic.n_columns as i64)),
            fact("Task", target.task.to_string()),
            fact("Missing cells", grouped(basic.n_missing as i64)),
            fact("Duplicate rows", grouped(basic.duplicates.n_rows as i64)),
            fact("Criteria met", format!("{} of {}", validation.score, validation.criteria.len())),
            fact("Time", seconds(found.seconds)),
        ],
        criteria: validation
            .criteria
            .iter()
            .map(|criterion| report::Criterion {
                name: criterion.name.to_owned(),
                answer: match criterion.answer {
                    Answer::Yes => report::Answer::Yes,
                    Answer::No => report::Answer::No,
                    Answer::Unknown => report::Answer::Unknown,
                },
                evidence: criterion.evidence.clone(),
                settled_by: criterion.settle.clone().unwrap_or_default(),
            })
            .collect(),
        quality: quality(&found.audit),
        target_shape: target_shape(&found.audit),
        table: table_shape(&found.audit, &found.loaded.table, &found.problem),
        learning_curve: found.curve.as_ref().map(curve),
        requirements: requirements(arguments, found),
        findings: found.findings.clone(),
        models: models(found),
        sourcing: Some(sourcing(found)),
        skipped: if found.curve.is_none() {
            vec![fact("learning curve", found.no_curve.clone())]
        } else {
            Vec::new()
        },
        next_steps: vec![(
            format!("bowline fit {} --target {}", arguments.data.display(), target.name),
            "Find the best model, tested on rows that it never saw".to_owned(),
        )],
        provenance: vec![
            fact("Data SHA-256", found.loaded.sha256.clone()),
            fact("Seed", arguments.seed.to_string()),
            fact("Made", made_at.to_owned()),
            fact("Bowline", env!("CARGO_PKG_VERSION").to_owned()),
        ],
    }
}

fn quality(audit: &Audit) -> Vec<report::QualityScore> {
    let (quality, basic) = (&audit.data_quality, &audit.basic_stats);
    let n_cells = basic.n_rows * basic.n_columns;
    let score = |name: &str, score: f64, evidence: String| report::QualityScore {
        name: name.to_owned(),
        score,
        evidence,
    };
    let n_invalid: usize = audit.feature_analysis.columns.iter().map(|column| column.n_invalid).sum();
    let classes = match audit.target_analysis.as_ref().map(|target| &target.distribution) {
        Some(TargetDistribution::Classes(classes)) => {
            let counts = || classes.iter().map(|(_, count)| *count);
            format!(
                "{} rows in the rarest class, {} in the largest",
                grouped(counts().min().unwrap_or_default() as i64),
                grouped(counts().max().unwrap_or_default() as i64)
            )
        }
        _ => "the target is a number".to_owned(),
    };
    vec![
        score(
            "completeness",
            quality.completeness,
            format!("{} of {} cells are missing", grouped(basic.n_missing as i64), grouped(n_cells as i64)),
        ),
        score(
            "duplicates",
            quality.duplicates,
            format!(
                "{} duplicate rows, {:.2} % of all",
                grouped(basic.duplicates.n_rows as i64),
                100.0 * quality.duplicate_rate
            ),
        ),
        score("consistency", quality.consistency, "format patterns of the text columns".to_owned()),
        score("validity", quality.validity, format!("{} cells are out of range", grouped(n_invalid as i64))),
        score("class_balance", quality.class_balance, classes),
        score("overall_score", quality.overall_score, "mean of the five".to_owned()),
    ]
}

fn target_shape(audit: &Audit) -> Option<TargetShape> {
    Some(match &audit.target_analysis.as_ref()?.distribution {
        TargetDistribution::Classes(classes) => TargetShape::Classes(
            classes.iter().map(|(label, count)| (label.clone(), *count as u64)).collect(),
        ),
        TargetDistribution::Numbers(summary) => {
            let histogram = &summary.histogram;
            TargetShape::Histogram {
                edges: edges(histogram.low, histogram.high, histogram.counts.len()),
                counts: histogram.counts.iter().map(|&count| count as u64).collect(),
            }
        }
    })
}

fn edges(low: f64, high: f64, n_bins: usize) -> Vec<f64> {
    let width = (high - low) / n_bins.max(1) as f64;
    (0..=n_bins).map(|at| if at == n_bins { high } else { low + width * at as f64 }).collect()
}

/// The columns as rows of a page, with which are missing together and how numbers move together.
pub fn table_shape(audit: &Audit, table: &Table, problem: &Problem) -> TableShape {
    let columns = audit.feature_analysis.columns.iter();
    TableShape {
        columns: columns.map(|column| column_shape(column, audit.basic_stats.n_rows, problem)).collect(),
        missing: missing_patterns(table),
        correlations: correlations(&audit.feature_analysis.pairs),
    }
}

fn column_shape(column: &ColumnAnalysis, n_rows: usize, problem: &Problem) -> report::ColumnShape {
    let aside = problem
        .findings
        .iter()
        .find(|finding| {
            finding.subject.as_deref() == Some(&column.name)
                && problem.features.column(&column.name).is_none()
        })
        .map(|finding| format!("set aside: {}", finding.code));
    report::ColumnShape {
        name: column.name.clone(),
        kind: column.kind.as_str().to_owned(),
        missing: column.n_missing as f64 / n_rows.max(1) as f64,
        distinct: Some(column.n_distinct as u64),
        distribution: match &column.distribution {
            Distribution::Empty | Distribution::Texts(_) => report::Distribution::Unknown,
            Distribution::Numbers(summary) => {
                let histogram = &summary.histogram;
                let date = |seconds: f64| {
                    jiff::Timestamp::from_second(seconds as i64)
                        .map_or_else(|_| String::new(), |time| time.strftime("%Y-%m-%d").to_string())
                };
                report::Distribution::Histogram {
                    edges: edges(histogram.low, histogram.high, histogram.counts.len()),
                    counts: histogram.counts.iter().map(|&count| count as u64).collect(),
                    ends: (column.kind == ColumnKind::Timestamp)
                        .then(|| (date(histogram.low), date(histogram.high))),
                }
            }
            Distribution::Levels(levels) => report::Distribution::Levels {
                top: levels.top.iter().map(|(level, count)| (level.clone(), *count as u64)).collect(),
                others: levels.n_other as u64,
            },
        },
        association: column.association.map(|found| report::Association {
            measure: found.measure.as_str().replace('_', " "),
            value: found.value,
            strength: found.value.abs().min(1.0),
            p_value: None,
        }),
        note: if column.name == problem.target.spec.name {
            "target".to_owned()
        } else {
            aside.unwrap_or_default()
        },
    }
}

fn missing_patterns(table: &Table) -> Option<report::MissingPatterns> {
    let with_gaps: Vec<_> = table.columns().iter().filter(|column| column.null_count() > 0).collect();
    if with_gaps.is_empty() {
        return None;
    }
    let n_rows = table.n_rows().min(PATTERN_ROWS);
    let mut counts: std::collections::BTreeMap<Vec<usize>, u64> = std::collections::BTreeMap::new();
    for row in 0..n_rows {
        let gaps = (0..with_gaps.len()).filter(|&at| with_gaps[at].is_null(row)).collect();
        *counts.entry(gaps).or_default() += 1;
    }
    let n_complete = counts.remove(&Vec::new()).unwrap_or_default();
    let mut patterns: Vec<(Vec<String>, u64)> = counts
        .into_iter()
        .map(|(gaps, count)| (gaps.into_iter().map(|at| with_gaps[at].name.clone()).collect(), count))
        .collect();
    patterns.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    patterns.truncate(MAX_PATTERNS);
    Some(report::MissingPatterns { n_rows: n_rows as u64, n_complete, patterns })
}

/// A matrix of the columns in the strongest pairs; pairs that were not kept are not known.
fn correlations(pairs: &[PairCorrelation]) -> Option<report::Correlations> {
    let mut columns: Vec<&str> = Vec::new();
    for name in pairs.iter().flat_map(|pair| [pair.first.as_str(), &pair.second]) {
        if !columns.contains(&name) && columns.len() < MAX_CORRELATED {
            columns.push(name);
        }
    }
    if columns.len() < 2 {
        return None;
    }
    let place = |name: &str| columns.iter().position(|held| *held == name);
    let n = columns.len();
    let mut values = vec![f64::NAN; n * n];
    (0..n).for_each(|at| values[at * n + at] = 1.0);
    for pair in pairs {
        if let (Some(a), Some(b)) = (place(&pair.first), place(&pair.second)) {
            values[a * n + b] = pair.correlation;
            values[b * n + a] = pair.correlation;
        }
    }
    Some(report::Correlations {
        measure: "Pearson correlation".to_owned(),
        chosen_from: n as u64,
        columns: columns.into_iter().map(str::to_owned).collect(),
        values,
    })
}

/// The curve with a band: two standard errors over the repeats where it was measured, the law's own where it was not.
pub fn curve(found: &LearningCurve) -> report::LearningCurve {
    report::LearningCurve {
        metric: found.metric.as_str().to_owned(),
        measured: found
            .points
            .iter()
            .map(|point| {
                let (mean, std) = bowline_stats::mean_and_std(&point.scores);
                let half =
                    if point.scores.len() > 1 { 2.0 * std / (point.scores.len() as f64).sqrt() } else { 0.0 };
                report::CurvePoint {
                    n_rows: point.n_rows as u64,
                    score: Estimate { value: mean, low: mean - half, high: mean + half },
                }
            })
            .collect(),
        forecast: found
            .extrapolated
            .iter()
            .map(|point| report::CurvePoint { n_rows: point.n_rows as u64, score: point.score })
            .collect(),
        wanted: None,
        sentence: found.sentence.clone(),
    }
}

/// Rows that each family wants, the one that was named or meant first.
fn requirements(arguments: &CheckArguments, found: &Found) -> Vec<report::DataRequirement> {
    let named = found.check.requirements.family;
    let n_features = found.problem.features.columns().len();
    let n_classes = found.problem.target.spec.classes.len().max(2);
    let shown = [ModelFamily::LogisticRegression, ModelFamily::RandomForest, ModelFamily::NeuralNetwork];
    std::iter::once(named)
        .chain(shown.into_iter().filter(|family| *family != named))
        .filter_map(|family| {
            Some(report::DataRequirement {
                model: family.as_str().to_owned(),
                needed: required_rows(family, n_features, n_classes, arguments.desired_accuracy).ok()?,
                available: found.check.requirements.found as u64,
            })
        })
        .collect()
}

fn models(found: &Found) -> Vec<report::ModelAdvice> {
    let reason = format!(
        "a {} table for {}",
        found.check.route.as_str(),
        found.check.selector_task.as_str().replace('_', " ")
    );
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    found
        .check
        .recommendations
        .iter()
        .enumerate()
        .map(|(at, model)| report::ModelAdvice {
            name: model.model.to_owned(),
            reason: if at == 0 { reason.clone() } else { String::new() },
            pros: owned(&model.pros),
            cons: owned(&model.cons),
            grid: model
                .grid
                .iter()
                .map(|(name, values)| {
                    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                    ((*name).to_owned(), values.join(", "))
                })
                .collect(),
        })
        .collect()
}

fn sourcing(found: &Found) -> report::SourcingAdvice {
    let advice = &found.check.advice;
    report::SourcingAdvice {
        advice: advice.sentence.clone(),
        reasons: advice.reasons.clone(),
        ways: advice
            .ways
            .iter()
            .map(|way| match &way.start {
                FirstStep::Command(command) => (command.clone(), format!("{} ({})", way.way.verb(), way.way)),
                FirstStep::Needs(needs) => (format!("{} ({})", way.way.verb(), way.way), needs.clone()),
            })
            .collect(),
    }
}
