//! From a column to a target: which task it asks for, which labels there are, which one is positive.

use std::collections::BTreeMap;

use bowline_core::{Column, ColumnKind, Target, TargetSpec, Task};

use crate::error::SearchError;

/// Most classes that a classification may have.
pub const MAX_CLASSES: usize = 1_000;

/// A target that can be learned: the rows that have one, and their values.
#[derive(Debug, Clone)]
pub struct ParsedTarget {
    /// Task, classes and positive class.
    pub spec: TargetSpec,
    /// Rows with a target, ascending.
    pub rows: Vec<u32>,
    /// The target of `rows`.
    pub values: Target,
    /// Why this task was chosen, in a few words.
    pub why: String,
}

/// Reads the target column.
///
/// Task, when the user names none: text, categories and booleans are classes; two distinct values are a binary task;
/// whole numbers that run from 0 or 1 without a gap to at most 20 are class codes; other numbers are a regression.
///
/// # Errors
/// [`SearchError::Target`] for a target that is all missing, constant, or does not fit the task that was asked for.
pub fn parse_target(
    column: &Column,
    task: Option<Task>,
    positive: Option<&str>,
) -> Result<ParsedTarget, SearchError> {
    let refuse = |problem: String| SearchError::Target { name: column.name.clone(), problem };
    let rows: Vec<u32> = (0..column.len() as u32).filter(|&row| !column.is_null(row as usize)).collect();
    if rows.is_empty() {
        return Err(refuse("has no value in any row: expected a label or a number to learn from".into()));
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for &row in &rows {
        if let Some(text) = column.text(row as usize) {
            *counts.entry(text.into_owned()).or_default() += 1;
        }
    }
    if counts.len() == 1 {
        let only = counts.keys().next().map(String::as_str).unwrap_or_default();
        return Err(refuse(format!(
            "is `{only}` in all {} rows: expected at least two different values; there is nothing to learn",
            rows.len()
        )));
    }
    let (inferred, why) = infer(column.kind(), &counts, rows.len());
    let task = match task {
        Some(Task::Binary | Task::MultiClass) if counts.len() == 2 => Task::Binary,
        Some(Task::Binary) => {
            return Err(refuse(format!(
                "has {} different values: a binary task needs 2; give --task multi-class",
                counts.len()
            )));
        }
        Some(task) => task,
        None => inferred,
    };
    if task == Task::Regression {
        if positive.is_some() {
            return Err(refuse(
                "is a regression: --positive names a class, so it needs --task binary".into(),
            ));
        }
        let numbers: Option<Vec<f64>> = rows.iter().map(|&row| column.number(row as usize)).collect();
        let numbers = numbers
            .filter(|numbers| numbers.iter().all(|x| x.is_finite()))
            .ok_or_else(|| refuse(format!("holds {} values: a regression needs numbers", column.kind())))?;
        let spec = TargetSpec { name: column.name.clone(), task, classes: Vec::new(), positive: None };
        return Ok(ParsedTarget { spec, rows, values: Target::Values(numbers), why });
    }
    if counts.len() > MAX_CLASSES || counts.len() * 2 > rows.len().max(4) {
        let advice = match column.kind() {
            ColumnKind::Integer | ColumnKind::Float => "give --task regression",
            _ => "choose another target, or group its labels",
        };
        return Err(refuse(format!(
            "has {} different values in {} rows: too many for classes; {advice}",
            counts.len(),
            rows.len()
        )));
    }
    let classes = ordered_classes(column.kind(), &counts);
    let positive = (task == Task::Binary)
        .then(|| match positive {
            None => Ok(default_positive(&classes, &counts)),
            Some(label) => classes.iter().position(|class| class == label).ok_or_else(|| {
                refuse(format!(
                    "has no label `{label}` (--positive): expected `{}` or `{}`",
                    classes[0], classes[1]
                ))
            }),
        })
        .transpose()?;
    let at: BTreeMap<&str, u32> =
        classes.iter().enumerate().map(|(at, class)| (class.as_str(), at as u32)).collect();
    let codes =
        rows.iter().filter_map(|&row| column.text(row as usize).map(|text| at[text.as_ref()])).collect();
    let values = Target::Classes { codes, n_classes: classes.len() };
    let spec = TargetSpec { name: column.name.clone(), task, classes, positive };
    Ok(ParsedTarget { spec, rows, values, why })
}

fn infer(kind: ColumnKind, counts: &BTreeMap<String, usize>, n_rows: usize) -> (Task, String) {
    let n = counts.len();
    if n == 2 {
        return (Task::Binary, "two different values".into());
    }
    match kind {
        ColumnKind::Integer => {
            let mut numbers: Vec<i64> = counts.keys().filter_map(|text| text.parse().ok()).collect();
            numbers.sort_unstable();
            let low = numbers.first().copied().unwrap_or_default();
            let gapless = numbers.last().is_some_and(|high| high - low + 1 == n as i64);
            if (low == 0 || low == 1) && gapless && n <= 20 && n_rows >= 10 * n {
                (
                    Task::MultiClass,
                    format!(
                        "whole numbers from {low} to {} without a gap read as class codes",
                        low + n as i64 - 1
                    ),
                )
            } else {
                (Task::Regression, format!("{n} different whole numbers"))
            }
        }
        ColumnKind::Float | ColumnKind::Timestamp => (Task::Regression, format!("{n} different numbers")),
        _ => (Task::MultiClass, format!("{n} different labels")),
    }
}

/// Class labels in the order of the probabilities: numbers by size, other labels by bytes.
fn ordered_classes(kind: ColumnKind, counts: &BTreeMap<String, usize>) -> Vec<String> {
    let mut classes: Vec<String> = counts.keys().cloned().collect();
    if matches!(kind, ColumnKind::Integer | ColumnKind::Float) {
        classes.sort_by(|a, b| {
            let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
            number(a).total_cmp(&number(b)).then_with(|| a.cmp(b))
        });
    }
    classes
}

/// The class that people usually mean: a word for yes, else the larger of two numbers, else the rarer label.
fn default_positive(classes: &[String], counts: &BTreeMap<String, usize>) -> usize {
    const YES: [&str; 12] =
        ["yes", "y", "true", "t", "1", "positive", "pos", "spam", "fraud", "churned", "default", "failed"];
    if let Some(at) = classes.iter().position(|class| YES.contains(&class.trim().to_lowercase().as_str())) {
        return at;
    }
    if classes.iter().all(|class| class.parse::<f64>().is_ok()) {
        return classes.len() - 1;
    }
    let count = |at: usize| counts.get(&classes[at]).copied().unwrap_or_default();
    if count(0) < count(1) { 0 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Float64Array, Int64Array};
    use bowline_core::ColumnData;

    fn integers(cells: impl IntoIterator<Item = i64>) -> Column {
        Column::new("y", ColumnData::Integer(Int64Array::from_iter_values(cells)))
    }

    #[test]
    fn infers_the_task() {
        let parsed = |column: &Column| parse_target(column, None, None).unwrap().spec;
        let churn = parsed(&Column::category("y", &[Some("Yes"), Some("No"), None, Some("No")]));
        assert_eq!((churn.task, churn.classes[churn.positive.unwrap()].as_str()), (Task::Binary, "Yes"));
        assert_eq!(parsed(&integers((0..200).map(|i| i % 10))).task, Task::MultiClass);
        assert_eq!(parsed(&integers((0..200).map(|i| 3 + i % 7))).task, Task::Regression);
        assert_eq!(parsed(&integers((0..200).map(|i| i % 2))).positive, Some(1));
        let floats = Column::new("y", ColumnData::Float(Float64Array::from(vec![0.5, 1.5, 2.5])));
        assert_eq!(parsed(&floats).task, Task::Regression);
    }

    #[test]
    fn numeric_classes_are_ordered_by_size() {
        let parsed =
            parse_target(&integers((0..100).map(|i| 8 + i % 3)), Some(Task::MultiClass), None).unwrap();
        assert_eq!(parsed.spec.classes, ["8", "9", "10"]);
    }

    #[test]
    fn refuses_what_cannot_be_learned() {
        let refusal =
            |column: &Column, task, positive| parse_target(column, task, positive).unwrap_err().to_string();
        assert!(refusal(&integers([1, 1]), None, None).contains("`1` in all 2 rows"));
        assert!(refusal(&Column::category::<&str>("y", &[None, None]), None, None).contains("no value"));
        let labels = Column::category("y", &[Some("a"), Some("b"), Some("a")]);
        assert!(refusal(&labels, Some(Task::Regression), None).contains("needs numbers"));
        assert!(refusal(&labels, None, Some("c")).contains("`c`"));
    }
}
