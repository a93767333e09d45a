//! What a field holds: its place without blanks around it and without the quotes that enclose it.

use std::borrow::Cow;

use memchr::memchr;

/// The content of a field as a place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// True when the content has doubled quotes, each of which stands for one.
    pub(crate) escaped: bool,
}

impl Span {
    /// The content of the field at `start..end`: blanks around it are cut off, then the quotes; blanks inside quotes stay.
    #[inline]
    pub(crate) fn of(bytes: &[u8], (mut start, mut end): (usize, usize), quotes: bool) -> Self {
        while end > start && blank(bytes[end - 1]) {
            end -= 1;
        }
        while start < end && blank(bytes[start]) {
            start += 1;
        }
        if quotes && end >= start + 2 && bytes[start] == b'"' && bytes[end - 1] == b'"' {
            let (start, end) = (start + 1, end - 1);
            return Self { start, end, escaped: memchr(b'"', &bytes[start..end]).is_some() };
        }
        Self { start, end, escaped: false }
    }

    /// The bytes of the content, doubled quotes included.
    #[inline]
    pub(crate) fn bytes<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        &bytes[self.start..self.end]
    }

    /// The text of the content.
    pub(crate) fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let content = &text[self.start..self.end];
        if self.escaped { Cow::Owned(content.replace("\"\"", "\"")) } else { Cow::Borrowed(content) }
    }
}

#[inline]
fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_and_unquotes() {
        let content =
            |field: &str| Span::of(field.as_bytes(), (0, field.len()), true).text(field).into_owned();
        assert_eq!(content("  <=50K\r"), "<=50K");
        assert_eq!(content("\" a \"\"b\"\" \" "), " a \"b\" ");
        assert_eq!(content("\"\""), "");
        assert_eq!(content("\""), "\"");
        assert_eq!(content("   "), "");
        let plain = Span::of(b"\"a\"", (0, 3), false);
        assert_eq!((plain.start, plain.end), (0, 3));
    }
}
