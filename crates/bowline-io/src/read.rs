//! From a path to a table.

use std::path::Path;

use bowline_core::{Finding, Severity, Table};
use sha2::{Digest, Sha256};

use crate::csv::{self, Dialect};
use crate::encoding::{self, Encoding};
use crate::error::IoError;
use crate::format::{self, DataFormat, Detected};
use crate::options::ReadOptions;
use crate::{parquet, source};

/// A table and where it came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The rows and columns.
    pub table: Table,
    /// SHA-256 of the file as it is stored, in 64 hexadecimal digits: the version of the data.
    pub sha256: String,
    /// Size of the file as it is stored, in bytes.
    pub n_bytes: u64,
    /// What the file turned out to be.
    pub format: DataFormat,
    /// How the text is written; `None` for Parquet.
    pub dialect: Option<Dialect>,
    /// What was decided on the way and is worth knowing.
    pub findings: Vec<Finding>,
}

/// Reads the table in a file: CSV in any dialect, gzip or not, or Parquet.
///
/// Each column gets the narrowest kind that holds the whole of it, unless `options` say otherwise. The result depends on
/// the bytes of the file and on the options, and not on the number of threads.
///
/// # Errors
/// [`IoError`] names the file, what was expected, what was found and what to do. No input makes this panic.
pub fn read_table(path: &Path, options: &ReadOptions) -> Result<Loaded, IoError> {
    let stored = source::stored_bytes(path, options.max_bytes)?;
    let (sha256, read) = rayon::join(|| hex_digest(&stored), || read_bytes(path, &stored, options));
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
        Detected::Known(DataFormat::Csv) => read_text(path, bytes, options),
        Detected::Foreign(what, next) => Err(IoError::Unsupported { path: path.to_owned(), what, next }),
    }
}

fn read_text(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<Read, IoError> {
    let (text, found) = encoding::decode(bytes, options.encoding).map_err(|malformed| IoError::Encoding {
        path: path.to_owned(),
        encoding: malformed.encoding.as_str(),
        line: memchr::memchr_iter(b'\n', &bytes[..malformed.at]).count() + 1,
    })?;
    let mut read = csv::read(path, &text, found, options)?;
    if found == Encoding::Windows1252 && options.encoding.is_none() {
        read.findings.insert(
            0,
            Finding {
                code: "encoding",
                severity: Severity::Note,
                subject: None,
                message: "the file is not UTF-8: read as windows-1252 (Latin-1)".into(),
                action: "use `--encoding` if names or words look wrong".into(),
            },
        );
    }
    Ok((read.table, DataFormat::Csv, Some(read.dialect), read.findings))
}

fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
