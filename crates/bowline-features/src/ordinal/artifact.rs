//! How an ordinal encoder is stored: each column's levels in the order of their codes.

use bowline_core::artifact::{Artifact, ArtifactError, TensorReader, TensorWriter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{FittedColumn, FittedOrdinal, MAX_LEVELS};
use crate::artifact::{body, distinct_names, read};

#[derive(Serialize, Deserialize)]
struct OrdinalWire {
    columns: Vec<ColumnWire>,
}

#[derive(Serialize, Deserialize)]
struct ColumnWire {
    name: String,
    levels: Vec<String>,
}

impl Artifact for FittedOrdinal {
    fn kind(&self) -> &'static str {
        "ordinal"
    }

    fn encode_body(&self, _tensors: &mut TensorWriter) -> Map<String, Value> {
        let wire = |column: &FittedColumn| {
            let mut by_code: Vec<&(String, u32)> = column.codes.iter().collect();
            by_code.sort_unstable_by_key(|(_, code)| *code);
            let levels = by_code.into_iter().map(|(level, _)| level.clone()).collect();
            ColumnWire { name: column.name.clone(), levels }
        };
        body(&OrdinalWire { columns: self.columns.iter().map(wire).collect() })
    }
}

impl FittedOrdinal {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, _tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let wire: OrdinalWire = read(node)?;
        distinct_names(wire.columns.iter().map(|column| column.name.clone()).collect())?;
        let column = |wire: ColumnWire| {
            let n_levels = wire.levels.len();
            let column = FittedColumn::new(wire.name, wire.levels.into_iter());
            let distinct = column.codes.windows(2).all(|pair| pair[0].0 != pair[1].0);
            (distinct && n_levels <= MAX_LEVELS)
                .then_some(column)
                .ok_or_else(|| ArtifactError::field("levels", "at most 65536 distinct levels"))
        };
        Ok(Self::assemble(wire.columns.into_iter().map(column).collect::<Result<_, _>>()?))
    }
}
