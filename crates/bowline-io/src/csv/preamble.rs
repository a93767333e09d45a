//! Lines above the table: a title, a date, the name of a department.
//!
//! They are told from the table by their number of fields: the rows share one, and the lines above have fewer. Leaving
//! out a line that holds data would be worse than refusing a file, so more is asked: what remains begins with a header whose
//! columns show it (words above numbers), or a blank line stands in between.

use super::cell::Span;
use super::dialect;
use super::header;
use super::scan::{Index, Quotes, Separators, scan};
use crate::missing::Matcher;

/// Most lines above a table.
const LONGEST: usize = 100;
/// Rows below that must be there.
const LEAST_ROWS: usize = 2;
/// Share of the records below that must have as many fields as the first of them.
const LEAST_CONSISTENT: f64 = 0.9;
/// Rows in which words above numbers are looked for.
const SHOWN_ROWS: usize = 200;

/// Where the table starts in a sample of the text that has lines above it; `None` when it starts at the top.
pub(super) fn table_start(
    sample: &str,
    delimiters: &[u8],
    quotes: Quotes,
    missing: &Matcher<'_>,
) -> Option<usize> {
    let mut best: Option<(f64, usize, usize)> = None;
    for &delimiter in delimiters {
        let separators = Separators { delimiter, quotes };
        let Some((share, n_fields, start)) = fitted(sample, separators, missing) else { continue };
        if best.is_none_or(|(held, held_fields, _)| (share, n_fields) > (held, held_fields)) {
            best = Some((share, n_fields, start));
        }
    }
    best.map(|(_, _, start)| start).filter(|start| *start > 0)
}

/// For one delimiter: the share of rows with the usual number of fields, that number, and where the table starts.
fn fitted(sample: &str, separators: Separators, missing: &Matcher<'_>) -> Option<(f64, usize, usize)> {
    let bytes = sample.as_bytes();
    let mut index = Index::default();
    // A quote that breaks ends the sample: the records before it serve.
    let _ = scan(bytes, 0, bytes.len(), separators, &mut index);
    let n_records = index.n_records();
    let (n_fields, _) = dialect::most_frequent(&index)?;
    if n_fields < 2 {
        return None;
    }
    let filled = |record: usize| {
        index.fields(record).filter(|&(start, end)| !bytes[start..end].trim_ascii().is_empty()).count()
    };
    // Spreadsheets fill the lines of a title up with empty fields.
    let above = |record: &usize| index.n_fields(*record) < n_fields || (n_fields > 2 && filled(*record) <= 1);
    let first = (0..n_records).take_while(above).count();
    let below = first..n_records;
    let same = below.clone().filter(|record| index.n_fields(*record) == n_fields).count();
    let share = same as f64 / below.len().max(1) as f64;
    if first == 0 {
        return Some((share, n_fields, 0));
    }
    if first > LONGEST || below.len() <= LEAST_ROWS || share < LEAST_CONSISTENT {
        return None;
    }
    let rows: Vec<Vec<_>> = below
        .filter(|record| index.n_fields(*record) == n_fields)
        .take(SHOWN_ROWS)
        .map(|record| {
            let cells = index.fields(record);
            cells.map(|f| Span::of(bytes, f, separators.quotes).text(sample, separators.quotes)).collect()
        })
        .collect();
    let start = index.start(first);
    let blank_between = bytes[..start].trim_ascii_end().len() < start
        && memchr::memchr_iter(b'\n', &bytes[bytes[..start].trim_ascii_end().len()..start]).count() > 1;
    let header = header::is_header(&rows, missing);
    let table = header && (blank_between || header::shows_in_columns(&rows, missing));
    table.then_some((share, n_fields, start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::missing::MissingMarks;

    fn skipped(text: &str) -> &str {
        let marks = MissingMarks::default();
        let start = table_start(text, b",;\t|", Quotes::Enclose, &Matcher::new(&marks));
        &text[..start.unwrap_or(0)]
    }

    #[test]
    fn titles_are_told_from_tables() {
        assert_eq!(skipped("Sales 2024\nname,n,x\na,1,2\nb,2,3\n"), "Sales 2024\n");
        assert_eq!(skipped("Sales, 2024\n\nname;city;x\na;b;c\nb;c;d\n"), "Sales, 2024\n\n");
        assert_eq!(skipped("Sales,,\n,,\nname,n,x\na,1,2\nb,2,3\n"), "Sales,,\n,,\n");
        for table in [
            "name,n\na,1\nb,2\n",
            "text\nhello, you\nno, way\n",
            "a\n1,2\n3,4\n5,6\n",
            "a,b\n1,2\n1,2,3\n4\n",
            "x\n1\n2\n",
            "",
        ] {
            assert_eq!(skipped(table), "", "{table}");
        }
    }
}
