//! Whether the first row holds names.
//!
//! A column of numbers (or dates, or booleans) with a word on top speaks for a header; one with a number on top speaks
//! against it. Where every column is words, the first row is a header unless one of its cells occurs again below, or is
//! too long for a name.

use std::borrow::Cow;

use crate::infer;
use crate::missing::Matcher;
use crate::number;
use crate::timestamp::{self, DateOrder};

/// Longest name in characters.
const LONGEST_NAME: usize = 64;

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Missing,
    Number,
    Date,
    Boolean,
    Word,
}

fn look(cell: &str, missing: &Matcher<'_>) -> Look {
    let bytes = cell.as_bytes();
    if missing.number(bytes).is_some() {
        return Look::Missing;
    }
    if number::real(bytes).is_some() {
        Look::Number
    } else if infer::boolean(cell).is_some() {
        Look::Boolean
    } else if DateOrder::ALL.iter().any(|&order| timestamp::parse(bytes, order).is_some()) {
        Look::Date
    } else {
        Look::Word
    }
}

/// What the names that a model expects say about the first row; `None` leaves it to the look of the cells.
///
/// A row that holds at least half of the names is a header. A model that was fitted without names expects `column_1`,
/// `column_2`... and speaks against one.
pub(crate) fn by_expected_names<'a>(
    first: &[Cow<'_, str>],
    expected: impl ExactSizeIterator<Item = &'a str>,
) -> Option<bool> {
    let (n_expected, mut n_found, mut numbered) = (expected.len(), 0, true);
    for name in expected {
        n_found += usize::from(first.iter().any(|cell| cell.trim() == name));
        let number = name.strip_prefix("column_").and_then(|number| number.parse::<usize>().ok());
        numbered &= number.is_some();
    }
    if n_expected == 0 {
        None
    } else if 2 * n_found >= n_expected {
        Some(true)
    } else {
        numbered.then_some(false)
    }
}

/// True when the first of `records` is a header; all have the same number of fields.
pub(crate) fn is_header(records: &[Vec<Cow<'_, str>>], missing: &Matcher<'_>) -> bool {
    let Some((first, rest)) = records.split_first() else { return false };
    let looks: Vec<Look> = first.iter().map(|cell| look(cell, missing)).collect();
    if rest.is_empty() {
        return looks.iter().all(|look| matches!(look, Look::Word));
    }
    let (mut votes_for, mut votes_against) = (0, 0);
    for (column, &top) in looks.iter().enumerate() {
        let below = rest.iter().map(|record| look(&record[column], missing)).filter(|l| *l != Look::Missing);
        let Some(kind) = common(below) else { continue };
        if kind == Look::Word || top == Look::Missing {
            continue;
        }
        if top == kind {
            votes_against += 1;
        } else {
            votes_for += 1;
        }
    }
    if votes_for + votes_against > 0 {
        return votes_for > 0 && votes_for >= votes_against;
    }
    let named = first.iter().all(|cell| cell.chars().count() <= LONGEST_NAME);
    let typed = looks.iter().any(|look| matches!(look, Look::Number | Look::Date | Look::Boolean));
    let recurs = |column: usize| rest.iter().any(|record| record[column] == first[column]);
    let blank = first.iter().all(|cell| cell.is_empty());
    named && !typed && !blank && !(0..first.len()).any(|column| !first[column].is_empty() && recurs(column))
}

/// True when some column has cells of one other look below a word: names above numbers, dates or booleans.
pub(crate) fn shows_in_columns(records: &[Vec<Cow<'_, str>>], missing: &Matcher<'_>) -> bool {
    let Some((first, rest)) = records.split_first() else { return false };
    first.iter().enumerate().any(|(column, top)| {
        let below = rest.iter().map(|record| look(&record[column], missing)).filter(|l| *l != Look::Missing);
        look(top, missing) == Look::Word && !matches!(common(below), None | Some(Look::Word))
    })
}

/// The look that all cells share; words when they differ, `None` without a cell.
fn common(mut looks: impl Iterator<Item = Look>) -> Option<Look> {
    let first = looks.next()?;
    Some(if looks.all(|look| look == first) { first } else { Look::Word })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::missing::MissingMarks;

    fn header(text: &str) -> bool {
        let records: Vec<Vec<Cow<'_, str>>> =
            text.lines().map(|line| line.split(',').map(Cow::Borrowed).collect()).collect();
        is_header(&records, &Matcher::new(&MissingMarks::default()))
    }

    #[test]
    fn expected_names_decide() {
        let told = |first: &[&str], expected: &[&str]| {
            let first: Vec<Cow<'_, str>> = first.iter().map(|&cell| Cow::Borrowed(cell)).collect();
            by_expected_names(&first, expected.iter().copied())
        };
        assert_eq!(told(&["city", "2020"], &["2020"]), Some(true));
        assert_eq!(told(&["Berlin", "high"], &["column_1", "column_2"]), Some(false));
        assert_eq!(told(&["column_1", "column_2"], &["column_2"]), Some(true));
        assert_eq!(told(&["city", "2020"], &["age", "income", "city"]), None);
        assert_eq!(told(&["city"], &[]), None);
    }

    #[test]
    fn words_above_numbers_are_names() {
        assert!(header("x,y\n1,a\n2,b"));
        assert!(header("when,y\n2024-01-31,a"));
        assert!(header("x,2020\n1.5,2"));
        assert!(header(",y\n1,2"));
        assert!(!header("1,a\n2,b"));
        assert!(!header("?,1,x\n5,2,y"));
        assert!(!header("x,1,2\n1,2,3"));
    }

    #[test]
    fn words_above_words_are_names_unless_they_recur() {
        assert!(header("text,label\ngood,pos\nbad,neg"));
        assert!(!header("ham,hello\nspam,free\nham,ok"));
        assert!(!header(&format!("{},b\nc,d", "long ".repeat(20))));
        assert!(header("a,b") && !header("a,1") && !header(""));
    }
}
