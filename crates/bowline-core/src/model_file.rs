//! The model file: one safetensors file that anybody can open and nobody can run.
//!
//! All arrays are ordinary safetensors tensors. Everything else is one JSON text in the file's metadata under the key
//! `bowline`: `{"format_version", "sha256", "body"}`, where `sha256` covers the body's bytes and every tensor (name, type and
//! bytes). The bytes depend on the model alone: they hold no time, path or number of threads. Files of format
//! version 1 are read by every later version; a new field gets a default when it is absent.
//!
//! Reading is bounded by the file's own length: safetensors refuses headers over 100 MB and tensors that do not tile the
//! file, JSON is at most 128 levels deep, and every decoder checks lengths before it builds anything.

use std::collections::{BTreeMap, HashMap};

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::artifact::{ArtifactError, Catalogue, Tensor, TensorReader, TensorWriter};
use crate::leaderboard::Estimate;
use crate::monitoring::TrainingProfile;
use crate::pipeline::Pipeline;

mod wire;

use wire::Envelope;

/// The format version that this code writes, and the newest that it reads.
pub const FORMAT_VERSION: u64 = 1;

/// Where a model came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// SHA-256 of the bytes of the training file, in hex.
    pub data_sha256: String,
    /// XXH3 over the sorted hashes of the test rows, in hex: proves which rows were never trained on.
    pub test_rows_hash: String,
    /// Rows that the model was trained on.
    pub n_train: u64,
    /// Rows that it was tested on.
    pub n_test: u64,
    /// Commit of the repository around the data, when there is one.
    pub git_commit: Option<String>,
    /// The seed.
    pub seed: u64,
    /// The options of the command that matter for the result, by name.
    pub options: BTreeMap<String, String>,
    /// Version of Bowline that fitted it.
    pub bowline_version: String,
}

/// How good a model was when it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Canonical name of the metric.
    pub metric: String,
    /// Cross-validated score of the ensemble on the training rows; `NaN` when unknown.
    pub cv: f64,
    /// Score on the untouched test rows with its 95 % interval; `None` without test rows.
    pub test: Option<Estimate>,
}

/// All that a model file holds.
#[derive(Debug)]
pub struct ModelFile {
    /// What predicts.
    pub pipeline: Pipeline,
    /// How good it was.
    pub scores: Scores,
    /// What monitoring compares with.
    pub profile: TrainingProfile,
    /// Where it came from.
    pub provenance: Provenance,
}

impl ModelFile {
    /// The file's bytes: the same for the same model, always.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = TensorWriter::default();
        let body = wire::encode(self, &mut writer).to_string();
        let tensors: BTreeMap<String, (Dtype, Vec<u8>)> =
            writer.into_tensors().into_iter().map(|(name, tensor)| (name, to_le_bytes(&tensor))).collect();
        let sha256 =
            checksum(&body, tensors.iter().map(|(name, (dtype, bytes))| (name.as_str(), *dtype, &bytes[..])));
        let body = RawValue::from_string(body).expect("serde_json writes valid JSON");
        let envelope = serde_json::to_string(&Envelope { format_version: FORMAT_VERSION, sha256, body })
            .expect("an envelope of strings is serialisable");
        // One key alone: the order of a hash map with several would show in the bytes.
        let metadata = HashMap::from([("bowline".to_owned(), envelope)]);
        let views = tensors.iter().map(|(name, (dtype, bytes))| {
            let elements = bytes.len() / (dtype.bitsize() / 8);
            (name, TensorView::new(*dtype, vec![elements], bytes).expect("shape and bytes agree"))
        });
        safetensors::serialize(views, Some(metadata)).expect("tensor names are distinct")
    }

    /// Reads a file's bytes.
    ///
    /// # Errors
    /// [`ArtifactError`] says whether this is no model, a newer format, or a damaged one.
    pub fn from_bytes(bytes: &[u8], catalogue: &Catalogue) -> Result<Self, ArtifactError> {
        let foreign = |what: &str| ArtifactError::NotAModel(what.to_owned());
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| match error {
            safetensors::SafeTensorError::HeaderTooSmall
            | safetensors::SafeTensorError::HeaderTooLarge
            | safetensors::SafeTensorError::InvalidHeaderLength
            | safetensors::SafeTensorError::InvalidHeader(_)
            | safetensors::SafeTensorError::InvalidHeaderDeserialization(_) => {
                foreign("it is no safetensors file")
            }
            other => ArtifactError::Invalid(format!("the file is cut short or changed ({other})")),
        })?;
        let text = header.metadata().as_ref().and_then(|metadata| metadata.get("bowline"));
        let text = text.ok_or_else(|| foreign("a safetensors file without the metadata `bowline`"))?;
        let version = serde_json::from_str::<serde_json::Value>(text)
            .ok()
            .and_then(|value| value.get("format_version").and_then(serde_json::Value::as_u64))
            .ok_or_else(|| foreign("its metadata has no `format_version`"))?;
        if version > FORMAT_VERSION {
            return Err(ArtifactError::TooNew { found: version, supported: FORMAT_VERSION });
        }
        let envelope: Envelope =
            serde_json::from_str(text).map_err(|error| ArtifactError::Invalid(error.to_string()))?;
        let stored = SafeTensors::deserialize(bytes)
            .map_err(|error| ArtifactError::Invalid(format!("the file is cut short or changed ({error})")))?;
        let mut views = stored.tensors();
        views.sort_by(|a, b| a.0.cmp(&b.0));
        let found = checksum(
            envelope.body.get(),
            views.iter().map(|(name, view)| (name.as_str(), view.dtype(), view.data())),
        );
        if found != envelope.sha256 {
            return Err(ArtifactError::Checksum { found, expected: envelope.sha256 });
        }
        let tensors = views
            .iter()
            .map(|(name, view)| Ok((name.clone(), from_le_bytes(view.dtype(), view.data())?)))
            .collect::<Result<BTreeMap<_, _>, ArtifactError>>()?;
        let body: serde_json::Value = serde_json::from_str(envelope.body.get())
            .map_err(|error| ArtifactError::Invalid(error.to_string()))?;
        wire::decode(&body, &TensorReader::new(tensors), catalogue)
    }
}

fn checksum<'a>(body: &str, tensors: impl Iterator<Item = (&'a str, Dtype, &'a [u8])>) -> String {
    let mut hasher = Sha256::new();
    hasher.update(body.as_bytes());
    for (name, dtype, bytes) in tensors {
        hasher.update((name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(format!("{dtype:?}").as_bytes());
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn to_le_bytes(tensor: &Tensor) -> (Dtype, Vec<u8>) {
    match tensor {
        Tensor::F32(v) => (Dtype::F32, v.iter().flat_map(|x| x.to_le_bytes()).collect()),
        Tensor::F64(v) => (Dtype::F64, v.iter().flat_map(|x| x.to_le_bytes()).collect()),
        Tensor::U32(v) => (Dtype::U32, v.iter().flat_map(|x| x.to_le_bytes()).collect()),
        Tensor::U8(v) => (Dtype::U8, v.clone()),
    }
}

fn from_le_bytes(dtype: Dtype, bytes: &[u8]) -> Result<Tensor, ArtifactError> {
    fn words<const N: usize, T>(bytes: &[u8], read: fn([u8; N]) -> T) -> Vec<T> {
        bytes.as_chunks::<N>().0.iter().map(|word| read(*word)).collect()
    }
    Ok(match dtype {
        Dtype::F32 => Tensor::F32(words(bytes, f32::from_le_bytes)),
        Dtype::F64 => Tensor::F64(words(bytes, f64::from_le_bytes)),
        Dtype::U32 => Tensor::U32(words(bytes, u32::from_le_bytes)),
        Dtype::U8 => Tensor::U8(bytes.to_vec()),
        other => {
            return Err(ArtifactError::Invalid(format!(
                "a tensor of type {other:?}, which no version writes"
            )));
        }
    })
}
