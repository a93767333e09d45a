//! What to do with the model: each command with what it does.

use crate::data::ReportData;
use crate::escape::escape;

pub(super) fn next_steps(data: &ReportData) -> String {
    let steps = data.next_steps.iter().map(|(command, purpose)| {
        format!(
            "<li><p>{}</p><pre tabindex=\"0\"><code>{}</code></pre></li>\n",
            escape(purpose),
            escape(command)
        )
    });
    format!("<ol class=\"card steps\">{}</ol>", steps.collect::<String>())
}
