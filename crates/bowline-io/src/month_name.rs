//! Dates with the month in letters: `31 Jan 2024`, `31-Jan-24`, `January 31st, 2024`, `Wed, 31 Jan 2024`.
//!
//! Letters leave no doubt about which part is the month, and so about the rest. Names are English, in any case, whole or
//! by their first three letters. A year of two digits is read as POSIX does: 69 to 99 are 1969 to 1999, 00 to 68 are 2000
//! to 2068.

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Year, month and day.
pub(crate) type Day = (i64, i64, i64);

/// The day at the start of `cell`, and what follows it.
pub(crate) fn date(cell: &[u8]) -> Option<(Day, &[u8])> {
    let mut rest = cell;
    if named(rest, &WEEKDAYS).is_some() {
        rest = separators(word(rest).1)?;
    }
    if let Some(month) = named(rest, &MONTHS) {
        let (day, after) = number(separators(word(rest).1)?, 2)?;
        let (year, after) = year(separators(ordinal(after))?)?;
        return Some(((year, month, day), after));
    }
    let n_digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (first, after) = number(rest, 4)?;
    let after = separators(ordinal(after))?;
    let month = named(after, &MONTHS)?;
    let after = separators(word(after).1)?;
    if n_digits == 4 {
        let (day, after) = number(after, 2)?;
        return Some(((first, month, day), after));
    }
    let (year, after) = year(after)?;
    (n_digits <= 2).then_some(((year, month, first), after))
}

fn word(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count())
}

/// The place, from 1, of the name at the start of `text`.
fn named(text: &[u8], names: &[&str]) -> Option<i64> {
    let word = word(text).0.to_ascii_lowercase();
    // `Sept` is the one abbreviation of four letters.
    let fits = |name: &&str| {
        word == name.as_bytes()
            || word == name.as_bytes()[..3]
            || (word == b"sept" && name.starts_with("sept"))
    };
    names.iter().position(fits).map(|at| at as i64 + 1)
}

/// What follows at least one separator.
fn separators(text: &[u8]) -> Option<&[u8]> {
    let n = text.iter().take_while(|byte| matches!(byte, b' ' | b'-' | b'/' | b'.' | b',')).count();
    (n > 0).then(|| &text[n..])
}

/// What follows `st`, `nd`, `rd` or `th`.
fn ordinal(text: &[u8]) -> &[u8] {
    let ending = word(text).0.to_ascii_lowercase();
    if matches!(ending.as_slice(), b"st" | b"nd" | b"rd" | b"th") { &text[2..] } else { text }
}

fn number(text: &[u8], most: usize) -> Option<(i64, &[u8])> {
    let n = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = (1..=most).contains(&n).then(|| text.split_at(n))?;
    Some((crate::number::integer(digits)?, rest))
}

fn year(text: &[u8]) -> Option<(i64, &[u8])> {
    let (value, rest) = number(text, 4)?;
    match (text.len() - rest.len(), value) {
        (4, _) => Some((value, rest)),
        (2, 69..) => Some((value + 1900, rest)),
        (2, _) => Some((value + 2000, rest)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_ways_to_write_one_day() {
        for text in [
            "31 Jan 2024",
            "31-Jan-24",
            "31/january/2024",
            "31. January 2024",
            "Jan 31, 2024",
            "JANUARY 31st 2024",
            "Wed, 31 Jan 2024",
            "Wednesday 31 Jan 2024",
            "2024-Jan-31",
        ] {
            assert_eq!(date(text.as_bytes()), Some(((2024, 1, 31), &b""[..])), "{text}");
        }
        assert_eq!(date(b"1 Sept 99 10:00"), Some(((1999, 9, 1), &b" 10:00"[..])));
        for text in
            ["", "Jan", "Jan 2024", "31 Jan", "31 Janu 2024", "31Jan2024", "311 Jan 2024", "31 Jan 024"]
        {
            assert_eq!(date(text.as_bytes()), None, "{text}");
        }
    }
}
