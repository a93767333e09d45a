//! How wide a text will be, guessed from its characters.
//!
//! No font is at hand when a picture is drawn, so widths are those of common sans-serif fonts, a little too wide.

/// Font size that widths are given for, as `picture.css` sets it.
const FONT_SIZE: f64 = 12.5;

/// `text` on one line, cut with an ellipsis to at most `max_width` pixels; "(empty)" for a blank text.
pub(crate) fn fitted(text: &str, max_width: f64) -> String {
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if width(&line) <= max_width {
        return line;
    }
    let mut used = width("…");
    let kept = line.chars().take_while(|&c| {
        used += char_width(c);
        used <= max_width
    });
    kept.chain(['…']).collect()
}

/// Width in pixels.
pub(crate) fn width(text: &str) -> f64 {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> f64 {
    let em = match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '|' | '!' | '\'' | '\u{202F}' => 0.32,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | ' ' | '-' => 0.40,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.95,
        'A'..='Z' => 0.70,
        ' '..='~' => 0.60,
        '\u{1100}'.. => 1.05,
        _ => 0.65,
    };
    em * FONT_SIZE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_the_width() {
        let short = fitted(&"long name ".repeat(20), 100.0);
        assert!(short.ends_with('…') && width(&short) <= 100.0);
        assert_eq!(fitted("age", 100.0), "age");
        assert_eq!(fitted("two\nlines", 100.0), "two lines");
        assert_eq!(fitted(" ", 100.0), "(empty)");
    }
}
