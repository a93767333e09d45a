//! Is any column tied to the target, and could chance alone have done it?
//!
//! Two measures look at each feature. *Correlation* sees straight lines: Pearson's coefficient with the number, or with the 0/1
//! sign of the class (of several classes, the one with the strongest). *Mutual information* sees any tie: it is counted on bins
//! of like counts, with the most frequent levels of a category each on its own and missing cells as one more bin.
//!
//! Mutual information from counts is biased upwards, by about `(bins - 1)(target bins - 1) / 2n` nats, which on few rows looks like a tie. So
//! what the same feature shows on average with the target's rows dealt out anew is taken off; what is left is near zero
//! where there is nothing.
//!
//! The p-value compares the strongest of all measures with the strongest under each of these permutations
//! ([`bowline_stats::max_statistic`]), so that it holds however many columns were looked at.

use bowline_core::{FeatureKind, FeatureMatrix, Rng, Seed, Target};
use bowline_stats::{equal_frequency_bins, max_statistic};
use rayon::prelude::*;

/// Permutations where columns are few.
const PERMUTATIONS: usize = 499;
/// Fewest permutations.
const FEWEST_PERMUTATIONS: usize = 99;
/// Cells that all permutations read together, about.
const VISITS: usize = 150_000_000;
/// Most bins of a number or of the target.
const BINS: usize = 10;
/// Rows that a cell of feature bin and target bin holds where there is no tie, at least, about.
const ROWS_A_CELL: usize = 5;
/// Levels of a category that count on their own.
const LEVELS: usize = 20;
/// Classes that count on their own in the mutual information.
const CLASSES: usize = 24;
/// Fewest present cells for a correlation.
const MIN_PRESENT: usize = 20;

/// The strongest tie by one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Strongest {
    /// The column of the table.
    pub column: String,
    /// The value, with its sign.
    pub value: f64,
}

/// How columns are tied to the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The correlation furthest from 0, in [-1, 1]; `None` where no column has numbers.
    pub correlation: Option<Strongest>,
    /// The largest mutual information in nats, its bias taken off; at least 0.
    pub information: Option<Strongest>,
    /// Share of permutations whose strongest measure is as strong.
    pub p_value: f64,
    /// Number of permutations.
    pub n_permutations: usize,
    /// Number of rows looked at.
    pub n_rows: usize,
}

/// Measures the ties of all dense features of `x` to `target`. O(features x rows x permutations), side by side.
pub(crate) fn measure_pattern(x: &FeatureMatrix, target: &Target, seed: Seed) -> Pattern {
    let n_rows = x.n_samples();
    let visits = n_rows * x.n_dense().max(1);
    let n_permutations = (VISITS / visits.max(1)).clamp(FEWEST_PERMUTATIONS, PERMUTATIONS);
    let answers = Answers::new(target);
    let features: Vec<Feature> =
        (0..x.n_dense()).into_par_iter().map(|feature| Feature::new(x, feature)).collect();
    let n_ln_n = NLnN::new(n_rows);
    let identity: Vec<u32> = (0..n_rows as u32).collect();
    let observed = measures(&features, &answers.arranged(&identity), &n_ln_n);
    let permuted: Vec<Vec<f64>> = (0..n_permutations)
        .into_par_iter()
        .map(|at| {
            let mut order = identity.clone();
            shuffled(&mut order, seed.derive("permutation", at as u64).rng());
            strengths(&measures(&features, &answers.arranged(&order), &n_ln_n))
        })
        .collect();
    let test = max_statistic(&strengths(&observed), &permuted);
    let strongest = |values: Vec<f64>, wanted: fn(f64) -> f64| {
        let best = (0..values.len())
            .filter(|&at| values[at].is_finite())
            .max_by(|&a, &b| wanted(values[a]).total_cmp(&wanted(values[b])).then(b.cmp(&a)))?;
        Some(Strongest { column: x.features()[best].source.clone(), value: values[best] })
    };
    let n = features.len();
    let correlations =
        observed[..n].iter().zip(&features).map(|(&r, f)| if f.numbers.is_some() { r } else { f64::NAN });
    let information = observed[n..].iter().zip(&test.means[n..]).map(|(mi, bias)| (mi - bias).max(0.0));
    Pattern {
        correlation: strongest(correlations.collect(), f64::abs),
        information: strongest(information.collect(), |value| value),
        p_value: test.p_value,
        n_permutations,
        n_rows,
    }
}

fn shuffled(order: &mut [u32], mut rng: Rng) {
    rng.shuffle(order);
}

/// All correlations, then all informations. `answers` holds the target's rows in some order.
fn measures(features: &[Feature], answers: &Answers, n_ln_n: &NLnN) -> Vec<f64> {
    let correlations =
        features.iter().map(|feature| feature.numbers.as_ref().map_or(0.0, |x| answers.correlation(x)));
    let informations = features.iter().map(|feature| answers.information(feature, n_ln_n));
    correlations.chain(informations).collect()
}

fn strengths(measures: &[f64]) -> Vec<f64> {
    measures.iter().map(|value| value.abs()).collect()
}

/// A feature in the forms that the measures read.
struct Feature {
    /// Where it is a number that varies.
    numbers: Option<Numbers>,
    /// `(n_samples,)` bins.
    codes: Vec<u8>,
    n_codes: usize,
}

/// Present numbers with mean 0 and sum of squares 1.
struct Numbers {
    values: Vec<f64>,
    /// Their rows; `None` when all are present.
    rows: Option<Vec<u32>>,
}

impl Feature {
    fn new(x: &FeatureMatrix, feature: usize) -> Self {
        let column = x.column(feature);
        match x.features()[feature].kind {
            FeatureKind::Categorical { .. } => {
                let code = |value: &f32| {
                    if value.is_nan() { LEVELS as u8 + 1 } else { (*value as usize).min(LEVELS) as u8 }
                };
                Self { numbers: None, codes: column.iter().map(code).collect(), n_codes: LEVELS + 2 }
            }
            FeatureKind::Numeric => {
                let values: Vec<f64> = column.iter().map(|&value| f64::from(value)).collect();
                let bins = equal_frequency_bins(&values, n_bins(values.len()));
                let codes = bins.codes.iter().map(|&code| code as u8).collect();
                // A code after the last edge is free for missing cells, whether or not there are any.
                Self { numbers: Numbers::new(&values), codes, n_codes: BINS + 1 }
            }
        }
    }
}

/// Bins of a number: fewer on few rows, so that cells hold some.
fn n_bins(n_rows: usize) -> usize {
    ((n_rows / ROWS_A_CELL) as f64).sqrt().floor().clamp(2.0, BINS as f64) as usize
}

impl Numbers {
    fn new(values: &[f64]) -> Option<Self> {
        let present: Vec<u32> =
            (0..values.len() as u32).filter(|&row| values[row as usize].is_finite()).collect();
        if present.len() < MIN_PRESENT {
            return None;
        }
        let mut kept: Vec<f64> = present.iter().map(|&row| values[row as usize]).collect();
        standardize(&mut kept)
            .then_some(Self { rows: (present.len() < values.len()).then_some(present), values: kept })
    }
}

/// Shifts to mean 0 and scales to a sum of squares of 1; false where all are equal.
fn standardize(values: &mut [f64]) -> bool {
    let first = values.first().copied().unwrap_or_default();
    if values.iter().all(|&value| value == first) {
        return false;
    }
    // Scaled first, so that no square overflows.
    let scale = values.iter().fold(0.0, |largest: f64, value| largest.max((value / 2.0 - first / 2.0).abs()));
    values.iter_mut().for_each(|value| *value = (*value / 2.0 - first / 2.0) / scale);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter_mut().for_each(|value| *value -= mean);
    let length = values.iter().map(|value| value * value).sum::<f64>().sqrt();
    values.iter_mut().for_each(|value| *value /= length);
    length > 0.0
}

/// The target in the forms that the measures read, in some order of the rows.
struct Answers {
    exact: Exact,
    /// `(n_samples,)` bins.
    codes: Vec<u8>,
    n_codes: usize,
}

enum Exact {
    /// Mean 0, sum of squares 1.
    Values(Vec<f64>),
    Classes {
        codes: Vec<u32>,
        n_classes: usize,
    },
}

impl Answers {
    fn new(target: &Target) -> Self {
        match target {
            Target::Values(values) => {
                let bins = equal_frequency_bins(values, n_bins(values.len()));
                let mut values = values.clone();
                standardize(&mut values);
                Self {
                    exact: Exact::Values(values),
                    codes: bins.codes.iter().map(|&code| code as u8).collect(),
                    n_codes: bins.n_codes,
                }
            }
            Target::Classes { codes, n_classes } => Self {
                codes: frequent_classes(codes, *n_classes),
                n_codes: (*n_classes).min(CLASSES + 1),
                exact: Exact::Classes { codes: codes.clone(), n_classes: *n_classes },
            },
        }
    }

    /// The same answers, row `at` taken from row `order[at]`.
    fn arranged(&self, order: &[u32]) -> Self {
        let exact = match &self.exact {
            Exact::Values(values) => Exact::Values(order.iter().map(|&row| values[row as usize]).collect()),
            Exact::Classes { codes, n_classes } => Exact::Classes {
                codes: order.iter().map(|&row| codes[row as usize]).collect(),
                n_classes: *n_classes,
            },
        };
        let codes = order.iter().map(|&row| self.codes[row as usize]).collect();
        Self { exact, codes, n_codes: self.n_codes }
    }

    /// Pearson's coefficient over the rows where the number is present.
    fn correlation(&self, x: &Numbers) -> f64 {
        match (&self.exact, &x.rows) {
            (Exact::Values(y), None) => x.values.iter().zip(y).map(|(x, y)| x * y).sum(),
            (Exact::Values(y), Some(rows)) => {
                let n = rows.len() as f64;
                let (mut sum, mut squares, mut product) = (0.0, 0.0, 0.0);
                for (x, &row) in x.values.iter().zip(rows) {
                    let y = y[row as usize];
                    sum += y;
                    squares += y * y;
                    product += x * y;
                }
                let variance = squares - sum * sum / n;
                if variance > 1e-12 * squares { product / variance.sqrt() } else { 0.0 }
            }
            (Exact::Classes { codes, n_classes }, rows) => {
                let mut sums = vec![(0.0, 0u32); *n_classes];
                let mut add = |x: f64, code: u32| {
                    let (sum, count) = &mut sums[code as usize];
                    *sum += x;
                    *count += 1;
                };
                match rows {
                    None => x.values.iter().zip(codes).for_each(|(&x, &code)| add(x, code)),
                    Some(rows) => {
                        x.values.iter().zip(rows).for_each(|(&x, &row)| add(x, codes[row as usize]))
                    }
                }
                let n = x.values.len() as f64;
                let of_class = |&(sum, count): &(f64, u32)| {
                    let count = f64::from(count);
                    if count == 0.0 || count == n { 0.0 } else { sum / (count * (n - count) / n).sqrt() }
                };
                // Class 1 of two first, so that the sign says what makes class 1 likelier.
                let strongest = |best: f64, r: f64| if r.abs() > best.abs() + 1e-12 { r } else { best };
                sums.iter().rev().map(of_class).fold(0.0, strongest)
            }
        }
    }

    /// Mutual information in nats, its bias included.
    fn information(&self, feature: &Feature, n_ln_n: &NLnN) -> f64 {
        let width = self.n_codes;
        let mut cells = vec![0u32; feature.n_codes * width];
        for (&x, &y) in feature.codes.iter().zip(&self.codes) {
            cells[x as usize * width + y as usize] += 1;
        }
        let mut of_y = vec![0u32; width];
        let mut sum = n_ln_n.of(feature.codes.len() as u32);
        for row in cells.chunks_exact(width) {
            of_y.iter_mut().zip(row).for_each(|(total, count)| *total += count);
            sum += row.iter().map(|&count| n_ln_n.of(count)).sum::<f64>() - n_ln_n.of(row.iter().sum());
        }
        sum -= of_y.iter().map(|&count| n_ln_n.of(count)).sum::<f64>();
        (sum / feature.codes.len().max(1) as f64).max(0.0)
    }
}

/// Codes from 0 by falling count, all classes past the first [`CLASSES`] as one.
fn frequent_classes(codes: &[u32], n_classes: usize) -> Vec<u8> {
    let mut counts = vec![0usize; n_classes];
    codes.iter().for_each(|&code| counts[code as usize] += 1);
    let mut order: Vec<usize> = (0..n_classes).collect();
    order.sort_by_key(|&class| std::cmp::Reverse(counts[class]));
    let mut place = vec![0u8; n_classes];
    order.iter().enumerate().for_each(|(at, &class)| place[class] = at.min(CLASSES) as u8);
    codes.iter().map(|&code| place[code as usize]).collect()
}

/// `n ln n` of every count that can occur.
struct NLnN(Vec<f64>);

impl NLnN {
    fn new(most: usize) -> Self {
        let of = |n: usize| if n == 0 { 0.0 } else { n as f64 * (n as f64).ln() };
        Self((0..=most).map(of).collect())
    }

    fn of(&self, count: u32) -> f64 {
        self.0[count as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::Feature as MatrixFeature;
    use bowline_stats::{kolmogorov_smirnov, mutual_information, pearson};

    /// Four features of noise; the second with gaps, the third in levels, the fourth skewed.
    fn noise(n_rows: usize, rng: &mut Rng) -> FeatureMatrix {
        let names = ["plain", "gaps", "levels", "skewed"];
        let mut features: Vec<MatrixFeature> =
            names.iter().map(|name| MatrixFeature::numeric(*name, *name)).collect();
        features[2].kind = FeatureKind::Categorical { n_levels: 5 };
        let mut dense: Vec<f32> = (0..n_rows).map(|_| rng.normal() as f32).collect();
        dense.extend((0..n_rows).map(|_| if rng.uniform() < 0.3 { f32::NAN } else { rng.normal() as f32 }));
        dense.extend((0..n_rows).map(|_| (rng.uniform() * rng.uniform() * 5.0) as u8 as f32));
        dense.extend((0..n_rows).map(|_| rng.normal().exp() as f32));
        FeatureMatrix::dense(n_rows, features, dense)
    }

    fn targets(n_rows: usize, rng: &mut Rng) -> [Target; 3] {
        [
            Target::Values((0..n_rows).map(|_| rng.normal().powi(3)).collect()),
            Target::Classes {
                codes: (0..n_rows).map(|_| u32::from(rng.uniform() < 0.2)).collect(),
                n_classes: 2,
            },
            Target::Classes { codes: (0..n_rows).map(|_| rng.below(4) as u32).collect(), n_classes: 4 },
        ]
    }

    /// With nothing to find, p is uniform: over 500 tables the distance from the uniform distribution stays under the
    /// 99.9 % quantile of Kolmogorov's, 1.95 / sqrt(500) = 0.087.
    #[test]
    fn p_values_are_uniform_where_there_is_nothing() {
        for task in 0..3 {
            let p_values: Vec<f64> = (0..500)
                .into_par_iter()
                .map(|seed| {
                    let mut rng = Seed(1_000 * task + seed).rng();
                    let x = noise(60, &mut rng);
                    measure_few(&x, &targets(60, &mut rng)[task as usize], Seed(seed))
                })
                .collect();
            let uniform: Vec<f64> = (1..=2_000).map(|at| f64::from(at) / 2_000.0).collect();
            let distance = kolmogorov_smirnov(&p_values, &uniform).unwrap();
            assert!(distance < 0.087, "task {task}: {distance}");
            let below = p_values.iter().filter(|&&p| p <= 0.05).count();
            assert!((10..=43).contains(&below), "task {task}: {below} of 500 at most 0.05");
        }
    }

    fn measure_few(x: &FeatureMatrix, target: &Target, seed: Seed) -> f64 {
        measure_pattern(x, target, seed).p_value
    }

    #[test]
    fn finds_a_line_and_a_bowl() {
        let mut rng = Seed(5).rng();
        let x = noise(800, &mut rng);
        let line: Vec<f64> = x.column(0).iter().map(|&v| -f64::from(v) + rng.normal()).collect();
        let found = measure_pattern(&x, &Target::Values(line.clone()), Seed(1));
        let numbers: Vec<f64> = x.column(0).iter().map(|&v| f64::from(v)).collect();
        let correlation = found.correlation.unwrap();
        assert_eq!(correlation.column, "plain");
        assert!((correlation.value - pearson(&numbers, &line).unwrap()).abs() < 1e-12);
        assert_eq!((found.p_value, found.n_permutations), (0.002, 499));

        let bowl: Vec<f64> = x.column(0).iter().map(|&v| f64::from(v * v) + 0.1 * rng.normal()).collect();
        let found = measure_pattern(&x, &Target::Values(bowl), Seed(1));
        assert!(found.correlation.unwrap().value.abs() < 0.3);
        let information = found.information.unwrap();
        assert_eq!(information.column, "plain");
        assert!(information.value > 0.4, "{information:?}");
        assert_eq!(found.p_value, 0.002);
    }

    #[test]
    fn measures_agree_with_their_definitions() {
        let mut rng = Seed(9).rng();
        let x = noise(300, &mut rng);
        let [values, binary, _] = targets(300, &mut rng);
        let n_ln_n = NLnN::new(300);
        for at in 0..4 {
            let feature = Feature::new(&x, at);
            for target in [&values, &binary] {
                let answers = Answers::new(target);
                let [codes_x, codes_y] = [&feature.codes, &answers.codes]
                    .map(|codes| codes.iter().map(|&c| u32::from(c)).collect::<Vec<_>>());
                let expected = mutual_information(&codes_x, &codes_y);
                assert!((answers.information(&feature, &n_ln_n) - expected).abs() < 1e-12);
                let Some(numbers) = &feature.numbers else { continue };
                let y: Vec<f64> = match target {
                    Target::Values(values) => values.clone(),
                    Target::Classes { codes, .. } => codes.iter().map(|&code| f64::from(code)).collect(),
                };
                let column: Vec<f64> = x.column(at).iter().map(|&v| f64::from(v)).collect();
                let expected = pearson(&column, &y).unwrap();
                assert!((answers.correlation(numbers) - expected).abs() < 1e-9, "{at}");
            }
        }
    }

    #[test]
    fn bias_is_taken_off_and_nothing_breaks_on_constants() {
        let mut rng = Seed(3).rng();
        let x = noise(100, &mut rng);
        let [values, ..] = targets(100, &mut rng);
        assert!(measure_pattern(&x, &values, Seed(0)).information.unwrap().value < 0.2);
        let constant = FeatureMatrix::dense(30, vec![MatrixFeature::numeric("c", "c")], vec![2.5; 30]);
        let found = measure_pattern(&constant, &Target::Values((0..30).map(f64::from).collect()), Seed(0));
        assert_eq!((found.correlation, found.p_value), (None, 1.0));
        let none = FeatureMatrix::dense(30, vec![], vec![]);
        assert_eq!(measure_pattern(&none, &values.take(&[0; 30]), Seed(0)).information, None);
    }
}
