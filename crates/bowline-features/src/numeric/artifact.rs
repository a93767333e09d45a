//! How a numeric pipeline is stored: its source as JSON, the numbers of its steps as tensors.

use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{FittedNumeric, FittedSource, FittedStep};
use crate::artifact::{distinct_names, field, read, within};
use crate::entity_aggregates::FittedEntityAggregates;
use crate::median_imputer::FittedMedianImputer;
use crate::polynomial::PolynomialFeatures;
use crate::standard_scaler::FittedStandardScaler;
use crate::text_statistics::TextStatistics;
use crate::timestamp_parts::{FittedColumn, FittedTimestampParts, Part};

#[derive(Serialize, Deserialize)]
struct NumericWire {
    source: SourceWire,
    steps: Vec<Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
enum SourceWire {
    Columns { columns: Vec<String> },
    Timestamps { columns: Vec<TimestampWire>, pairs: Vec<[usize; 2]> },
    Texts { columns: Vec<String> },
    Entities { aggregates: Value },
}

#[derive(Serialize, Deserialize)]
struct TimestampWire {
    name: String,
    parts: Vec<String>,
    newest: i64,
}

impl Artifact for FittedNumeric {
    fn kind(&self) -> &'static str {
        "numeric"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        let source = match &self.source {
            FittedSource::Columns(columns) => SourceWire::Columns { columns: columns.clone() },
            FittedSource::Texts(texts) => SourceWire::Texts { columns: texts.columns.clone() },
            FittedSource::Entities(entities) => {
                SourceWire::Entities { aggregates: Value::Object(entities.encode_body(tensors)) }
            }
            FittedSource::Timestamps(parts) => SourceWire::Timestamps {
                columns: parts.columns.iter().map(timestamp_to_wire).collect(),
                pairs: parts.pairs.iter().map(|&(a, b)| [a, b]).collect(),
            },
        };
        let steps = self.steps.iter().map(|step| encode_step(step, tensors)).collect();
        crate::artifact::body(&NumericWire { source, steps })
    }
}

impl FittedNumeric {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let wire: NumericWire = read(node)?;
        let source = match wire.source {
            SourceWire::Columns { columns } => FittedSource::Columns(distinct_names(columns)?),
            SourceWire::Texts { columns } => {
                FittedSource::Texts(TextStatistics { columns: distinct_names(columns)? })
            }
            SourceWire::Entities { aggregates } => {
                FittedSource::Entities(FittedEntityAggregates::decode(&aggregates, tensors)?)
            }
            SourceWire::Timestamps { columns, pairs } => {
                if pairs.iter().flatten().any(|&at| at >= columns.len()) {
                    return Err(ArtifactError::field("pairs", "numbers of stored timestamp columns"));
                }
                let columns = columns.into_iter().map(timestamp_from_wire).collect::<Result<_, _>>()?;
                let pairs = pairs.into_iter().map(|[a, b]| (a, b)).collect();
                FittedSource::Timestamps(FittedTimestampParts { columns, pairs })
            }
        };
        let steps = wire.steps.iter().map(|node| decode_step(node, tensors)).collect::<Result<_, _>>()?;
        Self::assemble(source, steps).map_err(ArtifactError::Invalid)
    }
}

fn timestamp_to_wire(column: &FittedColumn) -> TimestampWire {
    let parts = column.parts.iter().map(|part| part.as_str().to_owned()).collect();
    TimestampWire { name: column.name.clone(), parts, newest: column.newest }
}

fn timestamp_from_wire(wire: TimestampWire) -> Result<FittedColumn, ArtifactError> {
    let part = |name: &String| Part::ALL.into_iter().find(|part| part.as_str() == name);
    let parts: Option<Vec<Part>> = wire.parts.iter().map(part).collect();
    let parts = parts.ok_or_else(|| ArtifactError::field("parts", "known parts of a timestamp"))?;
    Ok(FittedColumn { name: wire.name, parts, newest: wire.newest })
}

fn encode_step(step: &FittedStep, tensors: &mut TensorWriter) -> Value {
    match step {
        FittedStep::Impute(imputer) => json!({
            "step": "impute",
            "medians": tensors.push("medians", Tensor::F64(imputer.medians.clone())),
            "indicators": imputer.indicators,
            "all_missing": imputer.all_missing,
        }),
        FittedStep::Scale(scaler) => json!({
            "step": "scale",
            "means": tensors.push("means", Tensor::F64(scaler.means.clone())),
            "scales": tensors.push("scales", Tensor::F64(scaler.scales.clone())),
            "clip": scaler.clip,
        }),
        FittedStep::Polynomial(PolynomialFeatures) => json!({ "step": "polynomial" }),
    }
}

fn decode_step(node: &Value, tensors: &TensorReader) -> Result<FittedStep, ArtifactError> {
    let finite = |values: Vec<f64>, name: &str| within(values, name, "finite numbers", f64::is_finite);
    Ok(match field::<String>(node, "step")?.as_str() {
        "impute" => {
            let ascending = |name: &str| {
                let at: Vec<u32> = field(node, name)?;
                let ordered = at.windows(2).all(|pair| pair[0] < pair[1]);
                ordered.then_some(at).ok_or_else(|| ArtifactError::field(name, "ascending column numbers"))
            };
            FittedStep::Impute(FittedMedianImputer {
                medians: finite(tensors.f64s(node, "medians")?, "medians")?,
                indicators: ascending("indicators")?,
                all_missing: ascending("all_missing")?,
            })
        }
        "scale" => {
            let positive = |x: f64| x.is_finite() && x > 0.0;
            let clip: Option<f64> = field(node, "clip")?;
            if clip.is_some_and(|bound| !positive(bound)) {
                return Err(ArtifactError::field("clip", "a number above 0"));
            }
            FittedStep::Scale(FittedStandardScaler {
                means: finite(tensors.f64s(node, "means")?, "means")?,
                scales: within(tensors.f64s(node, "scales")?, "scales", "numbers above 0", positive)?,
                clip,
            })
        }
        "polynomial" => FittedStep::Polynomial(PolynomialFeatures),
        _ => return Err(ArtifactError::field("step", "one of impute, scale, polynomial")),
    })
}
