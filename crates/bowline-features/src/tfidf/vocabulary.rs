//! Terms and their numbers: one string that holds all terms in order, and a hash index over it.
//!
//! Looking a term up costs one hash and about one comparison, and nothing is allocated. The index is rebuilt from the
//! terms when a model is loaded, so it is not stored.

use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// The hash of maps keyed by terms; their order never shows.
pub(super) type TermHasher = BuildHasherDefault<Xxh3>;

#[derive(Default)]
pub(super) struct Xxh3(u64);

impl Hasher for Xxh3 {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u8(&mut self, _end_of_string: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Distinct terms in ascending byte order, numbered from 0.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    text: String,
    /// Where each term ends in `text`.
    ends: Vec<u32>,
    /// Open addressing: term number plus one, or 0 where free; a power of two, at least twice the number of terms.
    slots: Vec<u32>,
}

impl Vocabulary {
    /// Numbers `terms`, which ascend; `None` when all together they have over 4 GB.
    pub(super) fn from_sorted<'a>(terms: impl Iterator<Item = &'a str>) -> Option<Self> {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for term in terms {
            text.push_str(term);
            ends.push(u32::try_from(text.len()).ok()?);
        }
        Some(Self::indexed(text, ends))
    }

    /// Takes stored terms back; `None` unless they are text, non-empty and strictly ascending.
    pub(super) fn from_parts(bytes: Vec<u8>, ends: Vec<u32>) -> Option<Self> {
        let text = String::from_utf8(bytes).ok()?;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let terms: Vec<&str> = starts
            .zip(&ends)
            .map(|(start, &end)| text.get(start as usize..end as usize))
            .collect::<Option<_>>()?;
        let whole = ends.last().map_or(0, |&end| end as usize) == text.len();
        let ascending = terms.windows(2).all(|pair| pair[0] < pair[1]);
        let present = terms.first().is_none_or(|term| !term.is_empty());
        (whole && ascending && present).then(|| Self::indexed(text, ends))
    }

    fn indexed(text: String, ends: Vec<u32>) -> Self {
        let n_slots = (ends.len() * 2).next_power_of_two().max(2);
        let mut vocabulary = Self { text, ends, slots: vec![0; n_slots] };
        for number in 0..vocabulary.ends.len() {
            let mut slot = vocabulary.first_slot(vocabulary.term(number));
            while vocabulary.slots[slot] != 0 {
                slot = (slot + 1) & (n_slots - 1);
            }
            vocabulary.slots[slot] = number as u32 + 1;
        }
        vocabulary
    }

    /// The number of a term.
    pub(super) fn get(&self, term: &str) -> Option<u32> {
        let mut slot = self.first_slot(term);
        loop {
            let number = self.slots[slot].checked_sub(1)?;
            if self.term(number as usize) == term {
                return Some(number);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// All terms, ascending.
    pub(super) fn terms(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|number| self.term(number))
    }

    /// The terms as they are stored: all bytes, and where each term ends.
    pub(super) fn parts(&self) -> (&[u8], &[u32]) {
        (self.text.as_bytes(), &self.ends)
    }

    fn term(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.text[start..self.ends[number] as usize]
    }

    fn first_slot(&self, term: &str) -> usize {
        xxh3_64(term.as_bytes()) as usize & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_term_and_no_other() {
        let terms: Vec<String> = (100..900).map(|n| format!("t{n}")).collect();
        let vocabulary = Vocabulary::from_sorted(terms.iter().map(String::as_str)).unwrap();
        assert!((0..).zip(&terms).all(|(number, term)| vocabulary.get(term) == Some(number)));
        assert_eq!((vocabulary.get("t99"), vocabulary.get("")), (None, None));
        assert_eq!(Vocabulary::from_sorted(std::iter::empty()).unwrap().get("a"), None);
    }

    #[test]
    fn refuses_impossible_parts() {
        let parts = |text: &str, ends: &[u32]| Vocabulary::from_parts(text.into(), ends.to_vec()).is_some();
        assert!(parts("ab", &[1, 2]) && parts("", &[]));
        assert!(
            !parts("ba", &[1, 2]) && !parts("aa", &[1, 2]) && !parts("ab", &[2, 1]) && !parts("ab", &[1])
        );
        assert!(!parts("é", &[1, 2]) && !parts("ab", &[1, 9]) && !parts("", &[0]));
        assert!(Vocabulary::from_parts(vec![0xff], vec![1]).is_none());
    }
}
