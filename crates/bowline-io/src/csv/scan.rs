//! Where the fields of delimited text are: RFC 4180, eight bytes at a time.
//!
//! Delimiters and line ends are found with arithmetic on 8-byte words: a byte of `word ^ pattern` is zero where the word
//! has the wanted byte, and a carry-free test raises the top bit of every zero byte (Warren, Hacker's Delight, 6-1). Only
//! the places found are looked at. A quote that opens a field sends the scan straight to the closing one.

use memchr::memchr;

/// What `"` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// A character like any other.
    Plain,
    /// It encloses fields, and two of them inside stand for one.
    Enclose,
    /// As `Enclose`, and a backslash inside takes the meaning from the character behind it.
    Backslash,
}

impl Quotes {
    /// True where a quote encloses fields.
    #[inline]
    pub(crate) fn enclose(self) -> bool {
        self != Self::Plain
    }
}

/// What separates fields, and what `"` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Separators {
    pub(crate) delimiter: u8,
    pub(crate) quotes: Quotes,
}

/// Text that is no table, with the position of the row or quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// A row with another number of fields than the first.
    Ragged { at: usize, expected: usize, found: usize },
    /// A quote that does not close, or with something other than a delimiter or line end behind it.
    Quote { at: usize },
    /// A row longer than [`LONGEST_ROW`].
    TooLong { at: usize },
}

/// Longest row in bytes, so that positions within a chunk fit in 31 bits.
pub(super) const LONGEST_ROW: usize = 1 << 30;

/// The field boundaries of some consecutive records.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Where the scan began.
    pub(crate) base: usize,
    /// For each record, its start and then, for each field, the place after the byte that ends it; relative to `base`.
    bounds: Vec<u32>,
    /// Length of `bounds` at the end of each record.
    ends: Vec<u32>,
    /// True when a quoted field has a line end inside.
    pub(crate) multi_line: bool,
    /// True when a quoted field has a doubled quote inside.
    pub(crate) doubled: bool,
    /// Lines with nothing but blanks, which are no records.
    pub(crate) blank_lines: usize,
}

impl Index {
    /// Number of records.
    pub(crate) fn n_records(&self) -> usize {
        self.ends.len()
    }

    fn bounds_of(&self, record: usize) -> &[u32] {
        let start = if record == 0 { 0 } else { self.ends[record - 1] as usize };
        &self.bounds[start..self.ends[record] as usize]
    }

    /// Number of fields of a record.
    pub(crate) fn n_fields(&self, record: usize) -> usize {
        self.bounds_of(record).len() - 1
    }

    /// Position of a record in the text.
    pub(crate) fn start(&self, record: usize) -> usize {
        self.base + self.bounds_of(record)[0] as usize
    }

    /// Where the line end behind a record is, or would be.
    pub(crate) fn end(&self, record: usize) -> usize {
        self.base + self.bounds_of(record).last().map_or(0, |&bound| bound as usize) - 1
    }

    /// The fields of a record as places in the text, quotes and blanks included.
    pub(crate) fn fields(&self, record: usize) -> impl Iterator<Item = (usize, usize)> {
        self.bounds_of(record)
            .windows(2)
            .map(|pair| (self.base + pair[0] as usize, self.base + pair[1] as usize - 1))
    }

    /// The fields of one column, when every record has `n_fields` of them.
    pub(crate) fn column(&self, column: usize, n_fields: usize) -> impl Iterator<Item = (usize, usize)> {
        self.bounds.chunks_exact(n_fields + 1).map(move |record| {
            (self.base + record[column] as usize, self.base + record[column + 1] as usize - 1)
        })
    }

    /// The first record with another number of fields.
    pub(crate) fn ragged(&self, expected: usize) -> Option<Broken> {
        let record = (0..self.n_records()).find(|&record| self.n_fields(record) != expected)?;
        Some(Broken::Ragged { at: self.start(record), expected, found: self.n_fields(record) })
    }

    fn restart(&mut self, base: usize) {
        *self = Self {
            base,
            bounds: std::mem::take(&mut self.bounds),
            ends: std::mem::take(&mut self.ends),
            ..Self::default()
        };
        self.bounds.clear();
        self.ends.clear();
        self.bounds.push(0);
    }

    /// Ends the record that started at `start`, unless it is a blank line.
    fn end_record(&mut self, bytes: &[u8], start: usize, end: usize) -> Result<(), Broken> {
        if end - self.base > LONGEST_ROW {
            return Err(Broken::TooLong { at: start });
        }
        let first = self.ends.last().map_or(0, |&end| end as usize);
        if self.bounds.len() - first == 2 && is_blank(&bytes[start..end]) {
            self.bounds.truncate(first);
            self.blank_lines += 1;
        } else {
            self.ends.push(self.bounds.len() as u32);
        }
        Ok(())
    }
}

/// True for a line that is no record.
pub(super) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
}

/// Indexes whole records from `from`, a record start, up to the first record end at or after `until`; returns where the
/// next record starts. `index` is overwritten; after an error it holds the records before it.
pub(crate) fn scan(
    bytes: &[u8],
    from: usize,
    until: usize,
    separators: Separators,
    index: &mut Index,
) -> Result<usize, Broken> {
    if separators.quotes.enclose() {
        scan_records::<true>(bytes, from, until, separators, index)
    } else {
        scan_records::<false>(bytes, from, until, separators, index)
    }
}

fn scan_records<const QUOTES: bool>(
    bytes: &[u8],
    from: usize,
    until: usize,
    Separators { delimiter, quotes: kind }: Separators,
    index: &mut Index,
) -> Result<usize, Broken> {
    index.restart(from);
    let (delimiters, newlines, quotes) = (repeated(delimiter), repeated(b'\n'), repeated(b'"'));
    let (mut at, mut record, mut field) = (from, from, from);
    'words: while at < bytes.len() {
        let word = word_at(bytes, at);
        let mut hits = equal_bytes(word, delimiters) | equal_bytes(word, newlines);
        if QUOTES {
            hits |= equal_bytes(word, quotes);
        }
        while hits != 0 {
            let place = at + hits.trailing_zeros() as usize / 8;
            hits &= hits - 1;
            let byte = bytes[place];
            if QUOTES && byte == b'"' {
                if bytes[field..place].iter().all(|byte| *byte == b' ') {
                    let close = closing_quote(bytes, place, kind).ok_or(Broken::Quote { at: place })?;
                    if !field_ends(bytes, close + 1, delimiter) {
                        return Err(Broken::Quote { at: place });
                    }
                    let inside = &bytes[place + 1..close];
                    index.multi_line |= memchr(b'\n', inside).is_some();
                    index.doubled |= memchr(b'"', inside).is_some();
                    at = close + 1;
                    continue 'words;
                }
                continue;
            }
            field = place + 1;
            index.bounds.push((field - from) as u32);
            if byte == b'\n' {
                index.end_record(bytes, record, place)?;
                record = field;
                if record >= until {
                    return Ok(record);
                }
                index.bounds.push((record - from) as u32);
            }
        }
        at += 8;
    }
    if record < bytes.len() {
        // The last record has no line end: its last field ends where one would stand.
        index.bounds.push((bytes.len() + 1 - from) as u32);
        index.end_record(bytes, record, bytes.len())?;
    } else {
        index.bounds.truncate(index.ends.last().map_or(0, |&end| end as usize));
    }
    Ok(bytes.len())
}

/// Where the quote that opens at `open` closes; doubled and escaped quotes inside are skipped.
pub(super) fn closing_quote(bytes: &[u8], open: usize, quotes: Quotes) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += memchr(b'"', bytes.get(at..)?)?;
        if quotes == Quotes::Backslash {
            let backslashes = bytes[open + 1..at].iter().rev().take_while(|byte| **byte == b'\\').count();
            if backslashes % 2 == 1 {
                at += 1;
                continue;
            }
        }
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// True when only blanks stand between `at` and the end of the field.
pub(super) fn field_ends(bytes: &[u8], at: usize, delimiter: u8) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.iter().find(|&&byte| byte == delimiter || !matches!(byte, b' ' | b'\t' | b'\r')) {
        None => true,
        Some(&byte) => byte == delimiter || byte == b'\n',
    }
}

/// Record starts about `step` bytes apart, the first of them `from`.
///
/// Without quotes every line end is a record end. With them, the quoted fields are walked through first to last, which
/// touches nothing between the quotes.
pub(crate) fn record_starts(bytes: &[u8], from: usize, step: usize, separators: Separators) -> Vec<usize> {
    let mut starts = vec![from];
    let mut target = from + step;
    let mut outside = from;
    while target < bytes.len() {
        let quote = if separators.quotes.enclose() { next_from(bytes, outside, b'"') } else { bytes.len() };
        while target < quote {
            // A line end before the quote is outside of every quoted field.
            match memchr(b'\n', &bytes[target.max(outside)..quote]) {
                Some(offset) => {
                    let start = target.max(outside) + offset + 1;
                    if start < bytes.len() {
                        starts.push(start);
                    }
                    target = start + step;
                }
                None => break,
            }
        }
        if quote >= bytes.len() {
            break;
        }
        let blanks = bytes[outside..quote].iter().rev().take_while(|byte| **byte == b' ').count();
        let before = bytes[from..quote - blanks].last();
        let opens = before.is_none_or(|&byte| byte == separators.delimiter || byte == b'\n');
        outside = match opens.then(|| closing_quote(bytes, quote, separators.quotes)) {
            None => quote + 1,
            Some(Some(close)) => close + 1,
            Some(None) => break,
        };
        target = target.max(outside);
    }
    starts
}

fn next_from(bytes: &[u8], from: usize, byte: u8) -> usize {
    bytes.get(from..).and_then(|rest| memchr(byte, rest)).map_or(bytes.len(), |offset| from + offset)
}

/// The 8 bytes at `at`, zeros past the end.
#[inline]
fn word_at(bytes: &[u8], at: usize) -> u64 {
    match bytes[at..].first_chunk::<8>() {
        Some(word) => u64::from_le_bytes(*word),
        None => bytes[at..].iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    }
}

fn repeated(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The top bit of every byte in which `word` equals `pattern`.
#[inline]
fn equal_bytes(word: u64, pattern: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let differs = word ^ pattern;
    !(((differs & LOW) + LOW) | differs | LOW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COMMA: Separators = Separators { delimiter: b',', quotes: Quotes::Enclose };

    fn records(text: &str, separators: Separators) -> Result<Vec<Vec<&str>>, Broken> {
        let mut index = Index::default();
        scan(text.as_bytes(), 0, text.len(), separators, &mut index)?;
        Ok((0..index.n_records())
            .map(|record| index.fields(record).map(|(start, end)| &text[start..end]).collect())
            .collect())
    }

    #[test]
    fn finds_fields() {
        assert_eq!(records("a,b\n1,2\n", COMMA).unwrap(), [["a", "b"], ["1", "2"]]);
        assert_eq!(records("a,\n,2", COMMA).unwrap(), [["a", ""], ["", "2"]]);
        assert_eq!(records("a,b\r\n\r\n \n\n", COMMA).unwrap(), [["a", "b\r"]]);
        assert_eq!(records("\"x\ny\",\"a,\"\"b\"\n", COMMA).unwrap(), [["\"x\ny\"", "\"a,\"\"b\""]]);
        assert_eq!(records("5\" pipe, \"x,y\" \n", COMMA).unwrap(), [["5\" pipe", " \"x,y\" "]]);
        assert!(records("", COMMA).unwrap().is_empty());
        let plain = Separators { quotes: Quotes::Plain, ..COMMA };
        assert_eq!(records("\"a,b\n", plain).unwrap(), [["\"a", "b"]]);
    }

    #[test]
    fn refuses_broken_quotes() {
        assert_eq!(records("a,\"b\n", COMMA), Err(Broken::Quote { at: 2 }));
        assert_eq!(records("a,\"b\"c\n", COMMA), Err(Broken::Quote { at: 2 }));
        assert!(records("a,\"b\"\"\n", COMMA).is_err());
    }

    #[test]
    fn backslashes_escape_where_they_do() {
        let escaping = Separators { quotes: Quotes::Backslash, ..COMMA };
        let text = "\"a \\\"b\\\", c\",1\n\"ends \\\\\",2\n";
        assert_eq!(records(text, escaping).unwrap(), [["\"a \\\"b\\\", c\"", "1"], ["\"ends \\\\\"", "2"]]);
        assert!(records(text, COMMA).is_err());
    }

    /// The same rules, one byte at a time.
    fn plainly(text: &[u8]) -> Option<Vec<Vec<Vec<u8>>>> {
        let (mut records, mut record, mut field) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = 0;
        while at < text.len() {
            match text[at] {
                b'"' if field.iter().all(|byte| *byte == b' ') => {
                    let close = closing_quote(text, at, Quotes::Enclose)?;
                    field_ends(text, close + 1, b',').then_some(())?;
                    field.extend(&text[at..=close]);
                    at = close;
                }
                b',' => record.push(std::mem::take(&mut field)),
                b'\n' => {
                    record.push(std::mem::take(&mut field));
                    records.push(std::mem::take(&mut record));
                }
                byte => field.push(byte),
            }
            at += 1;
        }
        if text.last().is_some_and(|byte| *byte != b'\n') {
            record.push(field);
            records.push(record);
        }
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
        records.retain(|record| record.len() > 1 || !record[0].iter().all(blank));
        Some(records)
    }

    proptest! {
        #[test]
        fn agrees_with_the_plain_reading(text in "[a\", \r\n]{0,60}", step in 1usize..20) {
            let expected = plainly(text.as_bytes());
            let found = records(&text, COMMA).ok();
            let as_bytes = |records: &Vec<Vec<&str>>| -> Vec<Vec<Vec<u8>>> {
                records.iter().map(|r| r.iter().map(|f| f.as_bytes().to_vec()).collect()).collect()
            };
            prop_assert_eq!(found.as_ref().map(as_bytes), expected);
            if let Some(found) = found {
                let starts = record_starts(text.as_bytes(), 0, step, COMMA);
                let mut pieces = Vec::new();
                for (at, &start) in starts.iter().enumerate() {
                    let end = starts.get(at + 1).copied().unwrap_or(text.len());
                    prop_assert!(start <= end);
                    pieces.extend(records(&text[start..end], COMMA).unwrap().iter().map(|r| r.join("|")));
                }
                prop_assert_eq!(pieces, found.iter().map(|r| r.join("|")).collect::<Vec<_>>());
            }
        }
    }
}
