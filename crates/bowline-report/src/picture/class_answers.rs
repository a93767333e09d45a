//! The test rows of a classification, checked: what the pictures of classes draw from.

use bowline_stats::argmax_labels;

use crate::data::{ReportData, TestAnswers};

/// Rows whose class is known and whose probabilities are all numbers.
pub(super) struct ClassAnswers<'a> {
    pub(super) classes: &'a [String],
    pub(super) truth: Vec<u32>,
    positive: Option<usize>,
    probabilities: Vec<f64>,
}

impl<'a> ClassAnswers<'a> {
    /// `None` for a regression, fewer than two classes, or when no row is left.
    pub(super) fn of(data: &'a ReportData) -> Option<Self> {
        let Some(TestAnswers::Classes { classes, positive, truth, probabilities }) = &data.test_answers
        else {
            return None;
        };
        let n_classes = classes.len();
        if n_classes < 2 {
            return None;
        }
        let positive = positive.filter(|&class| class < n_classes);
        let mut kept = Self { classes, truth: Vec::new(), positive, probabilities: Vec::new() };
        for (&class, row) in truth.iter().zip(probabilities.chunks_exact(n_classes)) {
            if (class as usize) < n_classes && row.iter().all(|p| p.is_finite()) {
                kept.truth.push(class);
                kept.probabilities.extend_from_slice(row);
            }
        }
        (!kept.truth.is_empty()).then_some(kept)
    }

    /// The positive class of two; the second where none is named. `None` with more classes.
    pub(super) fn positive(&self) -> Option<usize> {
        (self.classes.len() == 2).then(|| self.positive.unwrap_or(1))
    }

    /// For each row: is it of `class`, and how probable did the model find that.
    pub(super) fn against_rest(&self, class: usize) -> (Vec<bool>, Vec<f64>) {
        let is_class = self.truth.iter().map(|&code| code as usize == class).collect();
        let scores = self.probabilities.iter().skip(class).step_by(self.classes.len()).copied().collect();
        (is_class, scores)
    }

    /// The most probable class of each row.
    pub(super) fn labels(&self) -> Vec<u32> {
        argmax_labels(&self.probabilities, self.classes.len())
    }

    /// Classes by falling number of rows, ties in their own order.
    pub(super) fn classes_by_support(&self) -> Vec<usize> {
        let mut support = vec![0usize; self.classes.len()];
        for &class in &self.truth {
            support[class as usize] += 1;
        }
        let mut order: Vec<usize> = (0..support.len()).collect();
        order.sort_by_key(|&class| std::cmp::Reverse(support[class]));
        order
    }
}
