//! How trees are stored: every field of all nodes as one tensor.

use bowline_core::Model;
use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::boosting_model::BoostingModel;
use super::forest_model::{ForestModel, ForestTask};
use super::objective::Objective;
use super::trees::{LEAF, NO_MASK, Node, Trees};
use crate::artifact::{MAX_CLASSES, body, finite, read};

/// Most dense features that a stored model may ask for.
const MAX_FEATURES: usize = 1 << 20;

#[derive(Serialize, Deserialize)]
struct TreesWire {
    n_features: usize,
    n_leaves: usize,
    roots: Value,
    features: Value,
    thresholds: Value,
    left: Value,
    right: Value,
    masks: Value,
    mask_bits: Value,
    missing_left: Value,
}

#[derive(Serialize, Deserialize)]
struct BoostingWire {
    objective: ObjectiveWire,
    start: Value,
    leaf_values: Value,
    #[serde(flatten)]
    trees: TreesWire,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ObjectiveWire {
    Squared,
    Logistic,
    Softmax,
}

#[derive(Serialize, Deserialize)]
struct ForestWire {
    n_classes: Option<usize>,
    centre: f64,
    starts: Value,
    outputs: Value,
    values: Value,
    #[serde(flatten)]
    trees: TreesWire,
}

/// Reads a model of trees from its node; `None` for other kinds.
pub(crate) fn decode(
    kind: &str,
    node: &Value,
    tensors: &TensorReader,
) -> Option<Result<Box<dyn Model>, ArtifactError>> {
    match kind {
        "boosting" => Some(decode_boosting(node, tensors).map(|model| Box::new(model) as Box<dyn Model>)),
        "forest" => Some(decode_forest(node, tensors).map(|model| Box::new(model) as Box<dyn Model>)),
        _ => None,
    }
}

impl Artifact for BoostingModel {
    fn kind(&self) -> &'static str {
        "boosting"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        let objective = match self.objective {
            Objective::Squared => ObjectiveWire::Squared,
            Objective::Logistic => ObjectiveWire::Logistic,
            Objective::Softmax => ObjectiveWire::Softmax,
        };
        body(&BoostingWire {
            objective,
            start: tensors.push("start", Tensor::F64(self.start.clone())),
            leaf_values: tensors.push("leaf_values", Tensor::F32(self.leaf_values.clone())),
            trees: trees_to_wire(&self.trees, tensors),
        })
    }
}

impl Artifact for ForestModel {
    fn kind(&self) -> &'static str {
        "forest"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        body(&ForestWire {
            n_classes: match self.task {
                ForestTask::Classes(n_classes) => Some(n_classes),
                ForestTask::Values => None,
            },
            centre: self.centre,
            starts: tensors.push("starts", Tensor::U32(self.starts.clone())),
            outputs: tensors.push("outputs", Tensor::U32(self.outputs.clone())),
            values: tensors.push("values", Tensor::F32(self.values.clone())),
            trees: trees_to_wire(&self.trees, tensors),
        })
    }
}

fn trees_to_wire(trees: &Trees, tensors: &mut TensorWriter) -> TreesWire {
    let nodes = &trees.nodes;
    let words = |of: fn(&Node) -> u32| Tensor::U32(nodes.iter().map(of).collect());
    TreesWire {
        n_features: trees.n_features,
        n_leaves: trees.n_leaves,
        roots: tensors.push("roots", Tensor::U32(trees.roots.clone())),
        features: tensors.push("features", words(|node| node.feature)),
        thresholds: tensors
            .push("thresholds", Tensor::F32(nodes.iter().map(|node| node.threshold).collect())),
        left: tensors.push("left", words(|node| node.left)),
        right: tensors.push("right", words(|node| node.right)),
        masks: tensors.push("masks", words(|node| node.mask)),
        mask_bits: tensors.push("mask_bits", Tensor::U32(trees.masks.as_flattened().to_vec())),
        missing_left: tensors
            .push("missing_left", Tensor::U8(nodes.iter().map(|node| u8::from(node.missing_left)).collect())),
    }
}

fn trees_from_wire(node: &Value, wire: &TreesWire, tensors: &TensorReader) -> Result<Trees, ArtifactError> {
    let features = tensors.u32s(node, "features")?;
    let thresholds = tensors.f32s(node, "thresholds")?;
    let (left, right) = (tensors.u32s(node, "left")?, tensors.u32s(node, "right")?);
    let (masks, missing_left) = (tensors.u32s(node, "masks")?, tensors.u8s(node, "missing_left")?);
    let n_nodes = features.len();
    let lengths = [thresholds.len(), left.len(), right.len(), masks.len(), missing_left.len()];
    if lengths.iter().any(|&length| length != n_nodes) || n_nodes >= LEAF as usize {
        return Err(ArtifactError::field("features", "as many entries as every other field of the nodes"));
    }
    if wire.n_features > MAX_FEATURES {
        return Err(ArtifactError::field("n_features", "at most 1048576"));
    }
    let mask_bits = tensors.u32s(node, "mask_bits")?;
    let (chunks, rest) = mask_bits.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(ArtifactError::field("mask_bits", "8 words for each set of categories"));
    }
    let nodes: Vec<Node> = (0..n_nodes)
        .map(|at| Node {
            feature: features[at],
            threshold: thresholds[at],
            left: left[at],
            right: right[at],
            mask: masks[at],
            missing_left: missing_left[at] != 0,
        })
        .collect();
    let in_range = |child: u32, first_node: usize| {
        if child & LEAF == 0 {
            (first_node..n_nodes).contains(&(child as usize))
        } else {
            ((child & !LEAF) as usize) < wire.n_leaves
        }
    };
    for (at, node) in nodes.iter().enumerate() {
        let sound = (node.feature as usize) < wire.n_features
            && !node.threshold.is_nan()
            && (node.mask == NO_MASK || (node.mask as usize) < chunks.len())
            && in_range(node.left, at + 1)
            && in_range(node.right, at + 1);
        if !sound {
            return Err(ArtifactError::field("left", "nodes that lead to later nodes or to leaves"));
        }
    }
    let roots = tensors.u32s(node, "roots")?;
    if roots.is_empty() || !roots.iter().all(|&root| in_range(root, 0)) {
        return Err(ArtifactError::field("roots", "at least one tree, each beginning at a node or a leaf"));
    }
    Ok(Trees { n_features: wire.n_features, roots, nodes, masks: chunks.to_vec(), n_leaves: wire.n_leaves })
}

fn decode_boosting(node: &Value, tensors: &TensorReader) -> Result<BoostingModel, ArtifactError> {
    let wire: BoostingWire = read(node)?;
    let trees = trees_from_wire(node, &wire.trees, tensors)?;
    let start = finite(tensors.f64s(node, "start")?, "start")?;
    let (objective, n_scores) = match wire.objective {
        ObjectiveWire::Squared => (Objective::Squared, 1..=1),
        ObjectiveWire::Logistic => (Objective::Logistic, 1..=1),
        ObjectiveWire::Softmax => (Objective::Softmax, 2..=MAX_CLASSES),
    };
    if !n_scores.contains(&start.len()) {
        return Err(ArtifactError::field("start", "a score for each output of the objective"));
    }
    let leaf_values = tensors.f32s(node, "leaf_values")?;
    if leaf_values.len() != trees.n_leaves || !leaf_values.iter().all(|value| value.is_finite()) {
        return Err(ArtifactError::field("leaf_values", "a finite number for each leaf"));
    }
    Ok(BoostingModel { objective, start, trees, leaf_values })
}

fn decode_forest(node: &Value, tensors: &TensorReader) -> Result<ForestModel, ArtifactError> {
    let wire: ForestWire = read(node)?;
    let trees = trees_from_wire(node, &wire.trees, tensors)?;
    let task = match wire.n_classes {
        None => ForestTask::Values,
        Some(n @ 2..=MAX_CLASSES) => ForestTask::Classes(n),
        Some(_) => return Err(ArtifactError::field("n_classes", "from 2 to 65536")),
    };
    let n_outputs = wire.n_classes.unwrap_or(1);
    let starts = tensors.u32s(node, "starts")?;
    let (outputs, values) = (tensors.u32s(node, "outputs")?, tensors.f32s(node, "values")?);
    let starts_fit = starts.len() == trees.n_leaves.saturating_add(1)
        && starts.windows(2).all(|pair| pair[0] <= pair[1])
        && starts.last().is_some_and(|&end| end as usize == values.len());
    if !starts_fit || outputs.len() != values.len() {
        return Err(ArtifactError::field(
            "starts",
            "ascending places, one for each leaf, up to the number of values",
        ));
    }
    let sound = |(&output, &value): (&u32, &f32)| {
        (output as usize) < n_outputs && value.is_finite() && (task == ForestTask::Values || value >= 0.0)
    };
    if !outputs.iter().zip(&values).all(sound) {
        return Err(ArtifactError::field("values", "finite shares of the classes, or means"));
    }
    if !wire.centre.is_finite() {
        return Err(ArtifactError::field("centre", "a finite number"));
    }
    Ok(ForestModel { task, centre: wire.centre, trees, starts, outputs, values })
}
