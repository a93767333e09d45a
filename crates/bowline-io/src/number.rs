//! Numbers from the bytes of a cell.
//!
//! Most numbers in tables are short. Up to 15 digits with a decimal point fit exactly in an f64, and so does the power of
//! ten to divide by, so one division gives the correctly rounded value (Clinger, "How to Read Floating Point Numbers
//! Accurately", PLDI 1990). Everything else goes to the general algorithm of `fast-float2` (Lemire 2021).
//!
//! Up to 8 characters are read at once, as the bytes of one word, without a loop and so without a branch that depends on
//! the length: pairs of digits are joined, then pairs of pairs (Lemire, "Number Parsing at a Gigabyte per Second", 2021,
//! section 5).

/// A number that has the look of a real one, or of a whole one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Real {
    /// Infinite when the cell says so or is too large for an f64.
    pub(crate) value: f64,
    /// True when there is a decimal point or an exponent.
    pub(crate) fractional: bool,
}

/// A whole number of 64 bits: an optional sign and digits.
#[inline]
pub(crate) fn integer(cell: &[u8]) -> Option<i64> {
    let (negative, digits) = split_sign(cell);
    // 19 digits never overflow a u64.
    if digits.is_empty() || digits.len() > 19 {
        return None;
    }
    let mut magnitude = 0u64;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        magnitude = magnitude * 10 + u64::from(digit);
    }
    if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// [`integer`] of `text[start..end]`; quicker, for it may look at the bytes behind the end.
#[inline]
pub(crate) fn integer_within(text: &[u8], start: usize, end: usize) -> Option<i64> {
    let short =
        short_word(text, start, end).and_then(|word| joined_digits(word ^ ZEROS_OF_LENGTH[end - start]));
    short.map(i64::from).or_else(|| integer(&text[start..end]))
}

/// [`real`] of `text[start..end]`; quicker, for it may look at the bytes behind the end.
#[inline]
pub(crate) fn real_within(text: &[u8], start: usize, end: usize) -> Option<Real> {
    short_real(text, start, end).or_else(|| real(&text[start..end]))
}

/// The `end - start` characters in the top bytes of a word, the first of them lowest, zeros below; for 1 to 8 of them.
#[inline]
fn short_word(text: &[u8], start: usize, end: usize) -> Option<u64> {
    let length = end - start;
    if !(1..=8).contains(&length) {
        return None;
    }
    let word = u64::from_le_bytes(*text.get(start..)?.first_chunk::<8>()?);
    Some(word << (64 - 8 * length))
}

/// What turns the digits of a word of so many characters into their values.
const ZEROS_OF_LENGTH: [u64; 9] = {
    let mut zeros = [0; 9];
    let mut length = 1;
    while length <= 8 {
        zeros[length] = 0x3030_3030_3030_3030 << (64 - 8 * length);
        length += 1;
    }
    zeros
};

/// The number that 8 bytes of 0 to 9 spell, the lowest byte first; `None` when one is larger.
#[inline]
fn joined_digits(values: u64) -> Option<u32> {
    const TOP: u64 = 0x8080_8080_8080_8080;
    const PAIRS: u64 = 0x0000_00ff_0000_00ff;
    if (values.wrapping_add(0x7676_7676_7676_7676) | values) & TOP != 0 {
        return None;
    }
    let pairs = values * 10 + (values >> 8);
    let fours = (pairs & PAIRS).wrapping_mul(100 + (1_000_000 << 32));
    let others = ((pairs >> 16) & PAIRS).wrapping_mul(1 + (10_000 << 32));
    Some((fours.wrapping_add(others) >> 32) as u32)
}

#[inline]
fn short_real(text: &[u8], start: usize, end: usize) -> Option<Real> {
    let negative = start < end && text[start] == b'-';
    let start = start + usize::from(negative);
    let values = short_word(text, start, end)? ^ ZEROS_OF_LENGTH[end - start];
    // The point, found as the byte that became `'.' ^ '0'`, is taken out, and the digits below it move up.
    const POINT: u64 = 0x1e1e_1e1e_1e1e_1e1e;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let differs = values ^ POINT;
    let points = !(((differs & LOW) + LOW) | differs | LOW);
    let fractional = points != 0;
    let (values, scale) = if fractional {
        let at = points.trailing_zeros() / 8;
        let below = (1u64 << (8 * at)) - 1;
        let above = values & !(below | (0xff << (8 * at)));
        ((values & below) << 8 | above, 7 - at as usize)
    } else {
        (values, 0)
    };
    if fractional && end - start == 1 {
        return None;
    }
    let magnitude = f64::from(joined_digits(values)?) / POWERS_OF_TEN[scale];
    Some(Real { value: if negative { -magnitude } else { magnitude }, fractional })
}

/// True for a whole number written with a needless zero in front, such as the code `00501`.
#[inline]
pub(crate) fn zero_led(cell: &[u8]) -> bool {
    matches!(split_sign(cell).1, [b'0', b'0'..=b'9', ..])
}

/// A real number: sign, digits with an optional point, an optional exponent; or `inf` and `infinity` in any case.
#[inline]
pub(crate) fn real(cell: &[u8]) -> Option<Real> {
    exact(cell).or_else(|| general(cell))
}

/// The short case, in which one division is exact.
#[inline]
fn exact(cell: &[u8]) -> Option<Real> {
    let (negative, body) = split_sign(cell);
    // 15 digits and a point.
    if body.len() > 16 {
        return None;
    }
    let (mut mantissa, mut point) = (0u64, None);
    for (at, &byte) in body.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            mantissa = mantissa * 10 + u64::from(digit);
        } else if byte == b'.' && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    let n_digits = body.len() - usize::from(point.is_some());
    if n_digits == 0 || n_digits > 15 {
        return None;
    }
    let scale = point.map_or(0, |at| body.len() - 1 - at);
    let magnitude = mantissa as f64 / POWERS_OF_TEN[scale];
    Some(Real { value: if negative { -magnitude } else { magnitude }, fractional: point.is_some() })
}

const POWERS_OF_TEN: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

fn general(cell: &[u8]) -> Option<Real> {
    let (negative, body) = split_sign(cell);
    if body.eq_ignore_ascii_case(b"inf") || body.eq_ignore_ascii_case(b"infinity") {
        let value = if negative { f64::NEG_INFINITY } else { f64::INFINITY };
        return Some(Real { value, fractional: true });
    }
    // The library also reads words such as `nan`, which are for the missing marks to decide.
    if !matches!(body.first(), Some(b'0'..=b'9' | b'.')) {
        return None;
    }
    let magnitude: f64 = fast_float2::parse(body).ok()?;
    let fractional = body.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
    Some(Real { value: if negative { -magnitude } else { magnitude }, fractional })
}

#[inline]
fn split_sign(cell: &[u8]) -> (bool, &[u8]) {
    match cell {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn integers_to_the_edge() {
        assert_eq!(integer(b"9223372036854775807"), Some(i64::MAX));
        assert_eq!(integer(b"-9223372036854775808"), Some(i64::MIN));
        for wrong in
            ["9223372036854775808", "-9223372036854775809", "", "-", "1.0", "1 2", "99999999999999999999"]
        {
            assert_eq!(integer(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(integer(b"+5"), Some(5));
        assert!(
            zero_led(b"00501")
                && zero_led(b"-01")
                && !zero_led(b"0")
                && !zero_led(b"0.5")
                && !zero_led(b"10")
        );
    }

    #[test]
    fn reals_and_what_is_none() {
        for wrong in ["", "-", ".", "e5", "nan", "1e", "1.2.3", "--1", "1_000", "0x10", "1 2", "+-1"] {
            assert_eq!(real(wrong.as_bytes()), None, "{wrong}");
        }
        assert!(real(b"1e400").unwrap().value.is_infinite());
        assert_eq!(real(b"-Inf").unwrap().value, f64::NEG_INFINITY);
        assert_eq!(real(b"5.").unwrap(), Real { value: 5.0, fractional: true });
        assert!(!real(b"123456789012345678901234").unwrap().fractional);
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(value in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL, short in -99_999_999i64..99_999_999, scale in 0usize..9) {
            let decimal = format!("{:.scale$}", short as f64 / 1e4);
            for written in [format!("{value}"), format!("{value:e}"), decimal, format!("{short}."), short.to_string()] {
                prop_assert_eq!(real(written.as_bytes()).map(|r| r.value), written.parse().ok());
                let (start, within) = (2, format!("7,{written},999999999"));
                let end = start + written.len();
                prop_assert_eq!(real_within(within.as_bytes(), start, end), real(written.as_bytes()));
                prop_assert_eq!(integer_within(within.as_bytes(), start, end), integer(written.as_bytes()));
            }
            prop_assert_eq!(integer(short.to_string().as_bytes()), Some(short));
        }

        #[test]
        fn looking_behind_the_end_changes_nothing(cell in "[-+0-9.,e /:]{0,10}", behind in "[0-9.]{0,9}") {
            let text = format!("{cell}{behind}");
            prop_assert_eq!(integer_within(text.as_bytes(), 0, cell.len()), integer(cell.as_bytes()));
            prop_assert_eq!(real_within(text.as_bytes(), 0, cell.len()), real(cell.as_bytes()));
        }
    }
}
