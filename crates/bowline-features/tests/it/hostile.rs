//! Stored transformers with every field and tensor spoilt in turn: reading refuses, or gives something that works.

use std::collections::BTreeMap;

use bowline_core::Transformer;
use bowline_core::artifact::{Tensor, TensorReader, TensorWriter, encode};
use bowline_features::{EntityAggregates, Preset, decode_transformer, preset};
use serde_json::{Value, json};

use crate::tables::{context, mixed};

/// Places of all values in a JSON tree, as pointers.
fn places(node: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match node {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| places(value, &format!("{at}/{name}"), found))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, value)| places(value, &format!("{at}/{n}"), found));
        }
        _ => {}
    }
}

fn spoilt(tensor: &Tensor) -> Vec<Tensor> {
    fn variants<T: Copy>(values: &[T], extremes: &[T]) -> Vec<Vec<T>> {
        let mut all = vec![values[..values.len() / 2].to_vec(), [values, values].concat(), Vec::new()];
        for &extreme in extremes {
            all.push(vec![extreme; values.len()]);
            all.extend((!values.is_empty()).then(|| [&values[..values.len() - 1], &[extreme]].concat()));
        }
        all
    }
    match tensor {
        Tensor::F32(v) => {
            variants(v, &[f32::NAN, f32::MAX, 0.0, -1.0]).into_iter().map(Tensor::F32).collect()
        }
        Tensor::F64(v) => {
            variants(v, &[f64::NAN, f64::MAX, 0.0, -1.0]).into_iter().map(Tensor::F64).collect()
        }
        Tensor::U32(v) => variants(v, &[0, 1, u32::MAX]).into_iter().map(Tensor::U32).collect(),
        Tensor::U8(v) => variants(v, &[0, 0xff, 0xc3]).into_iter().map(Tensor::U8).collect(),
    }
}

#[test]
fn spoilt_content_never_panics() {
    let table = mixed(25, 9);
    let aggregates = EntityAggregates { entity: "c".into(), time: "t".into(), values: vec!["f".into()] };
    let try_out = |node: &Value, tensors: BTreeMap<String, Tensor>| {
        if let Ok(read) = decode_transformer(node, &TensorReader::new(tensors))
            && let Ok(matrix) = read.transform(&table)
        {
            assert_eq!(matrix.features(), read.features());
        }
    };
    for which in [Preset::Native, Preset::Linear, Preset::Guide] {
        let union = preset(which, &table.kinds(), Some(&aggregates)).with(aggregates.clone());
        let mut writer = TensorWriter::default();
        let node = encode(&union.fit(&table, &context()).unwrap(), &mut writer);
        let tensors = writer.into_tensors();
        let mut found = Vec::new();
        places(&node, "", &mut found);
        for place in &found {
            for value in
                [json!(null), json!(-1), json!(u64::MAX), json!(1e300), json!("x"), json!([]), json!({})]
            {
                let mut spoilt = node.clone();
                *spoilt.pointer_mut(place).unwrap() = value;
                try_out(&spoilt, tensors.clone());
            }
        }
        for (name, tensor) in &tensors {
            for other in spoilt(tensor) {
                let mut spoilt = tensors.clone();
                spoilt.insert(name.clone(), other);
                try_out(&node, spoilt);
            }
            let mut gone = tensors.clone();
            gone.remove(name);
            assert!(decode_transformer(&node, &TensorReader::new(gone)).is_err());
        }
    }
}
