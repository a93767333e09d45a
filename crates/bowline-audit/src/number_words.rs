//! Numbers and names as sentences hold them.

/// A whole number with spaces between thousands.
pub(crate) fn grouped(value: usize) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// About three significant digits, without an exponent where that is readable.
pub(crate) fn short(value: f64) -> String {
    let magnitude = value.abs();
    if !value.is_finite() {
        return value.to_string();
    }
    if magnitude >= 1e15 {
        return format!("{value:.2e}");
    }
    if magnitude >= 1_000.0 {
        let sign = if value < 0.0 { "-" } else { "" };
        return format!("{sign}{}", grouped(magnitude.round() as usize));
    }
    match magnitude {
        m if m >= 100.0 => format!("{value:.0}"),
        m if m >= 10.0 => format!("{value:.1}"),
        m if m >= 1.0 => format!("{value:.2}"),
        m if m >= 1e-3 || m == 0.0 => format!("{value:.3}"),
        _ => format!("{value:.1e}"),
    }
}

/// Items joined as in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn joined<S: AsRef<str>>(items: &[S], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// `all 1 000 rows`, or `5 000 of 500 000 rows, drawn at random`.
pub(crate) fn rows_looked_at(looked_at: usize, all: usize) -> String {
    if looked_at == all {
        format!("all {} rows", grouped(all))
    } else {
        format!("{} of {} rows, drawn at random", grouped(looked_at), grouped(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_read_well() {
        assert_eq!(grouped(1_234_567), "1 234 567");
        assert_eq!(
            [0.354_2, -12.34, 123.4, -1_234.5, 0.0, 0.000_2].map(short).join("|"),
            "0.354|-12.3|123|-1 235|0.000|2.0e-4"
        );
        assert_eq!(short(1e300), "1.00e300");
        assert_eq!(joined(&["a"], "and"), "a");
        assert_eq!(joined(&["a", "b", "c"], "or"), "a, b or c");
        assert_eq!(rows_looked_at(5_000, 500_000), "5 000 of 500 000 rows, drawn at random");
        assert_eq!(rows_looked_at(1_000, 1_000), "all 1 000 rows");
    }
}
