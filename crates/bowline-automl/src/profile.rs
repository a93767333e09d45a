//! The training rows in numbers, for monitoring.

use std::collections::BTreeMap;

use bowline_core::monitoring::{
    ColumnProfile, PredictionProfile, QUANTILE_LEVELS, TrainingProfile, ValueProfile,
};
use bowline_core::{Column, ColumnKind, Table, TargetSpec};
use bowline_stats::{argmax_labels, mean_and_std, quantiles};

/// Levels of a category that are counted by name.
const MAX_LEVELS: usize = 100;

/// Profiles the columns and the out-of-fold predictions, flat `(n_samples, n_outputs)`.
pub fn training_profile(table: &Table, spec: &TargetSpec, out_of_fold: &[f64]) -> TrainingProfile {
    TrainingProfile {
        columns: table.columns().iter().map(column_profile).collect(),
        predictions: (!out_of_fold.is_empty()).then(|| prediction_profile(spec, out_of_fold)),
    }
}

fn column_profile(column: &Column) -> ColumnProfile {
    let values = match column.kind() {
        ColumnKind::Integer | ColumnKind::Float | ColumnKind::Boolean | ColumnKind::Timestamp => {
            let numbers: Vec<f64> = (0..column.len()).filter_map(|row| column.number(row)).collect();
            let (mean, std) = if numbers.is_empty() { (0.0, 0.0) } else { mean_and_std(&numbers) };
            ValueProfile::Numeric {
                mean,
                std,
                quantiles: quantiles(&numbers, &QUANTILE_LEVELS).unwrap_or_default(),
            }
        }
        ColumnKind::Category | ColumnKind::Identifier => levels(column),
        ColumnKind::Text => text(column),
    };
    ColumnProfile {
        name: column.name.clone(),
        n_rows: column.len() as u64,
        n_missing: column.null_count() as u64,
        values,
    }
}

fn levels(column: &Column) -> ValueProfile {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for text in (0..column.len()).filter_map(|row| column.text(row)) {
        *counts.entry(text.into_owned()).or_default() += 1;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let other = counts.iter().skip(MAX_LEVELS).map(|(_, count)| count).sum();
    counts.truncate(MAX_LEVELS);
    ValueProfile::Levels { counts, other }
}

fn text(column: &Column) -> ValueProfile {
    let (mut chars, mut words, mut n) = (0usize, 0usize, 0usize);
    for text in (0..column.len()).filter_map(|row| column.text(row)) {
        chars += text.chars().count();
        words += text.split_whitespace().count();
        n += 1;
    }
    let n = n.max(1) as f64;
    ValueProfile::Text { mean_chars: chars as f64 / n, mean_words: words as f64 / n }
}

fn prediction_profile(spec: &TargetSpec, scores: &[f64]) -> PredictionProfile {
    let n_classes = spec.classes.len();
    let (watched, class_shares) = if n_classes == 0 {
        (scores.to_vec(), Vec::new())
    } else {
        let labels = argmax_labels(scores, n_classes);
        let mut shares = vec![0.0; n_classes];
        labels.iter().for_each(|&label| shares[label as usize] += 1.0 / labels.len() as f64);
        // The positive class of two; with more, the probability of the predicted class.
        let watched = match spec.positive {
            Some(class) => scores.iter().skip(class).step_by(n_classes).copied().collect(),
            None => {
                scores.chunks_exact(n_classes).map(|row| row.iter().copied().fold(0.0, f64::max)).collect()
            }
        };
        (watched, shares)
    };
    let (mean, std) = mean_and_std(&watched);
    let quantiles = quantiles(&watched, &QUANTILE_LEVELS).unwrap_or_default();
    PredictionProfile { mean, std, quantiles, class_shares }
}
