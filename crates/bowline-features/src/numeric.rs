//! Numeric features: a source of numbers, then steps over them.
//!
//! The source reads columns of the table (numbers as they are, the parts of timestamps, measures of texts, or what an entity did
//! before); each step maps the block of numbers to another (imputation, scaling, products). Everything is f64 until the last step, so that
//! a large offset such as a time in seconds is removed before the rounding to f32.

use bowline_core::{
    Feature, FeatureMatrix, Finding, FitContext, FitError, FittedTransformer, Severity, Table,
    TransformError, Transformer,
};
use rayon::prelude::*;

use crate::entity_aggregates::{EntityAggregates, FittedEntityAggregates};
use crate::feature_names::distinct;
use crate::input::{self, Unreadable};
use crate::median_imputer::{FittedMedianImputer, MedianImputer};
use crate::polynomial::PolynomialFeatures;
use crate::standard_scaler::{FittedStandardScaler, StandardScaler};
use crate::text_statistics::TextStatistics;
use crate::timestamp_parts::{FittedTimestampParts, TimestampParts};

mod artifact;

/// Rows below which one thread is quicker than several.
const PARALLEL_ROWS: usize = 512;

/// Reads numbers and sends them through steps in order.
#[derive(Debug, Clone)]
pub struct NumericPipeline {
    /// Where the numbers come from.
    pub source: NumericSource,
    /// What happens to them; none leaves missing cells NaN.
    pub steps: Vec<NumericStep>,
}

/// Where numbers come from.
#[derive(Debug, Clone)]
pub enum NumericSource {
    /// Integer, float and boolean columns by name, as they are.
    Columns(Vec<String>),
    /// Parts of timestamps.
    Timestamps(TimestampParts),
    /// Lengths and shares of characters of texts.
    Texts(TextStatistics),
    /// What the same entity did before.
    Entities(EntityAggregates),
}

/// One step over all numbers.
#[derive(Debug, Clone, Copy)]
pub enum NumericStep {
    /// Fills gaps.
    Impute(MedianImputer),
    /// Brings all to one scale.
    Scale(StandardScaler),
    /// Adds squares and products.
    Polynomial(PolynomialFeatures),
}

/// A fitted [`NumericPipeline`].
#[derive(Debug, Clone)]
pub struct FittedNumeric {
    source: FittedSource,
    steps: Vec<FittedStep>,
    features: Vec<Feature>,
}

#[derive(Debug, Clone)]
enum FittedSource {
    Columns(Vec<String>),
    Timestamps(FittedTimestampParts),
    Texts(TextStatistics),
    Entities(FittedEntityAggregates),
}

#[derive(Debug, Clone)]
enum FittedStep {
    Impute(FittedMedianImputer),
    Scale(FittedStandardScaler),
    Polynomial(PolynomialFeatures),
}

impl Transformer for NumericPipeline {
    type Fitted = FittedNumeric;

    /// # Errors
    /// [`FitError::Unsuitable`] names a column that is missing or not of the source's kind, or counts the polynomial
    /// features when they are too many.
    fn fit(&self, table: &Table, context: &FitContext<'_>) -> Result<FittedNumeric, FitError> {
        let source = match &self.source {
            NumericSource::Columns(names) => FittedSource::Columns(names.clone()),
            NumericSource::Timestamps(parts) => FittedSource::Timestamps(parts.fit(table)?),
            NumericSource::Texts(texts) => FittedSource::Texts(texts.clone()),
            NumericSource::Entities(entities) => FittedSource::Entities(entities.fit(table, context)?),
        };
        let mut columns = source.read(table)?;
        let mut steps = Vec::with_capacity(self.steps.len());
        for (at, step) in self.steps.iter().enumerate() {
            let fitted = match step {
                NumericStep::Impute(imputer) => FittedStep::Impute(imputer.fit(&columns)),
                NumericStep::Scale(scaler) => FittedStep::Scale(scaler.fit(&columns)),
                NumericStep::Polynomial(polynomial) => {
                    polynomial.n_features(columns.len()).map_err(FitError::Unsuitable)?;
                    FittedStep::Polynomial(*polynomial)
                }
            };
            if at + 1 < self.steps.len() {
                columns = fitted.apply(columns);
            }
            steps.push(fitted);
        }
        FittedNumeric::assemble(source, steps).map_err(FitError::Unsuitable)
    }
}

impl FittedNumeric {
    /// Joins the parts and works out the features; says why when they do not fit together.
    fn assemble(source: FittedSource, steps: Vec<FittedStep>) -> Result<Self, String> {
        let mut features = source.features();
        for step in &steps {
            let agrees = match step {
                FittedStep::Impute(imputer) => {
                    let last = imputer.indicators.iter().chain(&imputer.all_missing).max();
                    imputer.medians.len() == features.len()
                        && last.is_none_or(|&at| (at as usize) < features.len())
                }
                FittedStep::Scale(scaler) => {
                    scaler.means.len() == features.len() && scaler.scales.len() == features.len()
                }
                FittedStep::Polynomial(polynomial) => polynomial.n_features(features.len()).map(|_| true)?,
            };
            if !agrees {
                return Err(format!("a numeric step does not fit its {} inputs", features.len()));
            }
            features = match step {
                FittedStep::Impute(imputer) => imputer.features(features),
                FittedStep::Scale(_) => features,
                FittedStep::Polynomial(polynomial) => polynomial.features(features),
            };
        }
        Ok(Self { source, steps, features: distinct(features) })
    }

    /// What stood out in the training rows: columns without a single number, which the imputer fills with 0.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let inputs = self.source.features();
        let empty = self.steps.iter().filter_map(|step| match step {
            FittedStep::Impute(imputer) => Some(&imputer.all_missing),
            _ => None,
        });
        let named = empty.flatten().filter_map(|&at| inputs.get(at as usize));
        named
            .map(|feature| Finding {
                code: "all-missing-column",
                severity: Severity::Note,
                subject: Some(feature.source.clone()),
                message: format!(
                    "`{}` has no value in any training row; its median is taken as 0",
                    feature.name
                ),
                action: format!("leave it out with --drop {}", feature.source),
            })
            .collect()
    }
}

impl FittedTransformer for FittedNumeric {
    fn features(&self) -> &[Feature] {
        &self.features
    }

    fn n_sparse(&self) -> usize {
        0
    }

    fn transform(&self, table: &Table) -> Result<FeatureMatrix, TransformError> {
        let mut columns = self.source.read(table)?;
        for step in &self.steps {
            columns = step.apply(columns);
        }
        let mut dense = Vec::with_capacity(columns.len() * table.n_rows());
        dense.extend(columns.iter().flatten().map(|&x| narrow(x)));
        Ok(FeatureMatrix::dense(table.n_rows(), self.features.clone(), dense))
    }
}

impl FittedSource {
    /// The numbers, `(n_features, n_samples)`.
    fn read(&self, table: &Table) -> Result<Vec<Vec<f64>>, Unreadable> {
        match self {
            Self::Columns(names) if table.n_rows() < PARALLEL_ROWS => {
                names.iter().map(|name| input::numbers(table, name)).collect()
            }
            Self::Columns(names) => {
                // Errors are taken in the order of the names, whichever thread finds one first.
                let read: Vec<_> = names.par_iter().map(|name| input::numbers(table, name)).collect();
                read.into_iter().collect()
            }
            Self::Timestamps(parts) => parts.read(table),
            Self::Texts(texts) => texts.read(table),
            Self::Entities(entities) => entities.read(table),
        }
    }

    fn features(&self) -> Vec<Feature> {
        match self {
            Self::Columns(names) => names.iter().map(|name| Feature::numeric(name, name)).collect(),
            Self::Timestamps(parts) => parts.features(),
            Self::Texts(texts) => texts.features(),
            Self::Entities(entities) => entities.features().to_vec(),
        }
    }
}

impl FittedStep {
    fn apply(&self, columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        match self {
            Self::Impute(imputer) => imputer.apply(columns),
            Self::Scale(scaler) => scaler.apply(columns),
            Self::Polynomial(polynomial) => polynomial.apply(columns),
        }
    }
}

/// The nearest f32; what is too large becomes the largest, and NaN stays.
fn narrow(x: f64) -> f32 {
    x.clamp(f64::from(-f32::MAX), f64::from(f32::MAX)) as f32
}
