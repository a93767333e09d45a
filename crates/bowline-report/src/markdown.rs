//! Text from users, made harmless in Markdown, and tables.
//!
//! Characters that begin markup (CommonMark 0.31, and tables, mentions of tags and strike-through of GitHub's flavour) get a
//! backslash or become an entity; line breaks become spaces, so that no text can begin a heading or leave its cell.

use crate::escape::{is_forbidden, shortened};

/// `text` on one line, at most 300 characters of it, without markup.
pub(crate) fn escape(text: &str) -> String {
    let text = shortened(text.trim(), MAX_LENGTH);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    // A line that begins with one of these is a list or a heading.
    let is_bullet = text.starts_with(['-', '+', '=']);
    format!("{}{}", if is_bullet { "\\" } else { "" }, inner(&text))
}

/// A message: what stands in pairs of backticks stays code, all else is escaped.
pub(crate) fn prose(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    let n_paired = parts.len() - usize::from(parts.len().is_multiple_of(2));
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        let is_code = at < n_paired && !at.is_multiple_of(2);
        if at >= n_paired {
            out.push_str("\\`");
        }
        // Code spans know no escapes, so what would need one is no code.
        if is_code && !part.trim().is_empty() && !part.contains(|c| c == '|' || is_forbidden(c)) {
            out.push_str(&format!("`{part}`"));
        } else {
            out.push_str(&inner(part));
        }
    }
    out
}

/// Part of a line, escaped.
fn inner(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        // Between letters an underscore is no markup, and names are full of them.
        let is_inside = before.is_alphanumeric() && letters.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '_' if is_inside => out.push(c),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '#' => {
                out.push('\\');
                out.push(c);
            }
            _ if c.is_whitespace() => out.push(' '),
            _ if is_forbidden(c) => out.push('\u{FFFD}'),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// How a column of a table is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table of cells that are ready Markdown, each row as long as the head.
pub(crate) fn table(head: &[(&str, Set)], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(head.iter().map(|column| column.0).collect());
    let rule = |set| if set == Set::Left { "---" } else { "---:" };
    out.push_str(&line(head.iter().map(|column| rule(column.1)).collect()));
    for row in rows {
        out.push_str(&line(row.iter().map(String::as_str).collect()));
    }
    out
}

const MAX_LENGTH: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(escape("<b> | *x* [a](b) `c`"), "&lt;b&gt; \\| \\*x\\* \\[a\\](b) \\`c\\`");
        assert_eq!(escape("# head\n- item"), "\\# head - item");
        assert_eq!(escape("- item"), "\\- item");
        assert_eq!(escape("support_calls _x_"), "support_calls \\_x\\_");
        assert_eq!(escape(" "), "(empty)");
    }

    #[test]
    fn code_in_messages_stays_code() {
        assert_eq!(prose("keep `a_b` with `--keep a_b`"), "keep `a_b` with `--keep a_b`");
        assert_eq!(prose("a ` <b>"), "a \\` &lt;b&gt;");
        assert_eq!(prose("`a|b` c"), "a\\|b c");
        assert_eq!(prose("x `` y"), "x  y");
    }
}
