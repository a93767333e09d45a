//! How a bag is stored: the nodes of its models in order.

use bowline_core::artifact::{Artifact, ArtifactError, TensorReader, TensorWriter, encode};
use serde_json::{Map, Value};

use super::Bag;
use crate::artifact::decode_nested;

impl Artifact for Bag {
    fn kind(&self) -> &'static str {
        "bag"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        let models = self.models.iter().map(|model| encode(model.as_ref(), tensors)).collect();
        Map::from_iter([("models".to_owned(), Value::Array(models))])
    }
}

impl Bag {
    pub(crate) fn decode(node: &Value, tensors: &TensorReader, depth: usize) -> Result<Self, ArtifactError> {
        let nodes = node.get("models").and_then(Value::as_array).filter(|nodes| !nodes.is_empty());
        let nodes = nodes.ok_or_else(|| ArtifactError::field("models", "a list of at least one model"))?;
        let models = nodes.iter().map(|node| decode_nested(node, tensors, depth + 1));
        Ok(Self { models: models.collect::<Result<_, _>>()? })
    }
}
