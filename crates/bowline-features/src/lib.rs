//! Transformers: from the columns of a table to the features that models read.
//!
//! A specification ([`NumericPipeline`], [`OneHotEncoder`], [`OrdinalEncoder`], [`TfidfVectorizer`], [`LatentSemantics`],
//! [`EntityAggregates`]) is fitted on training rows and becomes another type, which turns any later table into a
//! [`FeatureMatrix`](bowline_core::FeatureMatrix). [`FeatureUnion`] puts several side by side, and [`preset`] builds such
//! a union from the kinds of the columns. Training, batch scoring and serving run the same fitted code.
//!
//! Columns are found by name. Integer, float and boolean columns stand in for each other as numbers; category, text,
//! identifier and boolean columns as strings; a column without a single present cell stands in for any kind. Numbers are
//! f64 inside and become f32 at the end; what lies beyond the range of f32 becomes its largest value.
//!
//! Absent by design: this crate reads no file and no clock, and a row's features depend on the fitted state and on that
//! row alone, never on the other rows of its batch.

mod artifact;
mod entity_aggregates;
mod feature_names;
mod input;
mod latent_semantics;
mod median_imputer;
mod numeric;
mod one_hot;
mod ordinal;
mod polynomial;
mod preset;
mod standard_scaler;
mod text_statistics;
mod tfidf;
mod timestamp_parts;
mod truncated_svd;
mod union;

pub use artifact::decode_transformer;
pub use entity_aggregates::{EntityAggregates, FittedEntityAggregates};
pub use latent_semantics::{FittedLatentSemantics, LatentSemantics};
pub use median_imputer::{FittedMedianImputer, MedianImputer, MissingIndicator};
pub use numeric::{FittedNumeric, NumericPipeline, NumericSource, NumericStep};
pub use one_hot::{FittedOneHot, OneHotEncoder};
pub use ordinal::{FittedOrdinal, OrdinalEncoder};
pub use polynomial::PolynomialFeatures;
pub use preset::{Preset, preset};
pub use standard_scaler::{FittedStandardScaler, StandardScaler};
pub use text_statistics::TextStatistics;
pub use tfidf::{Analyzer, FittedTfidf, TermFrequency, TfidfVectorizer};
pub use timestamp_parts::{FittedTimestampParts, TimestampParts};
pub use truncated_svd::{FittedSvd, TruncatedSvd};
pub use union::{DynTransformer, FeatureUnion, FittedUnion};
