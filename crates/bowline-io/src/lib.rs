//! The only door to files: tables in and out, and the local model registry folder.
//!
//! [`read_table`] looks at a file's bytes, says what it is (CSV in any common dialect, gzip or not, or Parquet), reads
//! every cell, and gives each column the narrowest kind that holds the whole of it (the rules are in `infer`). What it
//! decided on the way is told as findings, and every decision can be overridden with [`ReadOptions`]. [`write_csv`]
//! writes a table; every file appears whole or not at all ([`write_atomically`]).

mod atomic;
mod csv;
mod dictionary;
mod encoding;
mod error;
mod format;
mod infer;
mod missing;
mod nearest;
mod number;
mod options;
mod parquet;
mod read;
mod read_column;
mod registry;
mod source;
mod strings;
mod timestamp;
mod write;

pub use atomic::{write_atomically, write_bytes_atomically};
pub use csv::Dialect;
pub use encoding::Encoding;
pub use error::IoError;
pub use format::DataFormat;
pub use missing::MissingMarks;
pub use nearest::nearest_names;
pub use options::ReadOptions;
pub use read::{Loaded, read_table};
pub use registry::{FolderRegistry, MODEL_FILE, read_model_file};
pub use write::{write_csv, write_csv_to};
