//! Texts as weighted counts of their words or letter groups.
//!
//! A word says much about a text when the text uses it often and few other texts do. The weight of term t in text d is
//! `tf(t, d) * idf(t)` with `idf(t) = ln((1 + n) / (1 + df(t))) + 1` over n training texts of which df(t) hold t; each text's
//! weights are then divided by their Euclidean norm, so that long and short texts compare. This agrees with scikit-learn's
//! `TfidfVectorizer`, defaults included; a letter is what Rust calls alphanumeric, which keeps the vowel signs of Indic
//! scripts in their word.

use std::collections::HashMap;

use bowline_core::{
    Feature, FeatureMatrix, FitContext, FitError, FittedTransformer, SparseRows, Table, TransformError,
    Transformer,
};
use rayon::prelude::*;

use crate::input::{self, Strings};

mod analyzer;
mod artifact;
mod vocabulary;

pub use analyzer::Analyzer;
use analyzer::Scratch;
use vocabulary::{TermHasher, Vocabulary};

/// Texts that one thread works on at a time.
const CHUNK: usize = 512;

/// How a term's count enters its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TermFrequency {
    /// The count.
    #[default]
    Count,
    /// `1 + ln(count)`: ten mentions are not ten times one.
    Sublinear,
}

/// Turns one text column into sparse term weights.
#[derive(Debug, Clone, PartialEq)]
pub struct TfidfVectorizer {
    /// The text column; category, identifier and boolean columns are read as texts too, a missing cell as an empty one.
    pub column: String,
    /// What a term is.
    pub analyzer: Analyzer,
    /// Smallest and largest number of words or letters in a term, both at least 1; default `(1, 1)`.
    pub ngram_range: (usize, usize),
    /// Terms in fewer training texts are left out; default 1.
    pub min_df: usize,
    /// Terms in a larger share of the training texts are left out, in (0, 1]; default 1.
    pub max_df: f64,
    /// Keep the terms with the largest total counts, of equal ones those that sort first; default no limit.
    pub max_features: Option<usize>,
    /// How counts enter; default [`TermFrequency::Count`].
    pub term_frequency: TermFrequency,
    /// Learn the terms from at most this many texts, at even steps through the table; default all.
    pub max_documents: Option<usize>,
}

/// A fitted [`TfidfVectorizer`].
#[derive(Debug, Clone)]
pub struct FittedTfidf {
    column: String,
    tokens: Tokens,
    term_frequency: TermFrequency,
    vocabulary: Vocabulary,
    /// Weight of each term, `(n_terms,)`, positive and finite.
    idf: Vec<f32>,
}

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tokens {
    analyzer: Analyzer,
    ngram_range: (usize, usize),
}

#[derive(Clone, Copy, Default)]
struct Counts {
    /// Texts with the term.
    documents: u32,
    /// Occurrences in all texts.
    occurrences: u64,
    /// The last text in which it was counted, plus one.
    last: u32,
}

impl TfidfVectorizer {
    /// scikit-learn's defaults for this column.
    #[must_use]
    pub fn new(column: impl Into<String>) -> Self {
        Self {
            column: column.into(),
            analyzer: Analyzer::Word,
            ngram_range: (1, 1),
            min_df: 1,
            max_df: 1.0,
            max_features: None,
            term_frequency: TermFrequency::Count,
            max_documents: None,
        }
    }

    fn check(&self) -> Result<(), FitError> {
        let (least, most) = self.ngram_range;
        if least == 0 || most < least || most > 64 {
            let (name, expected) = ("ngram_range", "a range within 1 to 64");
            return Err(FitError::Parameter { name, found: format!("{least}..={most}"), expected });
        }
        if !(self.max_df > 0.0 && self.max_df <= 1.0) {
            let (name, expected) = ("max_df", "a share above 0 and at most 1");
            return Err(FitError::Parameter { name, found: self.max_df.to_string(), expected });
        }
        Ok(())
    }

    /// The rows that the terms are learned from.
    pub(crate) fn sample(&self, n_rows: usize) -> Vec<u32> {
        let step = n_rows.div_ceil(self.max_documents.unwrap_or(n_rows).max(1)).max(1);
        (0..n_rows).step_by(step).map(|row| row as u32).collect()
    }
}

impl Transformer for TfidfVectorizer {
    type Fitted = FittedTfidf;

    /// # Errors
    /// [`FitError::Unsuitable`] names the column when it is missing or holds no strings; [`FitError::Parameter`] names a
    /// parameter out of its range. Texts without a single term are no error: they give no features.
    fn fit(&self, table: &Table, _context: &FitContext<'_>) -> Result<FittedTfidf, FitError> {
        self.check()?;
        let texts = input::strings(table, &self.column)?;
        let rows = self.sample(texts.len());
        let tokens = Tokens { analyzer: self.analyzer, ngram_range: self.ngram_range };
        let n_documents = rows.len() as f64;
        let most = self.max_df * n_documents;
        let mut kept: Vec<(Box<str>, Counts)> = count_terms(texts, &rows, tokens)
            .into_iter()
            .filter(|(_, n)| n.documents as usize >= self.min_df && f64::from(n.documents) <= most)
            .collect();
        if let Some(limit) = self.max_features.filter(|&limit| limit < kept.len()) {
            kept.sort_unstable_by(|(a, x), (b, y)| y.occurrences.cmp(&x.occurrences).then_with(|| a.cmp(b)));
            kept.truncate(limit);
        }
        kept.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let idf = |n: &Counts| (((1.0 + n_documents) / (1.0 + f64::from(n.documents))).ln() + 1.0) as f32;
        let idf = kept.iter().map(|(_, n)| idf(n)).collect();
        let vocabulary = Vocabulary::from_sorted(kept.iter().map(|(term, _)| &**term)).ok_or_else(|| {
            FitError::Unsuitable(format!("column `{}` has too many terms: set `max_features`", self.column))
        })?;
        let column = self.column.clone();
        Ok(FittedTfidf { column, tokens, term_frequency: self.term_frequency, vocabulary, idf })
    }
}

/// Counts of all terms in the texts of `rows`. Sums of whole numbers, so the order of the threads does not show; the map
/// is sorted by its reader.
fn count_terms(texts: Strings<'_>, rows: &[u32], tokens: Tokens) -> HashMap<Box<str>, Counts, TermHasher> {
    let chunks: Vec<HashMap<Box<str>, Counts, TermHasher>> = rows
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut counts: HashMap<Box<str>, Counts, TermHasher> = HashMap::default();
            let mut scratch = Scratch::default();
            for (document, &row) in (1..).zip(chunk) {
                tokens.for_each_term(texts.document(row as usize), &mut scratch, |term| {
                    if !counts.contains_key(term) {
                        counts.insert(term.into(), Counts::default());
                    }
                    if let Some(n) = counts.get_mut(term) {
                        n.occurrences += 1;
                        n.documents += u32::from(n.last != document);
                        n.last = document;
                    }
                });
            }
            counts
        })
        .collect();
    let mut chunks = chunks.into_iter();
    let mut all = chunks.next().unwrap_or_default();
    for chunk in chunks {
        for (term, n) in chunk {
            let sum = all.entry(term).or_default();
            sum.documents += n.documents;
            sum.occurrences += n.occurrences;
        }
    }
    all
}

impl Tokens {
    fn for_each_term(self, text: &str, scratch: &mut Scratch, emit: impl FnMut(&str)) {
        self.analyzer.for_each_term(self.ngram_range, text, scratch, emit);
    }
}

impl FittedTfidf {
    /// The text column.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.column
    }

    /// The terms in the order of the sparse features, ascending.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.vocabulary.terms()
    }

    /// The inverse document frequency of each term, `(n_terms,)`.
    #[must_use]
    pub fn idf(&self) -> &[f32] {
        &self.idf
    }

    /// Number of terms.
    #[must_use]
    pub fn n_terms(&self) -> usize {
        self.idf.len()
    }

    /// Weights of the texts of `rows`, `(rows.len(), n_terms)`.
    pub(crate) fn weigh(&self, table: &Table, rows: &[u32]) -> Result<SparseRows, TransformError> {
        let texts = input::strings(table, &self.column)?;
        let weigh_chunk = |chunk: &[u32]| {
            let mut block = SparseRows::empty(0);
            let (mut scratch, mut found) = (Scratch::default(), Vec::new());
            for &row in chunk {
                self.weigh_text(texts.document(row as usize), &mut scratch, &mut found, &mut block);
            }
            block
        };
        let mut blocks = if rows.len() <= CHUNK {
            vec![weigh_chunk(rows)]
        } else {
            rows.par_chunks(CHUNK).map(weigh_chunk).collect()
        };
        let mut joined = blocks.remove(0);
        joined.n_features = self.n_terms();
        for block in blocks {
            let base = joined.indices.len();
            joined.starts.extend(block.starts[1..].iter().map(|start| start + base));
            joined.indices.extend(block.indices);
            joined.values.extend(block.values);
        }
        Ok(joined)
    }

    fn weigh_text(&self, text: &str, scratch: &mut Scratch, found: &mut Vec<u32>, block: &mut SparseRows) {
        found.clear();
        self.tokens.for_each_term(text, scratch, |term| found.extend(self.vocabulary.get(term)));
        found.sort_unstable();
        let weights: Vec<(u32, f64)> = found
            .chunk_by(|a, b| a == b)
            .map(|same| {
                let count = same.len() as f64;
                let tf = match self.term_frequency {
                    TermFrequency::Count => count,
                    TermFrequency::Sublinear => 1.0 + count.ln(),
                };
                (same[0], tf * f64::from(self.idf[same[0] as usize]))
            })
            .collect();
        let norm = weights.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        block.indices.extend(weights.iter().map(|(term, _)| term));
        block.values.extend(weights.iter().map(|(_, weight)| (weight / norm) as f32));
        block.starts.push(block.indices.len());
    }
}

impl FittedTransformer for FittedTfidf {
    fn features(&self) -> &[Feature] {
        &[]
    }

    fn n_sparse(&self) -> usize {
        self.n_terms()
    }

    fn transform(&self, table: &Table) -> Result<FeatureMatrix, TransformError> {
        let rows: Vec<u32> = (0..table.n_rows() as u32).collect();
        let sparse = self.weigh(table, &rows)?;
        Ok(FeatureMatrix::new(table.n_rows(), Vec::new(), Vec::new(), sparse))
    }
}
