//! Text from users, made harmless in HTML and SVG.
//!
//! Column names, labels and messages come from files that anybody may have written. Markup characters become entities;
//! characters that no XML document may hold, and those that turn the direction of the text around them, become U+FFFD.

/// `text` for use between tags and inside quoted attributes, in HTML and XML alike.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            _ if is_forbidden(c) => out.push('\u{FFFD}'),
            _ => out.push(c),
        }
    }
    out
}

/// A message as HTML: what stands in pairs of backticks is set as code. A backtick without a partner stays as it is.
pub(crate) fn prose(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    let paired = parts.len() - usize::from(parts.len().is_multiple_of(2));
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        match at {
            _ if at >= paired => out.push_str(&format!("`{}", escape(part))),
            _ if at.is_multiple_of(2) => out.push_str(&escape(part)),
            _ => out.push_str(&format!("<code>{}</code>", escape(part))),
        }
    }
    out
}

/// A name that may be long: shown up to `MAX_SHOWN` characters and cut by the style sheet, whole in its tooltip.
pub(crate) fn escaped_name(name: &str) -> String {
    let shown = if name.trim().is_empty() { "(empty)".to_owned() } else { shortened(name, MAX_SHOWN) };
    format!("<span class=\"name\" title=\"{}\">{}</span>", escape(&shortened(name, MAX_TIP)), escape(&shown))
}

/// The first `max` characters, the last of them an ellipsis when there were more.
pub(crate) fn shortened(text: &str, max: usize) -> String {
    if text.chars().nth(max).is_none() {
        return text.to_owned();
    }
    text.chars().take(max.saturating_sub(1)).chain(['…']).collect()
}

/// A name inside a sentence, at most 60 characters; not yet escaped.
pub(crate) fn in_sentence(name: &str) -> String {
    shortened(name, 60)
}

const MAX_SHOWN: usize = 80;
/// Longest tooltip, in characters.
pub(crate) const MAX_TIP: usize = 300;

/// True for characters that no document may hold, and those that turn the direction of the text around them.
pub(crate) fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_controls_and_direction_marks_are_harmless() {
        assert_eq!(escape("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
        assert_eq!(escape("a\0b\u{202E}c\u{7}"), "a\u{FFFD}b\u{FFFD}c\u{FFFD}");
        assert_eq!(escape("größe 日本\n"), "größe 日本\n");
    }

    #[test]
    fn what_stands_in_backticks_is_code() {
        assert_eq!(prose("`a<b` is `c`"), "<code>a&lt;b</code> is <code>c</code>");
        assert_eq!(prose("a ` b"), "a ` b");
        assert_eq!(prose("`x` and ` y"), "<code>x</code> and ` y");
        assert_eq!(prose("plain & simple"), "plain &amp; simple");
    }

    #[test]
    fn names_are_cut_with_an_ellipsis_and_kept_whole_in_the_tooltip() {
        let name = "x".repeat(100);
        let html = escaped_name(&name);
        assert!(html.contains(&format!("title=\"{name}\"")));
        assert!(html.contains(&format!(">{}…<", "x".repeat(79))));
        assert_eq!(shortened("abc", 3), "abc");
        assert!(escaped_name("").contains("(empty)"));
    }
}
