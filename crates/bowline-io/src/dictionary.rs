//! The distinct cells of a string column, and which of them each row holds.
//!
//! Most columns of words repeat a few of them, so everything that is asked about a column (is it dates? booleans? long
//! text?) is asked once for each distinct cell and not once for each row. Cells of up to [`SHORT`] bytes can be given as
//! one number that holds length and bytes, which is quicker to look up than text elsewhere in memory.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{DictionaryArray, Int32Array, StringArray};

/// Longest cell in bytes that fits in a word beside its length.
pub(crate) const SHORT: usize = 7;

/// More text, or more distinct cells, than an Arrow array of 32-bit offsets holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLong;

/// Distinct cells in the order in which they first occur, and the rows that hold them.
#[derive(Debug, Default)]
pub(crate) struct Dictionary<'a> {
    /// Index into `levels` for each row; -1 where the cell is missing.
    codes: Vec<i32>,
    levels: Vec<Cow<'a, str>>,
    counts: Vec<usize>,
    // Looked up and never iterated, so that the order of a hash map cannot show.
    short: HashMap<u64, i32, foldhash::fast::RandomState>,
    long: HashMap<Cow<'a, str>, i32, foldhash::fast::RandomState>,
}

impl<'a> Dictionary<'a> {
    /// An empty column with room for `n_rows`.
    pub(crate) fn with_capacity(n_rows: usize) -> Self {
        Self { codes: Vec::with_capacity(n_rows), ..Self::default() }
    }

    /// The column of these cells; `None` is missing.
    pub(crate) fn of<C: Into<Cow<'a, str>>>(cells: impl Iterator<Item = Option<C>>) -> Self {
        let mut dictionary = Self::with_capacity(cells.size_hint().0);
        for cell in cells {
            match cell {
                Some(cell) => dictionary.push(cell.into()),
                None => dictionary.push_missing(),
            }
        }
        dictionary
    }

    /// Adds a row without a cell.
    pub(crate) fn push_missing(&mut self) {
        self.codes.push(-1);
    }

    /// Adds a row with any cell.
    pub(crate) fn push(&mut self, cell: Cow<'a, str>) {
        if let Some(word) = short_word(cell.as_bytes()) {
            return self.push_short(word);
        }
        let code = match self.long.get(&cell) {
            Some(&code) => code,
            None => {
                let code = self.add_level(cell.clone());
                self.long.insert(cell, code);
                code
            }
        };
        self.count(code);
    }

    /// Adds a row with a cell of at most [`SHORT`] bytes, as a word of [`short_word`].
    #[inline]
    pub(crate) fn push_short(&mut self, word: u64) {
        let code = match self.short.get(&word) {
            Some(&code) => code,
            None => {
                let code = self.add_level(Cow::Owned(text_of(word)));
                self.short.insert(word, code);
                code
            }
        };
        self.count(code);
    }

    fn add_level(&mut self, level: Cow<'a, str>) -> i32 {
        self.levels.push(level);
        self.counts.push(0);
        self.levels.len() as i32 - 1
    }

    #[inline]
    fn count(&mut self, code: i32) {
        self.counts[code as usize] += 1;
        self.codes.push(code);
    }

    /// The distinct cells.
    pub(crate) fn levels(&self) -> &[Cow<'a, str>] {
        &self.levels
    }

    /// How many rows hold each level.
    pub(crate) fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// For each row, what `of_level` has for its level.
    pub(crate) fn rows<'v, T: Copy>(
        &'v self,
        of_level: &'v [T],
    ) -> impl ExactSizeIterator<Item = Option<T>> + 'v {
        self.codes.iter().map(|&code| of_level.get(code as usize).copied())
    }

    /// The cell of a row; `None` where it is missing.
    pub(crate) fn text(&self, row: usize) -> Option<&str> {
        self.levels.get(*self.codes.get(row)? as usize).map(Cow::as_ref)
    }

    /// The first row that holds a level.
    pub(crate) fn first_row(&self, level: usize) -> usize {
        self.codes.iter().position(|&code| code as usize == level).unwrap_or(0)
    }

    /// A category array, levels in ascending byte order.
    pub(crate) fn to_categories(&self) -> Result<DictionaryArray<Int32Type>, TooLong> {
        check_length(self.levels.iter().map(|level| level.len()).sum())?;
        let mut order: Vec<usize> = (0..self.levels.len()).collect();
        order.sort_unstable_by(|&a, &b| self.levels[a].cmp(&self.levels[b]));
        let mut rank = vec![0i32; order.len()];
        for (place, &level) in order.iter().enumerate() {
            rank[level] = place as i32;
        }
        let keys: Int32Array = self.rows(&rank).collect();
        let levels = StringArray::from_iter_values(order.iter().map(|&level| self.levels[level].as_ref()));
        Ok(DictionaryArray::new(keys, Arc::new(levels)))
    }

    /// A plain array of strings.
    pub(crate) fn to_strings(&self) -> Result<StringArray, TooLong> {
        let n_bytes = self.levels.iter().zip(&self.counts).map(|(level, count)| level.len() * count).sum();
        check_length(n_bytes)?;
        let mut builder = StringBuilder::with_capacity(self.codes.len(), n_bytes);
        for &code in &self.codes {
            builder.append_option(self.levels.get(code as usize).map(Cow::as_ref));
        }
        Ok(builder.finish())
    }
}

fn check_length(n_bytes: usize) -> Result<(), TooLong> {
    if i32::try_from(n_bytes).is_ok() { Ok(()) } else { Err(TooLong) }
}

/// The word of a cell of at most [`SHORT`] bytes: the bytes, and the length in the top byte with its top bit set.
#[inline]
pub(crate) fn short_word(bytes: &[u8]) -> Option<u64> {
    let mut word = [0; 8];
    word.get_mut(..SHORT)?.get_mut(..bytes.len())?.copy_from_slice(bytes);
    word[SHORT] = 0x80 | bytes.len() as u8;
    Some(u64::from_le_bytes(word))
}

fn text_of(word: u64) -> String {
    let bytes = word.to_le_bytes();
    let length = usize::from(bytes[SHORT] & 0x7f);
    String::from_utf8_lossy(bytes.get(..length).unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_levels_and_counts() {
        let long = "longer than a word";
        let cells = [Some("b"), None, Some(long), Some("a"), Some("b"), Some(""), Some(long)];
        let dictionary = Dictionary::of(cells.into_iter());
        assert_eq!(dictionary.levels(), ["b", long, "a", ""]);
        assert_eq!(dictionary.counts(), [2, 2, 1, 1]);
        assert_eq!(dictionary.first_row(2), 3);
        assert_eq!(dictionary.to_strings().unwrap(), StringArray::from(cells.to_vec()));
        let categories = dictionary.to_categories().unwrap();
        assert_eq!(bowline_core::category_levels(&categories), &StringArray::from(vec!["", "a", "b", long]));
        assert_eq!(
            categories.keys(),
            &Int32Array::from(vec![Some(2), None, Some(3), Some(1), Some(2), Some(0), Some(3)])
        );
    }

    #[test]
    fn words_hold_short_cells() {
        for cell in ["", "a", "é€", "1234567"] {
            assert_eq!(text_of(short_word(cell.as_bytes()).unwrap()), cell);
        }
        assert_eq!(short_word(b"12345678"), None);
    }
}
