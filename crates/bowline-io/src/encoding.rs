//! From bytes to UTF-8 text.
//!
//! A byte order mark settles the matter. Without one, bytes that are valid UTF-8 are UTF-8 (other encodings hardly ever
//! look like it by chance), bytes of which every other one is zero are UTF-16, and everything else is read as windows-1252,
//! the Latin encoding of spreadsheets, in which every byte means something.

use std::borrow::Cow;

/// How characters are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16; little-endian unless a byte order mark says otherwise.
    Utf16,
    /// Latin-1 in the extended form that spreadsheets write, windows-1252.
    Windows1252,
}

impl Encoding {
    /// The usual name in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Windows1252 => "windows-1252",
        }
    }
}

impl std::str::FromStr for Encoding {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(Self::Utf8),
            "utf-16" | "utf16" => Ok(Self::Utf16),
            "windows-1252" | "cp1252" | "latin-1" | "latin1" | "iso-8859-1" => Ok(Self::Windows1252),
            _ => {
                Err(format!("`{name}` is no encoding: expected one of utf-8, utf-16, windows-1252, latin-1"))
            }
        }
    }
}

/// Bytes that are not in the encoding they should be in.
pub(crate) struct Malformed {
    pub(crate) encoding: Encoding,
    /// Position of the first bad byte.
    pub(crate) at: usize,
}

/// The text of `bytes` without its byte order mark, borrowed where it is UTF-8 already.
pub(crate) fn decode(bytes: &[u8], wanted: Option<Encoding>) -> Result<(Cow<'_, str>, Encoding), Malformed> {
    let (found, mark) = match bytes {
        [0xef, 0xbb, 0xbf, ..] => (Some(encoding_rs::UTF_8), 3),
        [0xff, 0xfe, ..] => (Some(encoding_rs::UTF_16LE), 2),
        [0xfe, 0xff, ..] => (Some(encoding_rs::UTF_16BE), 2),
        _ => (unmarked_utf16(bytes), 0),
    };
    let wide = found.filter(|encoding| *encoding != encoding_rs::UTF_8);
    match wanted {
        Some(Encoding::Utf16) => utf16(wide, bytes),
        None if wide.is_some() => utf16(wide, bytes),
        Some(Encoding::Windows1252) => Ok((latin(bytes), Encoding::Windows1252)),
        Some(Encoding::Utf8) | None => {
            let body = bytes.get(mark..).filter(|_| wide.is_none()).unwrap_or(bytes);
            match std::str::from_utf8(body) {
                Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
                Err(error) if wanted.is_some() || mark > 0 => {
                    Err(Malformed { encoding: Encoding::Utf8, at: mark + error.valid_up_to() })
                }
                Err(_) => Ok((latin(body), Encoding::Windows1252)),
            }
        }
    }
}

/// UTF-16 of mostly Latin letters, by its zero bytes: at odd places the low byte comes first.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    const SAMPLE: usize = 1024;
    let sample = bytes
        .get(..SAMPLE.min(bytes.len()) & !1)
        .filter(|_| bytes.len().is_multiple_of(2) && bytes.len() >= 4)?;
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 2 * 3 / 4;
    match (even, odd) {
        (0, odd) if odd > most => Some(encoding_rs::UTF_16LE),
        (even, 0) if even > most => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

fn utf16<'a>(
    found: Option<&'static encoding_rs::Encoding>,
    bytes: &'a [u8],
) -> Result<(Cow<'a, str>, Encoding), Malformed> {
    let encoding = found.unwrap_or(encoding_rs::UTF_16LE);
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    if malformed { Err(Malformed { encoding: Encoding::Utf16, at: 0 }) } else { Ok((text, Encoding::Utf16)) }
}

fn latin(bytes: &[u8]) -> Cow<'_, str> {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, Encoding) {
        decode(bytes, None).map(|(text, encoding)| (text.into_owned(), encoding)).ok().unwrap()
    }

    #[test]
    fn detects_what_it_can() {
        assert_eq!(text("\u{feff}é".as_bytes()), ("é".into(), Encoding::Utf8));
        assert_eq!(text(b"caf\xe9 \x80"), ("café €".into(), Encoding::Windows1252));
        assert_eq!(text(b"\xff\xfea\0;\0"), ("a;".into(), Encoding::Utf16));
        assert_eq!(text(b"\xfe\xff\0a\0;"), ("a;".into(), Encoding::Utf16));
        assert_eq!(text(b"a\0;\0b\0"), ("a;b".into(), Encoding::Utf16));
        assert_eq!(text(b"\0a\0;\0b"), ("a;b".into(), Encoding::Utf16));
        assert_eq!(text(b""), (String::new(), Encoding::Utf8));
    }

    #[test]
    fn obeys_and_refuses() {
        let broken = decode(b"ab\xff", Some(Encoding::Utf8)).err().unwrap();
        assert_eq!((broken.at, broken.encoding), (2, Encoding::Utf8));
        assert_eq!(decode("é".as_bytes(), Some(Encoding::Windows1252)).ok().unwrap().0, "Ã©");
        assert!(decode(b"\xff\xfea", Some(Encoding::Utf16)).is_err());
    }
}
