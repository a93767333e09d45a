//! Rows that do not fit, set aside by choice: too few or too many fields, or a quote that does not close.
//!
//! A row with a broken quote has no certain end, so the lines up to the quote's are given up and the next line starts anew.

use std::ops::Range;

use super::layout::{BLOCK, first_record};
use super::scan::{Broken, Index, Separators, scan};

/// The bad rows of a text, as places in it.
///
/// # Errors
/// When the first row is broken itself, or a row is longer than any may be.
pub(super) fn bad_rows(bytes: &[u8], separators: Separators) -> Result<Vec<Range<usize>>, Broken> {
    let n_fields = first_record(bytes, separators)?.1;
    let (mut bad, mut index, mut at) = (Vec::new(), Index::default(), 0);
    while at < bytes.len() {
        let outcome = scan(bytes, at, at + BLOCK, separators, &mut index);
        for record in 0..index.n_records() {
            if index.n_fields(record) != n_fields {
                bad.push(index.start(record)..index.end(record).min(bytes.len()));
            }
        }
        at = match outcome {
            Ok(next) => next,
            Err(Broken::Quote { at: quote }) => {
                let behind = index.n_records().checked_sub(1).map_or(at, |last| index.end(last) + 1);
                let start =
                    behind + bytes[behind..quote].iter().take_while(|b| b.is_ascii_whitespace()).count();
                let end = memchr::memchr(b'\n', &bytes[quote..]).map_or(bytes.len(), |offset| quote + offset);
                bad.push(start..end);
                end + 1
            }
            Err(other) => return Err(other),
        };
    }
    Ok(bad)
}

#[cfg(test)]
mod tests {
    use super::super::scan::Quotes;
    use super::*;

    #[test]
    fn finds_every_bad_row() {
        let bad = |text: &str| -> Vec<String> {
            let separators = Separators { delimiter: b',', quotes: Quotes::Enclose };
            let rows = bad_rows(text.as_bytes(), separators).unwrap();
            rows.into_iter().map(|row| text[row].to_owned()).collect()
        };
        assert_eq!(bad("a,b\n1,2\n1,2,3\n\n4\n5,6"), ["1,2,3", "4"]);
        assert_eq!(bad("a,b\n1,\"x\ny\"\n2,\"z\" z\n3,4\n5,\"open\n6,7\n"), ["2,\"z\" z", "5,\"open"]);
        assert_eq!(bad("a,b\n\n \n\"u\nv\",\"z\" z\n3,4\n"), ["\"u\nv\",\"z\" z"]);
        assert_eq!(bad("a,b\n1,2\n3"), ["3"]);
        assert!(bad("a,b\n1,2\n").is_empty());
    }
}
