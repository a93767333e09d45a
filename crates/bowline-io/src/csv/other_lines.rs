//! Lines that are no rows: those above the table and comments, by request or by their looks.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use bowline_core::{Finding, Severity};

use super::comments;
use super::dialect;
use super::mask::{lines, masked};
use super::preamble;
use super::scan::Quotes;
use crate::error::{IoError, shortened};
use crate::line_numbers::numbered;
use crate::missing::Matcher;
use crate::options::{Comments, ReadOptions};

/// A text whose every line is a row or blank.
pub(super) struct Rows<'a> {
    pub(super) text: Cow<'a, str>,
    /// Lines that were taken out.
    pub(super) n_taken: usize,
}

/// Takes out the lines of `text` that are no rows, and says so.
pub(super) fn taken_out<'a>(
    path: &Path,
    text: Cow<'a, str>,
    options: &ReadOptions,
    missing: &Matcher<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Rows<'a>, IoError> {
    if let Comments::Marked(mark) = options.comments
        && (!mark.is_ascii() || matches!(mark, 0 | b'"' | b'\n' | b'\r' | b' ' | b'\t'))
    {
        return Err(IoError::InvalidComment(char::from(mark)));
    }
    let above = options.skip_rows.map_or(0, |n| line_start(&text, n));
    let quotes = options.quoting != Some(false);
    let marked = match options.comments {
        Comments::Off => Vec::new(),
        Comments::Marked(mark) => comments::marked_lines(&text, mark, quotes),
        Comments::Detect => comments::marked_lines(&text, comments::USUAL, quotes),
    };
    let marked: Vec<Range<usize>> = marked.into_iter().filter(|line| line.start >= above).collect();
    let found = match (options.skip_rows, options.comments) {
        (Some(_), Comments::Off | Comments::Marked(_)) => Found { start: above, comments: marked },
        _ => detected(&text, above, marked, options, missing),
    };
    let in_preamble = |line: &Range<usize>| line.start < found.start;
    let mut taken: Vec<Range<usize>> = lines(&text, 0, found.start)
        .into_iter()
        .filter(|line| !text[line.clone()].trim().is_empty())
        .collect();
    let comments: Vec<Range<usize>> = found.comments.into_iter().filter(|line| !in_preamble(line)).collect();
    if taken.is_empty() && comments.is_empty() {
        return Ok(Rows { text, n_taken: 0 });
    }
    if let Some(first) = taken.first() {
        findings.push(preamble_finding(&text[first.clone()], found.start, &text, options.skip_rows));
    }
    if let Some(first) = comments.first() {
        findings.push(comment_finding(&text, first, &comments, options.comments));
    }
    let n_taken = comments.len() + lines(&text, 0, found.start).len();
    taken.extend(comments);
    if taken.iter().map(Range::len).sum::<usize>() >= text.trim().len() && options.skip_rows.is_some() {
        return Err(IoError::Empty(path.to_owned()));
    }
    Ok(Rows { text: Cow::Owned(masked(&text, &taken)), n_taken })
}

/// What stands beside the rows.
struct Found {
    /// Where the table starts.
    start: usize,
    comments: Vec<Range<usize>>,
}

fn detected(
    text: &str,
    above: usize,
    marked: Vec<Range<usize>>,
    options: &ReadOptions,
    missing: &Matcher<'_>,
) -> Found {
    let sample_end = text.floor_char_boundary(dialect::sample(text).len());
    // For a first look, every marked line is out of the way.
    let mut out: Vec<Range<usize>> = Vec::new();
    if above > 0 {
        out.push(0..above.min(sample_end));
    }
    out.extend(marked.iter().filter(|line| line.end <= sample_end).cloned());
    let sample = &text[..sample_end];
    let sample: Cow<'_, str> =
        if out.is_empty() { Cow::Borrowed(sample) } else { Cow::Owned(masked(sample, &out)) };
    let given = options.delimiter.map(|delimiter| [delimiter]);
    let delimiters = given.as_ref().map_or(&dialect::CANDIDATES[..], |given| &given[..]);
    let quotes = if options.quoting == Some(false) { Quotes::Plain } else { Quotes::Enclose };
    let start = match (options.skip_rows, options.header) {
        (Some(_), _) => above,
        // Without names, there is nothing to tell a title from data.
        (None, Some(false)) => 0,
        (None, _) => preamble::table_start(&sample, delimiters, quotes, missing).unwrap_or(0),
    };
    if options.comments != Comments::Detect || marked.is_empty() {
        return Found { start, comments: marked };
    }
    let rest = &sample.as_bytes()[start.min(sample.len())..];
    let delimiter = options.delimiter.unwrap_or_else(|| dialect::delimiter(rest, options.quoting));
    let n_fields = dialect::usual_fields(rest, delimiter, options.quoting);
    let blanks = sample.len() - sample.trim_start().len();
    let first_row = memchr::memrchr(b'\n', &sample.as_bytes()[..blanks]).map_or(0, |end| end + 1).max(start);
    // Lines of comments alone leave nothing to compare with: they are the table.
    let comments = if sample.trim().is_empty() {
        Vec::new()
    } else {
        comments::detected(text, marked, first_row, delimiter, n_fields)
    };
    Found { start, comments }
}

/// Where the line with so many lines before it starts.
fn line_start(text: &str, n_lines: usize) -> usize {
    match n_lines.checked_sub(1) {
        None => 0,
        Some(last) => memchr::memchr_iter(b'\n', text.as_bytes()).nth(last).map_or(text.len(), |at| at + 1),
    }
}

fn preamble_finding(first: &str, start: usize, text: &str, asked: Option<usize>) -> Finding {
    let n_lines = lines(text, 0, start).len();
    let them =
        if n_lines == 1 { "the first line is".to_owned() } else { format!("the first {n_lines} lines are") };
    Finding {
        code: "lines-above",
        severity: Severity::Note,
        subject: None,
        message: format!("{them} above the table and left out: `{}`", shortened(first.trim())),
        action: match asked {
            Some(_) => "as `--skip-rows` says".into(),
            None => "use `--skip-rows 0` to read them as rows".into(),
        },
    }
}

fn comment_finding(text: &str, first: &Range<usize>, all: &[Range<usize>], asked: Comments) -> Finding {
    let mark = text[first.clone()].chars().next().unwrap_or('#');
    let (mut numbers, mut line, mut at) = (Vec::new(), 1, 0);
    for comment in all {
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[at..comment.start]).count();
        at = comment.start;
        numbers.push(line);
    }
    let them = if all.len() == 1 { "a comment that begins" } else { "comments that begin" };
    let are = if all.len() == 1 { "is" } else { "are" };
    Finding {
        code: "comment-lines",
        severity: Severity::Note,
        subject: None,
        message: format!("{them} with `{mark}` {are} left out: {}", numbered(&numbers)),
        action: match asked {
            Comments::Detect => "use `--comment none` to read them as rows".into(),
            _ => "as `--comment` says".into(),
        },
    }
}
