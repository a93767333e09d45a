//! Where the rows are, and what quotes are, decided over the whole text.
//!
//! Quotes enclose fields and are doubled inside, unless the text breaks those rules. Then it is tried with backslashes that
//! escape, where there are any, and with quotes as plain characters: a text that has the same number of fields on every
//! line that way is read that way. So is one whose "quoted" fields run over line ends although every line is complete by
//! itself and no quote is doubled, for then the quotes swallow rows.

use std::borrow::Cow;
use std::path::Path;

use bowline_core::{Finding, Severity};

use super::bad_rows::bad_rows;
use super::layout::{Layout, line_of};
use super::mask::masked;
use super::scan::{Broken, Quotes, Separators};
use crate::error::IoError;
use crate::line_numbers;
use crate::options::{BadRows, ReadOptions};

/// A text and where its rows are; bad rows are blank lines where they were to be set aside.
pub(super) struct LaidOut<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) layout: Layout,
}

/// Finds the rows of a text in which `n_taken` lines were made blank, and says what was decided.
pub(super) fn laid_out<'a>(
    path: &Path,
    text: Cow<'a, str>,
    delimiter: u8,
    n_taken: usize,
    options: &ReadOptions,
    findings: &mut Vec<Finding>,
) -> Result<LaidOut<'a>, IoError> {
    let bytes = text.as_bytes();
    let (layout, text, n_taken) = match decided(bytes, delimiter, options.quoting, findings) {
        Ok(layout) => (layout, text, n_taken),
        Err(broken) if options.bad_rows == BadRows::Refuse => return Err(refused(path, bytes, broken)),
        Err(_) => {
            let separators = forgiving(bytes, delimiter, options.quoting);
            let bad = bad_rows(bytes, separators).map_err(|broken| refused(path, bytes, broken))?;
            findings.push(set_aside(bytes, &bad));
            let text = masked(&text, &bad);
            let n_lines: usize =
                bad.iter().map(|row| 1 + memchr::memchr_iter(b'\n', &bytes[row.clone()]).count()).sum();
            let layout =
                Layout::of(text.as_bytes(), separators).map_err(|broken| refused(path, bytes, broken))?;
            (layout, Cow::Owned(text), n_taken + n_lines)
        }
    };
    let blank = layout.blank_lines.saturating_sub(n_taken + trailing_blank_lines(text.as_bytes()));
    if blank > 0 {
        findings.push(Finding {
            code: "blank-lines",
            severity: Severity::Note,
            subject: None,
            message: format!("{blank} blank lines between rows"),
            action: "left out; nothing needs to be done".into(),
        });
    }
    Ok(LaidOut { text, layout })
}

/// The layout by the rules of quoting that fit.
fn decided(
    bytes: &[u8],
    delimiter: u8,
    quoting: Option<bool>,
    findings: &mut Vec<Finding>,
) -> Result<Layout, Broken> {
    let lay_out = |quotes| Layout::of(bytes, Separators { delimiter, quotes });
    let enclose = quoting != Some(false);
    let first = lay_out(if enclose { Quotes::Enclose } else { Quotes::Plain });
    let broken_quote = matches!(first, Err(Broken::Quote { .. } | Broken::Ragged { .. }));
    if enclose
        && broken_quote
        && memchr::memmem::find(bytes, b"\\\"").is_some()
        && let Ok(layout) = lay_out(Quotes::Backslash)
    {
        findings.push(Finding {
            code: "backslash-escapes",
            severity: Severity::Note,
            subject: None,
            message: "quotes inside fields are escaped with backslashes".into(),
            action: "read that way; nothing needs to be done".into(),
        });
        return Ok(layout);
    }
    let doubtful = quoting.is_none() && first.as_ref().map_or(true, |layout| layout.swallows);
    let plain = if doubtful { lay_out(Quotes::Plain).ok() } else { None };
    match plain.filter(|layout| layout.n_fields > 1) {
        Some(plain) => {
            findings.push(Finding {
                code: "quotes-are-plain",
                severity: Severity::Note,
                subject: None,
                message: format!(
                    "quotes are read as plain characters: every line of the file has {} fields that way",
                    plain.n_fields
                ),
                action: "double the quotes inside fields if quotes enclose fields".into(),
            });
            Ok(plain)
        }
        None => first,
    }
}

/// The rules under which the fewest rows are bad; plain quotes hide broken ones, so they have to be far better.
fn forgiving(bytes: &[u8], delimiter: u8, quoting: Option<bool>) -> Separators {
    let kinds = match quoting {
        Some(false) => &[Quotes::Plain][..],
        Some(true) => &[Quotes::Enclose, Quotes::Backslash],
        None => &[Quotes::Enclose, Quotes::Backslash, Quotes::Plain],
    };
    let with = |&quotes: &Quotes| Separators { delimiter, quotes };
    let n_bad = |separators: &Separators| {
        let weight = if separators.quotes == Quotes::Plain { 10 } else { 1 };
        bad_rows(bytes, *separators).map_or(usize::MAX, |bad| weight * bad.len())
    };
    let fewest = kinds.iter().map(with).min_by_key(n_bad);
    fewest.unwrap_or(Separators { delimiter, quotes: Quotes::Enclose })
}

fn set_aside(bytes: &[u8], bad: &[std::ops::Range<usize>]) -> Finding {
    let (mut lines, mut line, mut at) = (Vec::new(), 1, 0);
    for row in bad {
        line += memchr::memchr_iter(b'\n', &bytes[at..row.start]).count();
        at = row.start;
        lines.push(line);
    }
    line_numbers::set_aside(&lines, "a wrong number of fields or a broken quote")
}

fn trailing_blank_lines(bytes: &[u8]) -> usize {
    let end = bytes.iter().rposition(|byte| !byte.is_ascii_whitespace()).map_or(0, |at| at + 1);
    memchr::memchr_iter(b'\n', &bytes[end..]).count().saturating_sub(1)
}

fn refused(path: &Path, bytes: &[u8], broken: Broken) -> IoError {
    let path = path.to_owned();
    match broken {
        Broken::Ragged { at, expected, found } => {
            IoError::Ragged { path, line: line_of(bytes, at), expected, found }
        }
        Broken::Quote { at } => IoError::BrokenQuotes { path, line: line_of(bytes, at) },
        Broken::TooLong { at } => IoError::RowTooLong { path, line: line_of(bytes, at) },
    }
}
