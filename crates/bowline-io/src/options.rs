//! What a caller may say about a file instead of having it detected.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use bowline_core::ColumnKind;

use crate::encoding::Encoding;
use crate::missing::MissingMarks;

/// The mark before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

impl DecimalMark {
    pub(crate) fn mark(self) -> char {
        if self == Self::Point { '.' } else { ',' }
    }

    pub(crate) fn other(self) -> Self {
        if self == Self::Point { Self::Comma } else { Self::Point }
    }
}

impl fmt::Display for DecimalMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Point { "point" } else { "comma" })
    }
}

impl FromStr for DecimalMark {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "point" | "." => Ok(Self::Point),
            "comma" | "," => Ok(Self::Comma),
            _ => Err(format!("`{name}` is no decimal mark: expected `point` or `comma`")),
        }
    }
}

/// Which lines are comments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Comments {
    /// Lines that begin with `#` and do not look like rows.
    #[default]
    Detect,
    /// None: every line is a row.
    Off,
    /// Every line that begins with this ASCII character.
    Marked(u8),
}

/// What becomes of rows with another number of fields than the first, or with a quote that does not close.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BadRows {
    /// The file is refused, with the line of the first.
    #[default]
    Refuse,
    /// They are left out, and a finding counts them and names the first lines.
    SetAside,
}

impl FromStr for BadRows {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "refuse" => Ok(Self::Refuse),
            "set-aside" => Ok(Self::SetAside),
            _ => Err(format!(
                "`{name}` is nothing that can be done with bad rows: expected `refuse` or `set-aside`"
            )),
        }
    }
}

/// How to read a table; the default detects everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// What separates the fields, an ASCII character; a space means any run of white space. `None` detects comma,
    /// semicolon, tab, pipe or white space.
    pub delimiter: Option<u8>,
    /// Whether the first row holds names; without them, columns are called `column_1`, `column_2`...
    pub header: Option<bool>,
    /// How characters are stored.
    pub encoding: Option<Encoding>,
    /// Lines to leave out at the top; `None` finds out whether there is anything above the table.
    pub skip_rows: Option<usize>,
    /// Which lines are comments.
    pub comments: Comments,
    /// What becomes of rows that do not fit.
    pub bad_rows: BadRows,
    /// The mark before decimals; `None` decides for each column, with the help of the others.
    pub decimal: Option<DecimalMark>,
    /// Whether `"` encloses fields; where it does not, it is a plain character.
    pub quoting: Option<bool>,
    /// What stands for a missing cell.
    pub missing: MissingMarks,
    /// Kinds that were asked for by column; a cell that does not fit is an error, and so is a name that is not there.
    pub kinds: BTreeMap<String, ColumnKind>,
    /// Kinds that a model was fitted on, for scoring: columns are read as these instead of being guessed from few rows.
    /// Names that are not there are ignored, integers may turn out as floats, and `kinds` goes first.
    pub expected: BTreeMap<String, ColumnKind>,
    /// Largest size in bytes after unpacking; `None` sets no limit.
    pub max_bytes: Option<u64>,
}

/// What one column has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The kind.
    pub(crate) kind: ColumnKind,
    /// False where any number will do for an integer or a float.
    pub(crate) exact: bool,
}

impl ReadOptions {
    /// What `column` has to be; `None` leaves it to inference.
    pub(crate) fn wanted(&self, column: &str) -> Option<Wanted> {
        let exact = self.kinds.get(column).map(|&kind| Wanted { kind, exact: true });
        exact.or_else(|| self.expected.get(column).map(|&kind| Wanted { kind, exact: false }))
    }
}
