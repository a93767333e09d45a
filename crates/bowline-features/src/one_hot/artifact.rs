//! How a one-hot encoder is stored: its levels as JSON.

use bowline_core::artifact::{Artifact, ArtifactError, TensorReader, TensorWriter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{FittedColumn, FittedOneHot};
use crate::artifact::{body, distinct_names, read};

#[derive(Serialize, Deserialize)]
struct OneHotWire {
    columns: Vec<ColumnWire>,
    dense_levels: usize,
}

#[derive(Serialize, Deserialize)]
struct ColumnWire {
    name: String,
    levels: Vec<String>,
    infrequent: bool,
}

impl Artifact for FittedOneHot {
    fn kind(&self) -> &'static str {
        "one_hot"
    }

    fn encode_body(&self, _tensors: &mut TensorWriter) -> Map<String, Value> {
        let columns = self.columns.iter().cloned();
        let wire = |c: FittedColumn| ColumnWire { name: c.name, levels: c.levels, infrequent: c.infrequent };
        body(&OneHotWire { columns: columns.map(wire).collect(), dense_levels: self.dense_levels })
    }
}

impl FittedOneHot {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, _tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let wire: OneHotWire = read(node)?;
        distinct_names(wire.columns.iter().map(|column| column.name.clone()).collect())?;
        if wire.columns.iter().any(|column| !column.levels.is_sorted_by(|a, b| a < b)) {
            return Err(ArtifactError::field("levels", "distinct levels in ascending order"));
        }
        let columns = wire.columns.into_iter();
        let fitted =
            |c: ColumnWire| FittedColumn { name: c.name, levels: c.levels, infrequent: c.infrequent };
        Self::assemble(columns.map(fitted).collect(), wire.dense_levels).map_err(ArtifactError::Invalid)
    }
}
