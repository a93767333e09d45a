//! The verb `tidy`: the rules of ARCHITECTURE.md that a compiler does not check.
//!
//! Each rule is a file of its own that turns the repository into [`Violation`]s. A violation says where it is,
//! what is wrong, why that matters and what to do instead, so that nobody has to look a rule up.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::{arguments, workspace};

mod architecture;
mod calls;
mod comments;
mod edges;
mod lexer;
mod links;
mod owners;
mod serde_modules;
mod sizes;
mod source;

/// One place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The file, relative to the root of the repository.
    pub path: PathBuf,
    /// The line, counted from 1.
    pub line: usize,
    /// What stands there.
    pub what: String,
    /// Why it must not.
    pub why: String,
    /// What to do instead.
    pub instead: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, what, why, instead } = self;
        write!(f, "{}:{line}: {what} — {why} — {instead}", path.display())
    }
}

/// Prints every violation and their number.
///
/// # Errors
/// When there are arguments, or the repository cannot be read.
pub fn run(words: &[String]) -> Result<ExitCode> {
    arguments::none(words)?;
    let violations = check(&workspace::root())?;
    for violation in &violations {
        println!("{violation}");
    }
    match violations.len() {
        0 => {
            println!("tidy: nothing to do");
            Ok(ExitCode::SUCCESS)
        }
        count => {
            println!("tidy: {count} violation{}", if count == 1 { "" } else { "s" });
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Every violation in the repository at `root`, sorted by place.
///
/// # Errors
/// When a file or a manifest cannot be read.
pub fn check(root: &Path) -> Result<Vec<Violation>> {
    let members = workspace::members(root)?;
    let mut violations = Vec::new();
    match architecture::read(root, &members) {
        Ok(allowed) => violations.extend(edges::check(root, &members, &allowed)),
        Err(violation) => violations.push(violation),
    }
    violations.extend(owners::check(root, &members));
    let sources = source::read(root, &members)?;
    for source in &sources {
        violations.extend(sizes::check(source));
        violations.extend(calls::check(source));
        violations.extend(serde_modules::check(source));
        violations.extend(comments::check(source));
    }
    violations.extend(links::check(root)?);
    violations.sort();
    Ok(violations)
}

/// Every file below `folder` whose name ends in `.extension`, sorted; build outputs and hidden folders are left out.
///
/// # Errors
/// When a folder cannot be listed.
fn files_below(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                if !name.starts_with('.')
                    && !matches!(name.as_str(), "target" | "node_modules" | "__pycache__")
                {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// `path` relative to `root`, for messages.
fn relative(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_path_buf()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Writes files into a fresh folder.
    pub fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, text).expect("a file");
        }
        root
    }

    const ARCHITECTURE: &str =
        "# Map\n\n| crate | purpose | may see |\n|---|---|---|\n| `bowline-core` | words | — ; serde |\n";
    const MANIFEST: &str = "[package]\nname = \"bowline-core\"\n";

    #[test]
    fn a_repository_that_keeps_the_rules_has_no_violation() {
        let root = repository(&[
            ("ARCHITECTURE.md", ARCHITECTURE),
            ("crates/bowline-core/Cargo.toml", MANIFEST),
            ("crates/bowline-core/src/lib.rs", "//! Words.\n"),
        ]);
        assert_eq!(check(root.path()).expect("readable"), []);
    }

    #[test]
    fn violations_of_all_rules_come_together_and_sorted() {
        let root = repository(&[
            ("ARCHITECTURE.md", &format!("{ARCHITECTURE}\n[gone](docs/gone.md)\n")),
            (
                "crates/bowline-core/Cargo.toml",
                "[package]\nname = \"bowline-core\"\n[dependencies]\nclap = \"4\"\n",
            ),
            ("crates/bowline-core/src/lib.rs", "fn f() { println!(); }\n"),
        ]);
        let found = check(root.path()).expect("readable");
        let places: Vec<String> = found
            .iter()
            .map(|violation| format!("{}:{}", violation.path.display(), violation.line))
            .collect();
        assert_eq!(
            places,
            [
                "ARCHITECTURE.md:7",
                "crates/bowline-core/Cargo.toml:4",
                "crates/bowline-core/src/lib.rs:1",
                "crates/bowline-core/src/lib.rs:1"
            ]
        );
    }

    #[test]
    fn a_violation_reads_as_one_line() {
        let violation = Violation {
            path: "a.rs".into(),
            line: 3,
            what: "what".into(),
            why: "why".into(),
            instead: "instead".into(),
        };
        assert_eq!(violation.to_string(), "a.rs:3: what — why — instead");
    }
}
