//! Why a file could not be read or written: each says which file, what was expected, what was found, and what to do.

use std::path::PathBuf;

use bowline_core::ColumnKind;

/// A file that could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum IoError {
    /// There is no such file.
    #[error("no such file: `{}`{}", .path.display(), suggestion(.nearest))]
    NotFound {
        /// As given.
        path: PathBuf,
        /// The most similar names in the same folder, best first.
        nearest: Vec<String>,
    },
    /// A folder stands where a file is expected.
    #[error("`{}` is a directory: expected a file with a table; name one of the files in it", .0.display())]
    IsDirectory(PathBuf),
    /// The system refused to open or read the file.
    #[error("cannot read `{}`: {source}", .path.display())]
    Open {
        /// As given.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No bytes, or blanks only.
    #[error("`{}` is empty: expected a table with at least one row", .0.display())]
    Empty(PathBuf),
    /// Names of columns, and nothing else.
    #[error(
        "`{}` has a header but no rows: expected at least one row below `{header}`; if that line is data, use `--no-header`",
        .path.display()
    )]
    HeaderOnly {
        /// As given.
        path: PathBuf,
        /// The header, shortened.
        header: String,
    },
    /// Bytes that are no text.
    #[error(
        "`{}` looks like a binary file (it has a zero byte at position {at}): expected CSV, JSON lines or Parquet, packed with gzip or zstd or not",
        .path.display()
    )]
    Binary {
        /// As given.
        path: PathBuf,
        /// Position of the first zero byte, from 0.
        at: usize,
    },
    /// A known format that is not read.
    #[error(
        "`{}` is {what}: expected CSV, JSON lines or Parquet, packed with gzip or zstd or not; {next}",
        .path.display()
    )]
    Unsupported {
        /// As given.
        path: PathBuf,
        /// The format with its article.
        what: &'static str,
        /// How to get a table out of it.
        next: &'static str,
    },
    /// A gzip file that ends too early.
    #[error("`{}` is a truncated gzip file: its end is missing; copy or download it again", .0.display())]
    TruncatedGzip(PathBuf),
    /// A gzip file that does not unpack.
    #[error("`{}` is a damaged gzip file ({reason}); copy or download it again", .path.display())]
    DamagedGzip {
        /// As given.
        path: PathBuf,
        /// What the decoder said.
        reason: String,
    },
    /// A zstd file that does not unpack.
    #[error("`{}` is a damaged zstd file ({reason}); copy or download it again", .path.display())]
    DamagedZstd {
        /// As given.
        path: PathBuf,
        /// What the decoder said.
        reason: String,
    },
    /// A line of a JSON lines file that is no object.
    #[error(
        "`{}` line {line}: expected one JSON object a line, found a line that is not ({reason}); correct it, or set such lines aside with `--bad-rows set-aside`",
        .path.display()
    )]
    JsonLine {
        /// As given.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// JSON objects with hardly a key in common.
    #[error(
        "`{}`: its {rows} objects have {columns} different keys, too many for a table; expected objects that share their keys",
        .path.display()
    )]
    TooSparse {
        /// As given.
        path: PathBuf,
        /// Different keys.
        columns: usize,
        /// Objects.
        rows: usize,
    },
    /// A pattern that no file fits.
    #[error("no file fits `{}`; write the pattern in quotes, and look at the folder with `ls`", .0.display())]
    NoMatch(PathBuf),
    /// A pattern that is none.
    #[error("`{}` is no pattern of file names ({reason}); use `*` for any letters and `?` for one", .path.display())]
    Pattern {
        /// As given.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Files of one table with different columns.
    #[error(
        "`{}` does not have the columns of `{}`: {}; expected the same names in all files",
        .path.display(), .first.display(), differing(.missing, .extra)
    )]
    DifferentColumns {
        /// The first of the files.
        first: PathBuf,
        /// The file that differs.
        path: PathBuf,
        /// Columns of the first file that it lacks.
        missing: Vec<String>,
        /// Columns that it has beyond them.
        extra: Vec<String>,
    },
    /// A name that does not say how to write a table.
    #[error(
        "cannot tell from `{}` how to write a table: expected a name that ends in .csv, .tsv, .jsonl or .parquet, the first three also with .gz or .zst",
        .0.display()
    )]
    UnknownEnding(PathBuf),
    /// More bytes than allowed.
    #[error("`{}` holds more than {limit} bytes (unpacked): raise the limit or read a part of it", .path.display())]
    TooLarge {
        /// As given.
        path: PathBuf,
        /// The limit, in bytes.
        limit: u64,
    },
    /// Text that is not in the encoding that was asked for.
    #[error("`{}` is not {encoding} text (line {line}): use `--encoding` with another one", .path.display())]
    Encoding {
        /// As given.
        path: PathBuf,
        /// The encoding that was asked for.
        encoding: &'static str,
        /// First line that is not, from 1.
        line: usize,
    },
    /// A character that cannot separate fields.
    #[error(
        "`{0}` cannot be a delimiter: expected one ASCII character that is no quote, line end or zero byte"
    )]
    InvalidDelimiter(char),
    /// A character that cannot begin comments.
    #[error(
        "`{0}` cannot mark comments: expected one ASCII character that is no blank, quote, line end or zero byte"
    )]
    InvalidComment(char),
    /// A row with too few or too many fields.
    #[error(
        "`{}` line {line}: expected {expected} fields as in the first row, found {found}; correct the line, set such rows aside with `--bad-rows set-aside`, or name the delimiter with `--delimiter`",
        .path.display()
    )]
    Ragged {
        /// As given.
        path: PathBuf,
        /// Line on which the row starts, from 1.
        line: usize,
        /// Fields of the first row.
        expected: usize,
        /// Fields of this row.
        found: usize,
    },
    /// A quote that does not close, or text after a closing quote.
    #[error(
        "`{}` line {line}: a quoted field does not end where a delimiter or line end follows; close the field and double the quotes inside it, or set such rows aside with `--bad-rows set-aside`",
        .path.display()
    )]
    BrokenQuotes {
        /// As given.
        path: PathBuf,
        /// Line of the opening quote, from 1.
        line: usize,
    },
    /// One row or cell longer than can be held.
    #[error("`{}` line {line}: a row of more than 1 GiB; expected rows on lines", .path.display())]
    RowTooLong {
        /// As given.
        path: PathBuf,
        /// Line on which the row starts, from 1.
        line: usize,
    },
    /// Columns that share a name.
    #[error(
        "`{}` has several columns called {}: expected distinct names; rename them, or use `--no-header` if the first line is data",
        .path.display(), quoted(.names)
    )]
    DuplicateNames {
        /// As given.
        path: PathBuf,
        /// Each name that occurs more than once.
        names: Vec<String>,
    },
    /// A type was given for a column that is not there.
    #[error("`{}` has no column `{name}`{}", .path.display(), instead(.nearest, .columns))]
    UnknownColumn {
        /// As given.
        path: PathBuf,
        /// The name that was given.
        name: String,
        /// The most similar names in the table, best first.
        nearest: Vec<String>,
        /// The names in the table, in the order of the file.
        columns: Vec<String>,
    },
    /// A cell that is not of the kind that was asked for.
    #[error(
        "`{}` {place}: `{cell}` in column `{column}` is no {kind} value{}; correct the column, or read it as another type with `--type {column}=category`",
        .path.display(), among(*.count)
    )]
    Cell {
        /// As given.
        path: PathBuf,
        /// The column.
        column: String,
        /// The first such cell, as `line 7` or `row 7`, from 1.
        place: String,
        /// The cell, shortened.
        cell: String,
        /// The kind that was asked for.
        kind: ColumnKind,
        /// How many cells do not fit.
        count: usize,
    },
    /// Dates that can be read with the day or the month first.
    #[error(
        "`{}`: the dates in column `{column}` (`{cell}`) fit day/month and month/day alike: expected dates such as `2024-01-31`; rewrite them, or read the column as another type with `--type {column}=category`",
        .path.display()
    )]
    AmbiguousDates {
        /// As given.
        path: PathBuf,
        /// The column.
        column: String,
        /// Its first cell.
        cell: String,
    },
    /// Dates in several forms in one column.
    #[error(
        "`{}`: the dates in column `{column}` are written in {} forms (`{}`): expected one; rewrite them as `2024-01-31`, or read the column as another type with `--type {column}=category`",
        .path.display(), .forms.len(), .forms.join("`, `")
    )]
    MixedDates {
        /// As given.
        path: PathBuf,
        /// The column.
        column: String,
        /// A cell of each form.
        forms: Vec<String>,
    },
    /// More rows than a table numbers.
    #[error(
        "`{}` holds {found} rows: expected at most {}; read a part of the file",
        .path.display(), i32::MAX
    )]
    TooManyRows {
        /// As given.
        path: PathBuf,
        /// Rows in the file.
        found: usize,
    },
    /// More text in one column than one array holds.
    #[error("`{}`: column `{column}` holds more than 2 GiB of text; read a part of the file", .path.display())]
    TextTooLong {
        /// As given.
        path: PathBuf,
        /// The column.
        column: String,
    },
    /// A Parquet file that does not parse.
    #[error("`{}` is a damaged Parquet file ({reason}); write or copy it again", .path.display())]
    Parquet {
        /// As given.
        path: PathBuf,
        /// What the decoder said.
        reason: String,
    },
    /// A Parquet column of a type that is no column kind.
    #[error(
        "`{}`: column `{column}` has type `{found}`: expected numbers, booleans, strings, dates or timestamps; flatten it or leave it out",
        .path.display()
    )]
    UnsupportedColumn {
        /// As given.
        path: PathBuf,
        /// The column.
        column: String,
        /// Its type in Arrow's words.
        found: String,
    },
    /// The system refused to write.
    #[error("cannot write `{}`: {source}", .path.display())]
    Write {
        /// As given.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn differing(missing: &[String], extra: &[String]) -> String {
    const SHOWN: usize = 5;
    let some = |names: &[String]| match names.len().saturating_sub(SHOWN) {
        0 => quoted(names),
        more => format!("{} and {more} more", quoted(&names[..SHOWN])),
    };
    match (missing, extra) {
        (missing, []) => format!("it lacks {}", some(missing)),
        ([], extra) => format!("it also has {}", some(extra)),
        (missing, extra) => format!("it lacks {} and has {}", some(missing), some(extra)),
    }
}

fn suggestion(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        names => format!("; did you mean {}?", quoted(names)),
    }
}

fn instead(nearest: &[String], columns: &[String]) -> String {
    const SHOWN: usize = 20;
    match (nearest, columns.len().saturating_sub(SHOWN)) {
        ([], 0) => format!("; its columns are {}", quoted(columns)),
        ([], more) => format!("; its columns are {} and {more} more", quoted(&columns[..SHOWN])),
        _ => suggestion(nearest),
    }
}

fn among(count: usize) -> String {
    if count > 1 { format!(" (the first of {count} such cells)") } else { String::new() }
}

/// A cell short enough for a message.
pub(crate) fn shortened(cell: &str) -> String {
    const SHOWN: usize = 40;
    let shown: String = cell.chars().take(SHOWN).collect();
    if shown.len() < cell.len() { format!("{shown}…") } else { shown }
}
