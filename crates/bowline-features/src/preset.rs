//! Ready-made unions: which transformers a table's columns get, by what will read the features.
//!
//! | columns | [`Preset::Native`] | [`Preset::Linear`] | [`Preset::Guide`] |
//! |---|---|---|---|
//! | integer, float | as they are, gaps NaN | median, gap indicators, scaled, clipped at 10 | median, scaled, degree 2 |
//! | boolean | 0 and 1 | as numbers | one-hot |
//! | category | codes by frequency | one-hot, at most 200 levels a column | one-hot |
//! | timestamp | parts | parts, median, scaled | parts, median, scaled |
//! | text | TF-IDF (20 000) to 50 topics; look of the text | TF-IDF of words, word pairs and letter groups, sparse; look, scaled | TF-IDF (100) to 50 topics |
//! | identifier | nothing | nothing | nothing |
//! | entity | aggregates of its earlier rows | the same, median, gap indicators, scaled | the same, median, scaled |

use bowline_core::ColumnKind;

use crate::entity_aggregates::EntityAggregates;
use crate::latent_semantics::LatentSemantics;
use crate::median_imputer::{MedianImputer, MissingIndicator};
use crate::numeric::{NumericPipeline, NumericSource, NumericStep};
use crate::one_hot::OneHotEncoder;
use crate::ordinal::OrdinalEncoder;
use crate::polynomial::PolynomialFeatures;
use crate::standard_scaler::StandardScaler;
use crate::text_statistics::TextStatistics;
use crate::tfidf::{Analyzer, TermFrequency, TfidfVectorizer};
use crate::timestamp_parts::TimestampParts;
use crate::truncated_svd::TruncatedSvd;
use crate::union::FeatureUnion;

/// Texts from which terms and topics are learned at most.
const MAX_DOCUMENTS: usize = 100_000;
/// Texts from which topics of a large vocabulary are learned at most: the decomposition costs more than the counting.
const MAX_TOPIC_DOCUMENTS: usize = 30_000;

/// Levels of a column beyond which the guide's indicators are sparse, since dense ones would not fit in memory.
const DENSE_LEVELS: usize = 256;

/// What will read the features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Tree learners: they take gaps, codes and any scale.
    Native,
    /// Linear models: no gaps, one scale, sparse words.
    Linear,
    /// Median imputation, scaling and polynomials; constant imputation and one-hot; TF-IDF (100) and SVD (50): the plain
    /// preprocessing that textbooks give.
    Guide,
}

/// The transformers of a preset for columns of these names and kinds, and for what an entity did before where there is one.
/// Identifier columns give no features; without any other column the union is empty.
#[must_use]
pub fn preset(
    preset: Preset,
    columns: &[(&str, ColumnKind)],
    entity: Option<&EntityAggregates>,
) -> FeatureUnion {
    let of = |kinds: &[ColumnKind]| -> Vec<String> {
        let chosen = columns.iter().filter(|(_, kind)| kinds.contains(kind));
        chosen.map(|(name, _)| (*name).to_owned()).collect()
    };
    let numbers = of(&[ColumnKind::Integer, ColumnKind::Float]);
    let numbers_and_flags = of(&[ColumnKind::Integer, ColumnKind::Float, ColumnKind::Boolean]);
    let categories = of(&[ColumnKind::Category]);
    let categories_and_flags = of(&[ColumnKind::Category, ColumnKind::Boolean]);
    let timestamps = TimestampParts { columns: of(&[ColumnKind::Timestamp]) };
    let texts = of(&[ColumnKind::Text]);
    let history = |union, steps| match entity {
        Some(entity) => numeric(union, NumericSource::Entities(entity.clone()), steps),
        None => union,
    };
    let union = FeatureUnion::default();
    match preset {
        Preset::Native => {
            let union = numeric(union, NumericSource::Columns(numbers_and_flags), vec![]);
            let union = ordinal(union, OrdinalEncoder { columns: categories });
            let union = numeric(union, NumericSource::Timestamps(timestamps), vec![]);
            let union = texts.iter().fold(union, |union, text| union.with(topics(text, 20_000)));
            let union = numeric(union, NumericSource::Texts(TextStatistics { columns: texts }), vec![]);
            history(union, vec![])
        }
        Preset::Linear => {
            let imputer = MedianImputer { indicator: MissingIndicator::WhereSeen };
            let scaler = NumericStep::Scale(StandardScaler { clip: Some(10.0) });
            let steps = vec![NumericStep::Impute(imputer), scaler];
            let union = numeric(union, NumericSource::Columns(numbers_and_flags), steps.clone());
            let encoder = OneHotEncoder { columns: categories, max_levels: Some(200), dense_levels: 32 };
            let union = one_hot(union, encoder);
            let union = numeric(union, NumericSource::Timestamps(timestamps), steps.clone());
            let union = texts.iter().fold(union, |union, text| {
                union.with(terms(text, Analyzer::Word, (1, 2))).with(terms(text, Analyzer::CharWb, (3, 5)))
            });
            let union =
                numeric(union, NumericSource::Texts(TextStatistics { columns: texts }), steps.clone());
            history(union, steps)
        }
        Preset::Guide => {
            let plain = vec![
                NumericStep::Impute(MedianImputer::default()),
                NumericStep::Scale(StandardScaler::default()),
            ];
            let squared = [plain.as_slice(), &[NumericStep::Polynomial(PolynomialFeatures)]].concat();
            let union = numeric(union, NumericSource::Columns(numbers), squared);
            let encoder =
                OneHotEncoder { dense_levels: DENSE_LEVELS, ..OneHotEncoder::new(categories_and_flags) };
            let union = one_hot(union, encoder);
            let union = numeric(union, NumericSource::Timestamps(timestamps), plain.clone());
            let union = texts.iter().fold(union, |union, text| union.with(topics(text, 100)));
            history(union, plain)
        }
    }
}

fn numeric(union: FeatureUnion, source: NumericSource, steps: Vec<NumericStep>) -> FeatureUnion {
    let empty = match &source {
        NumericSource::Columns(columns) => columns.is_empty(),
        NumericSource::Timestamps(parts) => parts.columns.is_empty(),
        NumericSource::Texts(texts) => texts.columns.is_empty(),
        NumericSource::Entities(_) => false,
    };
    if empty { union } else { union.with(NumericPipeline { source, steps }) }
}

fn ordinal(union: FeatureUnion, encoder: OrdinalEncoder) -> FeatureUnion {
    if encoder.columns.is_empty() { union } else { union.with(encoder) }
}

fn one_hot(union: FeatureUnion, encoder: OneHotEncoder) -> FeatureUnion {
    if encoder.columns.is_empty() { union } else { union.with(encoder) }
}

fn terms(text: &str, analyzer: Analyzer, ngram_range: (usize, usize)) -> TfidfVectorizer {
    TfidfVectorizer {
        analyzer,
        ngram_range,
        max_features: Some(50_000),
        term_frequency: TermFrequency::Sublinear,
        max_documents: Some(MAX_DOCUMENTS),
        ..TfidfVectorizer::new(text)
    }
}

fn topics(text: &str, max_features: usize) -> LatentSemantics {
    let vectorizer = TfidfVectorizer {
        max_features: Some(max_features),
        max_documents: Some(MAX_TOPIC_DOCUMENTS),
        ..TfidfVectorizer::new(text)
    };
    LatentSemantics { vectorizer, svd: TruncatedSvd { n_components: 50, ..TruncatedSvd::default() } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_give_nothing_and_groups_are_left_out_when_empty() {
        let kinds = [("id", ColumnKind::Identifier)];
        assert!(preset(Preset::Linear, &kinds, None).parts.is_empty());
        let kinds = [("n", ColumnKind::Float), ("b", ColumnKind::Boolean), ("t", ColumnKind::Text)];
        assert_eq!(preset(Preset::Native, &kinds, None).parts.len(), 3);
        assert_eq!(preset(Preset::Linear, &kinds, None).parts.len(), 4);
        assert_eq!(preset(Preset::Guide, &kinds, None).parts.len(), 3);
    }
}
