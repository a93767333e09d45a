//! The confusion matrix: how often each true class was given each label.
//!
//! Every metric of hard labels is a ratio of its sums. Where a ratio has nothing below (no row was labelled so), it is 0,
//! as in scikit-learn.

/// Counts by true class and label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfusionMatrix {
    n_classes: usize,
    /// Row-major: row is the truth, column the label.
    counts: Vec<u64>,
}

impl ConfusionMatrix {
    /// Counts pairs of truth and label; both must be below `n_classes`, other pairs are left out.
    #[must_use]
    pub fn new(truth: &[u32], labels: &[u32], n_classes: usize) -> Self {
        Self::counted(truth.iter().zip(labels).map(|(&class, &label)| (class, label, 1)), n_classes)
    }

    /// Like [`ConfusionMatrix::new`], with row `i` counted `times[i]` times.
    #[must_use]
    pub fn resampled(truth: &[u32], labels: &[u32], times: &[u32], n_classes: usize) -> Self {
        let rows = truth.iter().zip(labels).zip(times);
        Self::counted(rows.map(|((&class, &label), &times)| (class, label, u64::from(times))), n_classes)
    }

    fn counted(rows: impl Iterator<Item = (u32, u32, u64)>, n_classes: usize) -> Self {
        let mut counts = vec![0; n_classes * n_classes];
        for (class, label, times) in rows {
            if (class as usize) < n_classes && (label as usize) < n_classes {
                counts[class as usize * n_classes + label as usize] += times;
            }
        }
        Self { n_classes, counts }
    }

    /// Number of classes.
    #[must_use]
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Rows of class `truth` that were labelled `label`.
    #[must_use]
    pub fn count(&self, truth: usize, label: usize) -> u64 {
        self.counts[truth * self.n_classes + label]
    }

    /// All counts, row-major by truth.
    #[must_use]
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// Rows of a true class.
    #[must_use]
    pub fn support(&self, class: usize) -> u64 {
        (0..self.n_classes).map(|label| self.count(class, label)).sum()
    }

    fn labelled(&self, class: usize) -> u64 {
        (0..self.n_classes).map(|truth| self.count(truth, class)).sum()
    }

    fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    fn right(&self) -> u64 {
        (0..self.n_classes).map(|class| self.count(class, class)).sum()
    }

    /// Share of rows on the diagonal.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        ratio(self.right() as f64, self.total() as f64)
    }

    /// Of the rows labelled `class`, the share that is.
    #[must_use]
    pub fn precision(&self, class: usize) -> f64 {
        ratio(self.count(class, class) as f64, self.labelled(class) as f64)
    }

    /// Of the rows that are `class`, the share labelled so.
    #[must_use]
    pub fn recall(&self, class: usize) -> f64 {
        ratio(self.count(class, class) as f64, self.support(class) as f64)
    }

    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self, class: usize) -> f64 {
        ratio(2.0 * self.count(class, class) as f64, (self.support(class) + self.labelled(class)) as f64)
    }

    /// Mean recall over the classes that occur in the truth.
    #[must_use]
    pub fn balanced_accuracy(&self) -> f64 {
        let present: Vec<usize> = (0..self.n_classes).filter(|&class| self.support(class) > 0).collect();
        ratio(present.iter().map(|&class| self.recall(class)).sum(), present.len() as f64)
    }

    /// Unweighted mean of `score` over classes that occur in truth or labels.
    #[must_use]
    pub fn macro_mean(&self, score: fn(&Self, usize) -> f64) -> f64 {
        let present: Vec<usize> =
            (0..self.n_classes).filter(|&class| self.support(class) + self.labelled(class) > 0).collect();
        ratio(present.iter().map(|&class| score(self, class)).sum(), present.len() as f64)
    }

    /// Mean of `score` over classes, weighted by their true counts.
    #[must_use]
    pub fn weighted_mean(&self, score: fn(&Self, usize) -> f64) -> f64 {
        let sum = (0..self.n_classes).map(|class| score(self, class) * self.support(class) as f64).sum();
        ratio(sum, self.total() as f64)
    }

    /// Matthews correlation coefficient for any number of classes (Gorodkin 2004,
    /// <https://doi.org/10.1016/j.compbiolchem.2004.09.006>); 0 when one side is constant.
    #[must_use]
    pub fn mcc(&self) -> f64 {
        let (n, right) = (self.total() as f64, self.right() as f64);
        let sums = |f: fn(f64, f64) -> f64| -> f64 {
            (0..self.n_classes).map(|class| f(self.support(class) as f64, self.labelled(class) as f64)).sum()
        };
        let cross = n * right - sums(|t, p| t * p);
        let truth = n * n - sums(|t, _| t * t);
        let labels = n * n - sums(|_, p| p * p);
        ratio(cross, (truth * labels).sqrt())
    }

    /// Cohen's kappa: agreement beyond chance (Cohen 1960).
    #[must_use]
    pub fn cohen_kappa(&self) -> f64 {
        let n = self.total() as f64;
        let chance: f64 =
            (0..self.n_classes).map(|c| self.support(c) as f64 * self.labelled(c) as f64).sum::<f64>()
                / (n * n);
        ratio(self.accuracy() - chance, 1.0 - chance)
    }
}

fn ratio(above: f64, below: f64) -> f64 {
    if below == 0.0 { 0.0 } else { above / below }
}
