//! What kind of file a pile of bytes is.
//!
//! Content decides, not the name: a gzip file without its ending is still gzip, and a spreadsheet called `.csv` is not CSV.

/// A format that tables are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataFormat {
    /// Delimited text.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// JSON objects, one a line.
    JsonLines,
}

impl DataFormat {
    /// The lower-case name: `csv`, `parquet` or `jsonl`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::JsonLines => "jsonl",
        }
    }
}

/// What the first bytes say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Detected {
    /// A format that is read.
    Known(DataFormat),
    /// A format that is not: what it is, and how to get a table out of it.
    Foreign(&'static str, &'static str),
}

/// First bytes of files that people take for tables.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    (b"PK\x03\x04", "a zip file or an Excel workbook", "export the sheet as CSV, or unpack the archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "export the sheet as CSV"),
    (b"%PDF", "a PDF document", "export the table as CSV"),
    (b"\x89PNG", "a PNG picture", "name a file with a table"),
    (b"\xff\xd8\xff", "a JPEG picture", "name a file with a table"),
    (b"BZh", "a bzip2 file", "unpack it first"),
    (b"\xfd7zXZ\0", "an xz file", "unpack it first"),
    (b"ARROW1", "an Arrow IPC file", "convert it to Parquet"),
    (b"SQLite format 3\0", "an SQLite database", "export the table as CSV"),
    (b"\x7fELF", "a program", "name a file with a table"),
];

/// The format of unpacked bytes; text that is nothing else is CSV.
pub(crate) fn detect(bytes: &[u8]) -> Detected {
    if bytes.starts_with(b"PAR1") {
        return Detected::Known(DataFormat::Parquet);
    }
    if let Some((_, what, next)) = FOREIGN.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Detected::Foreign(what, next);
    }
    let start: Vec<u8> = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .take(16)
        .map(u8::to_ascii_lowercase)
        .collect();
    if start.starts_with(b"<!doctype") || start.starts_with(b"<html") {
        return Detected::Foreign("an HTML page", "download the data itself, or export the table as CSV");
    }
    if start.starts_with(b"{\"") || start.starts_with(b"{}") {
        return Detected::Known(DataFormat::JsonLines);
    }
    if start.starts_with(b"[{") {
        return Detected::Foreign("a list in JSON", "write one object a line, as `jq -c .[]` does");
    }
    Detected::Known(DataFormat::Csv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(detect(b"PAR1...."), Detected::Known(DataFormat::Parquet));
        assert_eq!(detect(b"a,b\n1,2\n"), Detected::Known(DataFormat::Csv));
        assert!(matches!(detect(b"PK\x03\x04rest"), Detected::Foreign(what, _) if what.contains("Excel")));
        assert!(matches!(detect(b" \n<!DOCTYPE html>"), Detected::Foreign("an HTML page", _)));
        assert_eq!(detect(b"\xef\xbb\xbf{ \"a\": 1}\n"), Detected::Known(DataFormat::JsonLines));
        assert!(matches!(detect(b"[{\"a\": 1}]\n"), Detected::Foreign("a list in JSON", _)));
    }
}
