//! Labels with their values: short facts side by side, longer ones below each other.

use crate::escape::{escape, escaped_name, shortened};

/// Nothing without facts.
pub(super) fn facts(facts: &[(String, String)]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let facts = facts.iter().map(|(label, value)| {
        format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(label), escaped_name(value))
    });
    format!("<dl class=\"facts\">{}</dl>\n", facts.collect::<String>())
}

/// Values that may take lines, a row each. Nothing without any.
pub(super) fn descriptions(facts: &[(String, String)]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let facts = facts.iter().map(|(label, value)| {
        format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(label), escape(&shortened(value, 1000)))
    });
    format!("<dl class=\"card descriptions\">{}</dl>\n", facts.collect::<String>())
}
