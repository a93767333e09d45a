//! How calibrators are stored: one or two numbers as JSON, a curve as tensors.

use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{IdentityCalibration, IsotonicCalibration, PlattScaling, TemperatureScaling};
use crate::artifact::{body, finite, read};

#[derive(Serialize, Deserialize)]
struct TemperatureWire {
    temperature: f64,
}

#[derive(Serialize, Deserialize)]
struct PlattWire {
    slope: f64,
    shift: f64,
}

#[derive(Serialize, Deserialize)]
struct IsotonicWire {
    thresholds: Value,
    values: Value,
}

impl Artifact for IdentityCalibration {
    fn kind(&self) -> &'static str {
        "identity"
    }

    fn encode_body(&self, _tensors: &mut TensorWriter) -> Map<String, Value> {
        Map::new()
    }
}

impl Artifact for TemperatureScaling {
    fn kind(&self) -> &'static str {
        "temperature"
    }

    fn encode_body(&self, _tensors: &mut TensorWriter) -> Map<String, Value> {
        body(&TemperatureWire { temperature: self.temperature })
    }
}

impl TemperatureScaling {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value) -> Result<Self, ArtifactError> {
        let TemperatureWire { temperature } = read(node)?;
        if !(1e-6..=1e6).contains(&temperature) {
            return Err(ArtifactError::field("temperature", "a number from 1e-6 to 1e6"));
        }
        Ok(Self { temperature })
    }
}

impl Artifact for PlattScaling {
    fn kind(&self) -> &'static str {
        "platt"
    }

    fn encode_body(&self, _tensors: &mut TensorWriter) -> Map<String, Value> {
        body(&PlattWire { slope: self.slope, shift: self.shift })
    }
}

impl PlattScaling {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value) -> Result<Self, ArtifactError> {
        let PlattWire { slope, shift } = read(node)?;
        // Products with log odds, at most 35 in size, must stay finite.
        if !(slope.abs() <= 1e300 && shift.abs() <= 1e300) {
            return Err(ArtifactError::field("slope", "finite numbers"));
        }
        Ok(Self { slope, shift })
    }
}

impl Artifact for IsotonicCalibration {
    fn kind(&self) -> &'static str {
        "isotonic"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        body(&IsotonicWire {
            thresholds: tensors.push("thresholds", Tensor::F64(self.thresholds.clone())),
            values: tensors.push("values", Tensor::F64(self.values.clone())),
        })
    }
}

impl IsotonicCalibration {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let thresholds = finite(tensors.f64s(node, "thresholds")?, "thresholds")?;
        let values = finite(tensors.f64s(node, "values")?, "values")?;
        if thresholds.is_empty() || !thresholds.is_sorted_by(|a, b| a < b) {
            return Err(ArtifactError::field("thresholds", "ascending numbers, at least one"));
        }
        let in_range = values.iter().all(|value| (0.0..=1.0).contains(value));
        if values.len() != thresholds.len() || !in_range || !values.is_sorted() {
            return Err(ArtifactError::field("values", "a rising probability for each threshold"));
        }
        Ok(Self { thresholds, values })
    }
}
