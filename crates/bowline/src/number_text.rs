//! Numbers as people read them.

/// Four significant digits, without an exponent where that is readable.
pub fn score(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "-".into()
        } else if value > 0.0 {
            "inf".into()
        } else {
            "-inf".into()
        };
    }
    let magnitude = value.abs();
    if magnitude >= 100_000.0 {
        return grouped(value.round() as i64);
    }
    let digits = match magnitude {
        m if m >= 1000.0 => 0,
        m if m >= 100.0 => 1,
        m if m >= 10.0 => 2,
        m if m >= 1e-3 || m == 0.0 => 4,
        _ => return format!("{value:.2e}"),
    };
    format!("{value:.digits$}")
}

/// A whole number with spaces between thousands.
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::from(if value < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// Seconds in one short word.
pub fn seconds(value: f64) -> String {
    if value < 10.0 { format!("{value:.1} s") } else { format!("{value:.0} s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(score(0.861_23), "0.8612");
        assert_eq!(score(23.456), "23.46");
        assert_eq!(score(123_456.7), "123 457");
        assert_eq!(score(0.0), "0.0000");
        assert_eq!(score(0.000_012), "1.20e-5");
        assert_eq!(grouped(-1_234_567), "-1 234 567");
        assert_eq!(seconds(3.21), "3.2 s");
    }
}
