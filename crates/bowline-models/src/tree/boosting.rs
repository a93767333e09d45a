//! Gradient boosting: many small trees, each correcting the sum of those before it.
//!
//! After each tree the loss has a slope at every row, and the next tree is fitted to it (Friedman 2001). Rows, features and even
//! cuts may be drawn at random, which makes single trees worse and their sum better. Validation rows, where given, tell
//! when more trees no longer help.

use std::borrow::Cow;

use bowline_core::{Dataset, Estimator, FitContext, FitError, Rng, Target};

use super::best_split::SplitLimits;
use super::boosting_model::BoostingModel;
use super::gradient::Units;
use super::grown::GrownTree;
use super::leaf_wise::{LeafWise, TreeLimits};
use super::objective::{Objective, check_range};
use super::trees::Trees;

/// Trees of a round between two looks at the clock.
const TREES_A_LOOK: usize = 8;

/// Gradient-boosted trees.
#[derive(Debug, Clone, PartialEq)]
pub struct GradientBoosting {
    /// Share of each tree's answer that is added, in (0, 1].
    pub learning_rate: f64,
    /// Most rounds, at least 1; a round adds one tree (one for each class of a multi-class task).
    pub max_rounds: usize,
    /// Most leaves of a tree, at least 2.
    pub max_leaves: usize,
    /// Most questions from root to leaf, at least 1.
    pub max_depth: usize,
    /// Fewest rows in a leaf, at least 1.
    pub min_leaf_rows: usize,
    /// Smallest sum of second derivatives in a leaf, at least 0.
    pub min_leaf_hessian: f64,
    /// Penalty on the size of leaf values, at least 0.
    pub l1: f64,
    /// Penalty on the square of leaf values, at least 0.
    pub l2: f64,
    /// Share of rows that each round draws, in (0, 1].
    pub row_share: f64,
    /// Share of features that each tree draws, in (0, 1].
    pub feature_share: f64,
    /// One random cut for each feature of a leaf instead of all cuts (Geurts et al. 2006).
    pub extra_random: bool,
    /// Rounds without a better loss on the validation rows before the fit ends, at least 1; a quarter of the best round is
    /// added.
    pub patience: usize,
}

impl Default for GradientBoosting {
    fn default() -> Self {
        Self {
            learning_rate: 0.1,
            max_rounds: 100,
            max_leaves: 31,
            max_depth: 64,
            min_leaf_rows: 20,
            min_leaf_hessian: 1e-3,
            l1: 0.0,
            l2: 0.0,
            row_share: 1.0,
            feature_share: 1.0,
            extra_random: false,
            patience: 20,
        }
    }
}

impl GradientBoosting {
    fn check(&self) -> Result<(), FitError> {
        let share = |x: f64| x > 0.0 && x <= 1.0;
        let penalty = |x: f64| x >= 0.0 && x.is_finite();
        let rules = [
            ("learning_rate", self.learning_rate, share(self.learning_rate), "a number in (0, 1]"),
            ("max_rounds", self.max_rounds as f64, self.max_rounds >= 1, "at least 1"),
            ("max_leaves", self.max_leaves as f64, self.max_leaves >= 2, "at least 2"),
            ("max_depth", self.max_depth as f64, self.max_depth >= 1, "at least 1"),
            ("min_leaf_rows", self.min_leaf_rows as f64, self.min_leaf_rows >= 1, "at least 1"),
            ("min_leaf_hessian", self.min_leaf_hessian, penalty(self.min_leaf_hessian), "at least 0"),
            ("l1", self.l1, penalty(self.l1), "at least 0"),
            ("l2", self.l2, penalty(self.l2), "at least 0"),
            ("row_share", self.row_share, share(self.row_share), "a number in (0, 1]"),
            ("feature_share", self.feature_share, share(self.feature_share), "a number in (0, 1]"),
        ];
        match rules.into_iter().find(|(_, _, holds, _)| !holds) {
            Some((name, found, _, expected)) => {
                Err(FitError::Parameter { name, found: found.to_string(), expected })
            }
            None => Ok(()),
        }
    }

    fn limits(&self) -> TreeLimits {
        TreeLimits {
            max_leaves: self.max_leaves,
            max_depth: self.max_depth,
            split: SplitLimits {
                l1: self.l1,
                l2: self.l2,
                min_rows: self.min_leaf_rows,
                min_hessian: self.min_leaf_hessian,
                min_gain: 1e-10,
                extra_random: self.extra_random,
            },
        }
    }
}

impl Estimator for GradientBoosting {
    type Model = BoostingModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<BoostingModel, FitError> {
        self.check()?;
        let total_weight: f64 = data.rows.iter().map(|&row| data.weight(row)).sum();
        if data.rows.is_empty() || total_weight <= 0.0 {
            return Err(FitError::Unsuitable("boosting needs at least one row with a weight above 0".into()));
        }
        if context.budget.is_spent() {
            return Err(FitError::OutOfTime);
        }
        let scale = Scale::of(data)?;
        let target = scale.standardised(data.y);
        let data = &Dataset { y: &target, ..*data };
        let mut run = Run::new(self, data);
        // Rows without weight cannot say when to stop.
        let judges = data.validation.iter().any(|&row| data.weight(row) > 0.0);
        let mut stop = EarlyStop::default();
        for round in 0..self.max_rounds {
            if round > 0 && context.budget.is_spent() {
                break;
            }
            let Some(grew) = run.round(context, round) else { break };
            if judges {
                let loss = run.objective.loss(data.y, data.validation, &run.scores, |row| data.weight(row));
                if stop.after(round, loss, self.patience) {
                    break;
                }
            }
            let is_random = self.row_share < 1.0 || self.feature_share < 1.0 || self.extra_random;
            if !grew && !is_random {
                break;
            }
        }
        let rounds = if judges { stop.best_round + 1 } else { usize::MAX };
        Ok(run.model(rounds, &scale))
    }
}

/// Where the numbers of a target lie: trees are grown on distances from the centre in units of the spread, so that penalties and
/// the smallest gain mean the same for prices and for concentrations. Classes stay as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scale {
    centre: f64,
    spread: f64,
}

impl Scale {
    fn of(data: &Dataset<'_>) -> Result<Self, FitError> {
        let Target::Values(values) = data.y else { return Ok(Self { centre: 0.0, spread: 1.0 }) };
        let centre = Objective::Squared.start(data.y, data.rows, |row| data.weight(row))[0];
        check_range(data.y, data.rows, centre)?;
        let (mut squares, mut total) = (0.0, 0.0);
        for &row in data.rows {
            squares += data.weight(row) * (values[row as usize] - centre).powi(2);
            total += data.weight(row);
        }
        let spread = (squares / total).sqrt();
        Ok(Self { centre, spread: if spread.is_normal() { spread } else { 1.0 } })
    }

    fn standardised<'a>(&self, target: &'a Target) -> Cow<'a, Target> {
        match target {
            Target::Values(values) => Cow::Owned(Target::Values(
                values.iter().map(|value| (value - self.centre) / self.spread).collect(),
            )),
            Target::Classes { .. } => Cow::Borrowed(target),
        }
    }
}

/// Watches the loss on the validation rows.
#[derive(Debug)]
struct EarlyStop {
    best_round: usize,
    best_loss: f64,
}

impl Default for EarlyStop {
    fn default() -> Self {
        Self { best_round: 0, best_loss: f64::INFINITY }
    }
}

impl EarlyStop {
    /// Notes the loss after a round; true when it is time to stop.
    fn after(&mut self, round: usize, loss: f64, patience: usize) -> bool {
        if loss < self.best_loss {
            (self.best_round, self.best_loss) = (round, loss);
        }
        round - self.best_round >= patience.max(1) + self.best_round / 4
    }
}

/// A fit under way.
struct Run<'a> {
    parameters: &'a GradientBoosting,
    data: &'a Dataset<'a>,
    objective: Objective,
    n_scores: usize,
    start: Vec<f64>,
    /// `(n_samples, n_scores)` over all rows of the matrix.
    scores: Vec<f64>,
    grower: LeafWise<'a>,
    packed: Vec<i64>,
    gradients: Vec<f32>,
    hessians: Vec<f32>,
    /// Trees with their leaf values, in the order of rounds and classes.
    trees: Vec<(GrownTree, Vec<f32>)>,
}

impl<'a> Run<'a> {
    fn new(parameters: &'a GradientBoosting, data: &'a Dataset<'a>) -> Self {
        let objective = Objective::of(data.y);
        let start = objective.start(data.y, data.rows, |row| data.weight(row));
        Self {
            parameters,
            data,
            objective,
            n_scores: objective.n_scores(data.y),
            scores: start.repeat(data.x.n_samples()),
            start,
            grower: LeafWise::new(data.x.binned(), parameters.limits()),
            packed: vec![0; data.x.n_samples()],
            gradients: Vec::new(),
            hessians: Vec::new(),
            trees: Vec::new(),
        }
    }

    /// Adds a tree for each score; false when none of them found a split. `None` when the time ended in the midst of it, and
    /// nothing was added; the first round is always finished.
    fn round(&mut self, context: &FitContext<'_>, round: usize) -> Option<bool> {
        let seed = context.seed.derive("round", round as u64);
        let held = self.trees.len();
        let (rows, others) =
            draw_rows(self.data.rows, self.parameters.row_share, &mut seed.derive("rows", 0).rng());
        let n = rows.len();
        self.gradients.resize(n * self.n_scores, 0.0);
        self.hessians.resize(n * self.n_scores, 0.0);
        self.objective.derivatives(self.data.y, &rows, &self.scores, &mut self.gradients, &mut self.hessians);
        let mut grew = false;
        for output in 0..self.n_scores {
            // One look at the clock a round is enough but where a round grows many trees.
            if round > 0 && output % TREES_A_LOOK == TREES_A_LOOK - 1 && context.budget.is_spent() {
                self.trees.truncate(held);
                return None;
            }
            let (gradients, hessians) = (
                &mut self.gradients[output * n..(output + 1) * n],
                &mut self.hessians[output * n..(output + 1) * n],
            );
            if self.data.weights.is_some() {
                for ((gradient, hessian), &row) in gradients.iter_mut().zip(hessians.iter_mut()).zip(&rows) {
                    let weight = self.data.weight(row) as f32;
                    *gradient *= weight;
                    *hessian *= weight;
                }
            }
            let units = Units::fitting(gradients, hessians);
            units.pack_rows(gradients, hessians, &rows, &mut self.packed);
            let mut rng = seed.derive("tree", output as u64).rng();
            let features = draw_features(self.data.x.n_dense(), self.parameters.feature_share, &mut rng);
            let growth = self.grower.grow(&rows, &features, &self.packed, units, &mut rng);
            let limits = self.parameters.limits().split;
            let values: Vec<f32> = growth
                .sums
                .iter()
                .map(|&sum| (self.parameters.learning_rate * limits.leaf_value(units.unpack(sum))) as f32)
                .collect();
            for (&(start, end), &value) in growth.ranges.iter().zip(&values) {
                for &row in &self.grower.rows()[start..end] {
                    self.scores[row as usize * self.n_scores + output] += f64::from(value);
                }
            }
            for rows in [&others[..], self.data.validation] {
                growth.tree.for_each_leaf(self.data.x.binned(), rows, |row, leaf| {
                    self.scores[row as usize * self.n_scores + output] += f64::from(values[leaf]);
                });
            }
            grew |= growth.tree.n_leaves > 1;
            self.trees.push((growth.tree, values));
        }
        Some(grew)
    }

    /// The model of the first `rounds` rounds, in the units of the target.
    fn model(self, rounds: usize, scale: &Scale) -> BoostingModel {
        let mut trees = Trees { n_features: self.data.x.n_dense(), ..Trees::default() };
        let mut leaf_values = Vec::new();
        for (tree, values) in self.trees.iter().take(rounds.saturating_mul(self.n_scores)) {
            tree.store(self.data.x.binned(), &mut trees);
            leaf_values.extend(values.iter().map(|&value| (f64::from(value) * scale.spread) as f32));
        }
        let start = self.start.iter().map(|start| scale.centre + start * scale.spread).collect();
        BoostingModel { objective: self.objective, start, trees, leaf_values }
    }
}

/// A random share of rows and the rest, both in order; all of them without a draw when the share is 1.
fn draw_rows(rows: &[u32], share: f64, rng: &mut Rng) -> (Vec<u32>, Vec<u32>) {
    if share >= 1.0 {
        return (rows.to_vec(), Vec::new());
    }
    let (drawn, others): (Vec<u32>, Vec<u32>) = rows.iter().partition(|_| rng.uniform() < share);
    if drawn.is_empty() { (rows.to_vec(), Vec::new()) } else { (drawn, others) }
}

/// A random share of the features, ascending, at least one where there is one.
fn draw_features(n_features: usize, share: f64, rng: &mut Rng) -> Vec<u32> {
    let mut features: Vec<u32> = (0..n_features as u32).collect();
    let wanted = (n_features as f64 * share).ceil() as usize;
    if wanted < n_features {
        rng.shuffle(&mut features);
        features.truncate(wanted);
        features.sort_unstable();
    }
    features
}
