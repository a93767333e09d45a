//! Points in time from the text of cells, and back.
//!
//! Year-first dates say what they are: `2024-01-31`, `2024/1/31 10:00`, `2024-01-31T10:00:00.250+01:00` (ISO 8601 and its
//! everyday relatives). Dates with the year at the end do not: `03/04/2024` is in March or in April. A column settles it
//! as a whole: one cell such as `31/01/2024` shows that the day comes first. Where no cell shows it, the column is not
//! read as dates at all, because half of them would be wrong. Nor is a column that mixes the forms.

use crate::month_name;

/// Which part of a date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateOrder {
    Year,
    Day,
    Month,
    /// The month is in letters.
    Named,
}

impl DateOrder {
    /// Every order.
    pub(crate) const ALL: [Self; 4] = [Self::Year, Self::Named, Self::Day, Self::Month];
}

/// What a column of cells turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Dates {
    /// Some cell is no date, or they do not share an order.
    No,
    /// Dates, but day first and month first both fit and differ.
    Ambiguous,
    /// Every cell is a date, but no order fits all: the first cell of each form.
    Mixed(Vec<String>),
    /// Microseconds since 1970-01-01 UTC, one for each cell.
    Read(Vec<i64>),
}

/// Reads the present cells of a column, in any order and repeated or not. No cells at all are [`Dates::No`].
pub(crate) fn column<S: AsRef<str>>(cells: &[S]) -> Dates {
    let read = |order: DateOrder| -> Option<Vec<i64>> {
        // The first cell turns most columns away before anything is allocated.
        parse(cells.first()?.as_ref().as_bytes(), order)?;
        cells.iter().map(|cell| parse(cell.as_ref().as_bytes(), order)).collect()
    };
    if let Some(values) = read(DateOrder::Year).or_else(|| read(DateOrder::Named)) {
        return Dates::Read(values);
    }
    match (read(DateOrder::Day), read(DateOrder::Month)) {
        (Some(day), Some(month)) if day != month => Dates::Ambiguous,
        (Some(values), _) | (None, Some(values)) => Dates::Read(values),
        (None, None) => mixed(cells),
    }
}

/// The forms in a column that no single order fits.
fn mixed<S: AsRef<str>>(cells: &[S]) -> Dates {
    let mut forms: Vec<(DateOrder, String)> = Vec::new();
    for cell in cells {
        let cell = cell.as_ref();
        let fits = |order: &DateOrder| parse(cell.as_bytes(), *order).is_some();
        let Some(order) = DateOrder::ALL.into_iter().find(fits) else { return Dates::No };
        if forms.iter().all(|(held, _)| *held != order) {
            forms.push((order, cell.to_owned()));
        }
    }
    if forms.is_empty() { Dates::No } else { Dates::Mixed(forms.into_iter().map(|(_, cell)| cell).collect()) }
}

/// Microseconds since 1970-01-01 UTC of one cell; a time without a zone is UTC.
pub(crate) fn parse(cell: &[u8], order: DateOrder) -> Option<i64> {
    let mut rest = Rest(cell);
    let days = rest.date(order)?;
    let seconds_of_day = if rest.0.is_empty() { (0, 0) } else { rest.time()? };
    let seconds = days * 86_400 + seconds_of_day.0;
    rest.0.is_empty().then(|| seconds.checked_mul(1_000_000)?.checked_add(seconds_of_day.1)).flatten()
}

/// The part of a cell that is still to be read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn eat(&mut self, wanted: &[u8]) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        wanted.contains(&byte).then(|| self.0 = rest)?;
        Some(byte)
    }

    /// `least` to `most` digits.
    fn digits(&mut self, least: usize, most: usize) -> Option<i64> {
        let n = self.0.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = (n >= least).then(|| self.0.split_at(n))?;
        self.0 = rest;
        Some(digits.iter().fold(0, |value, byte| value * 10 + i64::from(byte - b'0')))
    }

    fn blanks(&mut self) -> bool {
        let before = self.0.len();
        self.0 = self.0.trim_ascii_start();
        self.0.len() < before
    }

    fn date(&mut self, order: DateOrder) -> Option<i64> {
        if order == DateOrder::Named {
            let ((year, month, day), rest) = month_name::date(self.0)?;
            self.0 = rest;
            return days_of(year, month, day);
        }
        let lengths = if order == DateOrder::Year { (4, 4) } else { (1, 2) };
        let first = self.digits(lengths.0, lengths.1)?;
        let separator = self.eat(b"-/.")?;
        let second = self.digits(1, 2)?;
        self.eat(&[separator])?;
        match order {
            DateOrder::Year => days_of(first, second, self.digits(1, 2)?),
            DateOrder::Day => days_of(self.digits(4, 4)?, second, first),
            // Dots are written where the day comes first.
            DateOrder::Month if separator == b'.' => None,
            DateOrder::Month => days_of(self.digits(4, 4)?, first, second),
            DateOrder::Named => None,
        }
    }

    /// `T10:00[:00[.25]][ PM][ zone]` as seconds of the day (less the zone's offset) and microseconds.
    fn time(&mut self) -> Option<(i64, i64)> {
        if self.eat(b"Tt").is_none() && !self.blanks() {
            return None;
        }
        let hour = self.digits(1, 2)?;
        self.eat(b":")?;
        let minute = self.digits(2, 2)?;
        let (mut second, mut micros) = (0, 0);
        if self.eat(b":").is_some() {
            second = self.digits(2, 2)?;
            if self.eat(b".,").is_some() {
                micros = self.fraction()?;
            }
        }
        self.blanks();
        let hour = self.half_day(hour)?;
        self.blanks();
        let offset = self.zone()?;
        let fits = hour < 24 && minute < 60 && second < 60;
        fits.then_some((hour * 3600 + minute * 60 + second - offset, micros))
    }

    /// Up to 9 digits after the point; what is finer than a microsecond is cut off.
    fn fraction(&mut self) -> Option<i64> {
        let before = self.0.len();
        let value = self.digits(1, 9)?;
        let n = (before - self.0.len()) as u32;
        Some(if n <= 6 { value * 10i64.pow(6 - n) } else { value / 10i64.pow(n - 6) })
    }

    /// The hour of 24 after an optional `AM` or `PM`.
    fn half_day(&mut self, hour: i64) -> Option<i64> {
        let afternoon = match self.0 {
            [b'A' | b'a', b'M' | b'm', ..] => false,
            [b'P' | b'p', b'M' | b'm', ..] => true,
            _ => return Some(hour),
        };
        self.0 = self.0.get(2..)?;
        (1..=12).contains(&hour).then_some(hour % 12 + if afternoon { 12 } else { 0 })
    }

    /// Seconds east of UTC: nothing, `Z`, `UTC`, `GMT`, `+01`, `+0100` or `+01:00`.
    fn zone(&mut self) -> Option<i64> {
        if self.0.is_empty() || self.eat(b"Zz").is_some() {
            return Some(0);
        }
        if let Some(rest) = self.0.strip_prefix(b"UTC").or_else(|| self.0.strip_prefix(b"GMT")) {
            self.0 = rest;
            return Some(0);
        }
        let sign = if self.eat(b"+-")? == b'-' { -1 } else { 1 };
        let hours = self.digits(2, 2)?;
        self.eat(b":");
        let minutes = if self.0.is_empty() { 0 } else { self.digits(2, 2)? };
        (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, years 1 to 9999 (Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", <https://howardhinnant.github.io/date_algorithms.html>).
pub(crate) fn days_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if year == 0 || !(1..=longest).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// The inverse of [`days_of`]: year, month, day.
fn date_of(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// ISO 8601 in UTC: `2024-01-31T10:00:00Z`, with a fraction where there is one, and the date alone if `date_only`.
pub(crate) fn format(micros: i64, date_only: bool) -> String {
    let (days, of_day) = (micros.div_euclid(DAY), micros.rem_euclid(DAY));
    let (year, month, day) = date_of(days);
    let date = format!("{year:04}-{month:02}-{day:02}");
    if date_only {
        return date;
    }
    let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:06}") };
    format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// Microseconds of a day.
pub(crate) const DAY: i64 = 86_400_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso(cell: &str) -> Option<String> {
        parse(cell.as_bytes(), DateOrder::Year).map(|micros| format(micros, false))
    }

    #[test]
    fn year_first_forms() {
        for (cell, expected) in [
            ("2024-01-31", "2024-01-31T00:00:00Z"),
            ("2024/1/31 9:05", "2024-01-31T09:05:00Z"),
            ("2024-01-31T10:00:00Z", "2024-01-31T10:00:00Z"),
            ("2024-01-31 10:00:00.25", "2024-01-31T10:00:00.250000Z"),
            ("2024-01-31T10:00:00.123456789", "2024-01-31T10:00:00.123456Z"),
            ("2024-01-31T00:30:00+01:00", "2024-01-30T23:30:00Z"),
            ("2024-01-31 10:00:00 -0530", "2024-01-31T15:30:00Z"),
            ("2024-02-29 12:00 AM", "2024-02-29T00:00:00Z"),
            ("1969-12-31 23:59:59 UTC", "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(iso(cell).as_deref(), Some(expected), "{cell}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for cell in [
            "2023-02-29",
            "2024-13-01",
            "2024-01",
            "2024-01-31T",
            "2024-01-31 25:00",
            "2024-01/31",
            "0000-01-01",
            "2024-01-31x",
            "20240131",
            "2024-01-31 10:00 13",
            "",
        ] {
            assert_eq!(iso(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_column_settles_the_order() {
        let day = column(&["03/04/2024", "31/01/2024"]);
        assert_eq!(day, Dates::Read(vec![19_816 * DAY, 19_753 * DAY]));
        let month = column(&["3/4/2024 10:00", "1/31/2024 00:00"]);
        assert!(matches!(month, Dates::Read(values) if values[1] == 19_753 * DAY));
        assert_eq!(column(&["03/04/2024", "05/06/2024"]), Dates::Ambiguous);
        assert!(matches!(column(&["01/01/2024"]), Dates::Read(_)));
        let mixed = Dates::Mixed(vec!["31/01/2024".into(), "01/31/2024".into()]);
        assert_eq!(column(&["31/01/2024", "01/31/2024"]), mixed);
        assert_eq!(column(&["31/01/2024", "soon"]), Dates::No);
        let named = column(&["31 Jan 2024", "Wed, 31 Jan 2024 10:00:00 GMT"]);
        assert_eq!(named, Dates::Read(vec![19_753 * DAY, 19_753 * DAY + 36_000_000_000]));
        assert_eq!(column::<&str>(&[]), Dates::No);
        assert!(matches!(column(&["03.04.2024"]), Dates::Read(_)));
    }

    proptest! {
        #[test]
        fn every_moment_reads_back(micros in -62_135_596_800_000_000i64..253_402_300_800_000_000) {
            let written = format(micros, false);
            prop_assert_eq!(parse(written.as_bytes(), DateOrder::Year), Some(micros), "{}", written);
        }
    }
}
