//! The folder where Bowline keeps what it makes: `--home`, else `BOWLINE_HOME`, else `.bowline` in the current folder.

use std::path::PathBuf;
use std::sync::OnceLock;

use bowline_io::FolderRegistry;

static CHOSEN: OnceLock<PathBuf> = OnceLock::new();

/// Takes the folder that the command line names; the first call counts.
pub fn choose(folder: Option<PathBuf>) {
    if let Some(folder) = folder {
        let _ = CHOSEN.set(folder);
    }
}

pub fn folder() -> PathBuf {
    if let Some(folder) = CHOSEN.get() {
        return folder.clone();
    }
    match std::env::var_os("BOWLINE_HOME") {
        Some(path) if !path.is_empty() => path.into(),
        _ => ".bowline".into(),
    }
}

/// The registry of models in it.
pub fn registry() -> FolderRegistry {
    FolderRegistry::in_home(&folder())
}
