//! The foot of the page: where the model came from.

use crate::data::ReportData;
use crate::escape::escape;

pub(super) fn footer(data: &ReportData) -> String {
    let facts = data
        .provenance
        .iter()
        .map(|(label, value)| format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(label), escape(value)));
    let made = "<p>Made by Bowline.</p>";
    if data.provenance.is_empty() {
        return format!("<footer>\n{made}\n</footer>\n");
    }
    format!(
        "<footer aria-labelledby=\"provenance\">\n<h2 id=\"provenance\">Provenance</h2>\n<dl>{}</dl>\n{made}\n</footer>\n",
        facts.collect::<String>()
    )
}
