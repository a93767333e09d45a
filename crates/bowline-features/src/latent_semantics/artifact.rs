//! How latent semantics are stored: the vectoriser's node, and the loadings as a tensor.

use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter, encode};
use serde_json::{Map, Value};

use super::FittedLatentSemantics;
use crate::artifact::within;
use crate::tfidf::FittedTfidf;
use crate::truncated_svd::FittedSvd;

impl Artifact for FittedLatentSemantics {
    fn kind(&self) -> &'static str {
        "latent_semantics"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        let mut body = Map::new();
        body.insert("tfidf".into(), encode(&self.tfidf, tensors));
        let values = Tensor::F64(self.svd.singular_values.clone());
        body.insert("singular_values".into(), tensors.push("singular_values", values));
        let loadings = Tensor::F32(self.svd.loadings.clone());
        body.insert("loadings".into(), tensors.push("loadings", loadings));
        body
    }
}

impl FittedLatentSemantics {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let tfidf = FittedTfidf::decode(&node["tfidf"], tensors)?;
        let values = tensors.f64s(node, "singular_values")?;
        let singular_values = within(values, "singular_values", "finite numbers", f64::is_finite)?;
        let loadings = within(tensors.f32s(node, "loadings")?, "loadings", "finite numbers", f32::is_finite)?;
        let (n_features, n_components) = (tfidf.n_terms(), singular_values.len());
        if n_features.checked_mul(n_components) != Some(loadings.len()) {
            return Err(ArtifactError::field("loadings", "a number for each term and component"));
        }
        Ok(Self::assemble(tfidf, FittedSvd { n_features, n_components, loadings, singular_values }))
    }
}
