//! The JSON body of a model file.
//!
//! These structs are the format: a field may be added with a default, none may change its meaning or go away.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{ModelFile, Provenance, Scores};
use crate::artifact::{ArtifactError, Catalogue, TensorReader, TensorWriter, encode as encode_artifact};
use crate::leaderboard::Estimate;
use crate::monitoring::{ColumnProfile, PredictionProfile, TrainingProfile, ValueProfile};
use crate::pipeline::{Member, Pipeline};
use crate::schema::{CellRules, InputSchema, SchemaField};
use crate::target::TargetSpec;

/// The metadata text: the body with its checksum.
#[derive(Serialize, Deserialize)]
pub(super) struct Envelope {
    pub(super) format_version: u64,
    pub(super) sha256: String,
    pub(super) body: Box<RawValue>,
}

#[derive(Serialize, Deserialize)]
struct Body {
    input: Vec<FieldWire>,
    #[serde(default)]
    cells: CellsWire,
    target: TargetWire,
    views: Vec<Value>,
    members: Vec<MemberWire>,
    calibrator: Option<Value>,
    scores: ScoresWire,
    profile: ProfileWire,
    provenance: ProvenanceWire,
}

#[derive(Serialize, Deserialize)]
struct FieldWire {
    name: String,
    kind: String,
}

#[derive(Serialize, Deserialize, Default)]
struct CellsWire {
    #[serde(default)]
    missing: Vec<String>,
    #[serde(default)]
    decimal: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct TargetWire {
    name: String,
    task: String,
    classes: Vec<String>,
    positive: Option<usize>,
}

#[derive(Serialize, Deserialize)]
struct MemberWire {
    name: String,
    view: usize,
    weight: f64,
    model: Value,
}

#[derive(Serialize, Deserialize)]
struct ScoresWire {
    metric: String,
    cv: Option<f64>,
    test: Option<[Option<f64>; 3]>,
}

#[derive(Serialize, Deserialize)]
struct ProfileWire {
    columns: Vec<ColumnWire>,
    predictions: Option<PredictionWire>,
}

#[derive(Serialize, Deserialize)]
struct ColumnWire {
    name: String,
    n_rows: u64,
    n_missing: u64,
    #[serde(flatten)]
    values: ValuesWire,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "values", rename_all = "lowercase")]
enum ValuesWire {
    Numeric { mean: Option<f64>, std: Option<f64>, quantiles: Vec<Option<f64>> },
    Levels { counts: Vec<(String, u64)>, other: u64 },
    Text { mean_chars: f64, mean_words: f64 },
}

#[derive(Serialize, Deserialize)]
struct PredictionWire {
    mean: Option<f64>,
    std: Option<f64>,
    quantiles: Vec<Option<f64>>,
    class_shares: Vec<f64>,
}

#[derive(Serialize, Deserialize)]
struct ProvenanceWire {
    data_sha256: String,
    test_rows_hash: String,
    n_train: u64,
    n_test: u64,
    git_commit: Option<String>,
    seed: u64,
    options: BTreeMap<String, String>,
    bowline_version: String,
}

pub(super) fn encode(file: &ModelFile, tensors: &mut TensorWriter) -> Value {
    let pipeline = &file.pipeline;
    let field = |f: &SchemaField| FieldWire { name: f.name.clone(), kind: f.kind.as_str().into() };
    let body = Body {
        input: pipeline.input.fields.iter().map(field).collect(),
        cells: CellsWire {
            missing: pipeline.input.cells.missing.clone(),
            decimal: pipeline.input.cells.decimal.clone(),
        },
        target: TargetWire {
            name: pipeline.target.name.clone(),
            task: pipeline.target.task.as_str().into(),
            classes: pipeline.target.classes.clone(),
            positive: pipeline.target.positive,
        },
        views: pipeline.views.iter().map(|view| encode_artifact(view.as_ref(), tensors)).collect(),
        members: pipeline
            .members
            .iter()
            .map(|member| MemberWire {
                name: member.name.clone(),
                view: member.view,
                weight: member.weight,
                model: encode_artifact(member.model.as_ref(), tensors),
            })
            .collect(),
        calibrator: pipeline.calibrator.as_ref().map(|c| encode_artifact(c.as_ref(), tensors)),
        scores: ScoresWire {
            metric: file.scores.metric.clone(),
            cv: finite(file.scores.cv),
            test: file.scores.test.map(|test| [test.value, test.low, test.high].map(finite)),
        },
        profile: ProfileWire {
            columns: file.profile.columns.iter().map(column_to_wire).collect(),
            predictions: file.profile.predictions.as_ref().map(|p| PredictionWire {
                mean: finite(p.mean),
                std: finite(p.std),
                quantiles: p.quantiles.iter().copied().map(finite).collect(),
                class_shares: p.class_shares.clone(),
            }),
        },
        provenance: {
            let p = file.provenance.clone();
            ProvenanceWire {
                data_sha256: p.data_sha256,
                test_rows_hash: p.test_rows_hash,
                n_train: p.n_train,
                n_test: p.n_test,
                git_commit: p.git_commit,
                seed: p.seed,
                options: p.options,
                bowline_version: p.bowline_version,
            }
        },
    };
    serde_json::to_value(body).expect("the body holds string keys and finite or null numbers")
}

pub(super) fn decode(
    body: &Value,
    tensors: &TensorReader,
    catalogue: &Catalogue,
) -> Result<ModelFile, ArtifactError> {
    let body: Body = Body::deserialize(body).map_err(|error| ArtifactError::Invalid(error.to_string()))?;
    let parse = |error: String| ArtifactError::Invalid(error);
    let fields = body
        .input
        .into_iter()
        .map(|f| Ok(SchemaField { kind: f.kind.parse().map_err(parse)?, name: f.name }))
        .collect::<Result<Vec<_>, ArtifactError>>()?;
    let mut names: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(ArtifactError::field("input", "distinct column names"));
    }
    let target = TargetSpec {
        name: body.target.name,
        task: body.target.task.parse().map_err(parse)?,
        classes: body.target.classes,
        positive: body.target.positive,
    };
    let classes_fit = match target.task {
        crate::Task::Binary => target.classes.len() == 2,
        crate::Task::MultiClass => target.classes.len() >= 2,
        crate::Task::Regression => target.classes.is_empty(),
    };
    if !classes_fit || target.positive.is_some_and(|at| at >= target.classes.len()) {
        return Err(ArtifactError::field("target", "classes that fit the task"));
    }
    let views = body
        .views
        .iter()
        .map(|node| (catalogue.transformer)(node, tensors).map(Arc::from))
        .collect::<Result<Vec<Arc<dyn crate::FittedTransformer>>, _>>()?;
    let members = body
        .members
        .into_iter()
        .map(|m| {
            if m.view >= views.len() || !(m.weight.is_finite() && m.weight > 0.0) {
                return Err(ArtifactError::field("members", "a stored view and a positive weight"));
            }
            let model = (catalogue.model)(&m.model, tensors)?;
            let (shape, view) = (model.shape(), &views[m.view]);
            let n_outputs = if target.task.is_classification() { target.classes.len() } else { 1 };
            let fits = shape.n_outputs == n_outputs
                && shape.n_dense <= view.features().len()
                && shape.n_sparse <= view.n_sparse();
            if !fits {
                return Err(ArtifactError::field("members", "models that fit their view and the target"));
            }
            Ok(Member { model, name: m.name, view: m.view, weight: m.weight })
        })
        .collect::<Result<Vec<_>, _>>()?;
    if members.is_empty() {
        return Err(ArtifactError::field("members", "at least one model"));
    }
    let cells = CellRules { missing: body.cells.missing, decimal: body.cells.decimal };
    let calibrator = body.calibrator.map(|node| (catalogue.calibrator)(&node, tensors)).transpose()?;
    Ok(ModelFile {
        pipeline: Pipeline { input: InputSchema { fields, cells }, target, views, members, calibrator },
        scores: Scores {
            metric: body.scores.metric,
            cv: body.scores.cv.unwrap_or(f64::NAN),
            test: body.scores.test.map(|[value, low, high]| Estimate {
                value: value.unwrap_or(f64::NAN),
                low: low.unwrap_or(f64::NEG_INFINITY),
                high: high.unwrap_or(f64::INFINITY),
            }),
        },
        profile: TrainingProfile {
            columns: body.profile.columns.into_iter().map(column_from_wire).collect(),
            predictions: body.profile.predictions.map(|p| PredictionProfile {
                mean: or_nan(p.mean),
                std: or_nan(p.std),
                quantiles: p.quantiles.into_iter().map(or_nan).collect(),
                class_shares: p.class_shares,
            }),
        },
        provenance: {
            let p = body.provenance;
            Provenance {
                data_sha256: p.data_sha256,
                test_rows_hash: p.test_rows_hash,
                n_train: p.n_train,
                n_test: p.n_test,
                git_commit: p.git_commit,
                seed: p.seed,
                options: p.options,
                bowline_version: p.bowline_version,
            }
        },
    })
}

/// JSON holds no infinity and no NaN: such a number is left out.
fn finite(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}

fn or_nan(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}

fn column_to_wire(column: &ColumnProfile) -> ColumnWire {
    let values = match column.values.clone() {
        ValueProfile::Numeric { mean, std, quantiles } => ValuesWire::Numeric {
            mean: finite(mean),
            std: finite(std),
            quantiles: quantiles.into_iter().map(finite).collect(),
        },
        ValueProfile::Levels { counts, other } => ValuesWire::Levels { counts, other },
        ValueProfile::Text { mean_chars, mean_words } => ValuesWire::Text { mean_chars, mean_words },
    };
    ColumnWire { name: column.name.clone(), n_rows: column.n_rows, n_missing: column.n_missing, values }
}

fn column_from_wire(column: ColumnWire) -> ColumnProfile {
    let values = match column.values {
        ValuesWire::Numeric { mean, std, quantiles } => ValueProfile::Numeric {
            mean: or_nan(mean),
            std: or_nan(std),
            quantiles: quantiles.into_iter().map(or_nan).collect(),
        },
        ValuesWire::Levels { counts, other } => ValueProfile::Levels { counts, other },
        ValuesWire::Text { mean_chars, mean_words } => ValueProfile::Text { mean_chars, mean_words },
    };
    ColumnProfile { name: column.name, n_rows: column.n_rows, n_missing: column.n_missing, values }
}
