//! How a data file is written, where detection is not wanted.

use bowline_core::ColumnKind;
use bowline_io::{BadRows, Comments, DecimalMark, Encoding};
use clap::Args;

use super::values::{column_type, comment, delimiter, encoding};

#[derive(Debug, Args)]
#[command(next_help_heading = "Reading the table")]
pub struct ReadArguments {
    /// Read a column as this type: integer, float, boolean, category, text, timestamp or identifier (repeatable)
    #[arg(long = "type", value_name = "COLUMN=TYPE", value_parser = column_type)]
    pub types: Vec<(String, ColumnKind)>,
    /// Separator of fields: one character, or `tab` [default: detected]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub delimiter: Option<u8>,
    /// The first row holds data and not names
    #[arg(long)]
    pub no_header: bool,
    /// Encoding of the text: utf-8, utf-16 or latin-1 [default: detected]
    #[arg(long, value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// A cell that means "missing", besides empty cells, NA, null, ? and their like (repeatable)
    #[arg(long = "na", value_name = "MARK", allow_hyphen_values = true)]
    pub missing: Vec<String>,
    /// The mark before decimals: point or comma [default: detected]
    #[arg(long, value_name = "MARK")]
    pub decimal: Option<DecimalMark>,
    /// Leave out this many lines at the top [default: what stands above the table]
    #[arg(long, value_name = "N")]
    pub skip_rows: Option<usize>,
    /// Leave out lines that begin with this character, or `none` [default: # where it marks comments]
    #[arg(long = "comment", value_name = "CHARACTER", value_parser = comment)]
    pub comments: Option<Comments>,
    /// Rows with a wrong number of fields or a broken quote: refuse the file, or set-aside the rows
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub bad_rows: BadRows,
}
