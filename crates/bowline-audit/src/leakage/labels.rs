//! Labels that were meant to be one: `>50K` and `>50K.`, `Yes` and `yes `.
//!
//! Two spellings of one label are two classes to a model, which then learns to tell typists apart.

use bowline_core::{Finding, Severity, TargetSpec};

use crate::audit::strings::alike;

/// Findings about labels of the target that differ only in case, surrounding blanks or a final full stop.
pub fn find(spec: &TargetSpec) -> Vec<Finding> {
    let groups = alike(spec.classes.iter().cloned());
    groups
        .into_iter()
        .map(|labels| {
            let quoted: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
            Finding {
                code: "similar-labels",
                severity: Severity::Warning,
                subject: Some(spec.name.clone()),
                message: format!(
                    "the labels {} of `{}` differ only in case, blanks or a final full stop, and count as different classes",
                    quoted.join(", "),
                    spec.name
                ),
                action: "write them in one way in the table, if they mean the same".into(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::Task;

    #[test]
    fn two_spellings_of_one_label() {
        let spec = |classes: &[&str]| TargetSpec {
            name: "income".into(),
            task: Task::MultiClass,
            classes: classes.iter().map(|class| (*class).to_owned()).collect(),
            positive: None,
        };
        let found = find(&spec(&["<=50K", "<=50K.", ">50K", ">50K."]));
        assert_eq!(found.len(), 2);
        assert!(found[1].message.contains("`>50K`, `>50K.`"), "{}", found[1].message);
        assert!(find(&spec(&["a", "b", "c"])).is_empty());
    }
}
