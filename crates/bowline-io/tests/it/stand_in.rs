//! Generated tables with the difficulties of the public ones, for a checkout that does not have those.
//!
//! A [`Kin`] describes a public table: how it is written, what its columns are called, and what their cells look like. From
//! it comes a small table that is read by the same rules and must get the same kinds.

use std::io::Write;

use bowline_core::ColumnKind as K;

/// Rows of a stand-in.
pub const N_ROWS: usize = 150;

/// A column: its name, the kind it must get, and the cell of a row of its stand-in.
pub type ColumnLike = (&'static str, K, fn(usize) -> String);

/// A public table, in so far as a reader has trouble with it.
pub struct Kin {
    /// Name of its file; `.gz` at the end packs the stand-in too.
    pub file: &'static str,
    /// Rows of the public table.
    pub n_rows: usize,
    /// Columns of the public table; the stand-in has those of `columns`.
    pub n_columns: usize,
    /// What stands between fields.
    pub between: &'static str,
    /// True when the first row holds names.
    pub header: bool,
    /// What ends a line.
    pub line_end: &'static str,
    /// What stands before the first row.
    pub before: &'static str,
    /// The columns that are looked at, in the order of the file.
    pub columns: &'static [ColumnLike],
    /// How many cells are missing in the public table, by column; all others have none.
    pub missing: &'static [(&'static str, usize)],
}

/// A plain table; what differs is written over it.
pub const PLAIN: Kin = Kin {
    file: "",
    n_rows: 0,
    n_columns: 0,
    between: ",",
    header: true,
    line_end: "\n",
    before: "",
    columns: &[],
    missing: &[],
};

impl Kin {
    /// The bytes of the stand-in.
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = self.before.to_owned();
        let mut line = |cells: Vec<String>| text.push_str(&(cells.join(self.between) + self.line_end));
        if self.header {
            line(self.columns.iter().map(|(name, ..)| (*name).to_owned()).collect());
        }
        for row in 0..N_ROWS {
            line(self.columns.iter().map(|(.., cell)| cell(row)).collect());
        }
        if !self.file.ends_with(".gz") {
            return text.into_bytes();
        }
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }
}

/// A whole number that repeats.
pub fn whole(row: usize) -> String {
    (row * 7919 % 83).to_string()
}

/// As [`whole`], with `NA` here and there.
pub fn whole_or_na(row: usize) -> String {
    if row % 9 == 4 { "NA".into() } else { whole(row) }
}

/// 0 or 1.
pub fn flag(row: usize) -> String {
    (row % 3 / 2).to_string()
}

/// A number with a fraction.
pub fn real(row: usize) -> String {
    format!("{}.{}", row * 31 % 97, row % 9 + 1)
}

/// As [`real`], empty here and there.
pub fn real_or_empty(row: usize) -> String {
    if row % 11 == 5 { String::new() } else { real(row) }
}

/// As [`real`], a single blank here and there.
pub fn real_or_blank(row: usize) -> String {
    if row % 50 == 7 { " ".into() } else { real(row) }
}

/// As [`real`], with `NA` here and there.
pub fn real_or_na(row: usize) -> String {
    if row % 50 == 3 { "NA".into() } else { real(row) }
}

/// One of a few words.
pub fn word(row: usize) -> String {
    ["Private", "Some-college", "No phone service", "<=50K", "S"][row * 13 % 5].into()
}

/// One of a few words in quotes.
pub fn quoted_word(row: usize) -> String {
    format!("\"{}\"", word(row))
}

/// As [`word`], with `?` here and there.
pub fn word_or_question(row: usize) -> String {
    if row % 17 == 6 { "?".into() } else { word(row) }
}

/// As [`word`], empty here and there.
pub fn word_or_empty(row: usize) -> String {
    if row % 17 == 6 { String::new() } else { word(row) }
}

/// As [`word`], mostly `NA`.
pub fn word_or_na(row: usize) -> String {
    if row % 8 > 1 { "NA".into() } else { word(row) }
}

/// A label with a final dot.
pub fn dotted_label(row: usize) -> String {
    ["<=50K.", ">50K."][row % 4 / 3].into()
}

/// `True` or `False`.
pub fn truth(row: usize) -> String {
    ["True", "False"][row % 2].into()
}

/// Counts from 1.
pub fn count(row: usize) -> String {
    (row + 1).to_string()
}

/// A code of letters and digits that no other row has.
pub fn code(row: usize) -> String {
    format!("{:04}-{}HVEG", row * 7919 % 10_000, char::from(b'A' + (row % 26) as u8))
}

/// A code of digits with a zero in front that no other row has.
pub fn zero_led_code(row: usize) -> String {
    format!("05{:08}", row * 104_729 % 100_000_000)
}

/// A class with a zero in front.
pub fn zero_led_class(row: usize) -> String {
    ["020", "060", "120"][row % 3].into()
}

/// A day, some days in several rows.
pub fn day(row: usize) -> String {
    format!("2011-{:02}-{:02}", row / 28 % 12 + 1, row % 28 + 1)
}

/// A name with a comma, and with quotes here and there.
pub fn person(row: usize) -> String {
    let nick = if row.is_multiple_of(10) { " (\"\"Lou\"\")" } else { "" };
    format!("\"Braund{row}, Mr. Owen Harris{nick}\"")
}

/// A message with quotes that pair over line ends, or not at all.
pub fn message(row: usize) -> String {
    match row % 10 {
        0 => format!("\"I said no, really {row} times"),
        1 => format!("they called it {row} \"free\" entry"),
        2 => format!("\"ok {row}\" is what he said"),
        _ => format!("Go until point {row}, crazy.. Available only there"),
    }
}

/// A ticket: digits, often with letters in front, and not each row its own.
pub fn ticket(row: usize) -> String {
    if row.is_multiple_of(4) { format!("PC {}", row / 4 * 3) } else { (113_000 + row / 2).to_string() }
}
