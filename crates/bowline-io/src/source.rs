//! The bytes behind a path: looked up, read whole and unpacked.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::error::IoError;
use crate::nearest::nearest_names;

/// Stands for standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

/// The bytes of a file as they are stored; `-` is standard input.
pub(crate) fn stored_bytes(path: &Path, limit: Option<u64>) -> Result<Vec<u8>, IoError> {
    if path == Path::new(STANDARD_INPUT) {
        return all_bytes(path, io::stdin().lock(), 0, limit);
    }
    let found = fs::metadata(path).map_err(|source| not_opened(path, source))?;
    if found.is_dir() {
        return Err(IoError::IsDirectory(path.to_owned()));
    }
    let file = fs::File::open(path).map_err(|source| not_opened(path, source))?;
    let most = limit.unwrap_or(u64::MAX).min(MOST_AT_ONCE);
    if found.is_file() && (LEAST_AT_ONCE..=most).contains(&found.len()) {
        return at_once(&file, found.len() as usize).map_err(|source| not_opened(path, source));
    }
    all_bytes(path, file, found.len(), limit)
}

/// Sizes of files that threads read together; smaller ones are not worth it, larger ones may not fit in memory.
const LEAST_AT_ONCE: u64 = 1 << 24;
const MOST_AT_ONCE: u64 = 1 << 32;

/// The first `length` bytes of a file, or all of them where it has become shorter, read by all threads.
#[cfg(unix)]
fn at_once(file: &fs::File, length: usize) -> io::Result<Vec<u8>> {
    use std::os::unix::fs::FileExt;

    use rayon::prelude::*;

    const PART: usize = 1 << 22;
    let mut bytes = vec![0; length];
    let fill = |(at, part): (usize, &mut [u8])| -> io::Result<usize> {
        let mut n_read = 0;
        while n_read < part.len() {
            match file.read_at(&mut part[n_read..], (at * PART + n_read) as u64) {
                Ok(0) => break,
                Ok(n) => n_read += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(n_read)
    };
    let parts: Vec<io::Result<usize>> = bytes.par_chunks_mut(PART).enumerate().map(fill).collect();
    let mut n_bytes = 0;
    for part in parts {
        let n_read = part?;
        n_bytes += n_read;
        if n_read < PART {
            break;
        }
    }
    bytes.truncate(n_bytes);
    Ok(bytes)
}

/// The first `length` bytes of a file, or all of them where it has become shorter.
#[cfg(not(unix))]
fn at_once(file: &fs::File, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    file.take(length as u64).read_to_end(&mut bytes).map(|_| bytes)
}

/// Everything that `from` gives, which is about `expected` bytes.
fn all_bytes(path: &Path, from: impl Read, expected: u64, limit: Option<u64>) -> Result<Vec<u8>, IoError> {
    // A pipe does not say how long it is, so the bytes are counted while they are read.
    let most = limit.unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    // A wish: where it is not granted, reading asks again as it goes and says what is wrong.
    let _ = bytes.try_reserve_exact(usize::try_from(expected.min(most)).unwrap_or_default());
    let read = from.take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|source| not_opened(path, source))?;
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

/// The content of bytes packed with gzip or zstd (of any number of members), `None` when they are not.
pub(crate) fn unpacked(path: &Path, stored: &[u8], limit: Option<u64>) -> Result<Option<Vec<u8>>, IoError> {
    let mut content = Vec::new();
    let most = limit.unwrap_or(u64::MAX);
    let counted = most.saturating_add(1);
    let zstd = stored.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let outcome = if zstd {
        zstd::Decoder::with_buffer(stored).and_then(|from| from.take(counted).read_to_end(&mut content))
    } else if stored.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(stored).take(counted).read_to_end(&mut content)
    } else {
        return Ok(None);
    };
    let path = path.to_owned();
    match outcome {
        Err(error) if zstd => Err(IoError::DamagedZstd { path, reason: error.to_string() }),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(IoError::TruncatedGzip(path)),
        Err(error) => Err(IoError::DamagedGzip { path, reason: error.to_string() }),
        Ok(_) if content.len() as u64 > most => Err(IoError::TooLarge { path, limit: most }),
        Ok(_) if content.is_empty() => Err(IoError::Empty(path)),
        Ok(_) => Ok(Some(content)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_files_are_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        let content: Vec<u8> = (0..(17 << 20) + 5).map(|at: u32| (at / 7) as u8).collect();
        fs::write(&path, &content).unwrap();
        assert!(stored_bytes(&path, None).unwrap() == content);
        let file = fs::File::open(&path).unwrap();
        assert!(at_once(&file, content.len() + (9 << 20)).unwrap() == content);
        assert!(matches!(stored_bytes(&path, Some(1 << 24)), Err(IoError::TooLarge { .. })));
    }
}
