//! A fold of cross-validation: the rows to learn from and the rows to predict.

/// One fold. No row stands in both lists; each list ascends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Rows to learn from.
    pub train: Vec<u32>,
    /// Rows to predict.
    pub validation: Vec<u32>,
}

impl Fold {
    /// The folds in which each row is predicted once, by the fold that `fold_of` names, and learned from in all others.
    pub(super) fn from_assignment(fold_of: &[usize], n_folds: usize) -> Vec<Self> {
        (0..n_folds)
            .map(|fold| {
                let (validation, train) =
                    (0..fold_of.len() as u32).partition(|&row| fold_of[row as usize] == fold);
                Self { train, validation }
            })
            .collect()
    }
}
