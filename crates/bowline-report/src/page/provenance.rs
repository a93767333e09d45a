//! The foot of a page: where what it shows came from.

use crate::escape::escape;

pub(super) fn footer(provenance: &[(String, String)]) -> String {
    let facts = provenance
        .iter()
        .map(|(label, value)| format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(label), escape(value)));
    let made = "<p>Made by Bowline.</p>";
    if provenance.is_empty() {
        return format!("<footer>\n{made}\n</footer>\n");
    }
    format!(
        "<footer aria-labelledby=\"provenance\">\n<h2 id=\"provenance\">Provenance</h2>\n<dl>{}</dl>\n{made}\n</footer>\n",
        facts.collect::<String>()
    )
}
