//! At most three rules of thumb, learned: "no contract and under a year: they leave; else ...".
//!
//! Before a model is built, somebody usually decides by a few rules. This learns the best such list: among all thresholds,
//! levels and words it takes the one condition that splits the rows most cleanly, answers for the purer side, and goes on
//! with the rest (a decision list, Rivest 1987, <https://doi.org/10.1007/BF00058680>; with one rule it is Holte's 1R). What
//! needs more than three rules is worth a model.

use bowline_core::{
    Dataset, Estimator, FeatureMatrix, FitContext, FitError, ModelShape, Predictions, Predictor,
};
use rayon::prelude::*;

use super::constant::check_total;
use super::rule::{Condition, Rule};
use super::split_statistics::Statistics;

/// A side of a rule needs the weight of this many rows, or a fourth of all when they are few.
const MIN_WEIGHT: f64 = 5.0;
/// A rule must take away this share of the impurity.
const MIN_GAIN: f64 = 1e-6;

/// Learns a short list of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimpleRules {
    /// Most rules; 0 gives a constant.
    pub max_rules: usize,
}

impl Default for SimpleRules {
    fn default() -> Self {
        Self { max_rules: 3 }
    }
}

/// Fitted rules: the first that holds answers.
#[derive(Debug, Clone, PartialEq)]
pub struct SimpleRulesModel {
    pub(super) rules: Vec<Rule>,
    /// The answer when no rule holds; its length is that of all answers.
    pub(super) otherwise: Vec<f64>,
    pub(super) kind: AnswerKind,
}

/// What the answers of rules are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnswerKind {
    Probabilities,
    Value,
}

impl SimpleRulesModel {
    /// The rules, in the order in which they are asked.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The answer when no rule holds.
    #[must_use]
    pub fn otherwise(&self) -> &[f64] {
        &self.otherwise
    }
}

impl Estimator for SimpleRules {
    type Model = SimpleRulesModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<SimpleRulesModel, FitError> {
        let mut rows = data.rows.to_vec();
        let weight: f64 = rows.iter().map(|&row| data.weight(row)).sum();
        check_total(weight)?;
        let statistics = Statistics::of(data);
        let prior = sums(&statistics, data, &rows);
        let min_weight = MIN_WEIGHT.min(weight / 4.0);
        let mut rules: Vec<Rule> = Vec::new();
        while rules.len() < self.max_rules && !context.budget.is_spent() {
            let Some(best) = best_condition(&statistics, data, &rows, min_weight) else { break };
            let (held, rest): (Vec<u32>, Vec<u32>) =
                rows.iter().partition(|&&row| best.holds(data.x, row as usize));
            let answer = statistics.answer(&sums(&statistics, data, &held), &prior);
            rules.push(Rule { condition: best, answer });
            rows = rest;
        }
        let otherwise = statistics.answer(&sums(&statistics, data, &rows), &prior);
        let kind = match statistics {
            Statistics::Classes { .. } => AnswerKind::Probabilities,
            Statistics::Values { .. } => AnswerKind::Value,
        };
        Ok(SimpleRulesModel { rules, otherwise, kind })
    }
}

impl Predictor for SimpleRulesModel {
    fn shape(&self) -> ModelShape {
        let asked = |sparse: bool| {
            let features = self.rules.iter().map(|rule| rule.condition.place());
            features.filter(|(is_sparse, _)| *is_sparse == sparse).map(|(_, at)| at + 1).max().unwrap_or(0)
        };
        ModelShape { n_dense: asked(false), n_sparse: asked(true), n_outputs: self.otherwise.len() }
    }

    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        let mut values = Vec::with_capacity(x.n_samples() * self.otherwise.len());
        for row in 0..x.n_samples() {
            let rule = self.rules.iter().find(|rule| rule.condition.holds(x, row));
            values.extend_from_slice(rule.map_or(&self.otherwise, |rule| &rule.answer));
        }
        match self.kind {
            AnswerKind::Probabilities => {
                Predictions::Probabilities { n_classes: self.otherwise.len(), values }
            }
            AnswerKind::Value => Predictions::Values(values),
        }
    }
}

fn sums(statistics: &Statistics<'_>, data: &Dataset<'_>, rows: &[u32]) -> Vec<f64> {
    let mut sums = vec![0.0; statistics.width()];
    rows.iter().for_each(|&row| statistics.add(&mut sums, row, data.weight(row)));
    sums
}

/// A condition with what it gains.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    gain: f64,
    /// Mean impurity of the rows where it holds.
    mixed: f64,
    condition: Condition,
}

impl Candidate {
    /// Gains that differ by rounding alone count as equal; then the purer side answers, then the earlier feature.
    fn beats(&self, other: &Self) -> bool {
        let tie = 1e-9 * other.gain.abs();
        self.gain > other.gain + tie || (self.gain >= other.gain - tie && self.mixed < other.mixed)
    }
}

fn best_condition(
    statistics: &Statistics<'_>,
    data: &Dataset<'_>,
    rows: &[u32],
    min_weight: f64,
) -> Option<Condition> {
    let all = sums(statistics, data, rows);
    let search = Search { statistics, impurity: statistics.impurity(&all), all, min_weight };
    if search.impurity <= 1e-12 * statistics.weight(&search.all) {
        return None;
    }
    let n_dense = data.x.n_dense();
    let dense: Vec<Option<Candidate>> =
        (0..n_dense).into_par_iter().map(|feature| search.dense(data, rows, feature)).collect();
    let candidates = dense.into_iter().flatten().chain(search.sparse(data, rows));
    let best = candidates.reduce(|best, next| if next.beats(&best) { next } else { best })?;
    (best.gain > MIN_GAIN * search.impurity).then_some(best.condition)
}

/// The rows that a rule is sought for.
struct Search<'a> {
    statistics: &'a Statistics<'a>,
    all: Vec<f64>,
    impurity: f64,
    min_weight: f64,
}

impl Search<'_> {
    /// The better of `best` and a condition that holds for rows with these sums.
    fn consider(&self, best: &mut Option<Candidate>, sums: &[f64], condition: Condition) {
        let rest: Vec<f64> = self.all.iter().zip(sums).map(|(all, part)| all - part).collect();
        let weight = self.statistics.weight(sums);
        if weight < self.min_weight || self.statistics.weight(&rest) < self.min_weight {
            return;
        }
        let impurity = self.statistics.impurity(sums);
        let gain = self.impurity - impurity - self.statistics.impurity(&rest);
        let candidate = Candidate { gain, mixed: impurity / weight, condition };
        if best.as_ref().is_none_or(|held| candidate.beats(held)) {
            *best = Some(candidate);
        }
    }

    /// The best condition on a dense feature, from the sums over its bins.
    fn dense(&self, data: &Dataset<'_>, rows: &[u32], feature: usize) -> Option<Candidate> {
        let (width, binned) = (self.statistics.width(), data.x.binned());
        let (bins, codes) = (&binned.features()[feature], binned.column(feature));
        let mut histogram = vec![0.0; bins.n_bins() * width];
        for &row in rows {
            let bin = usize::from(codes[row as usize]);
            self.statistics.add(&mut histogram[bin * width..(bin + 1) * width], row, data.weight(row));
        }
        let bin = |at: usize| &histogram[at * width..(at + 1) * width];
        let mut best = None;
        self.consider(&mut best, bin(bins.n_value_bins), Condition::Missing { feature });
        if bins.categorical {
            // The last bin may hold several levels, which no one code names.
            for code in 0..bins.n_value_bins.min(bowline_core::binned::MAX_BINS - 2) {
                self.consider(&mut best, bin(code), Condition::Level { feature, code: code as u32 });
            }
            return best;
        }
        let present: Vec<f64> =
            self.all.iter().zip(bin(bins.n_value_bins)).map(|(all, missing)| all - missing).collect();
        let mut below = vec![0.0; width];
        for (at, &threshold) in bins.cuts.iter().enumerate() {
            below.iter_mut().zip(bin(at)).for_each(|(sum, part)| *sum += part);
            if threshold.is_infinite() {
                continue;
            }
            self.consider(&mut best, &below, Condition::AtMost { feature, threshold });
            let above: Vec<f64> = present.iter().zip(&below).map(|(all, part)| all - part).collect();
            self.consider(&mut best, &above, Condition::Above { feature, threshold });
        }
        best
    }

    /// The best condition on a sparse feature: that it is there.
    fn sparse(&self, data: &Dataset<'_>, rows: &[u32]) -> Option<Candidate> {
        let (width, sparse) = (self.statistics.width(), data.x.sparse());
        let mut sums = vec![0.0; sparse.n_features * width];
        for &row in rows {
            let (features, values) = sparse.row(row as usize);
            for (&feature, _) in features.iter().zip(values).filter(|(_, value)| **value != 0.0) {
                let place = feature as usize * width;
                self.statistics.add(&mut sums[place..place + width], row, data.weight(row));
            }
        }
        let mut best = None;
        for (feature, sums) in sums.chunks_exact(width).enumerate() {
            self.consider(&mut best, sums, Condition::Present { feature });
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::{Feature, Seed, Target};

    #[test]
    fn finds_the_rules_that_made_the_data() {
        let n = 400;
        let a: Vec<f32> = (0..n).map(|i| if i % 40 == 0 { f32::NAN } else { (i % 20) as f32 }).collect();
        let b: Vec<f32> = (0..n).map(|i| (i / 20) as f32).collect();
        let codes = (0..n).map(|i| u32::from(a[i] > 14.0 || b[i] <= 3.0)).collect();
        let features = vec![Feature::numeric("a", "a"), Feature::numeric("b", "b")];
        let x = FeatureMatrix::dense(n, features, [a, b].concat());
        let y = Target::Classes { codes, n_classes: 2 };
        let rows: Vec<u32> = (0..n as u32).collect();
        let model = SimpleRules::default()
            .fit(&Dataset::new(&x, &y, &rows), &FitContext::with_seed(Seed(1)))
            .unwrap();
        let conditions: Vec<Condition> = model.rules().iter().map(|rule| rule.condition).collect();
        assert!(conditions.contains(&Condition::Above { feature: 0, threshold: 14.5 }), "{conditions:?}");
        let labels = model.predict(&x).labels().unwrap();
        let Target::Classes { codes, .. } = &y else { panic!() };
        assert_eq!(&labels, codes);
    }

    #[test]
    fn numbers_get_piecewise_means() {
        let x = FeatureMatrix::dense(8, vec![Feature::numeric("a", "a")], (0..8).map(|i| i as f32).collect());
        let y = Target::Values((0..8).map(|i| if i < 4 { 1e9 + 1.0 } else { 1e9 + 3.0 }).collect());
        let rows: Vec<u32> = (0..8).collect();
        let model = SimpleRules::default()
            .fit(&Dataset::new(&x, &y, &rows), &FitContext::with_seed(Seed(1)))
            .unwrap();
        assert_eq!(model.rules().len(), 1);
        let Predictions::Values(values) = model.predict(&x) else { panic!() };
        assert!((values[0] - (1e9 + 1.0)).abs() < 1e-6 && (values[7] - (1e9 + 3.0)).abs() < 1e-6);
    }
}
