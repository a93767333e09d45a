//! Reading stored transformers: the catalogue's function, and checks that all of them share.

use bowline_core::FittedTransformer;
use bowline_core::artifact::{ArtifactError, TensorReader, kind_of};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::entity_aggregates::FittedEntityAggregates;
use crate::latent_semantics::FittedLatentSemantics;
use crate::numeric::FittedNumeric;
use crate::one_hot::FittedOneHot;
use crate::ordinal::FittedOrdinal;
use crate::tfidf::FittedTfidf;
use crate::union::FittedUnion;

/// Reads any transformer of this crate from its node; unions read their parts by it.
///
/// # Errors
/// [`ArtifactError::Invalid`] when the kind is unknown or a field cannot be.
pub fn decode_transformer(
    node: &Value,
    tensors: &TensorReader,
) -> Result<Box<dyn FittedTransformer>, ArtifactError> {
    Ok(match kind_of(node)? {
        "numeric" => Box::new(FittedNumeric::decode(node, tensors)?),
        "one_hot" => Box::new(FittedOneHot::decode(node, tensors)?),
        "ordinal" => Box::new(FittedOrdinal::decode(node, tensors)?),
        "tfidf" => Box::new(FittedTfidf::decode(node, tensors)?),
        "latent_semantics" => Box::new(FittedLatentSemantics::decode(node, tensors)?),
        "entity_aggregates" => Box::new(FittedEntityAggregates::decode(node, tensors)?),
        "union" => Box::new(FittedUnion::decode(node, tensors)?),
        other => {
            return Err(ArtifactError::Invalid(format!("no transformer has the kind `{other}`")));
        }
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

/// One field of a node.
pub(crate) fn field<T: DeserializeOwned>(node: &Value, name: &str) -> Result<T, ArtifactError> {
    T::deserialize(&node[name]).map_err(|error| ArtifactError::Invalid(format!("field `{name}`: {error}")))
}

/// `names` when they differ from each other.
pub(crate) fn distinct_names(names: Vec<String>) -> Result<Vec<String>, ArtifactError> {
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(ArtifactError::field("columns", "distinct names"));
    }
    Ok(names)
}

/// `values` when each of them `holds`.
pub(crate) fn within<T: Copy>(
    values: Vec<T>,
    name: &str,
    expected: &str,
    holds: impl Fn(T) -> bool,
) -> Result<Vec<T>, ArtifactError> {
    if values.iter().all(|&value| holds(value)) {
        return Ok(values);
    }
    Err(ArtifactError::field(name, expected))
}
