//! What separates the fields of a text that does not say.
//!
//! The right delimiter cuts (nearly) every line into the same number of fields, and more than one. Each candidate is tried
//! on the first lines; the most consistent wins, then the one with more fields. When none fits, white space is tried,
//! for files in aligned columns of numbers; otherwise the text is a table of one column.

use std::collections::BTreeMap;

use super::scan::{Broken, Index, Quotes, Separators, scan};
use crate::number;

/// Delimiters that are tried.
pub(super) const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Share of lines that a delimiter must cut into the same number of fields.
const LEAST_CONSISTENT: f64 = 0.5;
/// Bytes at the start of a text that are looked at.
const SAMPLE: usize = 1 << 18;
/// Stands for "no delimiter": a control character that separates units and occurs in no table.
pub(crate) const NO_DELIMITER: u8 = 0x1f;
/// Stands for "any run of white space".
pub(crate) const WHITE_SPACE: u8 = b' ';

/// The first lines, cut at a line end.
pub(crate) fn sample(text: &str) -> &[u8] {
    let bytes = text.as_bytes();
    let start = bytes.get(..SAMPLE).unwrap_or(bytes);
    if start.len() == bytes.len() {
        return start;
    }
    memchr::memrchr(b'\n', start).map_or(start, |end| &start[..=end])
}

/// The delimiter of a text, from its first lines.
pub(crate) fn delimiter(sample: &[u8], quoting: Option<bool>) -> u8 {
    let mut best: Option<(f64, usize, u8)> = None;
    for candidate in CANDIDATES {
        let Some((share, n_fields)) = consistency(sample, candidate, quoting) else { continue };
        if best.is_none_or(|(held, held_fields, _)| (share, n_fields) > (held, held_fields)) {
            best = Some((share, n_fields, candidate));
        }
    }
    match best {
        Some((_, _, delimiter)) => delimiter,
        None if in_aligned_columns(sample) => WHITE_SPACE,
        None if sample.contains(&b',') => NO_DELIMITER,
        None => b',',
    }
}

/// The share of records with the most frequent number of fields, and that number; `None` for no delimiter of this text.
fn consistency(sample: &[u8], delimiter: u8, quoting: Option<bool>) -> Option<(f64, usize)> {
    let mut index = Index::default();
    let enclose = if quoting == Some(false) { Quotes::Plain } else { Quotes::Enclose };
    let with = |quotes| Separators { delimiter, quotes };
    let outcome = scan(sample, 0, sample.len(), with(enclose), &mut index);
    // A quote that breaks late was cut in two by the end of the sample: the records before it are still good.
    let late = matches!(outcome, Err(Broken::Quote { at }) if at > sample.len() / 2) && index.n_records() > 0;
    if outcome.is_err() && !late {
        let escaping = scan(sample, 0, sample.len(), with(Quotes::Backslash), &mut index);
        if escaping.is_err() && quoting.is_none() {
            // Quotes are plain characters here. The outcome cannot fail, for nothing else breaks a scan of a sample.
            scan(sample, 0, sample.len(), with(Quotes::Plain), &mut index).ok()?;
        }
    }
    if index.n_records() == 0 || index.n_fields(0) == 1 {
        return None;
    }
    let (n_fields, count) = most_frequent(&index)?;
    let share = count as f64 / index.n_records() as f64;
    (n_fields > 1 && share >= LEAST_CONSISTENT).then_some((share, n_fields))
}

/// The most frequent number of fields of the records, and how many have it.
pub(super) fn most_frequent(index: &Index) -> Option<(usize, usize)> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    (0..index.n_records()).for_each(|record| *counts.entry(index.n_fields(record)).or_default() += 1);
    counts.into_iter().max_by_key(|&(n_fields, count)| (count, n_fields))
}

/// The usual number of fields of a row; 1 where the delimiter separates nothing.
pub(super) fn usual_fields(sample: &[u8], delimiter: u8, quoting: Option<bool>) -> usize {
    consistency(sample, delimiter, quoting).map_or(1, |(_, n_fields)| n_fields)
}

/// True when every line has the same number of words, and a column of them is numbers below the first line.
fn in_aligned_columns(sample: &[u8]) -> bool {
    let mut lines = sample.split(|byte| *byte == b'\n').map(words).filter(|words| !words.is_empty());
    let Some(first) = lines.next() else { return false };
    let mut numeric = vec![true; first.len()];
    let mut n_lines = 1;
    for line in lines {
        if line.len() != first.len() {
            return false;
        }
        numeric.iter_mut().zip(&line).for_each(|(held, word)| *held &= number::real(word).is_some());
        n_lines += 1;
    }
    first.len() > 1 && n_lines > 1 && numeric.contains(&true)
}

fn words(line: &[u8]) -> Vec<&[u8]> {
    line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect()
}

/// The text with a tab for every run of white space within a line; lines stay lines.
pub(crate) fn with_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        for (at, word) in line.split_ascii_whitespace().enumerate() {
            if at > 0 {
                out.push('\t');
            }
            out.push_str(word);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> u8 {
        delimiter(sample(text), None)
    }

    #[test]
    fn finds_the_consistent_one() {
        assert_eq!(of("a,b\n1,2\n"), b',');
        assert_eq!(of("a;b;c\n1,5;2,5;x\n3,1;2;y\n"), b';');
        assert_eq!(of("ham\tso, what?\nspam\tfree, now, here\nham\tok\n"), b'\t');
        assert_eq!(of("a|b\n1|2\n"), b'|');
        assert_eq!(of("\"a;b\",c\n\"1;2\",3\n"), b',');
        assert_eq!(of("a,b,c\n1,2,3\n1,2\n1,2,3\n"), b',');
        assert_eq!(of("ham\t\"so\" he said\nspam\tno \"\n"), b'\t');
    }

    #[test]
    fn a_sample_that_ends_inside_quotes() {
        let row = |at: usize| format!("{at};\"first, line {at}\n\nlast; line\";x,y\n");
        let text: String = (0..20_000).map(row).collect();
        assert!(text.len() > SAMPLE);
        // The rows are of growing length, so that some of these samples end between the quotes.
        for cut in (SAMPLE / 2..SAMPLE).step_by(SAMPLE / 64) {
            let end = memchr::memrchr(b'\n', &text.as_bytes()[..cut]).unwrap();
            assert_eq!(delimiter(&text.as_bytes()[..=end], None), b';');
        }
    }

    #[test]
    fn one_column_and_white_space() {
        assert_eq!(of("x\n1\n2\n"), b',');
        assert_eq!(of("text\nhello, you\nno\n"), NO_DELIMITER);
        assert_eq!(of(" id  date n\n 00001 19970101  1\n 00002 19970112  2\n"), WHITE_SPACE);
        assert_eq!(of("first last\nJohn Smith\nAnn Lee\n"), b',');
        assert_eq!(with_tabs(" id  n\r\n\n 1   2\n"), "id\tn\n\n1\t2\n");
        assert_eq!(of(""), b',');
    }
}
