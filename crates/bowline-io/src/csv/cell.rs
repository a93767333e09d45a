//! What a field holds: its place without blanks around it and without the quotes that enclose it.

use std::borrow::Cow;

use memchr::memchr;

use super::scan::Quotes;

/// The content of a field as a place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// True when the content has doubled quotes, each of which stands for one, or backslashes that escape.
    pub(crate) escaped: bool,
}

impl Span {
    /// The content of the field at `start..end`: blanks around it are cut off, then the quotes; blanks inside quotes stay.
    #[inline]
    pub(crate) fn of(bytes: &[u8], (mut start, mut end): (usize, usize), quotes: Quotes) -> Self {
        while end > start && blank(bytes[end - 1]) {
            end -= 1;
        }
        while start < end && blank(bytes[start]) {
            start += 1;
        }
        if quotes.enclose() && end >= start + 2 && bytes[start] == b'"' && bytes[end - 1] == b'"' {
            let (start, end) = (start + 1, end - 1);
            let inside = &bytes[start..end];
            let backslash = quotes == Quotes::Backslash && memchr(b'\\', inside).is_some();
            return Self { start, end, escaped: backslash || memchr(b'"', inside).is_some() };
        }
        Self { start, end, escaped: false }
    }

    /// The bytes of the content, doubled quotes included.
    #[inline]
    pub(crate) fn bytes<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        &bytes[self.start..self.end]
    }

    /// The text of the content.
    pub(crate) fn text<'a>(&self, text: &'a str, quotes: Quotes) -> Cow<'a, str> {
        let content = &text[self.start..self.end];
        match quotes {
            _ if !self.escaped => Cow::Borrowed(content),
            Quotes::Backslash => Cow::Owned(unescaped(content)),
            Quotes::Enclose | Quotes::Plain => Cow::Owned(content.replace("\"\"", "\"")),
        }
    }
}

/// The content with `\"`, `""` and `\\` as the characters that they stand for; other backslashes stay, as in `C:\data`.
fn unescaped(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content.chars().peekable();
    while let Some(letter) = rest.next() {
        match (letter, rest.peek()) {
            ('\\' | '"', Some('"')) => {
                out.push('"');
                rest.next();
            }
            ('\\', Some('\\')) => {
                out.push('\\');
                rest.next();
            }
            _ => out.push(letter),
        }
    }
    out
}

#[inline]
fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content_of(field: &str, quotes: Quotes) -> String {
        Span::of(field.as_bytes(), (0, field.len()), quotes).text(field, quotes).into_owned()
    }

    #[test]
    fn trims_and_unquotes() {
        let content = |field: &str| content_of(field, Quotes::Enclose);
        assert_eq!(content("  <=50K\r"), "<=50K");
        assert_eq!(content("\" a \"\"b\"\" \" "), " a \"b\" ");
        assert_eq!(content("\"\""), "");
        assert_eq!(content("\""), "\"");
        assert_eq!(content("   "), "");
        assert_eq!(content_of("\"a\"", Quotes::Plain), "\"a\"");
        assert_eq!(content_of("\"a \\\"b\\\\ \"\"c\"\" C:\\d\"", Quotes::Backslash), "a \"b\\ \"c\" C:\\d");
    }
}
