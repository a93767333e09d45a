//! How linear models are stored: coefficients as f64 tensors, the rest as JSON.

use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{LinearModel, LogisticModel};
use crate::artifact::{MAX_CLASSES, body, finite, read};

#[derive(Serialize, Deserialize)]
struct LogisticWire {
    n_classes: usize,
    present: Vec<u32>,
    n_dense: usize,
    n_sparse: usize,
    coefficients: Value,
    intercepts: Value,
    unseen: f64,
    c: f64,
}

#[derive(Serialize, Deserialize)]
struct LinearWire {
    n_dense: usize,
    n_sparse: usize,
    coefficients: Value,
    intercept: f64,
    alpha: f64,
}

impl Artifact for LogisticModel {
    fn kind(&self) -> &'static str {
        "logistic"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        body(&LogisticWire {
            n_classes: self.n_classes,
            present: self.present.clone(),
            n_dense: self.n_dense,
            n_sparse: self.n_sparse,
            coefficients: tensors.push("coefficients", Tensor::F64(self.coefficients.clone())),
            intercepts: tensors.push("intercepts", Tensor::F64(self.intercepts.clone())),
            unseen: self.unseen,
            c: self.c,
        })
    }
}

impl LogisticModel {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let wire: LogisticWire = read(node)?;
        if !(2..=MAX_CLASSES).contains(&wire.n_classes) {
            return Err(ArtifactError::field("n_classes", "a number from 2 to 65536"));
        }
        let in_range = wire.present.iter().all(|&class| (class as usize) < wire.n_classes);
        if wire.present.is_empty() || !in_range || !wire.present.is_sorted_by(|a, b| a < b) {
            return Err(ArtifactError::field("present", "distinct class codes in ascending order"));
        }
        let n_outputs = match wire.present.len() {
            1 => 0,
            2 => 1,
            more => more,
        };
        let unseen_mass = wire.unseen * (wire.n_classes - wire.present.len()) as f64;
        if wire.unseen.is_nan() || wire.unseen < 0.0 || unseen_mass >= 1.0 {
            return Err(ArtifactError::field(
                "unseen",
                "a probability that leaves some for the other classes",
            ));
        }
        let coefficients = finite(tensors.f64s(node, "coefficients")?, "coefficients")?;
        let expected = wire.n_dense.checked_add(wire.n_sparse).and_then(|n| n.checked_mul(n_outputs));
        if expected != Some(coefficients.len()) {
            return Err(ArtifactError::field("coefficients", "one number for each feature and output"));
        }
        let intercepts = finite(tensors.f64s(node, "intercepts")?, "intercepts")?;
        if intercepts.len() != n_outputs {
            return Err(ArtifactError::field("intercepts", "one number for each output"));
        }
        Ok(Self {
            n_classes: wire.n_classes,
            present: wire.present,
            n_dense: wire.n_dense,
            n_sparse: wire.n_sparse,
            coefficients,
            intercepts,
            unseen: wire.unseen,
            c: wire.c,
        })
    }
}

impl Artifact for LinearModel {
    fn kind(&self) -> &'static str {
        "linear"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        body(&LinearWire {
            n_dense: self.n_dense,
            n_sparse: self.n_sparse,
            coefficients: tensors.push("coefficients", Tensor::F64(self.coefficients.clone())),
            intercept: self.intercept,
            alpha: self.alpha,
        })
    }
}

impl LinearModel {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let wire: LinearWire = read(node)?;
        let coefficients = finite(tensors.f64s(node, "coefficients")?, "coefficients")?;
        if wire.n_dense.checked_add(wire.n_sparse) != Some(coefficients.len()) {
            return Err(ArtifactError::field("coefficients", "one number for each feature"));
        }
        Ok(Self {
            n_dense: wire.n_dense,
            n_sparse: wire.n_sparse,
            coefficients,
            intercept: wire.intercept,
            alpha: wire.alpha,
        })
    }
}
