//! What stands for a missing cell.
//!
//! Empty and blank cells are always missing. Beyond them, people and programs write `NA`, `NaN`, `NULL` and so on. A
//! dash is missing only where the rest of the column is numbers; among words it is a word.

use crate::number;

/// The marks that are missing unless the caller says otherwise.
const STANDARD: [&str; 15] = [
    "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NAN", "null", "NULL", "Null", "None", "NaT", "?",
    "\\N",
];

/// The cells that are read as missing, besides empty and blank ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingMarks {
    marks: Vec<String>,
    dash_in_numbers: bool,
}

impl Default for MissingMarks {
    fn default() -> Self {
        Self { marks: STANDARD.iter().map(|&mark| mark.to_owned()).collect(), dash_in_numbers: true }
    }
}

impl MissingMarks {
    /// These marks and no others; compared with cells after trimming, in the same case.
    #[must_use]
    pub fn only<S: Into<String>>(marks: impl IntoIterator<Item = S>) -> Self {
        let mut marks: Vec<String> = marks.into_iter().map(|mark| mark.into().trim().to_owned()).collect();
        marks.retain(|mark| !mark.is_empty());
        Self { marks, dash_in_numbers: false }
    }

    /// The standard marks and these.
    #[must_use]
    pub fn standard_and<S: Into<String>>(marks: impl IntoIterator<Item = S>) -> Self {
        let mut all = Self::default();
        all.marks.extend(Self::only(marks).marks);
        all
    }

    /// The marks, in order.
    #[must_use]
    pub fn marks(&self) -> &[String] {
        &self.marks
    }
}

/// Which marks were met: bit `i` for the i-th mark (the last bit for all beyond it), bit 0 and 1 for what has no name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Met(u64);

impl Met {
    const BLANK: u32 = 0;
    const DASH: u32 = 1;
    const FIRST: u32 = 2;

    fn bit(at: u32) -> Self {
        Self(1 << at.min(63))
    }

    /// A cell of nothing but blanks.
    pub(crate) fn blank() -> Self {
        Self::bit(Self::BLANK)
    }

    /// A dash.
    pub(crate) fn a_dash() -> Self {
        Self::bit(Self::DASH)
    }

    /// Adds what another part of the column met.
    pub(crate) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// True when a dash stood for a missing number.
    pub(crate) fn dash(self) -> bool {
        self.0 & Self::bit(Self::DASH).0 != 0
    }
}

/// Marks in a form that is quick to compare with.
#[derive(Debug)]
pub(crate) struct Matcher<'a> {
    marks: &'a MissingMarks,
    /// True for the first byte of any mark.
    first: [bool; 256],
    /// The marks that are numbers, such as -999: numbers have to be compared with them too, and `-999.0` is the same one.
    numbers: Vec<(usize, f64)>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(marks: &'a MissingMarks) -> Self {
        let mut first = [false; 256];
        for byte in marks.marks.iter().filter_map(|mark| mark.as_bytes().first()) {
            first[*byte as usize] = true;
        }
        let value = |mark: &String| number::real(mark.as_bytes()).map(|real| real.value);
        let numbers =
            marks.marks.iter().enumerate().filter_map(|(at, mark)| Some((at, value(mark)?))).collect();
        Self { marks, first, numbers }
    }

    /// The mark that a trimmed cell is, `None` for a value.
    #[inline]
    pub(crate) fn text(&self, cell: &[u8]) -> Option<Met> {
        match cell.first() {
            None => Some(Met::default()),
            Some(&byte) if self.first[byte as usize] => self.listed(cell),
            Some(b' ' | b'\t' | b'\r' | b'\n') if cell.iter().all(u8::is_ascii_whitespace) => {
                Some(Met::blank())
            }
            Some(_) => None,
        }
    }

    /// True for a cell that reads as a number and yet is a mark.
    #[inline]
    pub(crate) fn hides_number(&self, cell: &[u8]) -> bool {
        !self.numbers.is_empty() && self.number(cell).is_some()
    }

    /// As [`Self::text`] in a column of numbers.
    pub(crate) fn number(&self, cell: &[u8]) -> Option<Met> {
        if cell == b"-" && self.marks.dash_in_numbers {
            return Some(Met::a_dash());
        }
        self.text(cell)
    }

    fn listed(&self, cell: &[u8]) -> Option<Met> {
        let same = self.marks.marks.iter().position(|mark| mark.as_bytes() == cell);
        let at = same.or_else(|| {
            let value = if self.numbers.is_empty() { None } else { number::real(cell) }?.value;
            self.numbers.iter().find(|(_, mark)| *mark == value).map(|(at, _)| *at)
        })?;
        Some(Met::bit(at as u32 + Met::FIRST))
    }

    /// True where a dash among numbers is a missing cell.
    pub(crate) fn dash_is_missing(&self) -> bool {
        self.marks.dash_in_numbers
    }

    /// The marks that were met, in words; empty cells go without saying.
    pub(crate) fn describe(&self, met: Met) -> Vec<String> {
        let has = |at: u32| met.0 & Met::bit(at).0 != 0;
        let named = [(Met::BLANK, "blank"), (Met::DASH, "`-`")];
        let mut words: Vec<String> =
            named.iter().filter(|(at, _)| has(*at)).map(|(_, word)| (*word).to_owned()).collect();
        let listed = self.marks.marks.iter().zip(Met::FIRST..).filter(|(_, at)| *at < 63 && has(*at));
        words.extend(listed.map(|(mark, _)| format!("`{mark}`")));
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_and_overridden() {
        let standard = MissingMarks::default();
        let matcher = Matcher::new(&standard);
        for mark in ["", "NA", "?", "None", "  "] {
            assert!(matcher.text(mark.as_bytes()).is_some(), "{mark}");
        }
        assert!(matcher.text(b"-").is_none() && matcher.number(b"-").is_some());
        assert!(matcher.text(b"Norm").is_none());
        let only = MissingMarks::only(["-999"]);
        let matcher = Matcher::new(&only);
        assert!(matcher.text(b"NA").is_none() && matcher.text(b"-999").is_some());
        assert!(matcher.hides_number(b"-999.0") && !matcher.hides_number(b"-99.9"));
        let more = MissingMarks::standard_and(["missing"]);
        assert!(Matcher::new(&more).text(b"missing").is_some() && Matcher::new(&more).text(b"NA").is_some());
    }

    #[test]
    fn says_what_it_met() {
        let standard = MissingMarks::default();
        let matcher = Matcher::new(&standard);
        let mut met = Met::default();
        for cell in [&b""[..], b" ", b"?", b"NA"] {
            met.add(matcher.number(cell).unwrap());
        }
        assert_eq!(matcher.describe(met), ["blank", "`NA`", "`?`"]);
    }
}
