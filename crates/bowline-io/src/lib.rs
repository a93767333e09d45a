//! The only door to files: tables in and out, and the local model registry folder.
//!
//! [`read_table`] looks at a file's bytes, says what it is (CSV in any common dialect, JSON lines or Parquet, packed or
//! not), reads every cell, and gives each column the narrowest kind that holds the whole of it (the rules are in
//! `infer`). What it decided on the way is told as findings, and every decision can be overridden with [`ReadOptions`].
//! [`write_table`] writes a table as the ending of the name says; every file appears whole or not at all
//! ([`write_atomically`]).

mod atomic;
mod csv;
mod declared_column;
mod dictionary;
mod encoding;
mod epoch;
mod error;
mod format;
mod infer;
mod json_lines;
mod json_object;
mod line_numbers;
mod missing;
mod month_name;
mod nearest;
mod number;
mod options;
mod parquet;
mod proposal;
mod read;
mod read_column;
mod registry;
mod several_files;
mod source;
mod strings;
mod timestamp;
mod write_csv;
mod write_table;
mod written_number;

pub use atomic::{write_atomically, write_bytes_atomically};
pub use csv::Dialect;
pub use encoding::Encoding;
pub use error::IoError;
pub use format::DataFormat;
pub use missing::MissingMarks;
pub use nearest::nearest_names;
pub use options::{BadRows, Comments, DecimalMark, ReadOptions};
pub use read::{Loaded, read_table, read_table_bytes};
pub use registry::{FolderRegistry, MODEL_FILE, read_model_file};
pub use write_csv::{write_csv, write_csv_to};
pub use write_table::{check_ending, write_table};
