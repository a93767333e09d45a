//! From a path to a table.

use std::borrow::Cow;
use std::path::Path;

use bowline_core::{Finding, Severity, Table};
use sha2::{Digest, Sha256};

use crate::csv::{self, Dialect};
use crate::encoding::{self, Encoding};
use crate::error::IoError;
use crate::format::{self, DataFormat, Detected};
use crate::options::ReadOptions;
use crate::{json_lines, parquet, several_files, source};

/// A table and where it came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The rows and columns.
    pub table: Table,
    /// SHA-256 of the file as it is stored, in 64 hexadecimal digits: the version of the data. Of several files, that of
    /// their digests, one a line.
    pub sha256: String,
    /// Size of the file as it is stored, in bytes.
    pub n_bytes: u64,
    /// What the file turned out to be.
    pub format: DataFormat,
    /// How the text is written; `None` for Parquet and JSON lines.
    pub dialect: Option<Dialect>,
    /// What was decided on the way and is worth knowing.
    pub findings: Vec<Finding>,
}

/// Reads the table in a file, in files or on standard input: CSV in any dialect, JSON lines or Parquet, packed with gzip
/// or zstd or not.
///
/// `-` is standard input, and a pattern such as `data/*.csv` stands for all files that fit it, one below the other in the
/// order of their names. Each column gets the narrowest kind that holds the whole of it, unless `options` say otherwise.
/// The result depends on the bytes of the file and on the options, and not on the number of threads.
///
/// # Errors
/// [`IoError`] names the file, what was expected, what was found and what to do. No input makes this panic.
pub fn read_table(path: &Path, options: &ReadOptions) -> Result<Loaded, IoError> {
    match several_files::matching(path)? {
        Some(paths) => several_files::read(path, &paths, options),
        None => read_file(path, options),
    }
}

/// Reads the table in one file.
pub(crate) fn read_file(path: &Path, options: &ReadOptions) -> Result<Loaded, IoError> {
    read_table_bytes(path, &source::stored_bytes(path, options.max_bytes)?, options)
}

/// Reads the table in the bytes of a file; `path` is what messages call it, and is not looked at.
///
/// # Errors
/// As [`read_table`].
pub fn read_table_bytes(path: &Path, stored: &[u8], options: &ReadOptions) -> Result<Loaded, IoError> {
    let (sha256, read) = rayon::join(|| hex_digest(stored), || read_bytes(path, stored, options));
    let (table, format, dialect, findings) = read?;
    Ok(Loaded { table, sha256, n_bytes: stored.len() as u64, format, dialect, findings })
}

type Read = (Table, DataFormat, Option<Dialect>, Vec<Finding>);

fn read_bytes(path: &Path, stored: &[u8], options: &ReadOptions) -> Result<Read, IoError> {
    let unpacked = source::unpacked(path, stored, options.max_bytes)?;
    let bytes = unpacked.as_deref().unwrap_or(stored);
    match format::detect(bytes) {
        Detected::Known(DataFormat::Parquet) => {
            let (table, findings) = parquet::read(path, bytes, options)?;
            Ok((table, DataFormat::Parquet, None, findings))
        }
        Detected::Known(DataFormat::JsonLines) => {
            let (text, _) = decoded(path, bytes, options)?;
            let (table, findings) = json_lines::read(path, &text, options)?;
            Ok((table, DataFormat::JsonLines, None, findings))
        }
        Detected::Known(DataFormat::Csv) => read_text(path, bytes, options),
        Detected::Foreign(what, next) => Err(IoError::Unsupported { path: path.to_owned(), what, next }),
    }
}

fn decoded<'a>(
    path: &Path,
    bytes: &'a [u8],
    options: &ReadOptions,
) -> Result<(Cow<'a, str>, Encoding), IoError> {
    encoding::decode(bytes, options.encoding).map_err(|malformed| IoError::Encoding {
        path: path.to_owned(),
        encoding: malformed.encoding.as_str(),
        line: line_of(bytes, malformed.at),
    })
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1
}

fn read_text(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<Read, IoError> {
    let (text, found) = decoded(path, bytes, options)?;
    let mut read = csv::read(path, &text, found, options)?;
    if found == Encoding::Windows1252 && options.encoding.is_none() {
        // Text that is UTF-8 for a while and then is not was probably joined from two files.
        let mixed = std::str::from_utf8(bytes).err().map(|error| error.valid_up_to());
        let mixed = mixed.filter(|&at| !bytes[..at].is_ascii());
        let (severity, message) = match mixed {
            Some(at) => {
                let line = line_of(bytes, at);
                let message = format!(
                    "the file is UTF-8 up to line {line} and no longer there: all of it is read as windows-1252 (Latin-1)"
                );
                (Severity::Warning, message)
            }
            None => (Severity::Note, "the file is not UTF-8: read as windows-1252 (Latin-1)".to_owned()),
        };
        let action = "use `--encoding` if names or words look wrong".into();
        read.findings.insert(0, Finding { code: "encoding", severity, subject: None, message, action });
    }
    Ok((read.table, DataFormat::Csv, Some(read.dialect), read.findings))
}

pub(crate) fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
