//! Tables into files, written as the ending of the name says.
//!
//! `.parquet` keeps every kind of column; `.jsonl` has one object a line, in which missing cells are `null`; `.csv` and
//! `.tsv` are delimited text. Behind the last three, `.gz` or `.zst` packs them. A name without an ending is CSV.

use std::io::{self, Write};
use std::path::Path;

use bowline_core::{ColumnData, Table};
use flate2::write::GzEncoder;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::atomic::write_atomically;
use crate::error::IoError;
use crate::write_csv::{Rendered, write_delimited};

/// Bytes gathered before they go to the file.
const BUFFER: usize = 1 << 16;
/// Effort of zstd, its own default.
const ZSTD_LEVEL: i32 = 3;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Delimited(u8),
    JsonLines,
    Parquet,
}

/// How the bytes are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

/// Writes `table` to `path` in the format that the ending of its name says, whole or not at all.
///
/// # Errors
/// [`IoError::UnknownEnding`] before anything is written; [`IoError::Write`] otherwise, and the file that was there is
/// untouched then.
pub fn write_table(path: &Path, table: &Table) -> Result<(), IoError> {
    let (form, packing) = by_ending(path).ok_or_else(|| IoError::UnknownEnding(path.to_owned()))?;
    write_atomically(path, |out| match packing {
        Packing::None => write(out, table, form),
        Packing::Gzip => {
            let mut packed = GzEncoder::new(out, flate2::Compression::default());
            write(&mut packed, table, form)?;
            packed.finish().map(|_| ())
        }
        Packing::Zstd => {
            let mut packed = zstd::Encoder::new(out, ZSTD_LEVEL)?;
            write(&mut packed, table, form)?;
            packed.finish().map(|_| ())
        }
    })
}

/// Checks that [`write_table`] knows how to write to a file of this name.
///
/// # Errors
/// [`IoError::UnknownEnding`].
pub fn check_ending(path: &Path) -> Result<(), IoError> {
    by_ending(path).map(|_| ()).ok_or_else(|| IoError::UnknownEnding(path.to_owned()))
}

fn by_ending(path: &Path) -> Option<(Form, Packing)> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (inner, packing) = match (name.strip_suffix(".gz"), name.strip_suffix(".zst")) {
        (Some(inner), _) => (inner, Packing::Gzip),
        (_, Some(inner)) => (inner, Packing::Zstd),
        _ => (name.as_str(), Packing::None),
    };
    let ending = Path::new(inner).extension().and_then(|ending| ending.to_str());
    let form = match ending {
        None | Some("csv" | "txt") => Form::Delimited(b','),
        Some("tsv" | "tab") => Form::Delimited(b'\t'),
        Some("jsonl" | "ndjson") => Form::JsonLines,
        Some("parquet" | "pq") if packing == Packing::None => Form::Parquet,
        Some(_) => return None,
    };
    Some((form, packing))
}

fn write(out: &mut dyn Write, table: &Table, form: Form) -> io::Result<()> {
    match form {
        Form::Delimited(delimiter) => write_delimited(out, table, delimiter),
        Form::JsonLines => write_json_lines(out, table),
        Form::Parquet => out.write_all(&parquet(table)?),
    }
}

fn write_json_lines(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    let columns: Vec<Rendered<'_>> = table.columns().iter().map(Rendered::new).collect();
    let keys = table.names().map(serde_json::to_string).collect::<Result<Vec<String>, _>>()?;
    let mut buffer = Vec::with_capacity(2 * BUFFER);
    for row in 0..table.n_rows() {
        buffer.push(b'{');
        for (at, (column, rendered)) in table.columns().iter().zip(&columns).enumerate() {
            if at > 0 {
                buffer.push(b',');
            }
            buffer.extend_from_slice(keys[at].as_bytes());
            buffer.push(b':');
            let cell = rendered.cell(row);
            match (&column.data, cell) {
                (_, None) => buffer.extend_from_slice(b"null"),
                (ColumnData::Integer(_) | ColumnData::Float(_) | ColumnData::Boolean(_), Some(cell)) => {
                    buffer.extend_from_slice(cell.as_bytes());
                }
                (_, Some(cell)) => serde_json::to_writer(&mut buffer, cell.as_ref())?,
            }
        }
        buffer.extend_from_slice(b"}\n");
        if buffer.len() >= BUFFER {
            out.write_all(&buffer)?;
            buffer.clear();
        }
    }
    out.write_all(&buffer)
}

fn parquet(table: &Table) -> io::Result<Vec<u8>> {
    let batch = table.to_record_batch();
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).map_err(io::Error::other)?;
    writer.write(&batch).map_err(io::Error::other)?;
    writer.close().map_err(io::Error::other)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_decides() {
        let of = |name: &str| by_ending(Path::new(name));
        let comma = Form::Delimited(b',');
        assert_eq!(of("a.csv"), Some((comma, Packing::None)));
        assert_eq!(of("a.b/scores"), Some((comma, Packing::None)));
        assert_eq!(of("A.TSV.GZ"), Some((Form::Delimited(b'\t'), Packing::Gzip)));
        assert_eq!(of("a.jsonl.zst"), Some((Form::JsonLines, Packing::Zstd)));
        assert_eq!(of("a.parquet"), Some((Form::Parquet, Packing::None)));
        assert_eq!((of("a.parquet.gz"), of("a.xlsx"), of("a.json")), (None, None, None));
        assert!(check_ending(Path::new("a.xlsx")).unwrap_err().to_string().contains("`a.xlsx`"));
    }
}
