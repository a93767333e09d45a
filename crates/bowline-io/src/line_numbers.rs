//! Line numbers in findings: the first few, and how many more there are.

use bowline_core::{Finding, Severity};

/// Some line numbers, and how many more there are: `lines 3, 7 and 9`, `line 3`.
pub(crate) fn numbered(lines: &[usize]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = lines.iter().take(SHOWN).map(usize::to_string).collect();
    match (shown.as_slice(), lines.len().saturating_sub(SHOWN)) {
        ([one], _) => format!("line {one}"),
        ([start @ .., last], 0) => format!("lines {} and {last}", start.join(", ")),
        (_, more) => format!("lines {} and {more} more", shown.join(", ")),
    }
}

/// Says that the rows on these lines were set aside.
pub(crate) fn set_aside(lines: &[usize], reason: &str) -> Finding {
    let rows = if lines.len() == 1 { "1 row is".to_owned() } else { format!("{} rows are", lines.len()) };
    Finding {
        code: "bad-rows",
        severity: Severity::Serious,
        subject: None,
        message: format!("{rows} set aside because of {reason}: {}", numbered(lines)),
        action: "correct them in the file; `--bad-rows refuse` stops at the first".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        assert_eq!(numbered(&[3]), "line 3");
        assert_eq!(numbered(&[3, 7, 9]), "lines 3, 7 and 9");
        assert_eq!(numbered(&[1, 2, 3, 4, 5, 6, 7]), "lines 1, 2, 3, 4, 5 and 2 more");
    }
}
