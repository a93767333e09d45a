//! Updates in batches: labelled examples wait until there are enough.
//!
//! Collecting a hundred examples before an update has two uses. The model changes at known moments, which makes it easy to
//! log, check and store; and the loss on a full buffer is measured before the model learns from it, so it is an honest
//! score on new data.

use std::mem;

use bowline_core::OnlineModel;

/// Smallest probability that a logarithm is taken of.
const SMALLEST: f64 = 1e-15;

/// What an update did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchUpdate {
    /// Examples learned from.
    pub n_examples: usize,
    /// Mean loss on them just before: log loss for classes, squared error for a value.
    pub loss: f64,
}

/// An online model behind a buffer.
#[derive(Debug, Clone)]
pub struct Buffered<M> {
    model: M,
    capacity: usize,
    examples: Vec<(Vec<f32>, f64)>,
    last_update: Option<BatchUpdate>,
}

impl<M: OnlineModel> Buffered<M> {
    /// Examples in a buffer unless told otherwise.
    pub const CAPACITY: usize = 100;

    /// Puts a buffer of `capacity` examples (at least 1) before `model`.
    #[must_use]
    pub fn new(model: M, capacity: usize) -> Self {
        Self { model, capacity: capacity.max(1), examples: Vec::new(), last_update: None }
    }

    /// The model as of the last update.
    #[must_use]
    pub fn model(&self) -> &M {
        &self.model
    }

    /// Examples that wait.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        self.examples.len()
    }

    /// What the last update did, once; `None` when there was none since the last call.
    pub fn take_update(&mut self) -> Option<BatchUpdate> {
        self.last_update.take()
    }

    /// Learns from all that waits, in the order in which it came; `None` when nothing does.
    pub fn flush(&mut self) -> Option<BatchUpdate> {
        let examples = mem::take(&mut self.examples);
        if examples.is_empty() {
            return None;
        }
        let losses =
            examples.iter().map(|(features, target)| loss(&self.model.predict_one(features), *target));
        let update =
            BatchUpdate { n_examples: examples.len(), loss: losses.sum::<f64>() / examples.len() as f64 };
        examples.iter().for_each(|(features, target)| self.model.learn_one(features, *target));
        self.last_update = Some(update);
        self.last_update
    }
}

impl<M: OnlineModel> OnlineModel for Buffered<M> {
    /// Keeps the example; the buffer's last one starts an update with all of them.
    fn learn_one(&mut self, features: &[f32], target: f64) {
        self.examples.push((features.to_vec(), target));
        if self.examples.len() >= self.capacity {
            self.flush();
        }
    }

    fn predict_one(&self, features: &[f32]) -> Vec<f64> {
        self.model.predict_one(features)
    }
}

fn loss(answer: &[f64], target: f64) -> f64 {
    match answer {
        [value] => (value - target).powi(2),
        probabilities => {
            let p = if target >= 0.0 { probabilities.get(target as usize).copied() } else { None };
            -p.unwrap_or(0.0).clamp(SMALLEST, 1.0).ln()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::online::{SgdLogistic, SgdParameters};

    #[test]
    fn updates_when_full_and_tells_the_loss_before() {
        let make = || SgdLogistic::new(1, 2, SgdParameters::default()).unwrap();
        let mut buffered = Buffered::new(make(), Buffered::<SgdLogistic>::CAPACITY);
        let mut immediate = make();
        for step in 0..99 {
            buffered.learn_one(&[step as f32], f64::from(step % 2));
            immediate.learn_one(&[step as f32], f64::from(step % 2));
        }
        assert_eq!((buffered.model(), buffered.n_waiting()), (&make(), 99));
        buffered.learn_one(&[99.0], 1.0);
        immediate.learn_one(&[99.0], 1.0);
        assert_eq!((buffered.model(), buffered.n_waiting()), (&immediate, 0));
        let update = buffered.take_update().unwrap();
        assert_eq!(update.n_examples, 100);
        assert!((update.loss - 2f64.ln()).abs() < 1e-12);
        assert_eq!((buffered.take_update(), buffered.flush()), (None, None));
    }
}
