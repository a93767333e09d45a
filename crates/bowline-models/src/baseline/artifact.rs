//! How baselines are stored: as JSON, for they hold a handful of numbers.

use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::simple_rules::AnswerKind;
use super::{Condition, ConstantModel, RandomModel, Rule, SimpleRulesModel};
use crate::artifact::{MAX_CLASSES, body, read};

/// Most rules that a stored list may have.
const MAX_RULES: usize = 1000;

#[derive(Serialize, Deserialize)]
struct ConstantWire {
    task: TaskWire,
    answer: Value,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TaskWire {
    Classes,
    Values,
}

#[derive(Serialize, Deserialize)]
struct RandomWire {
    n_classes: usize,
    seed: u64,
}

#[derive(Serialize, Deserialize)]
struct RulesWire {
    task: TaskWire,
    conditions: Vec<ConditionWire>,
    answers: Value,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum ConditionWire {
    AtMost { feature: usize, threshold: f32 },
    Above { feature: usize, threshold: f32 },
    Level { feature: usize, code: u32 },
    Missing { feature: usize },
    Present { feature: usize },
}

impl Artifact for ConstantModel {
    fn kind(&self) -> &'static str {
        "constant"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        let (task, answer) = match self {
            Self::Probabilities(shares) => (TaskWire::Classes, shares.clone()),
            Self::Value(value) => (TaskWire::Values, vec![*value]),
        };
        body(&ConstantWire { task, answer: tensors.push("answer", Tensor::F64(answer)) })
    }
}

impl ConstantModel {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let wire: ConstantWire = read(node)?;
        let answer = tensors.f64s(node, "answer")?;
        match wire.task {
            TaskWire::Classes => {
                check_answers(&answer, answer.len(), AnswerKind::Probabilities, "answer")?;
                Ok(Self::Probabilities(answer))
            }
            TaskWire::Values => {
                check_answers(&answer, 1, AnswerKind::Value, "answer")?;
                match answer[..] {
                    [value] => Ok(Self::Value(value)),
                    _ => Err(ArtifactError::field("answer", "one number")),
                }
            }
        }
    }
}

impl Artifact for RandomModel {
    fn kind(&self) -> &'static str {
        "random"
    }

    fn encode_body(&self, _tensors: &mut TensorWriter) -> Map<String, Value> {
        body(&RandomWire { n_classes: self.n_classes, seed: self.seed })
    }
}

impl RandomModel {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, _tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let RandomWire { n_classes, seed } = read(node)?;
        if !(1..=MAX_CLASSES).contains(&n_classes) {
            return Err(ArtifactError::field("n_classes", "a number from 1 to 65536"));
        }
        Ok(Self { n_classes, seed })
    }
}

impl Artifact for SimpleRulesModel {
    fn kind(&self) -> &'static str {
        "simple_rules"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        let task = match self.kind {
            AnswerKind::Probabilities => TaskWire::Classes,
            AnswerKind::Value => TaskWire::Values,
        };
        let answers = self.rules.iter().map(|rule| &rule.answer).chain([&self.otherwise]);
        let answers = Tensor::F64(answers.flatten().copied().collect());
        body(&RulesWire {
            task,
            conditions: self.rules.iter().map(|rule| to_wire(rule.condition)).collect(),
            answers: tensors.push("answers", answers),
        })
    }
}

impl SimpleRulesModel {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let wire: RulesWire = read(node)?;
        if wire.conditions.len() > MAX_RULES {
            return Err(ArtifactError::field("conditions", "at most 1000 rules"));
        }
        let answers = tensors.f64s(node, "answers")?;
        let n_answers = wire.conditions.len() + 1;
        let width = answers.len() / n_answers;
        let kind = match wire.task {
            TaskWire::Classes => AnswerKind::Probabilities,
            TaskWire::Values => AnswerKind::Value,
        };
        let width_fits = match kind {
            AnswerKind::Probabilities => (1..=MAX_CLASSES).contains(&width),
            AnswerKind::Value => width == 1,
        };
        if !width_fits || width * n_answers != answers.len() {
            return Err(ArtifactError::field("answers", "one answer a rule, and one for all other rows"));
        }
        check_answers(&answers, width, kind, "answers")?;
        let (rules, otherwise) = answers.split_at(width * wire.conditions.len());
        let rules = wire.conditions.iter().zip(rules.chunks_exact(width));
        let rules = rules
            .map(|(condition, answer)| Rule { condition: from_wire(condition), answer: answer.to_vec() });
        Ok(Self { rules: rules.collect(), otherwise: otherwise.to_vec(), kind })
    }
}

/// Answers of `width` numbers each: finite, and of classes non-negative with sum 1.
fn check_answers(answers: &[f64], width: usize, kind: AnswerKind, name: &str) -> Result<(), ArtifactError> {
    let holds = match kind {
        AnswerKind::Value => answers.iter().all(|value| value.is_finite()),
        AnswerKind::Probabilities => {
            (1..=MAX_CLASSES).contains(&width)
                && answers
                    .chunks(width)
                    .all(|row| row.iter().all(|&p| p >= 0.0) && (row.iter().sum::<f64>() - 1.0).abs() < 1e-6)
        }
    };
    if holds { Ok(()) } else { Err(ArtifactError::field(name, "finite numbers, for classes probabilities")) }
}

fn to_wire(condition: Condition) -> ConditionWire {
    match condition {
        Condition::AtMost { feature, threshold } => ConditionWire::AtMost { feature, threshold },
        Condition::Above { feature, threshold } => ConditionWire::Above { feature, threshold },
        Condition::Level { feature, code } => ConditionWire::Level { feature, code },
        Condition::Missing { feature } => ConditionWire::Missing { feature },
        Condition::Present { feature } => ConditionWire::Present { feature },
    }
}

fn from_wire(wire: &ConditionWire) -> Condition {
    match *wire {
        ConditionWire::AtMost { feature, threshold } => Condition::AtMost { feature, threshold },
        ConditionWire::Above { feature, threshold } => Condition::Above { feature, threshold },
        ConditionWire::Level { feature, code } => Condition::Level { feature, code },
        ConditionWire::Missing { feature } => Condition::Missing { feature },
        ConditionWire::Present { feature } => Condition::Present { feature },
    }
}
