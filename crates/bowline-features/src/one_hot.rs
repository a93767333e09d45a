//! One 0/1 indicator for each level of a category.
//!
//! The plainest honest way to give a linear model a category: no order is invented. A missing cell is the level
//! `missing`. A level that no training row had gives zeros throughout. Where a column has more levels than wanted, the
//! rare ones share the indicator `infrequent`, and a level never seen counts as rare too. Agrees with scikit-learn's
//! `SimpleImputer(strategy="constant", fill_value="missing")` followed by `OneHotEncoder(handle_unknown="ignore")`, or
//! `"infrequent_if_exist"` where rare levels were joined.

use bowline_core::{
    Feature, FeatureMatrix, FitContext, FitError, FittedTransformer, SparseRows, Table, TransformError,
    Transformer,
};
use rayon::prelude::*;

use crate::feature_names::distinct;
use crate::input;

mod artifact;

/// The level of a missing cell.
const MISSING: &str = "missing";
/// The indicator of rare levels.
const INFREQUENT: &str = "infrequent";
/// The code of a cell without an indicator.
const NONE: u32 = u32::MAX;

/// Indicators for category, boolean, text and identifier columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneHotEncoder {
    /// The columns, distinct.
    pub columns: Vec<String>,
    /// Most indicators a column may have, at least 1, the one for rare levels included; `None` for no limit.
    pub max_levels: Option<usize>,
    /// A column with at most this many indicators gives dense features called `{c}={level}`; one with more gives sparse
    /// features, which cost memory only where they are 1.
    pub dense_levels: usize,
}

/// A fitted [`OneHotEncoder`].
#[derive(Debug, Clone)]
pub struct FittedOneHot {
    columns: Vec<FittedColumn>,
    dense_levels: usize,
    features: Vec<Feature>,
    n_sparse: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FittedColumn {
    name: String,
    /// Levels with an indicator of their own, ascending.
    levels: Vec<String>,
    /// Whether a last indicator stands for all other levels.
    infrequent: bool,
}

impl OneHotEncoder {
    /// Dense indicators for every level of `columns`.
    #[must_use]
    pub fn new(columns: Vec<String>) -> Self {
        Self { columns, max_levels: None, dense_levels: usize::MAX }
    }
}

impl Transformer for OneHotEncoder {
    type Fitted = FittedOneHot;

    /// # Errors
    /// [`FitError::Unsuitable`] names a column that is missing or holds no strings; [`FitError::Parameter`] when
    /// `max_levels` is 0.
    fn fit(&self, table: &Table, _context: &FitContext<'_>) -> Result<FittedOneHot, FitError> {
        if self.max_levels == Some(0) {
            let (name, expected) = ("max_levels", "at least 1");
            return Err(FitError::Parameter { name, found: "0".into(), expected });
        }
        let fit = |name: &String| -> Result<FittedColumn, FitError> {
            let (counts, n_missing) = input::strings(table, name)?.counts();
            let mut counts: Vec<(String, u64)> =
                counts.into_iter().map(|(level, n)| (level.to_owned(), n)).collect();
            if n_missing > 0 {
                match counts.binary_search_by(|(level, _)| level.as_str().cmp(MISSING)) {
                    Ok(at) => counts[at].1 += n_missing,
                    Err(at) => counts.insert(at, (MISSING.to_owned(), n_missing)),
                }
            }
            Ok(keep_frequent(name, counts, self.max_levels.unwrap_or(usize::MAX)))
        };
        let columns: Vec<Result<FittedColumn, FitError>> = self.columns.par_iter().map(fit).collect();
        FittedOneHot::assemble(columns.into_iter().collect::<Result<_, _>>()?, self.dense_levels)
            .map_err(FitError::Unsuitable)
    }
}

/// Joins the rarest levels when there are more than `max_levels`; of equally rare ones those that sort first, as
/// scikit-learn does.
fn keep_frequent(name: &str, counts: Vec<(String, u64)>, max_levels: usize) -> FittedColumn {
    let infrequent = counts.len() > max_levels;
    let mut levels = counts;
    if infrequent {
        levels.sort_by_key(|(_, count)| *count);
        levels.drain(..levels.len() + 1 - max_levels);
    }
    let mut levels: Vec<String> = levels.into_iter().map(|(level, _)| level).collect();
    levels.sort_unstable();
    FittedColumn { name: name.to_owned(), levels, infrequent }
}

impl FittedColumn {
    fn n_codes(&self) -> usize {
        self.levels.len() + usize::from(self.infrequent)
    }

    fn code(&self, level: &str) -> u32 {
        match self.levels.binary_search_by(|held| held.as_str().cmp(level)) {
            Ok(at) => at as u32,
            Err(_) if self.infrequent => self.levels.len() as u32,
            Err(_) => NONE,
        }
    }

    fn codes(&self, table: &Table) -> Result<Vec<u32>, TransformError> {
        Ok(input::strings(table, &self.name)?.map(self.code(MISSING), |level| self.code(level)))
    }
}

impl FittedOneHot {
    fn assemble(columns: Vec<FittedColumn>, dense_levels: usize) -> Result<Self, String> {
        let mut features = Vec::new();
        let mut n_sparse = 0;
        for column in &columns {
            if column.n_codes() > dense_levels {
                n_sparse += column.n_codes();
                continue;
            }
            let levels = column.levels.iter().map(String::as_str);
            let infrequent = column.infrequent.then_some(INFREQUENT);
            let named = |level: &str| Feature::numeric(format!("{}={level}", column.name), &column.name);
            features.extend(levels.chain(infrequent).map(named));
        }
        if u32::try_from(n_sparse).is_err() {
            return Err(format!("one-hot encoding would give {n_sparse} features: set `max_levels`"));
        }
        Ok(Self { columns, dense_levels, features: distinct(features), n_sparse })
    }

    /// The levels of each column that have an indicator of their own, ascending; rare ones left out.
    pub fn levels(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.columns.iter().map(|column| (column.name.as_str(), column.levels.as_slice()))
    }
}

impl FittedTransformer for FittedOneHot {
    fn features(&self) -> &[Feature] {
        &self.features
    }

    fn n_sparse(&self) -> usize {
        self.n_sparse
    }

    fn transform(&self, table: &Table) -> Result<FeatureMatrix, TransformError> {
        let n_samples = table.n_rows();
        let mut dense = vec![0.0f32; self.features.len() * n_samples];
        let mut sparse_codes: Vec<(u32, Vec<u32>)> = Vec::new();
        let (mut dense_base, mut sparse_base) = (0, 0);
        for column in &self.columns {
            let codes = column.codes(table)?;
            if column.n_codes() > self.dense_levels {
                sparse_codes.push((sparse_base, codes));
                sparse_base += column.n_codes() as u32;
                continue;
            }
            for (row, &code) in codes.iter().enumerate().filter(|(_, code)| **code != NONE) {
                dense[(dense_base + code as usize) * n_samples + row] = 1.0;
            }
            dense_base += column.n_codes();
        }
        let sparse = sparse_rows(n_samples, self.n_sparse, &sparse_codes);
        Ok(FeatureMatrix::new(n_samples, self.features.clone(), dense, sparse))
    }
}

fn sparse_rows(n_samples: usize, n_features: usize, columns: &[(u32, Vec<u32>)]) -> SparseRows {
    let mut rows = SparseRows::empty(0);
    rows.n_features = n_features;
    for row in 0..n_samples {
        let present =
            columns.iter().map(|(base, codes)| (base, codes[row])).filter(|(_, code)| *code != NONE);
        rows.indices.extend(present.map(|(base, code)| base + code));
        rows.starts.push(rows.indices.len());
    }
    rows.values = vec![1.0; rows.indices.len()];
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::{Column, Seed};

    fn table(cells: &[Option<&str>]) -> Table {
        Table::new(vec![Column::category("c", cells)]).unwrap()
    }

    fn names(fitted: &FittedOneHot) -> Vec<&str> {
        fitted.features().iter().map(|f| f.name.as_str()).collect()
    }

    #[test]
    fn rare_levels_join_and_unseen_ones_with_them() {
        let train = table(&[Some("b"), Some("b"), Some("a"), Some("d"), None, None]);
        let encoder = OneHotEncoder { max_levels: Some(3), ..OneHotEncoder::new(vec!["c".into()]) };
        let fitted = encoder.fit(&train, &FitContext::with_seed(Seed(0))).unwrap();
        assert_eq!(names(&fitted), ["c=b", "c=missing", "c=infrequent"]);
        let out = fitted.transform(&table(&[Some("zz"), None, Some("b")])).unwrap();
        assert_eq!(
            (out.column(0), out.column(1), out.column(2)),
            (&[0.0, 0.0, 1.0][..], &[0.0, 1.0, 0.0][..], &[1.0, 0.0, 0.0][..])
        );
    }

    #[test]
    fn many_levels_are_sparse() {
        let train = table(&[Some("a"), Some("b"), Some("c")]);
        let encoder = OneHotEncoder { dense_levels: 2, ..OneHotEncoder::new(vec!["c".into()]) };
        let fitted = encoder.fit(&train, &FitContext::with_seed(Seed(0))).unwrap();
        let out = fitted.transform(&table(&[Some("c"), Some("unseen"), None])).unwrap();
        assert_eq!((out.n_dense(), out.sparse().n_features), (0, 3));
        assert_eq!((out.sparse().row(0), out.sparse().row(1).0.len()), ((&[2u32][..], &[1.0f32][..]), 0));
    }
}
