//! How entity aggregates are stored: the entities as JSON, their histories as tensors.

use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter};
use serde_json::{Map, Value, json};

use super::{EntityAggregates, FittedEntityAggregates, Running};
use crate::artifact::{distinct_names, field, within};

impl Artifact for FittedEntityAggregates {
    fn kind(&self) -> &'static str {
        "entity_aggregates"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        // Moments take all 64 bits, for which tensors have no type: their halves are stored.
        let high = self.moments.iter().map(|&t| (t as u64 >> 32) as u32).collect();
        let low = self.moments.iter().map(|&t| t as u64 as u32).collect();
        let mut sums = Vec::with_capacity(self.sums.len());
        for column in &self.sums {
            sums.push(json!({
                "counts": tensors.push("counts", Tensor::U32(column.iter().map(|s| s.count).collect())),
                "means": tensors.push("means", Tensor::F64(column.iter().map(|s| s.mean).collect())),
                "squares": tensors.push("squares", Tensor::F64(column.iter().map(|s| s.squares).collect())),
            }));
        }
        let mut body = Map::new();
        body.insert("entity".into(), self.spec.entity.clone().into());
        body.insert("time".into(), self.spec.time.clone().into());
        body.insert("values".into(), self.spec.values.clone().into());
        body.insert("entities".into(), self.entities.clone().into());
        body.insert("starts".into(), tensors.push("starts", Tensor::U32(self.starts.clone())));
        body.insert("moments_high".into(), tensors.push("moments_high", Tensor::U32(high)));
        body.insert("moments_low".into(), tensors.push("moments_low", Tensor::U32(low)));
        body.insert("n_rows".into(), tensors.push("n_rows", Tensor::U32(self.n_rows.clone())));
        body.insert("sums".into(), sums.into());
        body
    }
}

impl FittedEntityAggregates {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let mut fitted = Self::empty(EntityAggregates {
            entity: field(node, "entity")?,
            time: field(node, "time")?,
            values: distinct_names(field(node, "values")?)?,
        });
        fitted.entities = field(node, "entities")?;
        fitted.starts = tensors.u32s(node, "starts")?;
        fitted.n_rows = tensors.u32s(node, "n_rows")?;
        let (high, low) = (tensors.u32s(node, "moments_high")?, tensors.u32s(node, "moments_low")?);
        let whole = |(high, low): (&u32, &u32)| ((u64::from(*high) << 32) | u64::from(*low)) as i64;
        fitted.moments = high.iter().zip(&low).map(whole).collect();
        let n_moments = fitted.moments.len();
        let sums: Vec<Value> = field(node, "sums")?;
        fitted.sums = sums.iter().map(|node| decode_sums(node, tensors)).collect::<Result<_, _>>()?;

        let starts = &fitted.starts;
        let starts_fit = starts.len() == fitted.entities.len() + 1
            && starts.is_sorted_by(|a, b| a < b)
            && starts.first() == Some(&0)
            && starts.last().is_some_and(|&end| end as usize == n_moments);
        if !starts_fit {
            return Err(ArtifactError::field("starts", "a start for each entity, and the end"));
        }
        if !fitted.entities.is_sorted_by(|a, b| a < b) {
            return Err(ArtifactError::field("entities", "distinct names in ascending order"));
        }
        let histories = starts.windows(2).map(|pair| &fitted.moments[pair[0] as usize..pair[1] as usize]);
        if !histories.into_iter().all(|moments| moments.is_sorted_by(|a, b| a < b)) {
            return Err(ArtifactError::field("moments_low", "ascending moments of each entity"));
        }
        let lengths_fit = fitted.sums.iter().all(|column| column.len() == n_moments);
        let all_there = fitted.sums.len() == fitted.spec.values.len() && fitted.n_rows.len() == n_moments;
        if !lengths_fit || !all_there || high.len() != low.len() {
            return Err(ArtifactError::field("sums", "a number for each moment and value column"));
        }
        Ok(fitted)
    }
}

fn decode_sums(node: &Value, tensors: &TensorReader) -> Result<Vec<Running>, ArtifactError> {
    let counts = tensors.u32s(node, "counts")?;
    let means = within(tensors.f64s(node, "means")?, "means", "finite numbers", f64::is_finite)?;
    let positive = |x: f64| x.is_finite() && x >= 0.0;
    let squares = within(tensors.f64s(node, "squares")?, "squares", "numbers from 0", positive)?;
    if counts.len() != means.len() || counts.len() != squares.len() {
        return Err(ArtifactError::field("sums", "a count, mean and square for each moment"));
    }
    let running = counts.into_iter().zip(means).zip(squares);
    Ok(running.map(|((count, mean), squares)| Running { count, mean, squares }).collect())
}
