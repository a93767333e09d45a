//! Comment lines: those that begin with a mark, `#` unless another one is named.
//!
//! `#` also begins colours, tags and the header of some tables, so it has to earn its meaning. Lines above the first row
//! are comments, but for the last of them when it has as many fields as the rows: then it holds the names (as in
//! `#chrom<tab>pos`). Further down, a line with `#` is a comment when it has another number of fields than the rows, or when
//! comments stand above the table and such lines are the smaller part of it.

use std::ops::Range;

use super::scan::{Index, Quotes, Separators, closing_quote, field_ends, scan};

/// The mark that is looked for.
pub(super) const USUAL: u8 = b'#';

/// Lines that begin with `mark` outside of quoted fields, as places without their line ends.
pub(super) fn marked_lines(text: &str, mark: u8, quotes: bool) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    if !any_marked(bytes, mark) {
        return Vec::new();
    }
    let quotes = quotes && memchr::memchr(b'"', bytes).is_some();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = next(bytes, at, b'\n');
        if bytes[at] == mark {
            let line = &bytes[at..end];
            found.push(at..at + line.strip_suffix(b"\r").unwrap_or(line).len());
        }
        at = if quotes && bytes[at] != mark { record_end(bytes, at, end) } else { end } + 1;
    }
    found
}

fn any_marked(bytes: &[u8], mark: u8) -> bool {
    bytes.first() == Some(&mark)
        || memchr::memchr_iter(mark, bytes).any(|at| at > 0 && bytes[at - 1] == b'\n')
}

fn next(bytes: &[u8], from: usize, byte: u8) -> usize {
    bytes.get(from..).and_then(|rest| memchr::memchr(byte, rest)).map_or(bytes.len(), |offset| from + offset)
}

/// The line end behind the record that starts at `start` and whose first line ends at `end`.
fn record_end(bytes: &[u8], start: usize, mut end: usize) -> usize {
    const BEFORE: [u8; 5] = [b',', b';', b'\t', b'|', b'\n'];
    let mut at = start;
    loop {
        let quote = next(&bytes[..end], at, b'"');
        if quote >= end {
            return end;
        }
        let before = bytes[start..quote].iter().rev().find(|byte| **byte != b' ');
        let opens = before.is_none_or(|byte| BEFORE.contains(byte));
        let close = opens.then(|| closing_quote(bytes, quote, Quotes::Enclose)).flatten();
        let ends = |close: &usize| BEFORE.iter().any(|&delimiter| field_ends(bytes, close + 1, delimiter));
        match close.filter(ends) {
            Some(close) => {
                at = close + 1;
                end = next(bytes, at.max(end), b'\n').max(end);
            }
            None => at = quote + 1,
        }
    }
}

/// Which of `marked` lines are comments in a table whose rows have `n_fields` fields; `first_row` is where the first
/// line that is neither marked nor blank starts.
pub(super) fn detected(
    text: &str,
    marked: Vec<Range<usize>>,
    first_row: usize,
    delimiter: u8,
    n_fields: usize,
) -> Vec<Range<usize>> {
    let is_row = |line: &Range<usize>| n_fields > 1 && fields_of(text, line, delimiter) == n_fields;
    let mut above: Vec<Range<usize>> = marked.iter().filter(|line| line.start < first_row).cloned().collect();
    // A table of one column says nothing about fields: its first lines may be tags as well.
    let spaced = |line: &Range<usize>| text[line.clone()][1..].starts_with([' ', '#', '\t']);
    if above.last().is_some_and(is_row) || (n_fields <= 1 && !above.iter().all(spaced)) {
        above.pop();
    }
    if n_fields <= 1 && !above.iter().all(spaced) {
        above.clear();
    }
    let below: Vec<Range<usize>> = marked.into_iter().filter(|line| line.start >= first_row).collect();
    let rows = below.iter().filter(|line| is_row(line)).count();
    let n_lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let all = !above.is_empty() && n_fields > 1 && 2 * rows < n_lines;
    let below = below.into_iter().filter(|line| n_fields > 1 && (all || !is_row(line)));
    above.into_iter().chain(below).collect()
}

fn fields_of(text: &str, line: &Range<usize>, delimiter: u8) -> usize {
    let (mut index, line) = (Index::default(), &text.as_bytes()[line.clone()]);
    let separators = Separators { delimiter, quotes: Quotes::Enclose };
    match scan(line, 0, line.len(), separators, &mut index) {
        Ok(_) if index.n_records() == 1 => index.n_fields(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(text: &str, n_fields: usize) -> Vec<&str> {
        let marked = marked_lines(text, USUAL, true);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if !line.starts_with('#') && !line.trim().is_empty() {
                break;
            }
            at += line.len();
        }
        let found = detected(text, marked, at, b',', n_fields);
        found.into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn lines_outside_of_quotes() {
        let lines =
            |text| marked_lines(text, USUAL, true).into_iter().map(|l| &text[l]).collect::<Vec<&str>>();
        assert_eq!(lines("#a\r\nb,c\n#d"), ["#a", "#d"]);
        assert_eq!(lines("a,\"x\n#no\n\"\n#yes\n"), ["#yes"]);
        assert_eq!(lines("a,\"x\" y\n#yes\n"), ["#yes"]);
        assert_eq!(lines("a \"5\n#yes\n"), ["#yes"]);
        assert!(lines("a,#b\n").is_empty());
    }

    #[test]
    fn what_earns_the_name() {
        assert_eq!(comments("# one\n#two\na,b\n1,2\n", 2), ["# one", "#two"]);
        assert_eq!(comments("##x\n#chrom,pos\n1,2\n", 2), ["##x"]);
        assert_eq!(comments("colour,n\n#fff,1\n#000,2\n", 2), [""; 0]);
        assert_eq!(comments("a,b\n1,2\n# checked\n3,4\n", 2), ["# checked"]);
        assert_eq!(comments("# old\na,b\n1,2\n#3,4\n5,6\n7,8\n", 2), ["# old", "#3,4"]);
        assert_eq!(comments("# unit: m\nx\n1\n", 1), ["# unit: m"]);
        assert_eq!(comments("#fun\n#sun\nso\n", 1), [""; 0]);
        assert_eq!(comments("text\n#fun\n", 1), [""; 0]);
    }
}
