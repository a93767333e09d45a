//! Rust source with everything that is not code blanked out.
//!
//! A rule that looks for `todo!` must not trip over the word in a comment, a string or a doc example. So the
//! contents of comments and of string and character literals become spaces. Every other byte stays at its
//! place, which keeps line numbers true.

/// `text` with the contents of comments and literals replaced by spaces; same length, same line ends.
pub fn code_only(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'/' if bytes[at..].starts_with(b"//") => {
                let end = line_comment_end(bytes, at);
                blank(&mut code[at..end]);
                end
            }
            b'/' if bytes[at..].starts_with(b"/*") => {
                let end = block_comment_end(bytes, at);
                blank(&mut code[at..end]);
                end
            }
            b'"' => literal(&mut code, at + 1, quoted_end(bytes, at + 1, b'"')),
            b'r' if !continues_identifier(bytes, at) => match raw_string(bytes, at) {
                Some((start, end)) => literal(&mut code, start, end),
                None => at + 1,
            },
            b'\'' => match character_end(bytes, at) {
                Some(end) => literal(&mut code, at + 1, end),
                None => at + 1,
            },
            _ => at + 1,
        };
        at = end;
    }
    // Blanking replaces whole characters by as many spaces as they have bytes, so this is UTF-8 again.
    String::from_utf8_lossy(&code).into_owned()
}

/// The end (exclusive) of the braces that open at or after `start`, or the end of the statement without braces.
pub fn item_end(code: &str, start: usize) -> usize {
    let mut depth = 0usize;
    for (offset, byte) in code.as_bytes()[start..].iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return start + offset + 1,
            b'}' => depth -= 1,
            b';' if depth == 0 => return start + offset + 1,
            _ => {}
        }
    }
    code.len()
}

/// Every place of `token` in `code` that is not part of a longer word.
pub fn find_token(code: &str, token: &str) -> Vec<usize> {
    let word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let bytes = code.as_bytes();
    let first_is_word = word(token.as_bytes().first());
    let last_is_word = word(token.as_bytes().last());
    code.match_indices(token)
        .map(|(at, _)| at)
        .filter(|&at| !(first_is_word && at > 0 && word(bytes.get(at - 1))))
        .filter(|&at| !(last_is_word && word(bytes.get(at + token.len()))))
        .collect()
}

fn blank(bytes: &mut [u8]) {
    for byte in bytes {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// Blanks a literal from its first to its closing byte and steps over the latter.
fn literal(code: &mut [u8], start: usize, end: usize) -> usize {
    blank(&mut code[start..end]);
    end + 1
}

fn continues_identifier(bytes: &[u8], at: usize) -> bool {
    // The prefixes of byte and C strings belong to the literal.
    let Some(before) = at.checked_sub(1).map(|before| bytes[before]) else { return false };
    let prefix =
        matches!(before, b'b' | b'c') && !at.checked_sub(2).is_some_and(|before| is_word(bytes[before]));
    is_word(before) && !prefix
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn line_comment_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |offset| at + offset)
}

fn block_comment_end(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0usize;
    let mut at = start;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

fn quoted_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The contents of a raw string whose `r` stands at `at`.
fn raw_string(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    let start = at + 1 + hashes;
    if bytes.get(start) != Some(&b'"') {
        return None;
    }
    let mut closing = vec![b'"'];
    closing.resize(1 + hashes, b'#');
    let end = bytes[start + 1..].windows(closing.len()).position(|window| window == closing);
    Some((start + 1, end.map_or(bytes.len(), |offset| start + 1 + offset)))
}

/// The closing quote of a character literal that opens at `at`; `None` for a lifetime.
fn character_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at + 1)? {
        b'\\' => Some(quoted_end(bytes, at + 1, b'\'')),
        b'\'' => None,
        first => {
            let length = match first {
                0..0x80 => 1,
                0x80..0xE0 => 2,
                0xE0..0xF0 => 3,
                _ => 4,
            };
            (bytes.get(at + 1 + length) == Some(&b'\'')).then_some(at + 1 + length)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked_in_place() {
        for (text, expected) in [
            ("a // todo!\nb", "a         \nb"),
            ("a/*/*b*/*/c", "a         c"),
            (r#"f("a\"b") + 1"#, r#"f("    ") + 1"#),
            ("r#\"a\"b\"# + r#type", "r#\"   \"# + r#type"),
            ("br\"x\" bar\"y\"", "br\" \" bar\" \""),
            ("'a' '\\'' &'a str", "' ' '  ' &'a str"),
            ("\"ä\" + 1", "\"  \" + 1"),
            ("'ä' + 1", "'  ' + 1"),
        ] {
            assert_eq!(code_only(text), expected, "{text}");
            assert_eq!(code_only(text).len(), text.len());
        }
    }

    #[test]
    fn what_is_not_closed_reaches_to_the_end() {
        assert_eq!(code_only("a \"b\\"), "a \"  ");
        assert_eq!(code_only("/* a"), "    ");
        assert_eq!(code_only("r#\"a"), "r#\" ");
        assert_eq!(code_only("'\\"), "' ");
    }

    #[test]
    fn tokens_are_whole_words() {
        assert_eq!(find_token("println!(); eprintln!();", "println!"), [0]);
        assert_eq!(find_token("std::fs; my_std::fs; std::fsx", "std::fs"), [0]);
        assert_eq!(find_token("a.unwrap() a.unwrap_or(b)", ".unwrap()"), [1]);
    }

    #[test]
    fn an_item_ends_with_its_braces_or_its_semicolon() {
        assert_eq!(item_end("mod a { fn b() {} } x", 0), 19);
        assert_eq!(item_end("mod a; x", 0), 6);
        assert_eq!(item_end("mod a {", 0), 7);
    }
}
