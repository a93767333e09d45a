//! The rows of the whole text, in chunks that threads can read on their own.
//!
//! One pass counts the rows, checks that all have the same number of fields, and cuts the text at record starts. The
//! chunks depend on the text alone, so every result is the same at any number of threads.

use rayon::prelude::*;

use super::scan::{Broken, Index, LONGEST_ROW, Quotes, Separators, is_blank, record_starts, scan};

/// Bytes of a chunk, about.
const CHUNK: usize = 1 << 20;
/// Bytes of text indexed at a time, so that text and index stay in the cache.
pub(crate) const BLOCK: usize = 1 << 15;

/// Whole records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) n_rows: usize,
}

impl Chunk {
    /// Indexes the chunk block by block and hands each to `visit`, which may end it.
    pub(crate) fn for_each_block(
        &self,
        bytes: &[u8],
        separators: Separators,
        mut visit: impl FnMut(&Index) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        let mut index = Index::default();
        let mut at = self.start;
        while at < self.end {
            at = scan(&bytes[..self.end], at, at + BLOCK, separators, &mut index)?;
            visit(&index)?;
        }
        Ok(())
    }
}

/// A chunk with its rows counted, and what was met in it.
struct Counted {
    chunk: Chunk,
    multi_line: bool,
    doubled: bool,
    blank_lines: usize,
}

impl Counted {
    fn of(chunk: Chunk, bytes: &[u8], separators: Separators, n_fields: usize) -> Result<Self, Broken> {
        let mut counted = Self { chunk, multi_line: false, doubled: false, blank_lines: 0 };
        if separators.quotes == Quotes::Plain {
            counted.count_lines(bytes, separators.delimiter, n_fields)?;
            return Ok(counted);
        }
        chunk.for_each_block(bytes, separators, |index| {
            counted.chunk.n_rows += index.n_records();
            counted.multi_line |= index.multi_line;
            counted.doubled |= index.doubled;
            counted.blank_lines += index.blank_lines;
            index.ragged(n_fields).map_or(Ok(()), Err)
        })?;
        Ok(counted)
    }

    /// Without quotes, lines are rows and delimiters only have to be counted, which is quicker than to find each.
    fn count_lines(&mut self, bytes: &[u8], delimiter: u8, n_fields: usize) -> Result<(), Broken> {
        let mut at = self.chunk.start;
        while at < self.chunk.end {
            let rest = &bytes[at..self.chunk.end];
            let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
            let found = memchr::memchr_iter(delimiter, line).count() + 1;
            if line.len() > LONGEST_ROW {
                return Err(Broken::TooLong { at });
            }
            if found == 1 && is_blank(line) {
                self.blank_lines += 1;
            } else if found == n_fields {
                self.chunk.n_rows += 1;
            } else {
                return Err(Broken::Ragged { at, expected: n_fields, found });
            }
            at += line.len() + 1;
        }
        Ok(())
    }
}

/// Where the rows are.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) separators: Separators,
    /// What quotes are in this text; where it has none, the separators are simpler.
    pub(crate) quoting: Quotes,
    pub(crate) chunks: Vec<Chunk>,
    pub(crate) n_fields: usize,
    pub(crate) n_rows: usize,
    /// True when quoted fields have line ends inside and none has a doubled quote, so that the quotes may be plain
    /// characters that swallow rows.
    pub(crate) swallows: bool,
    /// Blank lines between or after rows, which are left out.
    pub(crate) blank_lines: usize,
}

impl Layout {
    /// Lays out all of `bytes`; every record must have as many fields as the first.
    pub(crate) fn of(bytes: &[u8], separators: Separators) -> Result<Self, Broken> {
        // Without a single quote in the text, the faster scan serves.
        let has_quotes = memchr::memchr(b'"', bytes).is_some();
        let quoting = separators.quotes;
        let separators =
            if has_quotes { separators } else { Separators { quotes: Quotes::Plain, ..separators } };
        let n_fields = first_record(bytes, separators)?.1;
        let starts = record_starts(bytes, 0, CHUNK, separators);
        let counted: Vec<Result<Counted, Broken>> = (0..starts.len())
            .into_par_iter()
            .map(|at| {
                let end = starts.get(at + 1).copied().unwrap_or(bytes.len());
                Counted::of(Chunk { start: starts[at], end, n_rows: 0 }, bytes, separators, n_fields)
            })
            .collect();
        let mut layout = Self {
            separators,
            quoting,
            chunks: Vec::new(),
            n_fields,
            n_rows: 0,
            swallows: false,
            blank_lines: 0,
        };
        let (mut multi_line, mut doubled) = (false, false);
        for part in counted {
            let part = part?;
            layout.chunks.push(part.chunk);
            layout.n_rows += part.chunk.n_rows;
            (multi_line, doubled) = (multi_line | part.multi_line, doubled | part.doubled);
            layout.blank_lines += part.blank_lines;
        }
        layout.swallows = multi_line && !doubled;
        Ok(layout)
    }

    /// The same rows without the first.
    pub(crate) fn without_first(mut self, bytes: &[u8]) -> Self {
        // Chunks of nothing but blank lines may stand before the one with the first row.
        let holding = self.chunks.iter_mut().find(|chunk| chunk.n_rows > 0);
        if let (Ok((next, _)), Some(first)) = (first_record(bytes, self.separators), holding) {
            first.start = next.clamp(first.start, first.end);
            first.n_rows -= 1;
            self.n_rows -= 1;
        }
        self
    }

    /// The fields of a row as places in the text.
    pub(crate) fn row(&self, bytes: &[u8], row: usize) -> Vec<(usize, usize)> {
        let mut fields = Vec::new();
        let mut left = row;
        for chunk in &self.chunks {
            if left >= chunk.n_rows {
                left -= chunk.n_rows;
                continue;
            }
            // The layout stands, so no block of it is broken.
            let _ = chunk.for_each_block(bytes, self.separators, |index| {
                if fields.is_empty() && left < index.n_records() {
                    fields = index.fields(left).collect();
                }
                left = left.saturating_sub(index.n_records());
                Ok(())
            });
            break;
        }
        fields
    }
}

/// Where the record after the first starts, and how many fields the first has; 0 when there is none.
pub(super) fn first_record(bytes: &[u8], separators: Separators) -> Result<(usize, usize), Broken> {
    let mut index = Index::default();
    let mut at = 0;
    while at < bytes.len() {
        at = scan(bytes, at, at + 1, separators, &mut index)?;
        if index.n_records() > 0 {
            return Ok((at, index.n_fields(0)));
        }
    }
    Ok((at, 0))
}

/// The line of a position, from 1.
pub(crate) fn line_of(bytes: &[u8], at: usize) -> usize {
    memchr::memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Separators = Separators { delimiter: b',', quotes: Quotes::Enclose };

    #[test]
    fn counts_and_finds_rows_across_chunks() {
        let mut text = String::from("id,note\n");
        let n_rows = 60_000;
        for row in 0..n_rows {
            text.push_str(&format!("{row},\"line one\nline, {row}\"\n"));
        }
        let layout = Layout::of(text.as_bytes(), COMMA).unwrap();
        assert!(layout.chunks.len() > 1 && layout.swallows);
        let layout = layout.without_first(text.as_bytes());
        assert_eq!((layout.n_rows, layout.n_fields), (n_rows, 2));
        for row in [0, 1, n_rows / 2, n_rows - 1] {
            let fields = layout.row(text.as_bytes(), row);
            assert_eq!(&text[fields[0].0..fields[0].1], row.to_string());
            assert_eq!(line_of(text.as_bytes(), fields[0].0), 2 + 2 * row);
        }
    }

    #[test]
    fn names_the_first_ragged_row() {
        let broken = Layout::of(b"a,b\n1,2\n\n1,2,3\n1\n", COMMA).unwrap_err();
        assert_eq!(broken, Broken::Ragged { at: 9, expected: 2, found: 3 });
        assert_eq!(line_of(b"a,b\n1,2\n\n1,2,3\n1\n", 9), 4);
    }

    #[test]
    fn nothing_is_no_rows() {
        assert_eq!(Layout::of(b"\n \n", COMMA).unwrap().n_rows, 0);
    }
}
