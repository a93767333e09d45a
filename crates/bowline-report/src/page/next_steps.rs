//! What to do now: each command with what it does.

use crate::escape::escape;

/// Nothing without steps.
pub(super) fn next_steps(steps: &[(String, String)]) -> String {
    if steps.is_empty() {
        return String::new();
    }
    let steps = steps.iter().map(|(command, purpose)| {
        format!(
            "<li><p>{}</p><pre tabindex=\"0\"><code>{}</code></pre></li>\n",
            escape(purpose),
            escape(command)
        )
    });
    format!("<ol class=\"card steps\">{}</ol>", steps.collect::<String>())
}
