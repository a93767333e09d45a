//! Dates written as digits alone, which are read only when dates are asked for: `20240131`, and the seconds, milliseconds or
//! microseconds since 1970 that programs write.
//!
//! `--type COLUMN=timestamp` says that digits are dates; which ones, the whole column says. Eight digits that all make a
//! day of the calendar are days. Other numbers count time, and their size tells the unit: seconds stay below 10^11 until
//! the year 5138, milliseconds below 10^14, microseconds below 10^17.

use crate::number;
use crate::timestamp::{self, DAY};

/// Microseconds since 1970-01-01 UTC of the distinct cells, and what they are; `None` when they are no such dates.
pub(crate) fn column<S: AsRef<str>>(levels: &[S]) -> Option<(Vec<i64>, &'static str)> {
    let compact = |level: &S| compact(level.as_ref().as_bytes());
    if let Some(days) = levels.iter().map(compact).collect::<Option<Vec<i64>>>() {
        return Some((days, "days written as YYYYMMDD"));
    }
    let times = levels.iter().map(|level| number::real(level.as_ref().as_bytes()).map(|real| real.value));
    let times = times.collect::<Option<Vec<f64>>>()?;
    let largest = times.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let (scale, unit) = match largest {
        _ if largest < 1e11 => (1e6, "seconds since 1970"),
        _ if largest < 1e14 => (1e3, "milliseconds since 1970"),
        _ if largest < 1e17 => (1.0, "microseconds since 1970"),
        _ => return None,
    };
    Some((times.iter().map(|value| (value * scale).round() as i64).collect(), unit))
}

/// A day written as eight digits.
pub(crate) fn compact(cell: &[u8]) -> Option<i64> {
    let digits = cell.len() == 8 && cell.iter().all(u8::is_ascii_digit);
    let number = |range: std::ops::Range<usize>| number::integer(cell.get(range)?);
    let days = digits.then(|| timestamp::days_of(number(0..4)?, number(4..6)?, number(6..8)?)).flatten()?;
    Some(days * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_tells_the_unit() {
        let moment = 1_706_659_200_000_000;
        assert_eq!(column(&["20240131"]), Some((vec![moment], "days written as YYYYMMDD")));
        assert_eq!(column(&["1706659200", "0"]).unwrap().0, [moment, 0]);
        assert_eq!(column(&["1706659200.5"]).unwrap().0, [moment + 500_000]);
        assert_eq!(column(&["1706659200000", "12345678"]).unwrap().0, [moment, 12_345_678_000]);
        assert_eq!(column(&["1706659200000000"]).unwrap().1, "microseconds since 1970");
        for none in [&["1e30"][..], &["inf"], &["x"], &["1706659200", "soon"]] {
            assert_eq!(column(none), None);
        }
        assert_eq!((compact(b"19700102"), compact(b"19701302")), (Some(DAY), None));
    }
}
