//! Small generated data sets, the same for the same seed.

use std::collections::BTreeSet;

use arrow_array::{Float64Array, Int64Array, StringArray};
use bowline_core::{
    Column, ColumnData, Feature, FeatureKind, FeatureMatrix, Rng, Seed, SparseRows, Table, Target, Task,
};

/// Features and target of some rows.
#[derive(Debug, Clone)]
pub struct Sample {
    /// `(n_samples, n_features)`.
    pub x: FeatureMatrix,
    /// `(n_samples,)`.
    pub y: Target,
}

impl Sample {
    /// All row numbers.
    #[must_use]
    pub fn rows(&self) -> Vec<u32> {
        (0..self.x.n_samples() as u32).collect()
    }

    /// The same target with other features.
    #[must_use]
    pub fn with_features(&self, x: FeatureMatrix) -> Self {
        Self { x, y: self.y.clone() }
    }
}

/// A sample of the task: [`blobs`] of two or three classes, or [`friedman1`].
#[must_use]
pub fn of_task(task: Task, n_samples: usize, seed: Seed) -> Sample {
    match task {
        Task::Binary => blobs(n_samples, 5, 2, seed),
        Task::MultiClass => blobs(n_samples, 5, 3, seed),
        Task::Regression => friedman1(n_samples, 7, seed),
    }
}

/// Names `x0`, `x1`, ... of numeric features.
#[must_use]
pub fn numeric_features(n_features: usize) -> Vec<Feature> {
    (0..n_features).map(|at| Feature::numeric(format!("x{at}"), format!("x{at}"))).collect()
}

/// Normal clouds of standard deviation 1, one a class, whose centres lie about 2 apart; classes take turns row by row.
#[must_use]
pub fn blobs(n_samples: usize, n_features: usize, n_classes: usize, seed: Seed) -> Sample {
    let mut rng = seed.derive("blobs", 0).rng();
    let centres: Vec<f64> = (0..n_classes * n_features).map(|_| 1.5 * rng.normal()).collect();
    let codes: Vec<u32> = (0..n_samples).map(|row| (row % n_classes) as u32).collect();
    let mut dense = Vec::with_capacity(n_samples * n_features);
    for feature in 0..n_features {
        for &code in &codes {
            dense.push((centres[code as usize * n_features + feature] + rng.normal()) as f32);
        }
    }
    let x = FeatureMatrix::dense(n_samples, numeric_features(n_features), dense);
    Sample { x, y: Target::Classes { codes, n_classes } }
}

/// Friedman's first function: `10 sin(pi x0 x1) + 20 (x2 - 0.5)² + 10 x3 + 5 x4` plus standard normal noise, of uniform
/// features, of which all beyond the fifth mean nothing (Friedman 1991, <https://doi.org/10.1214/aos/1176347963>).
#[must_use]
pub fn friedman1(n_samples: usize, n_features: usize, seed: Seed) -> Sample {
    let mut rng = seed.derive("friedman1", 0).rng();
    let n_features = n_features.max(5);
    let dense: Vec<f32> = (0..n_samples * n_features).map(|_| rng.uniform() as f32).collect();
    let value = |row: usize, feature: usize| f64::from(dense[feature * n_samples + row]);
    let values = (0..n_samples)
        .map(|row| {
            let wave = 10.0 * (std::f64::consts::PI * value(row, 0) * value(row, 1)).sin();
            let bowl = 20.0 * (value(row, 2) - 0.5).powi(2);
            wave + bowl + 10.0 * value(row, 3) + 5.0 * value(row, 4) + rng.normal()
        })
        .collect();
    let x = FeatureMatrix::dense(n_samples, numeric_features(n_features), dense);
    Sample { x, y: Target::Values(values) }
}

/// Rows like short texts: about ten distinct words of a Zipf vocabulary each, with weights, scaled to length 1; each class
/// has some words of its own. One dense feature holds the number of words.
#[must_use]
pub fn sparse_text(n_samples: usize, n_words: usize, n_classes: usize, seed: Seed) -> Sample {
    let mut rng = seed.derive("sparse_text", 0).rng();
    let codes: Vec<u32> = (0..n_samples).map(|row| (row % n_classes) as u32).collect();
    let mut sparse = SparseRows::empty(0);
    sparse.n_features = n_words;
    let mut lengths = Vec::with_capacity(n_samples);
    for &code in &codes {
        let words: BTreeSet<u32> =
            (0..4 + rng.below(10)).map(|_| word(&mut rng, n_words, n_classes, code)).collect();
        let weights: Vec<f64> = words.iter().map(|_| 0.5 + rng.uniform()).collect();
        let length = weights.iter().map(|w| w * w).sum::<f64>().sqrt();
        sparse.indices.extend(&words);
        sparse.values.extend(weights.iter().map(|w| (w / length) as f32));
        sparse.starts.push(sparse.indices.len());
        lengths.push(words.len() as f32);
    }
    let x = FeatureMatrix::new(n_samples, vec![Feature::numeric("n_words", "text")], lengths, sparse);
    Sample { x, y: Target::Classes { codes, n_classes } }
}

fn word(rng: &mut Rng, n_words: usize, n_classes: usize, class: u32) -> u32 {
    // The inverse of a Zipf-like distribution: small numbers are frequent.
    let rank = ((n_words as f64).powf(rng.uniform()) - 1.0) as usize;
    let shift = if rng.uniform() < 0.3 { class as usize * (n_words / n_classes.max(1)) } else { 0 };
    ((rank + shift) % n_words.max(1)) as u32
}

/// A matrix with a bit of everything: numbers with gaps, a category with gaps, a constant, and sparse words; the target
/// depends on number, category and words.
#[must_use]
pub fn mixed_features(n_samples: usize, task: Task, seed: Seed) -> Sample {
    let mut rng = seed.derive("mixed_features", 0).rng();
    let text = sparse_text(n_samples, 30, 2, seed);
    let mut gappy = |value: f64| if rng.uniform() < 0.1 { f32::NAN } else { value as f32 };
    let mut draw = seed.derive("mixed_features", 1).rng();
    let numbers: Vec<f32> = (0..n_samples).map(|_| gappy(draw.normal())).collect();
    let levels: Vec<f32> = (0..n_samples).map(|_| gappy(draw.below(4) as f64)).collect();
    let score = |row: usize| {
        let known = |x: f32| if x.is_nan() { 0.0 } else { f64::from(x) };
        let level = if levels[row] == 2.0 { 1.5 } else { 0.0 };
        let words = text.x.sparse().row(row).0.iter().any(|&word| word < 2);
        known(numbers[row]) + level + f64::from(u8::from(words))
    };
    let scores: Vec<f64> = (0..n_samples).map(|row| score(row) + 0.5 * draw.normal()).collect();
    let cut = |low: f64, high: f64, x: f64| u32::from(x > low) + u32::from(x > high);
    let y = match task {
        Task::Binary => {
            Target::Classes { codes: scores.iter().map(|&s| u32::from(s > 0.7)).collect(), n_classes: 2 }
        }
        Task::MultiClass => {
            Target::Classes { codes: scores.iter().map(|&s| cut(0.2, 1.3, s)).collect(), n_classes: 3 }
        }
        Task::Regression => Target::Values(scores),
    };
    let mut features = numeric_features(3);
    features[1].kind = FeatureKind::Categorical { n_levels: 4 };
    let dense = [numbers, levels, vec![3.5; n_samples]].concat();
    Sample { x: FeatureMatrix::new(n_samples, features, dense, text.x.sparse().clone()), y }
}

/// A table with a column of every common kind, each with missing cells: `n` (float), `i` (integer), `c` (category), `t`
/// (text).
#[must_use]
pub fn mixed_table(n_rows: usize, seed: Seed) -> Table {
    let mut rng = seed.derive("mixed_table", 0).rng();
    let mut missing = seed.derive("mixed_table", 1).rng();
    let mut present = || missing.uniform() > 0.1;
    let floats: Float64Array = (0..n_rows).map(|_| Some(rng.normal()).filter(|_| present())).collect();
    let integers: Int64Array =
        (0..n_rows).map(|_| Some(rng.below(50) as i64).filter(|_| present())).collect();
    let levels = ["red", "green", "blue", "rare"];
    let level = |rng: &mut Rng| levels[(rng.uniform() * rng.uniform() * 4.0) as usize];
    let categories: Vec<Option<&str>> =
        (0..n_rows).map(|_| Some(level(&mut rng)).filter(|_| present())).collect();
    let words = ["late", "order", "thanks", "refund", "please", "box", "blue"];
    let texts: StringArray = (0..n_rows)
        .map(|_| {
            let chosen = (0..1 + rng.below(6)).map(|_| words[rng.below(7) as usize]);
            Some(chosen.collect::<Vec<_>>().join(" ")).filter(|_| present())
        })
        .collect();
    Table::new(vec![
        Column::new("n", ColumnData::Float(floats)),
        Column::new("i", ColumnData::Integer(integers)),
        Column::category("c", &categories),
        Column::new("t", ColumnData::Text(texts)),
    ])
    .expect("the names differ and the lengths agree")
}
