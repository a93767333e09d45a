//! How a union is stored: the nodes of its parts in order.

use bowline_core::artifact::{Artifact, ArtifactError, TensorReader, TensorWriter, encode};
use serde_json::{Map, Value};

use super::FittedUnion;
use crate::artifact::{decode_transformer, field};

impl Artifact for FittedUnion {
    fn kind(&self) -> &'static str {
        "union"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        let parts: Vec<Value> = self.parts.iter().map(|part| encode(part.as_ref(), tensors)).collect();
        Map::from_iter([("parts".to_owned(), Value::Array(parts))])
    }
}

impl FittedUnion {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] of the first part that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let parts: Vec<Value> = field(node, "parts")?;
        let parts = parts.iter().map(|part| decode_transformer(part, tensors)).collect::<Result<_, _>>()?;
        Self::assemble(parts).map_err(ArtifactError::Invalid)
    }
}
