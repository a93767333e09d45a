//! Numbers as people read them: three or four significant digits, thousands apart, no exponent unless it must be.
//!
//! Thousands stand apart by a narrow no-break space (U+202F), negative numbers have a real minus sign (U+2212), and what
//! is not a number is an en dash.

const THIN_SPACE: char = '\u{202F}';
const MINUS: char = '\u{2212}';
const ABSENT: &str = "–";

/// `value` with `digits` significant digits, trailing zeros kept: `significant(0.92, 3)` is `0.920`.
pub(crate) fn significant(value: f64, digits: usize) -> String {
    fixed(value, decimals_for(value, digits))
}

/// As [`significant`], without trailing zeros after the point.
pub(crate) fn compact(value: f64, digits: usize) -> String {
    let text = significant(value, digits);
    if !text.contains('.') || text.contains('e') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Decimals that show `digits` significant digits of `value`, at most 9.
pub(crate) fn decimals_for(value: f64, digits: usize) -> usize {
    if value == 0.0 || !value.is_finite() {
        return digits.saturating_sub(1).min(3);
    }
    let magnitude = value.abs().log10().floor();
    (digits as f64 - 1.0 - magnitude).clamp(0.0, 9.0) as usize
}

/// `value` with exactly `decimals` decimals; an exponent below one millionth that would show as zero and from 10^15.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return ABSENT.to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { format!("{MINUS}∞") };
    }
    let size = value.abs();
    let text = if size >= 1e15 || (size > 0.0 && size < 1e-6 && decimals >= 9) {
        format!("{size:.2e}")
    } else {
        grouped(&format!("{size:.decimals$}"))
    };
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value < 0.0 && !is_zero { format!("{MINUS}{text}") } else { text }
}

/// A whole number with thousands apart: `12 345`.
pub(crate) fn count(value: u64) -> String {
    grouped(&value.to_string())
}

/// A share as a percentage: one decimal below 10 %, none from there, `< 0.1 %` for less, exact at 0 and 1.
pub(crate) fn percent(share: f64) -> String {
    let value = share * 100.0;
    let text = if value.is_nan() {
        return ABSENT.to_owned();
    } else if value == 0.0 || value == 100.0 {
        fixed(value, 0)
    } else if value > 0.0 && value < 0.1 {
        format!("<{THIN_SPACE}0.1")
    } else if !(10.0..=99.0).contains(&value) {
        let shown = if value > 99.0 && value < 100.0 { value.min(99.9) } else { value };
        fixed(shown, 1)
    } else {
        fixed(value, 0)
    };
    format!("{text}{THIN_SPACE}%")
}

/// Seconds: two decimals below 10, one below 100, none from there.
pub(crate) fn seconds(value: f64) -> String {
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    fixed(value, decimals)
}

fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::with_capacity(digits.len() + whole.len() / 3 * THIN_SPACE.len_utf8());
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(THIN_SPACE);
        }
        out.push(c);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn significant_digits_at_every_size() {
        for (value, expected) in [
            (0.92, "0.9200"),
            (0.0, "0.000"),
            (12.3456, "12.35"),
            (-1234.5, "\u{2212}1\u{202F}234"),
            (1_234_567.8, "1\u{202F}234\u{202F}568"),
            (0.000_012_34, "0.00001234"),
            (1.5e-12, "1.50e-12"),
            (2.5e20, "2.50e20"),
            (f64::NAN, "–"),
            (f64::INFINITY, "∞"),
            (f64::NEG_INFINITY, "\u{2212}∞"),
        ] {
            assert_eq!(significant(value, 4), expected, "{value}");
        }
        assert_eq!(compact(0.5, 3), "0.5");
        assert_eq!(compact(100.0, 3), "100");
        assert_eq!(fixed(-0.001, 2), "0.00");
    }

    #[test]
    fn counts_percentages_and_seconds() {
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000_000), "1\u{202F}000\u{202F}000");
        assert_eq!(percent(0.0), "0\u{202F}%");
        assert_eq!(percent(0.0001), "<\u{202F}0.1\u{202F}%");
        assert_eq!(percent(0.123), "12\u{202F}%");
        assert_eq!(percent(0.0456), "4.6\u{202F}%");
        assert_eq!(percent(0.99999), "99.9\u{202F}%");
        assert_eq!(percent(1.0), "100\u{202F}%");
        assert_eq!(percent(f64::NAN), "–");
        assert_eq!(seconds(1.234), "1.23");
        assert_eq!(seconds(1234.0), "1\u{202F}234");
    }
}
