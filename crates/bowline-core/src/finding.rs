//! What an audit says: bad data is a normal outcome, so it is a value and not an error.
//!
//! A [`Finding`] names its subject, gives the evidence in numbers, and says what to do next with the exact
//! option. The same value is a line in the terminal, a row in the report and an object in `--json`.

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know; nothing has to be done.
    Note,
    /// Could make the model worse or the score less honest.
    Warning,
    /// Something was changed or left out because of it, or should be before anyone trusts the model.
    Serious,
}

impl Severity {
    /// The lower-case word used in tables and JSON: `note`, `warning` or `serious`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Serious => "serious",
        }
    }
}

/// One thing that was found in the data, the split or the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A stable kebab-case name for machines, such as `identifier-column`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The column or file it is about; `None` for the table as a whole.
    pub subject: Option<String>,
    /// The evidence in one plain sentence with its numbers.
    pub message: String,
    /// What was done about it or what to do, with the exact option.
    pub action: String,
}
