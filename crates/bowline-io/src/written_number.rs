//! Numbers as people write them: `$1,200`, `1.234,56`, `€ 3,50`, `12 %`, `1 234`, `(500)`.
//!
//! A single cell does not say what it means: `1,234` is a thousand or a little more than one. A column says more, so it is
//! read as a whole: one mark is the decimal mark in all of its cells, one mark groups thousands, one currency is named, and
//! every cell has a percent sign or none has. A column that does not agree with itself stays text. Where all cells
//! fit both readings, the caller's hint decides, and the finding says so.

use bowline_core::{Finding, Severity};

use crate::error::shortened;
use crate::infer::NumberFacts;
use crate::number;
use crate::options::DecimalMark;

/// Signs and codes of currencies that are left out, longest first.
const CURRENCIES: [&str; 30] = [
    "US$", "CA$", "AU$", "R$", "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "INR", "SEK", "NOK",
    "DKK", "PLN", "CZK", "BRL", "$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₴", "₪", "฿",
];
/// Marks that group thousands beside the one that is not the decimal mark: spaces of several widths and apostrophes.
const GROUPS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '\u{2019}'];

/// What is known beforehand about the numbers of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Convention {
    /// The decimal mark that was asked for; then cells without any decoration are numbers of this kind too.
    pub(crate) decimal: Option<DecimalMark>,
    /// The decimal mark where a column fits both.
    pub(crate) hint: DecimalMark,
    /// True where a dash is a missing number.
    pub(crate) dash_is_missing: bool,
}

/// A column of numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Numbers {
    /// A value for each distinct cell; `None` for a dash, and for what is too large for a number.
    pub(crate) values: Vec<Option<f64>>,
    /// True when no cell has decimals.
    pub(crate) whole: bool,
    /// The decimal mark.
    pub(crate) decimal: DecimalMark,
    /// True when the other decimal mark would give other values.
    pub(crate) ambiguous: bool,
    /// True when cells cannot be read as plain numbers.
    pub(crate) decorated: bool,
    /// True when a dash stands for a missing number.
    pub(crate) dash: bool,
    /// Cells that are too large for a number.
    pub(crate) n_infinite: usize,
    style: Style,
    example: String,
}

/// What the cells of a column share.
#[derive(Debug, Clone, PartialEq, Default)]
struct Style {
    currency: Option<&'static str>,
    group: Option<char>,
    percent: bool,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
struct Cell {
    value: f64,
    fractional: bool,
    decorated: bool,
    style: Style,
}

/// Reads the distinct cells of a column, all of them or none.
pub(crate) fn column<S: AsRef<str>>(
    levels: &[S],
    counts: &[usize],
    convention: Convention,
) -> Option<Numbers> {
    let read = |decimal| column_with(levels, counts, decimal, convention);
    match convention.decimal {
        Some(asked) => read(asked).or_else(|| read(asked.other())),
        None => match (read(DecimalMark::Point), read(DecimalMark::Comma)) {
            (Some(point), Some(comma)) if point.values == comma.values => Some(point),
            (Some(point), Some(comma)) => {
                let held = if convention.hint == DecimalMark::Comma { comma } else { point };
                Some(Numbers { ambiguous: true, ..held })
            }
            (point, comma) => point.or(comma),
        },
    }
}

fn column_with<S: AsRef<str>>(
    levels: &[S],
    counts: &[usize],
    decimal: DecimalMark,
    convention: Convention,
) -> Option<Numbers> {
    let mut read = Numbers {
        values: Vec::new(),
        whole: true,
        decimal,
        ambiguous: false,
        decorated: false,
        dash: false,
        n_infinite: 0,
        style: Style::default(),
        example: String::new(),
    };
    let (mut with_percent, mut without_percent) = (false, false);
    for (level, &count) in levels.iter().zip(counts) {
        let level = level.as_ref();
        if convention.dash_is_missing && matches!(level.trim(), "-" | "–") {
            read.dash = true;
            read.values.push(None);
            continue;
        }
        let cell = cell(level, decimal)?;
        // Zero is the same with and without a percent sign.
        with_percent |= cell.style.percent;
        without_percent |= !cell.style.percent && cell.value != 0.0;
        agree(&mut read.style.currency, cell.style.currency)?;
        agree(&mut read.style.group, cell.style.group)?;
        if cell.decorated && !read.decorated {
            read.example = shortened(level.trim());
        }
        read.decorated |= cell.decorated;
        read.whole &= !cell.fractional;
        read.n_infinite += if cell.value.is_finite() { 0 } else { count };
        read.values.push(Some(cell.value).filter(|value| value.is_finite()));
    }
    read.style.percent = with_percent;
    let any = read.values.iter().any(Option::is_some);
    let meant = read.decorated || convention.decimal.is_some();
    (any && meant && !(with_percent && without_percent)).then_some(read)
}

/// Takes over what a cell has; `None` when another cell had something else.
fn agree<T: PartialEq + Copy>(held: &mut Option<T>, found: Option<T>) -> Option<()> {
    match (*held, found) {
        (Some(before), Some(now)) if before != now => None,
        (None, Some(now)) => {
            *held = Some(now);
            Some(())
        }
        _ => Some(()),
    }
}

/// The number in a cell, decorated or not; finite, and `None` for a code such as `00501`.
pub(crate) fn value(text: &str, decimal: DecimalMark) -> Option<f64> {
    cell(text, decimal).map(|cell| cell.value).filter(|value| value.is_finite())
}

fn cell(text: &str, decimal: DecimalMark) -> Option<Cell> {
    let blank = |letter: char| letter.is_whitespace();
    let mut rest = text.trim_matches(blank);
    let (mut negative, mut decorated, mut style) = (false, false, Style::default());
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        (negative, decorated, rest) = (true, true, inner.trim_matches(blank));
    } else {
        rest = signed(rest, &mut negative);
    }
    if let Some(without) = rest.strip_suffix('%') {
        (style.percent, decorated, rest) = (true, true, without.trim_end_matches(blank));
    }
    for currency in CURRENCIES {
        let before = rest.strip_prefix(currency).map(|rest| rest.trim_start_matches(blank));
        if let Some(without) = before.or_else(|| Some(rest.strip_suffix(currency)?.trim_end_matches(blank))) {
            (style.currency, decorated, rest) = (Some(currency), true, without);
            if !negative {
                rest = signed(rest, &mut negative);
            }
            break;
        }
    }
    let plain = plain_digits(rest, decimal, &mut style)?;
    decorated |= style.group.is_some() || (decimal == DecimalMark::Comma && rest.contains(','));
    let read = number::real(plain.as_bytes())?;
    let mut facts = NumberFacts::default();
    facts.add_real(read, plain.as_bytes());
    if facts.zero_led || facts.wide {
        return None;
    }
    let value = if negative { -read.value } else { read.value };
    Some(Cell { value, fractional: read.fractional, decorated, style })
}

/// What follows a sign.
fn signed<'a>(text: &'a str, negative: &mut bool) -> &'a str {
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        *negative = true;
        return rest.trim_start();
    }
    text.strip_prefix('+').unwrap_or(text)
}

/// The number without groups and with a decimal point: it begins with a digit or the decimal mark.
fn plain_digits(text: &str, decimal: DecimalMark, style: &mut Style) -> Option<String> {
    let begins = text.chars().next()?;
    if !begins.is_ascii_digit() && begins != decimal.mark() {
        return None;
    }
    let end = text.find(['e', 'E']).unwrap_or(text.len());
    let (body, exponent) = text.split_at(end);
    let (whole, fraction) = match body.split_once(decimal.mark()) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (body, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.is_some_and(|fraction| !digits(fraction)) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    match whole.chars().find(|letter| !letter.is_ascii_digit()) {
        None => plain.push_str(whole),
        Some(group) if group == decimal.other().mark() || GROUPS.contains(&group) => {
            if !exponent.is_empty() {
                return None;
            }
            style.group = Some(group);
            let groups: Vec<&str> = whole.split(group).collect();
            // In India, groups before the last have two digits: `1,23,456`.
            let two = group == ',' && groups.len() > 2 && groups[1].len() == 2;
            for (at, part) in groups.iter().enumerate() {
                let length = if two && at + 1 < groups.len() { 2 } else { 3 };
                let fits = if at == 0 { part.len() <= length } else { part.len() == length };
                if !fits || !digits(part) {
                    return None;
                }
                plain.push_str(part);
            }
        }
        Some(_) => return None,
    }
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    }
    plain.push_str(exponent);
    Some(plain)
}

impl Numbers {
    /// What was decided about the column `name`; `None` when its cells are plain numbers.
    pub(crate) fn finding(&self, name: &str) -> Option<Finding> {
        if !self.decorated {
            return None;
        }
        let mut how = Vec::new();
        if let Some(currency) = self.style.currency {
            how.push(format!("`{currency}` is left out"));
        }
        if let Some(group) = self.style.group {
            how.push(format!("{} group thousands", mark_name(group)));
        }
        if !self.whole {
            how.push(format!("the decimal mark is a {}", self.decimal));
        }
        if self.style.percent {
            how.push("percentages keep their value, so that `12 %` is 12".to_owned());
        }
        let how = if how.is_empty() { String::new() } else { format!(": {}", how.join(", ")) };
        let other = self.decimal.other();
        let (severity, action) = if self.ambiguous {
            let action =
                format!("both readings fit: use `--decimal {other}` if the decimal mark is a {other}");
            (Severity::Warning, action)
        } else {
            (Severity::Note, format!("use `--type {name}=category` to keep the text"))
        };
        let message = format!("its cells, such as `{}`, are read as numbers{how}", self.example);
        Some(Finding { code: "written-numbers", severity, subject: Some(name.to_owned()), message, action })
    }
}

fn mark_name(mark: char) -> &'static str {
    match mark {
        ',' => "commas",
        '.' => "points",
        '\'' | '\u{2019}' => "apostrophes",
        _ => "spaces",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecimalMark::{Comma, Point};

    const OPEN: Convention = Convention { decimal: None, hint: Point, dash_is_missing: true };

    fn read(cells: &[&str], convention: Convention) -> Option<Numbers> {
        column(cells, &vec![1; cells.len()], convention)
    }

    fn values(cells: &[&str]) -> Vec<f64> {
        let read = read(cells, OPEN).unwrap_or_else(|| panic!("{cells:?} are no numbers"));
        read.values.into_iter().flatten().collect()
    }

    #[test]
    fn one_cell_in_many_forms() {
        for (text, decimal, expected) in [
            ("$1,200", Point, 1200.0),
            ("-$1,200.50", Point, -1200.5),
            ("$-5", Point, -5.0),
            ("(1,200)", Point, -1200.0),
            ("€ 3,50", Comma, 3.5),
            ("3,50\u{a0}€", Comma, 3.5),
            ("1.234.567,89", Comma, 1_234_567.89),
            ("1 234", Point, 1234.0),
            ("1\u{202f}234,5", Comma, 1234.5),
            ("12'345.60", Point, 12_345.6),
            ("₹ 1,23,456", Point, 123_456.0),
            ("12 %", Point, 12.0),
            ("\u{2212}0,5%", Comma, -0.5),
            ("USD 7", Point, 7.0),
            ("1,5e3", Comma, 1500.0),
            (",5", Comma, 0.5),
        ] {
            assert_eq!(value(text, decimal), Some(expected), "{text}");
        }
        for (text, decimal) in [
            ("", Point),
            ("$", Point),
            ("%", Point),
            ("12,34", Point),
            ("1,2345", Point),
            ("1.2.3", Comma),
            ("01.02.2024", Comma),
            ("00501", Point),
            ("0,123", Point),
            ("1 23", Point),
            ("$1,200 USD", Point),
            ("1.5", Comma),
            ("5,", Comma),
            ("12a", Point),
            ("1e5%x", Point),
            ("12345678901234567890", Point),
            ("--5", Point),
        ] {
            assert_eq!(value(text, decimal), None, "{text}");
        }
    }

    #[test]
    fn a_column_agrees_with_itself() {
        assert_eq!(values(&["1,5", "2", "1.000,25"]), [1.5, 2.0, 1000.25]);
        assert_eq!(values(&["$1,200", "950", "-"]), [1200.0, 950.0]);
        assert_eq!(values(&["12 %", "0"]), [12.0, 0.0]);
        for mixed in [
            &["$5", "€5"][..],
            &["12 %", "12"],
            &["1,5", "1.5"],
            &["1 234", "1'234"],
            &["1,234", "soon"],
            &["12", "13"],
            &["-", "-"],
            &[],
        ] {
            assert_eq!(read(mixed, OPEN), None, "{mixed:?}");
        }
    }

    #[test]
    fn what_fits_both_ways_follows_the_hint() {
        let point = read(&["1,234", "5,678"], OPEN).unwrap();
        assert!(point.ambiguous && point.whole && point.values == [Some(1234.0), Some(5678.0)]);
        let comma = read(&["1,234", "5,678"], Convention { hint: Comma, ..OPEN }).unwrap();
        assert!(comma.ambiguous && comma.values == [Some(1.234), Some(5.678)]);
        let asked = read(&["1,234"], Convention { decimal: Some(Comma), ..OPEN }).unwrap();
        assert!(!asked.ambiguous && asked.values == [Some(1.234)]);
        let plain = read(&["12", "1.500"], Convention { decimal: Some(Comma), ..OPEN }).unwrap();
        assert_eq!(plain.values, [Some(12.0), Some(1500.0)]);
    }

    #[test]
    fn findings_say_how() {
        let say = |cells: &[&str]| {
            let finding = read(cells, OPEN).unwrap().finding("price").unwrap();
            format!("{}; {}", finding.message, finding.action)
        };
        insta::assert_snapshot!(say(&["$1,200.50", "7"]), @"its cells, such as `$1,200.50`, are read as numbers: `$` is left out, commas group thousands, the decimal mark is a point; use `--type price=category` to keep the text");
        insta::assert_snapshot!(say(&["12 %"]), @"its cells, such as `12 %`, are read as numbers: percentages keep their value, so that `12 %` is 12; use `--type price=category` to keep the text");
        insta::assert_snapshot!(say(&["1,234"]), @"its cells, such as `1,234`, are read as numbers: commas group thousands; both readings fit: use `--decimal comma` if the decimal mark is a comma");
    }
}
