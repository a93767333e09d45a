//! Categories as codes, for trees that split sets of levels.
//!
//! A tree learner with native categorical splits needs no indicators: it groups the levels itself. Codes go by frequency,
//! the most frequent level first (ties by name), so that a learner with few bins keeps the levels that matter apart. A
//! missing cell and a level that no training row had are NaN: the tree sends both where it learned to send the unknown.

use bowline_core::{
    Feature, FeatureKind, FeatureMatrix, FitContext, FitError, FittedTransformer, Table, TransformError,
    Transformer,
};
use rayon::prelude::*;

use crate::input;

mod artifact;

/// Levels that get a code; rarer ones count as unseen.
const MAX_LEVELS: usize = 65_536;

/// Codes for category, boolean, text and identifier columns; feature `{c}` of kind [`FeatureKind::Categorical`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrdinalEncoder {
    /// The columns, distinct.
    pub columns: Vec<String>,
}

/// A fitted [`OrdinalEncoder`].
#[derive(Debug, Clone)]
pub struct FittedOrdinal {
    columns: Vec<FittedColumn>,
    features: Vec<Feature>,
}

#[derive(Debug, Clone)]
struct FittedColumn {
    name: String,
    /// Levels in ascending order with their codes.
    codes: Vec<(String, u32)>,
}

impl Transformer for OrdinalEncoder {
    type Fitted = FittedOrdinal;

    /// # Errors
    /// [`FitError::Unsuitable`] names a column that is missing or holds no strings.
    fn fit(&self, table: &Table, _context: &FitContext<'_>) -> Result<FittedOrdinal, FitError> {
        let fit = |name: &String| -> Result<FittedColumn, FitError> {
            let (mut counts, _) = input::strings(table, name)?.counts();
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            counts.truncate(MAX_LEVELS);
            Ok(FittedColumn::new(name.clone(), counts.iter().map(|(level, _)| (*level).to_owned())))
        };
        let columns: Vec<Result<FittedColumn, FitError>> = self.columns.par_iter().map(fit).collect();
        Ok(FittedOrdinal::assemble(columns.into_iter().collect::<Result<_, _>>()?))
    }
}

impl FittedColumn {
    /// `levels` in the order of their codes.
    fn new(name: String, levels: impl Iterator<Item = String>) -> Self {
        let mut codes: Vec<(String, u32)> = levels.zip(0..).collect();
        codes.sort_unstable();
        Self { name, codes }
    }

    fn code(&self, level: &str) -> f32 {
        let found = self.codes.binary_search_by(|(held, _)| held.as_str().cmp(level));
        found.map_or(f32::NAN, |at| self.codes[at].1 as f32)
    }
}

impl FittedOrdinal {
    fn assemble(columns: Vec<FittedColumn>) -> Self {
        let feature = |column: &FittedColumn| Feature {
            name: column.name.clone(),
            source: column.name.clone(),
            kind: FeatureKind::Categorical { n_levels: column.codes.len() as u32 },
        };
        Self { features: columns.iter().map(feature).collect(), columns }
    }
}

impl FittedTransformer for FittedOrdinal {
    fn features(&self) -> &[Feature] {
        &self.features
    }

    fn n_sparse(&self) -> usize {
        0
    }

    fn transform(&self, table: &Table) -> Result<FeatureMatrix, TransformError> {
        let mut dense = Vec::with_capacity(self.columns.len() * table.n_rows());
        for column in &self.columns {
            let cells = input::strings(table, &column.name)?;
            dense.extend(cells.map(f32::NAN, |level| column.code(level)));
        }
        Ok(FeatureMatrix::dense(table.n_rows(), self.features.clone(), dense))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::{Column, Seed};

    #[test]
    fn frequent_levels_first_ties_by_name() {
        let train =
            Table::new(vec![Column::category("c", &[Some("b"), Some("c"), Some("c"), None, Some("a")])])
                .unwrap();
        let encoder = OrdinalEncoder { columns: vec!["c".into()] };
        let fitted = encoder.fit(&train, &FitContext::with_seed(Seed(0))).unwrap();
        assert_eq!(fitted.features()[0].kind, FeatureKind::Categorical { n_levels: 3 });
        let new =
            Table::new(vec![Column::category("c", &[Some("a"), Some("b"), Some("c"), Some("d"), None])]);
        let out = fitted.transform(&new.unwrap()).unwrap();
        assert_eq!(out.column(0)[..3], [1.0, 2.0, 0.0]);
        assert!(out.column(0)[3..].iter().all(|x| x.is_nan()));
    }
}
