//! Forests: the mean of large trees that differ by chance.
//!
//! A single deep tree learns its rows by heart. Grown on random draws of rows, looking at a few random features at each node,
//! trees err in different ways and their mean errs little (Breiman 2001, <https://doi.org/10.1023/A:1010933404324>). Extra
//! trees draw the cuts at random as well and keep all rows (Geurts et al. 2006,
//! <https://doi.org/10.1007/s10994-006-6226-1>).

use bowline_core::{Dataset, Estimator, FitContext, FitError, Target};
use rayon::prelude::*;

use super::forest_model::{ForestModel, ForestTask};
use super::forest_tree::ForestTree;
use super::objective::{Objective, check_range};
use super::trees::Trees;

/// Features that a node looks at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FeatureShare {
    /// The square root of their number.
    SquareRoot,
    /// A share, in (0, 1].
    Share(f64),
}

impl FeatureShare {
    fn of(self, n_features: usize) -> usize {
        let wanted = match self {
            Self::SquareRoot => (n_features as f64).sqrt(),
            Self::Share(share) => n_features as f64 * share,
        };
        (wanted.round() as usize).clamp(1, n_features.max(1))
    }
}

/// A random forest: rows drawn with replacement for each tree, best cuts.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomForest {
    /// Number of trees, at least 1.
    pub n_trees: usize,
    /// Features that a node looks at.
    pub features: FeatureShare,
    /// Most questions from root to leaf, at least 1.
    pub max_depth: usize,
    /// Fewest rows in a leaf, at least 1; a row that was drawn twice counts once.
    pub min_leaf_rows: usize,
}

impl Default for RandomForest {
    fn default() -> Self {
        Self { n_trees: 100, features: FeatureShare::SquareRoot, max_depth: usize::MAX, min_leaf_rows: 1 }
    }
}

/// Extra trees: every tree reads all rows, cuts are drawn at random and the best of a few features is taken.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtraTrees {
    /// Number of trees, at least 1.
    pub n_trees: usize,
    /// Features that a node looks at.
    pub features: FeatureShare,
    /// Most questions from root to leaf, at least 1.
    pub max_depth: usize,
    /// Fewest rows in a leaf, at least 1.
    pub min_leaf_rows: usize,
}

impl Default for ExtraTrees {
    fn default() -> Self {
        Self { n_trees: 100, features: FeatureShare::SquareRoot, max_depth: usize::MAX, min_leaf_rows: 1 }
    }
}

impl Estimator for RandomForest {
    type Model = ForestModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<ForestModel, FitError> {
        let forest = Forest {
            n_trees: self.n_trees,
            features: self.features,
            max_depth: self.max_depth,
            min_leaf_rows: self.min_leaf_rows,
            draws_rows: true,
        };
        forest.fit(data, context)
    }
}

impl Estimator for ExtraTrees {
    type Model = ForestModel;

    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<ForestModel, FitError> {
        let forest = Forest {
            n_trees: self.n_trees,
            features: self.features,
            max_depth: self.max_depth,
            min_leaf_rows: self.min_leaf_rows,
            draws_rows: false,
        };
        forest.fit(data, context)
    }
}

/// What both have in common: rows are drawn and cuts are best, or neither.
struct Forest {
    n_trees: usize,
    features: FeatureShare,
    max_depth: usize,
    min_leaf_rows: usize,
    draws_rows: bool,
}

impl Forest {
    fn check(&self) -> Result<(), FitError> {
        let counts =
            [("n_trees", self.n_trees), ("max_depth", self.max_depth), ("min_leaf_rows", self.min_leaf_rows)];
        if let Some((name, _)) = counts.into_iter().find(|(_, count)| *count == 0) {
            return Err(FitError::Parameter { name, found: "0".into(), expected: "at least 1" });
        }
        match self.features {
            FeatureShare::Share(share) if !(share > 0.0 && share <= 1.0) => Err(FitError::Parameter {
                name: "features",
                found: share.to_string(),
                expected: "a share in (0, 1]",
            }),
            _ => Ok(()),
        }
    }

    /// A tree at a time on each thread; when the time ends, the trees up to the first that was not grown are the forest.
    fn fit(&self, data: &Dataset<'_>, context: &FitContext<'_>) -> Result<ForestModel, FitError> {
        self.check()?;
        let rows: Vec<u32> = data.rows.iter().copied().filter(|&row| data.weight(row) > 0.0).collect();
        if rows.is_empty() {
            return Err(FitError::Unsuitable("a forest needs at least one row with a weight above 0".into()));
        }
        if context.budget.is_spent() {
            return Err(FitError::OutOfTime);
        }
        let centre = match data.y {
            Target::Values(_) => Objective::Squared.start(data.y, &rows, |row| data.weight(row))[0],
            Target::Classes { .. } => 0.0,
        };
        check_range(data.y, &rows, centre)?;
        let binned = data.x.binned();
        let grower = ForestTree {
            binned,
            target: data.y,
            centre,
            n_candidates: self.features.of(binned.features().len()),
            max_depth: self.max_depth,
            min_leaf_rows: self.min_leaf_rows,
            random_cuts: !self.draws_rows,
        };
        let grown: Vec<_> = (0..self.n_trees)
            .into_par_iter()
            .map(|tree| {
                if tree > 0 && context.budget.is_spent() {
                    return None;
                }
                let mut rng = context.seed.derive("tree", tree as u64).rng();
                let mut weights = vec![0.0; data.x.n_samples()];
                if self.draws_rows {
                    for _ in 0..rows.len() {
                        let row = rows[rng.below(rows.len() as u64) as usize];
                        weights[row as usize] += data.weight(row);
                    }
                } else {
                    rows.iter().for_each(|&row| weights[row as usize] = data.weight(row));
                }
                let drawn = rows.iter().copied().filter(|&row| weights[row as usize] > 0.0).collect();
                Some(grower.grow(drawn, &weights, &mut rng))
            })
            .collect();
        let mut trees = Trees { n_features: data.x.n_dense(), ..Trees::default() };
        let (mut starts, mut outputs, mut values) = (vec![0u32], Vec::new(), Vec::new());
        for (tree, answers) in grown.into_iter().map_while(|grown| grown) {
            tree.store(binned, &mut trees);
            for answer in answers {
                for (output, value) in answer {
                    outputs.push(output);
                    values.push(value);
                }
                starts.push(values.len() as u32);
            }
        }
        let task = match data.y {
            Target::Classes { n_classes, .. } => ForestTask::Classes(*n_classes),
            Target::Values(_) => ForestTask::Values,
        };
        Ok(ForestModel { task, centre, trees, starts, outputs, values })
    }
}
