//! Stored things in memory: to compare them, to read them back, and to spoil them.

use std::collections::BTreeMap;

use bowline_core::artifact::{Artifact, Tensor, TensorReader, TensorWriter, encode};
use serde_json::{Value, json};

/// A node with its tensors.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The JSON node.
    pub node: Value,
    /// The tensors by name.
    pub tensors: BTreeMap<String, Tensor>,
}

impl Stored {
    /// Stores an artifact.
    #[must_use]
    pub fn of(artifact: &(impl Artifact + ?Sized)) -> Self {
        let mut writer = TensorWriter::default();
        let node = encode(artifact, &mut writer);
        Self { node, tensors: writer.into_tensors() }
    }

    /// A reader of the tensors.
    #[must_use]
    pub fn reader(&self) -> TensorReader {
        TensorReader::new(self.tensors.clone())
    }

    /// Whether both hold the same bits.
    #[must_use]
    pub fn same_bits(&self, other: &Self) -> bool {
        // As text, in which 0 and -0 differ.
        let text = |stored: &Self| stored.node.to_string();
        text(self) == text(other)
            && self.tensors.len() == other.tensors.len()
            && self
                .tensors
                .iter()
                .zip(&other.tensors)
                .all(|(a, b)| a.0 == b.0 && tensor_bits(a.1) == tensor_bits(b.1))
    }
}

/// Every way in which one value of the node, or one tensor, is replaced by nonsense: another type, a huge or a negative
/// number, a tensor that is cut, doubled, emptied, of another type, gone, or filled with extremes.
#[must_use]
pub fn spoil(stored: &Stored) -> Vec<Stored> {
    let mut all = Vec::new();
    let mut places = Vec::new();
    find_places(&stored.node, "", &mut places);
    for place in &places {
        for value in [json!(null), json!(-1), json!(u64::MAX), json!(1e300), json!("x"), json!([]), json!({})]
        {
            let mut spoilt = stored.clone();
            if let Some(at) = spoilt.node.pointer_mut(place) {
                *at = value;
            }
            all.push(spoilt);
        }
    }
    for (name, tensor) in &stored.tensors {
        for other in spoilt_tensors(tensor) {
            let mut spoilt = stored.clone();
            spoilt.tensors.insert(name.clone(), other);
            all.push(spoilt);
        }
        let mut spoilt = stored.clone();
        spoilt.tensors.remove(name);
        all.push(spoilt);
    }
    all
}

fn find_places(node: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match node {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| find_places(value, &format!("{at}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, value)| find_places(value, &format!("{at}/{n}"), found));
        }
        _ => {}
    }
}

fn spoilt_tensors(tensor: &Tensor) -> Vec<Tensor> {
    fn variants<T: Copy>(values: &[T], extremes: &[T]) -> Vec<Vec<T>> {
        let mut all = vec![values[..values.len() / 2].to_vec(), [values, values].concat(), Vec::new()];
        for &extreme in extremes {
            all.push(vec![extreme; values.len()]);
            if let Some((_, rest)) = values.split_first() {
                all.push([&[extreme], rest].concat());
                all.push([rest, &[extreme]].concat());
            }
        }
        all
    }
    let other_type =
        if matches!(tensor, Tensor::U8(_)) { Tensor::F32(vec![1.0]) } else { Tensor::U8(vec![1]) };
    let mut all: Vec<Tensor> = match tensor {
        Tensor::F32(v) => variants(v, &[f32::NAN, f32::INFINITY, f32::MAX, 0.0, -1.0])
            .into_iter()
            .map(Tensor::F32)
            .collect(),
        Tensor::F64(v) => variants(v, &[f64::NAN, f64::INFINITY, f64::MAX, 0.0, -1.0])
            .into_iter()
            .map(Tensor::F64)
            .collect(),
        Tensor::U32(v) => variants(v, &[0, 1, u32::MAX, 1 << 31]).into_iter().map(Tensor::U32).collect(),
        Tensor::U8(v) => variants(v, &[0, 1, 0x7f, 0xff]).into_iter().map(Tensor::U8).collect(),
    };
    all.push(other_type);
    all
}

fn tensor_bits(tensor: &Tensor) -> Vec<u64> {
    match tensor {
        Tensor::F32(v) => v.iter().map(|x| u64::from(x.to_bits())).collect(),
        Tensor::F64(v) => v.iter().map(|x| x.to_bits()).collect(),
        Tensor::U32(v) => v.iter().map(|&x| u64::from(x)).collect(),
        Tensor::U8(v) => v.iter().map(|&x| u64::from(x)).collect(),
    }
}
