//! Reading stored models and calibrators: the catalogue's functions, and checks that all kinds share.
//!
//! A node's `kind` decides which type reads it. Content is not trusted: lengths are compared with each other before anything
//! is built on them, numbers must be finite, and bags may be nested only so deep.

use bowline_core::artifact::{ArtifactError, TensorReader, kind_of};
use bowline_core::{Calibrator, Model};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::baseline::{ConstantModel, RandomModel, SimpleRulesModel};
use crate::calibration::{IdentityCalibration, IsotonicCalibration, PlattScaling, TemperatureScaling};
use crate::ensemble::Bag;
use crate::linear::{LinearModel, LogisticModel};
use crate::online::SgdLogistic;
use crate::tree;

/// Most classes that a model may have, so that a damaged file cannot ask for endless memory.
pub(crate) const MAX_CLASSES: usize = 65_536;
/// Bags inside bags, the outermost included.
const MAX_DEPTH: usize = 8;

/// Reads any model of this crate from its node.
///
/// # Errors
/// [`ArtifactError::Invalid`] when the kind is unknown, a field cannot be, or bags are nested more than 8 deep.
pub fn decode_model(node: &Value, tensors: &TensorReader) -> Result<Box<dyn Model>, ArtifactError> {
    decode_nested(node, tensors, 0)
}

pub(crate) fn decode_nested(
    node: &Value,
    tensors: &TensorReader,
    depth: usize,
) -> Result<Box<dyn Model>, ArtifactError> {
    if depth >= MAX_DEPTH {
        return Err(ArtifactError::field("models", "bags nested at most 8 deep"));
    }
    let kind = kind_of(node)?;
    Ok(match kind {
        "bag" => Box::new(Bag::decode(node, tensors, depth)?),
        "constant" => Box::new(ConstantModel::decode(node, tensors)?),
        "random" => Box::new(RandomModel::decode(node, tensors)?),
        "simple_rules" => Box::new(SimpleRulesModel::decode(node, tensors)?),
        "logistic" => Box::new(LogisticModel::decode(node, tensors)?),
        "linear" => Box::new(LinearModel::decode(node, tensors)?),
        "sgd_logistic" => Box::new(SgdLogistic::decode(node, tensors)?),
        other => match tree::decode(other, node, tensors) {
            Some(model) => model?,
            None => return Err(ArtifactError::Invalid(format!("no model has the kind `{other}`"))),
        },
    })
}

/// Reads any calibrator of this crate from its node.
///
/// # Errors
/// [`ArtifactError::Invalid`] when the kind is unknown or a field cannot be.
pub fn decode_calibrator(node: &Value, tensors: &TensorReader) -> Result<Box<dyn Calibrator>, ArtifactError> {
    Ok(match kind_of(node)? {
        "identity" => Box::new(IdentityCalibration),
        "temperature" => Box::new(TemperatureScaling::decode(node)?),
        "platt" => Box::new(PlattScaling::decode(node)?),
        "isotonic" => Box::new(IsotonicCalibration::decode(node, tensors)?),
        other => return Err(ArtifactError::Invalid(format!("no calibrator has the kind `{other}`"))),
    })
}

/// The fields of a wire struct as a node's body.
pub(crate) fn body(wire: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(wire) {
        Ok(Value::Object(fields)) => fields,
        _ => unreachable!("wire structs have named fields and string keys"),
    }
}

/// The wire struct that a node holds; other fields are left alone.
pub(crate) fn read<T: DeserializeOwned>(node: &Value) -> Result<T, ArtifactError> {
    T::deserialize(node).map_err(|error| ArtifactError::Invalid(error.to_string()))
}

/// `values` when all of them are finite.
pub(crate) fn finite(values: Vec<f64>, name: &str) -> Result<Vec<f64>, ArtifactError> {
    if values.iter().all(|value| value.is_finite()) {
        return Ok(values);
    }
    Err(ArtifactError::field(name, "finite numbers"))
}
