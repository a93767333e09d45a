//! How an online model is stored: its weights as f64 tensors, so that it can go on learning where it stopped.

use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{SgdLogistic, SgdParameters};
use crate::artifact::{body, finite, read};

#[derive(Serialize, Deserialize)]
struct SgdWire {
    n_features: usize,
    n_classes: usize,
    rate: f64,
    l2: f64,
    weights: Value,
    intercepts: Value,
}

impl Artifact for SgdLogistic {
    fn kind(&self) -> &'static str {
        "sgd_logistic"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        body(&SgdWire {
            n_features: self.n_features,
            n_classes: self.n_classes,
            rate: self.parameters.rate,
            l2: self.parameters.l2,
            weights: tensors.push("weights", Tensor::F64(self.weights.clone())),
            intercepts: tensors.push("intercepts", Tensor::F64(self.intercepts.clone())),
        })
    }
}

impl SgdLogistic {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let wire: SgdWire = read(node)?;
        let weights = finite(tensors.f64s(node, "weights")?, "weights")?;
        let intercepts = finite(tensors.f64s(node, "intercepts")?, "intercepts")?;
        if intercepts.len() != wire.n_classes {
            return Err(ArtifactError::field("intercepts", "one number for each class"));
        }
        if wire.n_features.checked_mul(wire.n_classes) != Some(weights.len()) {
            return Err(ArtifactError::field("weights", "one number for each feature and class"));
        }
        let parameters = SgdParameters { rate: wire.rate, l2: wire.l2 };
        let empty = Self::new(0, wire.n_classes, parameters)
            .map_err(|error| ArtifactError::Invalid(error.to_string()))?;
        Ok(Self { n_features: wire.n_features, weights, intercepts, ..empty })
    }
}
