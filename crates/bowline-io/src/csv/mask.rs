//! Lines that are no rows, taken out without moving anything.
//!
//! A blank line is no row, so a line that is to be left out becomes one of blanks. Everything else stays where it is: line
//! numbers in messages are those of the file, and no later step has to know that anything was left out.

use std::ops::Range;

/// The text with blanks in place of the characters of `ranges`, which are ascending and hold whole characters; line ends
/// stay.
pub(super) fn masked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        out.push_str(&text[at..range.start]);
        for line in text[range.clone()].split_inclusive('\n') {
            let body = line.strip_suffix('\n').unwrap_or(line);
            out.extend(std::iter::repeat_n(' ', body.len()));
            if body.len() < line.len() {
                out.push('\n');
            }
        }
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The lines from `start` to `end`, without their line ends.
pub(super) fn lines(text: &str, start: usize, end: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = start;
    for line in text[start..end].split_inclusive('\n') {
        ranges.push(at..at + line.trim_end_matches(['\n', '\r']).len());
        at += line.len();
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves() {
        let text = "# é\r\na,b\n#x";
        let ranges = [0..4, 10..12];
        assert_eq!(masked(text, &ranges), "    \r\na,b\n  ");
        assert_eq!(masked("ab\ncd\nx", &[0..5, 6..7]), "  \n  \n ");
        assert_eq!(lines(text, 0, 10), [0..4, 6..9]);
    }
}
