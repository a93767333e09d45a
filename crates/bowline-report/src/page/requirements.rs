//! Rows that rules of thumb ask for, beside the rows there are.

use crate::data::DataRequirement;
use crate::escape::escaped_name;
use crate::number_format::count;

/// Nothing without requirements.
pub(super) fn requirements(all: &[DataRequirement]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let rows: String = all.iter().map(row).collect();
    format!(
        "<div class=\"card scroll\" role=\"region\" aria-label=\"Data requirements\" tabindex=\"0\"><table>\
         <caption><span>A rule of thumb, from the columns, the classes and the accuracy that is wanted. What was measured \
         counts for more.</span></caption><thead><tr><th scope=\"col\">Model</th><th scope=\"col\" class=\"n\">Rows needed</th>\
         <th scope=\"col\" class=\"n\">Rows there are</th><th scope=\"col\">Enough</th></tr></thead><tbody>{rows}</tbody>\
         </table></div>\n"
    )
}

fn row(requirement: &DataRequirement) -> String {
    let lacking = requirement.needed.saturating_sub(requirement.available);
    let enough = if lacking == 0 {
        "<span class=\"badge good\"><span aria-hidden=\"true\">✓ </span>yes</span>".to_owned()
    } else {
        format!(
            "<span class=\"badge warning\"><span aria-hidden=\"true\">● </span>{} more</span>",
            count(lacking)
        )
    };
    format!(
        "<tr><th scope=\"row\">{}</th><td class=\"n strong\">{}</td><td class=\"n\">{}</td><td>{enough}</td></tr>\n",
        escaped_name(&requirement.model.replace('_', " ")),
        count(requirement.needed),
        count(requirement.available),
    )
}
