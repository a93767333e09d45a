//! How fitted things become bytes: small facts as JSON, long arrays as named tensors.
//!
//! Every fitted type writes one JSON node with a `kind`, and puts its arrays into a [`TensorWriter`], which gives back the
//! name to keep in the node. Reading goes through a [`TensorReader`] that checks type and length before anything is
//! copied. Nothing in a node or a tensor is code, and nothing is executed on load.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::estimator::{Calibrator, FittedTransformer, Model};

/// A typed array.
#[derive(Debug, Clone, PartialEq)]
pub enum Tensor {
    /// 32-bit floats.
    F32(Vec<f32>),
    /// 64-bit floats.
    F64(Vec<f64>),
    /// 32-bit unsigned integers.
    U32(Vec<u32>),
    /// Bytes.
    U8(Vec<u8>),
}

impl Tensor {
    /// Number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::F32(v) => v.len(),
            Self::F64(v) => v.len(),
            Self::U32(v) => v.len(),
            Self::U8(v) => v.len(),
        }
    }

    /// True when there are no elements.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Why stored bytes are no model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArtifactError {
    /// The file is not one of ours.
    #[error("not a Bowline model: {0}")]
    NotAModel(String),
    /// Written by a newer version.
    #[error("the model has format version {found}: this Bowline reads up to {supported}; upgrade Bowline")]
    TooNew {
        /// Version in the file.
        found: u64,
        /// Newest that this code reads.
        supported: u64,
    },
    /// The checksum does not match: bytes were changed or lost.
    #[error(
        "the model is damaged: its checksum is {found}, expected {expected}; restore it from a copy or fit again"
    )]
    Checksum {
        /// Computed from the bytes.
        found: String,
        /// Stored in the file.
        expected: String,
    },
    /// Well-formed bytes with impossible content.
    #[error("the model is damaged: {0}")]
    Invalid(String),
}

impl ArtifactError {
    /// [`ArtifactError::Invalid`] about one field.
    #[must_use]
    pub fn field(name: &str, expected: &str) -> Self {
        Self::Invalid(format!("field `{name}`: expected {expected}"))
    }
}

/// A fitted thing that can be stored.
pub trait Artifact {
    /// Stable name of the type in model files, such as `boosting`.
    fn kind(&self) -> &'static str;

    /// The JSON node, without `kind`, which the caller adds through [`encode`]; arrays go to `tensors`.
    fn encode_body(&self, tensors: &mut TensorWriter) -> serde_json::Map<String, Value>;
}

/// The full JSON node of an artifact, `kind` included.
#[must_use]
pub fn encode(artifact: &(impl Artifact + ?Sized), tensors: &mut TensorWriter) -> Value {
    let mut body = artifact.encode_body(tensors);
    body.insert("kind".into(), artifact.kind().into());
    Value::Object(body)
}

/// The `kind` of a node.
///
/// # Errors
/// [`ArtifactError::Invalid`] when there is none.
pub fn kind_of(node: &Value) -> Result<&str, ArtifactError> {
    node.get("kind").and_then(Value::as_str).ok_or_else(|| ArtifactError::field("kind", "a string"))
}

/// Collects the arrays of a model while its nodes are written.
#[derive(Debug, Default)]
pub struct TensorWriter {
    tensors: BTreeMap<String, Tensor>,
}

impl TensorWriter {
    /// Keeps `tensor` and returns its unique name, a JSON string made from `hint` and a running number.
    pub fn push(&mut self, hint: &str, tensor: Tensor) -> Value {
        let name = format!("{:05}.{hint}", self.tensors.len());
        self.tensors.insert(name.clone(), tensor);
        Value::String(name)
    }

    /// All tensors by name.
    #[must_use]
    pub fn into_tensors(self) -> BTreeMap<String, Tensor> {
        self.tensors
    }
}

/// Gives the arrays of a model back while its nodes are read, each once: so a small file cannot ask for one array a thousand
/// times, and nothing is copied.
#[derive(Debug, Default)]
pub struct TensorReader {
    tensors: RefCell<BTreeMap<String, Tensor>>,
}

macro_rules! typed_read {
    ($(#[$doc:meta])* $name:ident, $variant:ident, $element:ty, $what:literal) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// [`ArtifactError::Invalid`] when `node[field]` names no tensor of this type.
        pub fn $name(&self, node: &Value, field: &str) -> Result<Vec<$element>, ArtifactError> {
            match self.take(node, field)? {
                Tensor::$variant(values) => Ok(values),
                _ => Err(ArtifactError::field(field, $what)),
            }
        }
    };
}

impl TensorReader {
    /// Reads from these tensors.
    #[must_use]
    pub fn new(tensors: BTreeMap<String, Tensor>) -> Self {
        Self { tensors: RefCell::new(tensors) }
    }

    typed_read!(
        /// The f32 array that `node[field]` names.
        f32s, F32, f32, "a tensor of f32"
    );
    typed_read!(
        /// The f64 array that `node[field]` names.
        f64s, F64, f64, "a tensor of f64"
    );
    typed_read!(
        /// The u32 array that `node[field]` names.
        u32s, U32, u32, "a tensor of u32"
    );
    typed_read!(
        /// The byte array that `node[field]` names.
        u8s, U8, u8, "a tensor of u8"
    );

    fn take(&self, node: &Value, field: &str) -> Result<Tensor, ArtifactError> {
        node.get(field)
            .and_then(Value::as_str)
            .and_then(|name| self.tensors.borrow_mut().remove(name))
            .ok_or_else(|| ArtifactError::field(field, "the name of a stored tensor, named once"))
    }
}

/// Reads one stored node as a `T`.
pub type Decode<T> = fn(&Value, &TensorReader) -> Result<Box<T>, ArtifactError>;

/// The functions that turn stored nodes back into fitted things. The crate of a family of types gives one function for
/// it; the binary joins them, so that `core` can read a pipeline without seeing the algorithms.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue {
    /// Reads a model from its node.
    pub model: Decode<dyn Model>,
    /// Reads a fitted transformer from its node.
    pub transformer: Decode<dyn FittedTransformer>,
    /// Reads a calibrator from its node.
    pub calibrator: Decode<dyn Calibrator>,
}
