//! The values of options, from text.

use std::str::FromStr;
use std::time::Duration;

use bowline_core::ColumnKind;
use bowline_io::{Comments, Encoding};

/// `COLUMN=TYPE`.
pub fn column_type(text: &str) -> Result<(String, ColumnKind), String> {
    let (column, kind) = text
        .rsplit_once('=')
        .ok_or_else(|| format!("`{text}` has no `=`: expected COLUMN=TYPE, as in age=integer"))?;
    Ok((column.to_owned(), kind.parse()?))
}

/// A separator: one character, `tab` or `space`.
pub fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\\t" | "\t" => Ok(b'\t'),
        "space" => Ok(b' '),
        _ => match text.as_bytes() {
            [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() => Ok(*byte),
            _ => Err("expected one character that is no letter or digit, or `tab`".into()),
        },
    }
}

/// A comment character, or `none`.
pub fn comment(text: &str) -> Result<Comments, String> {
    match text.as_bytes() {
        b"none" => Ok(Comments::Off),
        [byte] if byte.is_ascii_graphic() && *byte != b'"' => Ok(Comments::Marked(*byte)),
        _ => Err("expected one character such as `#`, or `none`".into()),
    }
}

/// The name of an encoding.
pub fn encoding(text: &str) -> Result<Encoding, String> {
    match text.to_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" => Ok(Encoding::Utf8),
        "utf-16" | "utf16" => Ok(Encoding::Utf16),
        "latin-1" | "latin1" | "iso-8859-1" | "windows-1252" | "cp1252" => Ok(Encoding::Windows1252),
        _ => Err("expected utf-8, utf-16 or latin-1".into()),
    }
}

/// A number of threads.
pub fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..=1024) => Ok(n),
        _ => Err("expected a whole number from 1 to 1024".into()),
    }
}

/// Seconds, or a number with s, m or h.
pub fn duration(text: &str) -> Result<Duration, String> {
    let unit_at = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let seconds = match unit {
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => f64::NAN,
    } * f64::from_str(number).unwrap_or(f64::NAN);
    if (1.0..=30.0 * 86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("expected at least 1 second and at most 30 days, such as 30, 90s, 5m or 1h".into())
    }
}

/// A size such as 512MB.
pub fn byte_size(text: &str) -> Result<u64, String> {
    let unit_at = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let scale = match unit.trim().to_lowercase().trim_end_matches("ib").trim_end_matches('b') {
        "" => 1u64,
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        "t" => 1 << 40,
        _ => 0,
    };
    match f64::from_str(number) {
        Ok(number) if scale > 0 && number > 0.0 => Ok((number * scale as f64) as u64),
        _ => Err("expected a size such as 512MB or 2GB".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_read_or_refused() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1.5m"), Ok(Duration::from_secs(90)));
        assert!(["0", "x", "5d", "-3", ""].iter().all(|text| duration(text).is_err()));
        assert_eq!(byte_size("2GB"), Ok(2 << 30));
        assert_eq!(byte_size("512 MiB"), Ok(512 << 20));
        assert!(["0", "lots", "3 apples"].iter().all(|text| byte_size(text).is_err()));
        assert_eq!(column_type("a=b=text"), Ok(("a=b".into(), ColumnKind::Text)));
        assert!(column_type("a").unwrap_err().contains("COLUMN=TYPE"));
        assert_eq!((comment("none"), comment("%")), (Ok(Comments::Off), Ok(Comments::Marked(b'%'))));
        assert!(["", "//", "\"", " "].iter().all(|text| comment(text).is_err()));
    }
}
