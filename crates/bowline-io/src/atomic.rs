//! Files that appear whole or not at all.
//!
//! The bytes go to a new file beside the wanted one, are forced to the disk, and take its name in one step. A reader, or a
//! power cut, sees the old file or the new one and never half of either.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::IoError;

/// Counts the staged files of this process, so that two threads never share one.
static STAGED: AtomicU64 = AtomicU64::new(0);

/// Puts `bytes` at `path`, replacing what is there.
///
/// # Errors
/// [`IoError::Write`]; the file that was there is untouched then.
pub fn write_bytes_atomically(path: &Path, bytes: &[u8]) -> Result<(), IoError> {
    write_atomically(path, |out| out.write_all(bytes))
}

/// Puts what `fill` writes at `path`, replacing what is there; a pipe or device is written to directly.
///
/// # Errors
/// [`IoError::Write`]; the file that was there is untouched then.
pub fn write_atomically(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), IoError> {
    write(path, fill).map_err(|source| IoError::Write { path: path.to_owned(), source })
}

fn write(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A link keeps pointing where it points: its target is what gets replaced.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if let Ok(found) = fs::metadata(&place) {
        if found.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory; name a file"));
        }
        if !found.is_file() {
            let mut out = BufWriter::new(OpenOptions::new().write(true).open(&place)?);
            fill(&mut out)?;
            return out.flush();
        }
    }
    let (staged, file) = staged_file(&place)?;
    let outcome = fill_and_sync(file, fill).and_then(|()| fs::rename(&staged, &place));
    if outcome.is_err() {
        // The first failure is what the caller hears of; there may be nothing to remove.
        let _ = fs::remove_file(&staged);
        return outcome;
    }
    sync_folder(&place);
    Ok(())
}

fn fill_and_sync(file: File, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    fill(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// A new file beside `place`. A name that is taken, by a process that died or by one in another container, is passed over.
fn staged_file(place: &Path) -> io::Result<(PathBuf, File)> {
    let name = place
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    loop {
        let mut staged = std::ffi::OsString::from(".");
        staged.push(name);
        staged.push(format!(".{}-{}.tmp", std::process::id(), STAGED.fetch_add(1, Ordering::Relaxed)));
        let staged = place.with_file_name(staged);
        match OpenOptions::new().write(true).create_new(true).open(&staged) {
            Ok(file) => return Ok((staged, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Forces the new name to the disk where the system can; a system that cannot has kept the file's bytes all the same.
fn sync_folder(place: &Path) {
    let folder = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sync_entries(folder);
}

/// Forces the names in `folder` to the disk, where the system can.
pub(crate) fn sync_entries(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_whole_files_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write_bytes_atomically(&path, b"one").unwrap();
        write_bytes_atomically(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        let failed = write_atomically(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("full"))
        });
        assert!(failed.unwrap_err().to_string().contains("full"));
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn passes_over_what_a_dead_process_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let next = STAGED.load(Ordering::Relaxed);
        // Other tests of this process count too, so a few names are taken.
        for serial in next..next + 20 {
            fs::write(folder.path().join(format!(".a.txt.{}-{serial}.tmp", std::process::id())), b"")
                .unwrap();
        }
        write_bytes_atomically(&path, b"one").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_keeps_pointing_where_it_points() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, b"old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write_bytes_atomically(&link, b"new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn names_the_path_in_errors() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no/such/folder.csv");
        assert!(write_bytes_atomically(&missing, b"").unwrap_err().to_string().contains("folder.csv"));
        assert!(write_bytes_atomically(folder.path(), b"").unwrap_err().to_string().contains("directory"));
    }
}
