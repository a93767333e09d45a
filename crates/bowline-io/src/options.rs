//! What a caller may say about a file instead of having it detected.

use std::collections::BTreeMap;

use bowline_core::ColumnKind;

use crate::encoding::Encoding;
use crate::missing::MissingMarks;

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
