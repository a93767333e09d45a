//! The log loss of a linear classifier, with its gradient.
//!
//! The loss of a row is minus the log of the probability that its true class got. Its derivative by a class's score is
//! simply "predicted minus true", which makes the whole gradient one product with the transposed features.
//! Two classes use the logistic function of one score, more use softmax; both are written so that no exponential
//! can overflow.

use bowline_core::Dataset;
use rayon::prelude::*;

use super::class_problem::ClassProblem;
use super::design::Design;
use super::logistic_model::LogisticModel;
use super::parameters::Intercept;

impl ClassProblem {
    /// Mean log loss plus `ridge / 2` times the squared coefficients; writes the gradient. `state` is scratch space of
    /// `(n_padded, n_outputs)`.
    pub(crate) fn value_and_gradient(
        &self,
        parameters: &[f64],
        ridge: f64,
        gradient: &mut [f64],
        state: &mut [f64],
    ) -> f64 {
        let n_outputs = self.n_outputs();
        let loss = self.design.for_each_block(state, n_outputs, |block, scores| {
            self.design.block_scores(block, parameters, n_outputs, scores);
            self.block_loss(block, scores)
        });
        let n_coefficients = self.design.n_features() * n_outputs;
        let (weights, _) = parameters.split_at(n_coefficients);
        let (slopes, intercept_slopes) = gradient.split_at_mut(n_coefficients);
        let state = &*state;
        let of_feature = |(feature, slopes): (usize, &mut [f64])| {
            for (output, slope) in slopes.iter_mut().enumerate() {
                let at = feature * n_outputs + output;
                *slope = self.design.dot(feature, state, n_outputs, output) + ridge * weights[at];
            }
        };
        let per_task = self.design.features_per_task() / n_outputs.max(1) + 1;
        if self.design.n_features() > per_task {
            slopes.par_chunks_mut(n_outputs).enumerate().with_min_len(per_task).for_each(of_feature);
        } else {
            slopes.chunks_mut(n_outputs).enumerate().for_each(of_feature);
        }
        for (output, slope) in intercept_slopes.iter_mut().enumerate() {
            *slope = match self.intercept {
                Intercept::Fitted => self.design.sum(state, n_outputs, output),
                Intercept::Zero => 0.0,
            };
        }
        loss + 0.5 * ridge * weights.iter().map(|w| w * w).sum::<f64>()
    }

    /// Turns the scores of a block, `(n_outputs, block)`, into the loss's derivatives by them; returns the loss.
    pub(crate) fn block_loss(&self, block: usize, scores: &mut [f64]) -> f64 {
        let size = self.design.block();
        let rows = block * size..(block + 1) * size;
        let (classes, weights) = (&self.classes[rows.clone()], &self.weights[rows]);
        if self.n_outputs() == 1 {
            binary_loss(scores, classes, weights)
        } else {
            softmax_loss(scores, classes, weights)
        }
    }

    /// A positive guess of the inverse second derivatives: exact on the axes at the start, where scores are constant.
    pub(crate) fn inverse_curvature(&self, ridge: f64) -> Vec<f64> {
        let n_outputs = self.n_outputs();
        let variances: Vec<f64> = match n_outputs {
            1 => vec![self.shares[0] * self.shares[1]],
            _ => self.shares.iter().map(|share| share * (1.0 - share)).collect(),
        };
        let squares: Vec<f64> = (0..self.design.n_features())
            .into_par_iter()
            .with_min_len(self.design.features_per_task())
            .map(|feature| {
                let mut sum = 0.0;
                self.design.column(feature).for_each(|row, value| sum += self.weights[row] * value * value);
                sum
            })
            .chain(rayon::iter::once(1.0))
            .collect();
        let ridges = (0..squares.len()).map(|at| if at + 1 == squares.len() { 0.0 } else { ridge });
        squares
            .iter()
            .zip(ridges)
            .flat_map(|(square, ridge)| variances.iter().map(move |variance| variance * square + ridge))
            .map(|curvature| 1.0 / curvature.max(1e-12))
            .collect()
    }
}

/// Mean log loss of a model on some rows of a data set, by their weights; the rows' features are given as a design.
pub(crate) fn held_out_loss(model: &LogisticModel, design: &Design, data: &Dataset<'_>, rows: &[u32]) -> f64 {
    let bowline_core::Target::Classes { codes, .. } = data.y else { return f64::NAN };
    let n_outputs = model.intercepts.len();
    let parameters = [&model.coefficients[..], &model.intercepts].concat();
    let mut state = vec![0.0; design.n_padded() * n_outputs];
    design.scores(&parameters, n_outputs, &mut state);
    let (mut loss, mut total) = (0.0, 0.0);
    let mut scores = vec![0.0; n_outputs];
    let mut probabilities = vec![0.0; model.n_classes];
    for (at, &row) in rows.iter().enumerate() {
        for (output, score) in scores.iter_mut().enumerate() {
            *score = state[(at / design.block() * n_outputs + output) * design.block() + at % design.block()];
        }
        model.write_probabilities(&scores, &mut probabilities);
        let weight = data.weight(row);
        loss -= weight * probabilities[codes[row as usize] as usize].max(f64::EPSILON).ln();
        total += weight;
    }
    loss / total
}

fn binary_loss(scores: &mut [f64], classes: &[u32], weights: &[f64]) -> f64 {
    let mut loss = 0.0;
    for ((score, &class), &weight) in scores.iter_mut().zip(classes).zip(weights) {
        let small = (-score.abs()).exp();
        let probability = if *score >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) };
        let truth = f64::from(class);
        loss += weight * (score.max(0.0) + small.ln_1p() - truth * *score);
        *score = weight * (probability - truth);
    }
    loss
}

fn softmax_loss(scores: &mut [f64], classes: &[u32], weights: &[f64]) -> f64 {
    let size = classes.len();
    let mut top = scores[..size].to_vec();
    for output in scores.chunks_exact(size).skip(1) {
        top.iter_mut().zip(output).for_each(|(top, &score)| *top = if score > *top { score } else { *top });
    }
    let mut loss = 0.0;
    for (row, (&class, &weight)) in classes.iter().zip(weights).enumerate() {
        loss += weight * (top[row] - scores[class as usize * size + row]);
    }
    let mut sums = vec![0.0; size];
    for output in scores.chunks_exact_mut(size) {
        for ((score, top), sum) in output.iter_mut().zip(&top).zip(&mut sums) {
            *score = (*score - top).exp();
            *sum += *score;
        }
    }
    loss += sums.iter().zip(weights).map(|(sum, weight)| weight * sum.ln()).sum::<f64>();
    for output in scores.chunks_exact_mut(size) {
        for ((score, sum), weight) in output.iter_mut().zip(&sums).zip(weights) {
            *score *= weight / sum;
        }
    }
    for (row, (&class, weight)) in classes.iter().zip(weights).enumerate() {
        scores[class as usize * size + row] -= weight;
    }
    loss
}
