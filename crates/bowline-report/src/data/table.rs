//! The columns of a table: what each holds, what is missing, and what moves together.

/// A table as its columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableShape {
    /// Every column, in the order of the file.
    pub columns: Vec<ColumnShape>,
    /// Which columns are missing together; `None` when that was not looked at.
    pub missing: Option<MissingPatterns>,
    /// How numeric columns move together; `None` when that was not looked at.
    pub correlations: Option<Correlations>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// What it holds, in a word: `number`, `category`, `text`, `time`...
    pub kind: String,
    /// Share of missing cells, from 0 to 1.
    pub missing: f64,
    /// Number of different values; `None` when unknown.
    pub distinct: Option<u64>,
    /// How its values are distributed.
    pub distribution: Distribution,
    /// How strongly it goes with the target; `None` when unknown.
    pub association: Option<Association>,
    /// What else to know in a few words, such as `set aside: identifier`; may be empty.
    pub note: String,
}

/// How the values of a column are distributed.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Distribution {
    /// Not known, or nothing to show.
    #[default]
    Unknown,
    /// Numbers or times: `edges` has one more entry than `counts`, ascending.
    Histogram {
        /// Bin edges.
        edges: Vec<f64>,
        /// Rows in each bin.
        counts: Vec<u64>,
        /// How the smallest and the largest value read when not as numbers, such as two dates.
        ends: Option<(String, String)>,
    },
    /// Categories: the most frequent values, and the rows of all others.
    Levels {
        /// Value and rows, most frequent first.
        top: Vec<(String, u64)>,
        /// Rows that hold some other value.
        others: u64,
    },
}

/// How strongly a column goes with the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Association {
    /// What was measured, in words: `correlation`, `mutual information`...
    pub measure: String,
    /// The number itself.
    pub value: f64,
    /// The number as a strength from 0 (none) to 1 (decides it), the length of its bar and what columns are ordered by.
    pub strength: f64,
    /// Chance of such a number without any pattern; `None` when it was not tested.
    pub p_value: Option<f64>,
}

/// Rows by which of their cells are missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MissingPatterns {
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows without a missing cell.
    pub n_complete: u64,
    /// The columns that are missing in a row, and the number of such rows; most rows first.
    pub patterns: Vec<(Vec<String>, u64)>,
}

/// How columns move together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Correlations {
    /// What was measured, such as `Pearson correlation`.
    pub measure: String,
    /// The columns shown, at most a dozen or two.
    pub columns: Vec<String>,
    /// Row-major `(n_columns, n_columns)`, from -1 to 1; a number that is not finite is not known.
    pub values: Vec<f64>,
    /// Number of columns they were chosen from.
    pub chosen_from: u64,
}
