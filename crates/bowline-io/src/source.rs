//! The bytes behind a path: looked up, read whole and unpacked.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::error::IoError;
use crate::nearest::nearest_names;

/// The bytes of a file as they are stored.
pub(crate) fn stored_bytes(path: &Path, limit: Option<u64>) -> Result<Vec<u8>, IoError> {
    let found = fs::metadata(path).map_err(|source| not_opened(path, source))?;
    if found.is_dir() {
        return Err(IoError::IsDirectory(path.to_owned()));
    }
    // A pipe does not say how long it is, so the bytes are counted while they are read.
    let most = limit.unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    // A wish: where it is not granted, reading asks again as it goes and says what is wrong.
    let _ = bytes.try_reserve_exact(usize::try_from(found.len().min(most)).unwrap_or_default());
    let file = fs::File::open(path).map_err(|source| not_opened(path, source))?;
    let opened = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
    opened.map_err(|source| not_opened(path, source))?;
    if bytes.len() as u64 > most {
        return Err(IoError::TooLarge { path: path.to_owned(), limit: most });
    }
    if bytes.is_empty() { Err(IoError::Empty(path.to_owned())) } else { Ok(bytes) }
}

fn not_opened(path: &Path, source: io::Error) -> IoError {
    let path = path.to_owned();
    if source.kind() != io::ErrorKind::NotFound {
        return IoError::Open { path, source };
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names: Vec<String> = fs::read_dir(folder)
        .map(|entries| {
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        })
        .unwrap_or_default();
    let wanted = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let nearest = nearest_names(&wanted, names.iter().map(String::as_str), 3);
    let nearest = nearest.into_iter().map(|name| path.with_file_name(name).display().to_string()).collect();
    IoError::NotFound { path, nearest }
}

/// The content of bytes packed with gzip (of any number of members), `None` when they are not.
pub(crate) fn unpacked(path: &Path, stored: &[u8], limit: Option<u64>) -> Result<Option<Vec<u8>>, IoError> {
    if !stored.starts_with(&[0x1f, 0x8b]) {
        return Ok(None);
    }
    let mut content = Vec::new();
    let most = limit.unwrap_or(u64::MAX);
    let outcome = MultiGzDecoder::new(stored).take(most.saturating_add(1)).read_to_end(&mut content);
    let path = path.to_owned();
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(IoError::TruncatedGzip(path)),
        Err(error) => Err(IoError::DamagedGzip { path, reason: error.to_string() }),
        Ok(_) if content.len() as u64 > most => Err(IoError::TooLarge { path, limit: most }),
        Ok(_) if content.is_empty() => Err(IoError::Empty(path)),
        Ok(_) => Ok(Some(content)),
    }
}
