//! Texts as a few dense numbers: TF-IDF, then a truncated singular value decomposition (latent semantic analysis).
//!
//! Trees and small models cannot use thousands of word weights, but do well with some dozens of topics, in which words
//! that keep the same company count together (Deerwester et al. 1990, Indexing by latent semantic analysis).

use bowline_core::{
    Feature, FeatureMatrix, FitContext, FitError, FittedTransformer, Table, TransformError, Transformer,
};

use crate::tfidf::{FittedTfidf, TfidfVectorizer};
use crate::truncated_svd::{FittedSvd, TruncatedSvd};

mod artifact;

/// Turns the text column of the vectoriser into dense features `{c}.svd_1`, `{c}.svd_2`...
#[derive(Debug, Clone, PartialEq)]
pub struct LatentSemantics {
    /// From texts to weights. Its `max_documents` bounds the rows of the decomposition too.
    pub vectorizer: TfidfVectorizer,
    /// From weights to topics.
    pub svd: TruncatedSvd,
}

/// A fitted [`LatentSemantics`].
#[derive(Debug, Clone)]
pub struct FittedLatentSemantics {
    tfidf: FittedTfidf,
    svd: FittedSvd,
    features: Vec<Feature>,
}

impl Transformer for LatentSemantics {
    type Fitted = FittedLatentSemantics;

    /// # Errors
    /// As [`TfidfVectorizer`] and [`TruncatedSvd`]. Texts without a single term give no features.
    fn fit(&self, table: &Table, context: &FitContext<'_>) -> Result<FittedLatentSemantics, FitError> {
        let tfidf = self.vectorizer.fit(table, context)?;
        let weights = tfidf
            .weigh(table, &self.vectorizer.sample(table.n_rows()))
            .map_err(|error| FitError::Unsuitable(error.to_string()))?;
        let svd = self.svd.fit(&weights, context.seed)?;
        Ok(FittedLatentSemantics::assemble(tfidf, svd))
    }
}

impl FittedLatentSemantics {
    fn assemble(tfidf: FittedTfidf, svd: FittedSvd) -> Self {
        let column = tfidf.column();
        let named = |at: usize| Feature::numeric(format!("{column}.svd_{at}"), column);
        let features = (1..=svd.n_components()).map(named).collect();
        Self { tfidf, svd, features }
    }

    /// The decomposition.
    #[must_use]
    pub fn svd(&self) -> &FittedSvd {
        &self.svd
    }
}

impl FittedTransformer for FittedLatentSemantics {
    fn features(&self) -> &[Feature] {
        &self.features
    }

    fn n_sparse(&self) -> usize {
        0
    }

    fn transform(&self, table: &Table) -> Result<FeatureMatrix, TransformError> {
        let rows: Vec<u32> = (0..table.n_rows() as u32).collect();
        let places = self.svd.project(&self.tfidf.weigh(table, &rows)?);
        Ok(FeatureMatrix::dense(table.n_rows(), self.features.clone(), places))
    }
}
