//! Model versions in a folder: the registry that needs nothing.
//!
//! ```text
//! .bowline/models/churn/3/model.safetensors   the model
//!                        /version.json        how it came to be
//!                        /report.html         files beside it
//! ```
//! A version is written into a folder of its own beside its place, forced to the disk and then renamed, so that it is
//! there whole or not at all, and two processes that register at once get two numbers. What is no version (a folder that
//! somebody made by hand, or one without its `version.json`) is passed over.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::atomic::sync_entries;
use bowline_core::{ModelName, ModelRef, ModelVersion, RegistryError, RegistryStore};
use serde_json::Value;

mod wire;

/// Largest model file that is read, in bytes.
const MAX_MODEL_BYTES: u64 = 8 << 30;
/// Most numbers tried for one version.
const MAX_TRIES: usize = 1_000_000;
/// Counts the staging folders of this process, so that two threads never share one.
static STAGED: AtomicU64 = AtomicU64::new(0);
/// Name of the model file in a version's folder.
pub const MODEL_FILE: &str = "model.safetensors";
/// Name of the record in a version's folder.
const RECORD_FILE: &str = "version.json";

/// A registry in one folder.
#[derive(Debug, Clone)]
pub struct FolderRegistry {
    root: PathBuf,
}

impl FolderRegistry {
    /// The registry of a home folder such as `.bowline`; nothing is created before the first version.
    #[must_use]
    pub fn in_home(home: &Path) -> Self {
        Self { root: home.join("models") }
    }

    fn folder(&self, name: &ModelName, version: u64) -> PathBuf {
        self.root.join(name.as_str()).join(version.to_string())
    }

    /// Names in the registry, ascending.
    fn names(&self) -> Result<Vec<ModelName>, RegistryError> {
        let mut names: Vec<ModelName> =
            entries(&self.root)?.iter().filter_map(|entry| entry.parse().ok()).collect();
        names.sort();
        Ok(names)
    }

    /// Version numbers of a model, newest first.
    fn numbers(&self, name: &ModelName) -> Result<Vec<u64>, RegistryError> {
        let mut numbers: Vec<u64> = entries(&self.root.join(name.as_str()))?
            .iter()
            .filter_map(|entry| entry.parse().ok().filter(|number: &u64| number.to_string() == *entry))
            .filter(|&number| self.folder(name, number).join(RECORD_FILE).is_file())
            .collect();
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        Ok(numbers)
    }

    fn read(&self, name: &ModelName, version: u64) -> Result<ModelVersion, RegistryError> {
        let folder = self.folder(name, version);
        let path = folder.join(RECORD_FILE);
        let text = fs::read_to_string(&path).map_err(|error| storage(&path, &error))?;
        let record = wire::parse(&text).map_err(|problem| {
            RegistryError::Storage(format!("`{}` is damaged: {problem}", path.display()))
        })?;
        Ok(ModelVersion {
            name: name.clone(),
            version,
            created_at: record.created_at,
            model_path: folder.join(MODEL_FILE).display().to_string(),
            facts: record.facts,
            files: record.files,
        })
    }

    fn not_found(&self, wanted: &str) -> Result<RegistryError, RegistryError> {
        let names = self.names()?;
        let known = if names.is_empty() {
            format!(
                "`{}` holds no model yet; make one with `bowline fit DATA --target COLUMN`",
                self.root.display()
            )
        } else {
            let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("there are {} (see `bowline models`)", list.join(", "))
        };
        Ok(RegistryError::NotFound { wanted: wanted.to_owned(), known })
    }
}

impl RegistryStore for FolderRegistry {
    fn register(
        &self,
        name: &ModelName,
        created_at: &str,
        model: &[u8],
        facts: BTreeMap<String, Value>,
        files: &[(&str, &[u8])],
    ) -> Result<ModelVersion, RegistryError> {
        if let Some((wrong, _)) = files.iter().find(|(name, _)| !is_file_name(name)) {
            return Err(RegistryError::Storage(format!(
                "`{wrong}` cannot stand beside a model: expected the plain name of a file"
            )));
        }
        let staging = staging_folder(&self.root.join(name.as_str()))?;
        let written = write_version(&staging, created_at, model, facts, files);
        let placed = written.and_then(|()| self.place(name, &staging));
        if placed.is_err() {
            // Best effort: what could not be registered must not stay half written.
            let _ = fs::remove_dir_all(&staging);
        }
        self.read(name, placed?)
    }

    fn versions(&self) -> Result<Vec<ModelVersion>, RegistryError> {
        let mut versions = Vec::new();
        for name in self.names()? {
            for number in self.numbers(&name)? {
                versions.push(self.read(&name, number)?);
            }
        }
        Ok(versions)
    }

    fn resolve(&self, wanted: &ModelRef) -> Result<ModelVersion, RegistryError> {
        match wanted {
            ModelRef::Latest(name) => match self.numbers(name)?.first() {
                Some(&newest) => self.read(name, newest),
                None => Err(self.not_found(name.as_str())?),
            },
            ModelRef::Version(name, version) => {
                let numbers = self.numbers(name)?;
                if numbers.contains(version) {
                    return self.read(name, *version);
                }
                match numbers.first() {
                    Some(newest) => Err(RegistryError::NotFound {
                        wanted: format!("{name}/{version}"),
                        known: format!("`{name}` has versions up to {newest} (see `bowline models`)"),
                    }),
                    None => Err(self.not_found(name.as_str())?),
                }
            }
            ModelRef::Alias(name, alias) => Err(RegistryError::NotFound {
                wanted: format!("{name}@{alias}"),
                known: format!("no alias `{alias}` is set; name a version, as in `{name}/1`"),
            }),
        }
    }

    fn model_bytes(&self, version: &ModelVersion) -> Result<Vec<u8>, RegistryError> {
        read_model_file(&self.folder(&version.name, version.version).join(MODEL_FILE))
    }
}

impl FolderRegistry {
    /// Renames the staged folder to the next free number; another process may take a number first.
    fn place(&self, name: &ModelName, staging: &Path) -> Result<u64, RegistryError> {
        let newest = self.numbers(name)?.first().copied().unwrap_or_default();
        for number in (newest..u64::MAX).take(MAX_TRIES).map(|before| before + 1) {
            let place = self.folder(name, number);
            match fs::rename(staging, &place) {
                Ok(()) => {
                    sync_entries(&self.root.join(name.as_str()));
                    return Ok(number);
                }
                Err(_) if place.exists() => {}
                Err(error) => return Err(storage(&place, &error)),
            }
        }
        Err(RegistryError::Storage(format!("`{name}` has no free version number")))
    }
}

/// Reads a model file from any path, with its size bounded.
///
/// # Errors
/// [`RegistryError::Storage`] names the path.
pub fn read_model_file(path: &Path) -> Result<Vec<u8>, RegistryError> {
    let size = fs::metadata(path).map_err(|error| storage(path, &error))?.len();
    if size > MAX_MODEL_BYTES {
        return Err(RegistryError::Storage(format!(
            "`{}` has {size} bytes: a model has at most {MAX_MODEL_BYTES}",
            path.display()
        )));
    }
    fs::read(path).map_err(|error| storage(path, &error))
}

fn write_version(
    folder: &Path,
    created_at: &str,
    model: &[u8],
    facts: BTreeMap<String, Value>,
    files: &[(&str, &[u8])],
) -> Result<(), RegistryError> {
    let names = files.iter().map(|(name, _)| (*name).to_owned()).collect();
    let record = wire::to_text(created_at, facts, names);
    let all = [(MODEL_FILE, model), (RECORD_FILE, record.as_bytes())];
    for (name, bytes) in all.iter().chain(files) {
        let path = folder.join(name);
        let written = fs::File::create_new(&path)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
        written.map_err(|error| storage(&path, &error))?;
    }
    sync_entries(folder);
    Ok(())
}

/// A new folder in `parent` that no listing shows. A name that is taken, by a process that died or by one in another
/// container, is passed over.
fn staging_folder(parent: &Path) -> Result<PathBuf, RegistryError> {
    // What holds a new folder is forced to the disk too, from the top down.
    let missing: Vec<&Path> = parent.ancestors().take_while(|folder| !folder.exists()).collect();
    fs::create_dir_all(parent).map_err(|error| storage(parent, &error))?;
    missing.iter().rev().filter_map(|folder| folder.parent()).for_each(sync_entries);
    loop {
        let serial = STAGED.fetch_add(1, Ordering::Relaxed);
        let folder = parent.join(format!(".new-{}-{serial}", std::process::id()));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(storage(&folder, &error)),
        }
    }
}

/// True for names that stay in their folder and are not those of the model and its record.
fn is_file_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name);
    plain && !name.contains(['\\', '\0']) && name != MODEL_FILE && name != RECORD_FILE
}

fn entries(folder: &Path) -> Result<Vec<String>, RegistryError> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries
            .flatten()
            .filter(|entry| entry.path().is_dir())
            .filter_map(|e| e.file_name().into_string().ok())
            .collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(storage(folder, &error)),
    }
}

fn storage(path: &Path, error: &std::io::Error) -> RegistryError {
    RegistryError::Storage(format!("`{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry() -> (tempfile::TempDir, FolderRegistry) {
        let folder = tempfile::tempdir().unwrap();
        let registry = FolderRegistry::in_home(folder.path());
        (folder, registry)
    }

    fn register(registry: &FolderRegistry, name: &str) -> ModelVersion {
        let facts = BTreeMap::from([("task".to_owned(), Value::from("binary"))]);
        let files: [(&str, &[u8]); 1] = [("report.html", b"<html>")];
        registry.register(&name.parse().unwrap(), "2026-01-01T00:00:00Z", b"model", facts, &files).unwrap()
    }

    #[test]
    fn versions_count_up_and_resolve() {
        let (_folder, registry) = registry();
        assert!(registry.versions().unwrap().is_empty());
        assert_eq!([1, 2].map(|_| register(&registry, "churn").version), [1, 2]);
        let latest = registry.resolve(&"churn".parse().unwrap()).unwrap();
        assert_eq!((latest.version, registry.model_bytes(&latest).unwrap().as_slice()), (2, &b"model"[..]));
        assert_eq!(registry.resolve(&"churn/1".parse().unwrap()).unwrap().files, ["report.html"]);
        assert_eq!(registry.versions().unwrap().len(), 2);
    }

    #[test]
    fn says_what_there_is() {
        let (_folder, registry) = registry();
        let error = |wanted: &str| registry.resolve(&wanted.parse().unwrap()).unwrap_err().to_string();
        assert!(error("churn").contains("bowline fit"));
        register(&registry, "churn");
        assert!(error("chur").contains("`churn`"));
        assert!(error("churn/9").contains("up to 1"));
        assert!(error("churn@production").contains("alias"));
    }

    #[test]
    fn many_writers_lose_nothing_and_no_half_is_seen() {
        const WRITERS: u8 = 6;
        const EACH: u8 = 5;
        let (_folder, registry) = registry();
        let registry = &registry;
        let model = |writer: u8, at: u8| vec![writer * EACH + at; 10_000];
        let write = |writer: u8| -> Vec<(u64, Vec<u8>)> {
            let name = "churn".parse().unwrap();
            let registered = (0..EACH).map(|at| {
                let bytes = model(writer, at);
                let files: [(&str, &[u8]); 1] = [("report.html", &bytes)];
                let version = registry.register(&name, "now", &bytes, BTreeMap::new(), &files).unwrap();
                (version.version, bytes)
            });
            registered.collect()
        };
        let whole = |version: &ModelVersion| {
            let bytes = registry.model_bytes(version).unwrap();
            let beside = Path::new(&version.model_path).with_file_name("report.html");
            assert_eq!((bytes.len(), &bytes), (10_000, &fs::read(beside).unwrap()));
        };
        let mut written: Vec<(u64, Vec<u8>)> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
            let mut n_seen = 0;
            while n_seen < usize::from(WRITERS * EACH) {
                let seen = registry.versions().unwrap();
                seen.iter().for_each(whole);
                assert!(seen.len() >= n_seen, "a version was lost");
                n_seen = seen.len();
                if writers.iter().all(|writer| writer.is_finished()) {
                    break;
                }
            }
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
        });
        written.sort();
        let numbers: Vec<u64> = written.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, (1..=u64::from(WRITERS * EACH)).collect::<Vec<_>>());
        for (number, bytes) in &written {
            let version = registry.resolve(&format!("churn/{number}").parse().unwrap()).unwrap();
            assert_eq!(registry.model_bytes(&version).unwrap(), *bytes);
        }
    }

    #[test]
    fn what_is_no_version_is_passed_over() {
        let (folder, registry) = registry();
        register(&registry, "churn");
        let models = folder.path().join("models");
        // Half written by a process that died, made by hand, and spelt as no version is.
        for half in ["churn/.new-1-0", "churn/2", "churn/03", "churn/+4", "churn/notes", ".hidden"] {
            fs::create_dir_all(models.join(half)).unwrap();
            fs::write(models.join(half).join(MODEL_FILE), b"half").unwrap();
        }
        let numbers = || -> Vec<u64> { registry.versions().unwrap().iter().map(|v| v.version).collect() };
        assert_eq!(numbers(), [1]);
        assert_eq!(registry.resolve(&"churn".parse().unwrap()).unwrap().version, 1);
        assert!(registry.resolve(&"churn/2".parse().unwrap()).is_err());
        assert_eq!(register(&registry, "churn").version, 3, "the place of a stranger is not taken");
        assert_eq!(numbers(), [3, 1]);
    }

    #[test]
    fn names_stay_in_their_folder() {
        let (folder, registry) = registry();
        for bad in ["../x", "a/b", "", ".", "..", "/etc/x", "a\\b", MODEL_FILE, RECORD_FILE] {
            let files: [(&str, &[u8]); 1] = [(bad, b"")];
            let name = "churn".parse().unwrap();
            let refused = registry.register(&name, "now", b"model", BTreeMap::new(), &files);
            assert!(refused.is_err(), "{bad}");
        }
        assert!(registry.versions().unwrap().is_empty() && !folder.path().join("models").exists());
    }

    #[test]
    fn a_failed_write_leaves_nothing() {
        let (folder, registry) = registry();
        let files: [(&str, &[u8]); 2] = [("twice", b"1"), ("twice", b"2")];
        let name = "churn".parse().unwrap();
        assert!(registry.register(&name, "now", b"model", BTreeMap::new(), &files).is_err());
        assert_eq!(fs::read_dir(folder.path().join("models/churn")).unwrap().count(), 0);
    }

    #[test]
    fn a_damaged_record_is_named() {
        let (_folder, registry) = registry();
        let version = register(&registry, "churn");
        fs::write(Path::new(&version.model_path).with_file_name(RECORD_FILE), "{").unwrap();
        let refused = registry.resolve(&"churn".parse().unwrap()).unwrap_err().to_string();
        assert!(refused.contains("version.json") && refused.contains("damaged"), "{refused}");
        let missing = read_model_file(Path::new("no/such/model.safetensors")).unwrap_err().to_string();
        assert!(missing.contains("no/such/model.safetensors"), "{missing}");
    }
}
