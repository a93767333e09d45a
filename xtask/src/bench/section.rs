//! A part of a text that a program writes, between two marks that a reader does not see.
//!
//! The rest of the text belongs to people and stays as it is, byte for byte.

use anyhow::{Result, bail};

/// Puts `body` between the marks of `name`; where there are no marks, they are added at the end.
///
/// # Errors
/// When one mark is without the other, they are in the wrong order, or there are several.
pub fn replace(text: &str, name: &str, body: &str) -> Result<String> {
    let begin = format!("<!-- {name}:begin -->");
    let end = format!("<!-- {name}:end -->");
    let section = format!("{begin}\n{}\n{end}", body.trim_end());
    let counts = (text.matches(&begin).count(), text.matches(&end).count());
    match (counts, text.find(&begin), text.find(&end)) {
        ((0, 0), ..) if text.trim().is_empty() => Ok(format!("{section}\n")),
        ((0, 0), ..) => Ok(format!("{}\n\n{section}\n", text.trim_end())),
        ((1, 1), Some(start), Some(stop)) if start < stop => {
            Ok(format!("{}{section}{}", &text[..start], &text[stop + end.len()..]))
        }
        _ => bail!("expected one `{begin}` and after it one `{end}`, found {} and {}", counts.0, counts.1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_the_section_stays() {
        let text = "# Head\r\n\n<!-- tables:begin -->\nold\n<!-- tables:end -->\ntail <!-- other:begin -->";
        let replaced = replace(text, "tables", "new\n\n").expect("one section");
        assert_eq!(
            replaced,
            "# Head\r\n\n<!-- tables:begin -->\nnew\n<!-- tables:end -->\ntail <!-- other:begin -->"
        );
        assert_eq!(replace(&replaced, "tables", "new").expect("one section"), replaced);
    }

    #[test]
    fn a_missing_section_is_added_at_the_end() {
        let expected = "# Head\n\n<!-- a:begin -->\nbody\n<!-- a:end -->\n";
        assert_eq!(replace("# Head\n", "a", "body").expect("no section"), expected);
        assert_eq!(replace("", "a", "body").expect("empty"), "<!-- a:begin -->\nbody\n<!-- a:end -->\n");
    }

    #[test]
    fn broken_marks_are_refused() {
        for text in [
            "<!-- a:begin -->",
            "<!-- a:end --> <!-- a:begin -->",
            "<!-- a:begin --><!-- a:begin --><!-- a:end -->",
        ] {
            assert!(replace(text, "a", "body").unwrap_err().to_string().contains("<!-- a:begin -->"));
        }
    }
}
