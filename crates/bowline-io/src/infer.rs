//! Which kind a column has, from the whole of it: every rule and threshold in one place.
//!
//! Numbers first. A column whose present cells are all whole numbers is `integer`, all numbers `float`. Two exceptions:
//! whole numbers with needless zeros in front (`00501`) or too long for 64 bits are codes, and stay strings. Then, among
//! strings, `boolean` when every cell is `true` or `false` in any case, and `timestamp` when all cells are dates of one
//! order. What is left is told apart by how cells repeat and how many words they have:
//!
//! - `identifier`: at least [`IDENTIFIER_ROWS`] cells, a share of [`IDENTIFIER_DISTINCT`] distinct, without blanks inside:
//!   `7590-VHVEG`, a UUID, `C-004217`.
//! - `text`: long and mostly distinct: two words and 90 % distinct, three words and 50 %, or eight words and 20 %
//!   ([`TEXT_RULES`]), on average.
//! - `category`: everything else.
//!
//! Whole numbers are an identifier when they are all distinct and either count the rows (0, 1, 2... or 1, 2, 3... in file
//! order) or have a name that says so, such as `PassengerId`. Floats never are. A column without a present cell is
//! `float`, which every model can leave out.

use arrow_array::{Array, Int64Array};

use crate::dictionary::Dictionary;
use crate::number::{self, Real};

/// Fewest present cells of an identifier: in fewer rows, being distinct says nothing.
pub(crate) const IDENTIFIER_ROWS: usize = 20;
/// Least share of distinct cells of an identifier.
const IDENTIFIER_DISTINCT: f64 = 0.99;
/// Text has, on average, at least this many words and at least this share of distinct cells.
const TEXT_RULES: [(f64, f64); 3] = [(2.0, 0.9), (3.0, 0.5), (8.0, 0.2)];
/// Last words of names that identify a row.
const IDENTIFYING_WORDS: [&str; 9] =
    ["id", "ids", "key", "uuid", "guid", "pid", "uid", "rowid", "identifier"];

/// How the cells of a string column repeat.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StringFacts {
    /// Present cells.
    pub(crate) n_present: usize,
    /// Distinct present cells.
    pub(crate) n_distinct: usize,
    /// Present cells with a blank inside.
    pub(crate) n_spaced: usize,
    /// Words in all present cells.
    pub(crate) n_words: f64,
}

/// What a string column is, once it is neither boolean nor timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StringKind {
    Category,
    Text,
    Identifier,
}

/// Tells categories, text and identifiers apart.
pub(crate) fn string_kind(facts: StringFacts) -> StringKind {
    if facts.n_present == 0 {
        return StringKind::Category;
    }
    let n = facts.n_present as f64;
    let distinct = facts.n_distinct as f64 / n;
    let unspaced = 1.0 - facts.n_spaced as f64 / n;
    let named = facts.n_present >= IDENTIFIER_ROWS && distinct >= IDENTIFIER_DISTINCT;
    if named && unspaced >= IDENTIFIER_DISTINCT && facts.n_words <= 1.5 * n {
        return StringKind::Identifier;
    }
    let text = TEXT_RULES.iter().any(|&(words, share)| facts.n_words >= words * n && distinct >= share);
    if text { StringKind::Text } else { StringKind::Category }
}

/// Number of words in a cell. Scripts without blanks between words count two characters as a word.
pub(crate) fn n_words(cell: &str) -> f64 {
    let unspaced =
        if cell.is_ascii() { 0 } else { cell.chars().filter(|c| ('\u{2e80}'..).contains(c)).count() };
    cell.split_whitespace().count() as f64 + unspaced as f64 / 2.0
}

/// True when whole numbers identify the rows of a table.
pub(crate) fn integers_identify(name: &str, values: &Int64Array) -> bool {
    if values.len() < IDENTIFIER_ROWS || values.null_count() > 0 {
        return false;
    }
    let values = values.values();
    let counts_rows =
        matches!(values[0], 0 | 1) && values.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) == 1);
    counts_rows || (name_identifies(name) && all_distinct(values))
}

fn all_distinct(values: &[i64]) -> bool {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| pair[0] != pair[1])
}

/// True when the last word of a name is one of [`IDENTIFYING_WORDS`]: `customer_id`, `PassengerId`, `customerID`.
pub(crate) fn name_identifies(name: &str) -> bool {
    let mut start = 0;
    let letters: Vec<(usize, char)> = name.char_indices().collect();
    for (at, pair) in letters.windows(2).enumerate() {
        let (before, (place, here)) = (pair[0].1, pair[1]);
        let after = letters.get(at + 2).map(|(_, letter)| *letter);
        let hump = before.is_lowercase() && here.is_uppercase();
        // In `HTTPKey`, the last capital starts the next word.
        let acronym_ends =
            before.is_uppercase() && here.is_uppercase() && after.is_some_and(char::is_lowercase);
        if hump || acronym_ends || !before.is_alphanumeric() {
            start = place;
        }
    }
    let last = name.get(start..).unwrap_or(name).to_lowercase();
    IDENTIFYING_WORDS.contains(&last.as_str())
}

/// True and false in any case.
pub(crate) fn boolean(cell: &str) -> Option<bool> {
    if cell.eq_ignore_ascii_case("true") {
        Some(true)
    } else if cell.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// What stands for true and false where booleans were asked for.
pub(crate) fn lenient_boolean(cell: &str) -> Option<bool> {
    match cell.to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" | "1.0" => Some(true),
        "false" | "f" | "no" | "n" | "0" | "0.0" => Some(false),
        _ => None,
    }
}

/// What the numeric reading of a column, or of a part of it, met.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NumberFacts {
    /// A number.
    pub(crate) any: bool,
    /// A number with a point or an exponent.
    pub(crate) fractional: bool,
    /// A whole number with needless zeros in front.
    pub(crate) zero_led: bool,
    /// A whole number that does not fit in 64 bits.
    pub(crate) wide: bool,
    /// Numbers too large for an f64, or infinite in so many words; read as missing.
    pub(crate) n_infinite: usize,
    /// A dash was taken for missing.
    pub(crate) dash: bool,
    /// A cell that is neither number nor missing.
    pub(crate) other: bool,
}

impl NumberFacts {
    /// Adds what another part of the column met.
    pub(crate) fn add(&mut self, part: Self) {
        self.any |= part.any;
        self.fractional |= part.fractional;
        self.zero_led |= part.zero_led;
        self.wide |= part.wide;
        self.n_infinite += part.n_infinite;
        self.dash |= part.dash;
        self.other |= part.other;
    }

    /// Adds a finite number that was read as a real one from `cell`.
    #[inline]
    pub(crate) fn add_real(&mut self, real: Real, cell: &[u8]) {
        if real.fractional {
            self.fractional = true;
        } else {
            self.zero_led |= number::zero_led(cell);
            self.wide |= number::integer(cell).is_none();
        }
    }

    /// How the column is stored until its kind is known.
    pub(crate) fn form(&self) -> Form {
        let code = (self.zero_led || self.wide) && !self.fractional;
        if self.other || code {
            Form::Text
        } else if !self.any {
            // A column of dashes is a column of words; one of nothing at all is floats.
            if self.dash || self.n_infinite > 0 { Form::Text } else { Form::Float }
        } else if self.fractional {
            Form::Float
        } else {
            Form::Integer
        }
    }
}

/// The three ways in which the cells of a column are first stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As i64.
    Integer,
    /// As f64.
    Float,
    /// As places in the file.
    Text,
}

/// Facts about the cells of a column.
pub(crate) fn facts_of(cells: &Dictionary<'_>) -> StringFacts {
    let mut facts = StringFacts { n_distinct: cells.levels().len(), ..StringFacts::default() };
    for (level, &count) in cells.levels().iter().zip(cells.counts()) {
        facts.n_present += count;
        facts.n_words += n_words(level) * count as f64;
        facts.n_spaced += if level.contains(char::is_whitespace) { count } else { 0 };
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_identify() {
        for name in [
            "id",
            "ID",
            "PID",
            "customer_id",
            "customerID",
            "PassengerId",
            "row key",
            "uuid",
            "HTTPKey",
            "Kunde-ID",
        ] {
            assert!(name_identifies(name), "{name}");
        }
        for name in ["paid", "Order", "valid", "monkey", "idea", "id_count", "humid", "", "bid"] {
            assert!(!name_identifies(name), "{name}");
        }
    }

    #[test]
    fn integers_by_sequence_or_name() {
        let from = |start: i64, step: i64| Int64Array::from_iter_values((0..30).map(|i| start + i * step));
        assert!(integers_identify("instant", &from(1, 1)) && integers_identify("t", &from(0, 1)));
        assert!(!integers_identify("year", &from(1990, 1)) && !integers_identify("x", &from(0, 2)));
        assert!(integers_identify("user_id", &from(700, 13)));
        assert!(!integers_identify("user_id", &Int64Array::from(vec![7; 30])));
        assert!(!integers_identify("id", &Int64Array::from_iter_values(1..10)));
    }

    #[test]
    fn strings_by_repetition_and_length() {
        let kind = |n_present, n_distinct, n_spaced, n_words: f64| {
            string_kind(StringFacts { n_present, n_distinct, n_spaced, n_words })
        };
        assert_eq!(kind(7043, 7043, 0, 7043.0), StringKind::Identifier);
        assert_eq!(kind(891, 891, 891, 3600.0), StringKind::Text);
        assert_eq!(kind(891, 681, 220, 1160.0), StringKind::Category);
        assert_eq!(kind(540_000, 4_000, 530_000, 2_400_000.0), StringKind::Category);
        assert_eq!(kind(5, 5, 0, 5.0), StringKind::Category);
        assert_eq!(kind(0, 0, 0, 0.0), StringKind::Category);
        assert!(n_words("這是一個測試訊息") >= 4.0);
    }
}
