//! The Rust files of the workspace, as the rules see them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::lexer::{code_only, find_token, item_end};
use super::{files_below, relative};
use crate::workspace::Member;

/// One Rust file.
pub struct Source {
    /// The package that it belongs to.
    pub package: String,
    /// The path relative to the root of the repository.
    pub path: PathBuf,
    /// The file as it is.
    pub text: String,
    /// The file with comments and literals blanked, byte for byte as long as `text`.
    pub code: String,
    /// Whether all of it is compiled for tests, benchmarks or examples alone.
    pub test_only: bool,
    /// The byte ranges that are compiled for tests alone, in order.
    tests: Vec<std::ops::Range<usize>>,
}

impl Source {
    /// Looks at one file; `path` is relative to the root.
    pub fn new(package: &str, path: &Path, text: &str) -> Self {
        let code = code_only(text);
        let tests = test_ranges(&code);
        // Examples do not ship either: each is a program of its own.
        let in_test_folder = path
            .components()
            .any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "benches" | "examples")));
        let named_tests = path.file_stem().is_some_and(|stem| stem == "tests");
        Self {
            package: package.to_owned(),
            path: path.to_path_buf(),
            text: text.to_owned(),
            test_only: in_test_folder || named_tests,
            code,
            tests,
        }
    }

    /// The line of a byte, counted from 1.
    pub fn line(&self, at: usize) -> usize {
        self.text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// Whether a byte is compiled for tests alone.
    pub fn is_test(&self, at: usize) -> bool {
        self.test_only || self.tests.iter().any(|range| range.contains(&at))
    }

    /// The number of lines in the file.
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// The number of lines before the first item that is compiled for tests alone.
    pub fn lines_before_tests(&self) -> usize {
        if self.test_only {
            return 0;
        }
        self.tests.first().map_or_else(|| self.lines(), |range| self.line(range.start) - 1)
    }

    /// The files, relative to the root, of the modules that this file declares for tests alone.
    fn test_modules(&self) -> Vec<PathBuf> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let stem = self.path.file_stem().unwrap_or_default();
        let children = if matches!(stem.to_str(), Some("lib" | "main" | "mod")) {
            folder.into()
        } else {
            folder.join(stem)
        };
        let declared = self.tests.iter().filter_map(|range| {
            let item = self.code[range.clone()].trim_end().strip_suffix(';')?;
            let (before, name) = item.rsplit_once(char::is_whitespace)?;
            before.trim_end().ends_with("mod").then(|| name.to_owned())
        });
        declared
            .flat_map(|name| [children.join(format!("{name}.rs")), children.join(name).join("mod.rs")])
            .collect()
    }
}

/// Every Rust file of the members, sorted by path.
///
/// # Errors
/// When a file cannot be read or is not UTF-8.
pub fn read(root: &Path, members: &[Member]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for member in members {
        for file in files_below(&member.folder, "rs")? {
            let text =
                std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            sources.push(Source::new(&member.name, &relative(root, &file), &text));
        }
    }
    let test_modules: BTreeSet<PathBuf> = sources.iter().flat_map(Source::test_modules).collect();
    for source in &mut sources {
        source.test_only |= test_modules.contains(&source.path);
    }
    Ok(sources)
}

fn test_ranges(code: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    for start in find_token(code, "#[cfg(test)]") {
        if ranges.last().is_some_and(|range| range.contains(&start)) {
            continue;
        }
        ranges.push(start..item_end(code, start));
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compiled_for_tests_is_known() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n";
        let source = Source::new("p", Path::new("crates/p/src/lib.rs"), text);
        let at = |needle: &str| text.find(needle).expect("present");
        assert!(!source.is_test(at("fn a")) && source.is_test(at("fn b")) && !source.is_test(at("fn c")));
        assert_eq!((source.lines(), source.lines_before_tests()), (6, 1));
        assert_eq!(source.line(at("fn b")), 4);
    }

    #[test]
    fn integration_tests_are_tests_throughout() {
        let source = Source::new("p", Path::new("crates/p/tests/it/main.rs"), "fn a() {}\n");
        assert!(source.is_test(0));
        assert_eq!(source.lines_before_tests(), 0);
    }

    #[test]
    fn a_module_in_a_file_of_its_own_is_found() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = root.path().join("crates/p");
        std::fs::create_dir_all(folder.join("src/tree")).expect("folders");
        let files = [
            ("src/lib.rs", "mod tree;\n#[cfg(test)]\nmod oracle;\n"),
            ("src/oracle.rs", ""),
            ("src/tree.rs", "#[cfg(test)]\npub(crate) mod brute;\n"),
            ("src/tree/brute.rs", ""),
        ];
        for (path, text) in files {
            std::fs::write(folder.join(path), text).expect("a file");
        }
        let member = Member {
            name: "p".to_owned(),
            folder,
            manifest: toml::Table::new(),
            manifest_text: String::new(),
        };
        let sources = read(root.path(), &[member]).expect("readable");
        let found: Vec<bool> = sources.iter().map(|source| source.test_only).collect();
        assert_eq!(found, [false, true, true, false]);
    }
}
