//! Where things are: the root of the repository, its crates, the build folder, the data folder, the cache.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// One member of the workspace.
pub struct Member {
    /// The package name, for example `bowline-core`.
    pub name: String,
    /// The folder, absolute.
    pub folder: PathBuf,
    /// The parsed `Cargo.toml`.
    pub manifest: toml::Table,
    /// The text of `Cargo.toml`, to find the line of a dependency.
    pub manifest_text: String,
}

/// The root of the repository.
///
/// The running `cargo` says where this crate is, because a build folder may be shared by several checkouts.
pub fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask.parent().map_or(xtask.clone(), Path::to_path_buf)
}

/// Every crate in `crates/` and, where it exists, `xtask`, sorted by folder.
///
/// # Errors
/// When a folder or a manifest cannot be read, or a manifest is not TOML or has no package name.
pub fn members(root: &Path) -> Result<Vec<Member>> {
    let crates = root.join("crates");
    let mut folders = Vec::new();
    if crates.is_dir() {
        for entry in
            std::fs::read_dir(&crates).with_context(|| format!("cannot list {}", crates.display()))?
        {
            folders.push(entry?.path());
        }
    }
    folders.push(root.join("xtask"));
    folders.sort();
    folders.into_iter().filter(|folder| folder.join("Cargo.toml").is_file()).map(member).collect()
}

fn member(folder: PathBuf) -> Result<Member> {
    let path = folder.join("Cargo.toml");
    let manifest_text =
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let manifest: toml::Table =
        toml::from_str(&manifest_text).with_context(|| format!("{} is not valid TOML", path.display()))?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(toml::Value::as_str)
        .with_context(|| format!("{} has no `package.name`", path.display()))?
        .to_owned();
    Ok(Member { name, folder, manifest, manifest_text })
}

/// The folder of caches that outlive a checkout: `$HOME/.cache/bowline`; `None` without a home folder.
pub fn cache() -> Option<PathBuf> {
    std::env::home_dir()
        .filter(|home| !home.as_os_str().is_empty())
        .map(|home| home.join(".cache").join("bowline"))
}

/// The build folder for the commands that we start: what is set, else a warm one outside the checkout.
pub fn target_dir() -> Option<PathBuf> {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if !folder.is_empty() => Some(folder.into()),
        _ => cache().map(|cache| cache.join("target")),
    }
}

/// The folder of public tables: `BOWLINE_DATA`, else `../shared/data` beside the repository, if it exists.
pub fn data_folder(root: &Path) -> Option<PathBuf> {
    let folder = match std::env::var_os("BOWLINE_DATA") {
        Some(folder) if !folder.is_empty() => PathBuf::from(folder),
        _ => root.parent()?.join("shared").join("data"),
    };
    folder.is_dir().then_some(folder)
}

/// The `cargo` that started us, run at the root of the repository with our build folder.
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    if let Some(folder) = target_dir() {
        command.env("CARGO_TARGET_DIR", folder);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_crate_is_a_member_of_the_workspace() {
        let members = members(&root()).expect("the workspace is readable");
        let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        assert!(names.contains(&"xtask") && names.contains(&"bowline-core"), "{names:?}");
    }

    #[test]
    fn a_broken_manifest_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let crate_folder = folder.path().join("crates").join("broken");
        std::fs::create_dir_all(&crate_folder).expect("a folder");
        std::fs::write(crate_folder.join("Cargo.toml"), "[package").expect("a file");
        let error = members(folder.path()).err().expect("an error");
        assert!(error.to_string().contains("broken"), "{error:#}");
    }
}
