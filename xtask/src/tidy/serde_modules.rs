//! Rule: what is stored or sent is declared in modules called `artifact` or `wire`.
//!
//! A type that derives serde is a promise to files and clients that outlive it. Kept in modules of two names,
//! these promises can be seen at one glance, and all other types stay free to change.

use super::Violation;
use super::lexer::{find_token, item_end};
use super::source::Source;

const MODULES: &[&str] = &["artifact", "wire"];

/// Every serde derive outside those modules; the binary, `xtask` and tests may derive where they like.
pub fn check(source: &Source) -> Vec<Violation> {
    if matches!(source.package.as_str(), "bowline" | "xtask") || in_module_file(source) {
        return Vec::new();
    }
    let inline: Vec<std::ops::Range<usize>> = MODULES
        .iter()
        .flat_map(|name| find_token(&source.code, &format!("mod {name}")))
        .map(|start| start..item_end(&source.code, start))
        .collect();
    let mut violations = Vec::new();
    for start in find_token(&source.code, "derive(") {
        let list = &source.code[start..];
        let list = &list[..list.find(')').unwrap_or(list.len())];
        let derives = ["Serialize", "Deserialize"].iter().any(|name| !find_token(list, name).is_empty());
        if derives && !source.is_test(start) && !inline.iter().any(|range| range.contains(&start)) {
            violations.push(Violation {
                path: source.path.clone(),
                line: source.line(start),
                what: "a serde derive outside a module called `artifact` or `wire`".to_owned(),
                why: "what is stored or sent must be easy to find and hard to change by accident".to_owned(),
                instead: "declare the stored form in such a module and convert".to_owned(),
            });
        }
    }
    violations
}

fn in_module_file(source: &Source) -> bool {
    source.path.with_extension("").components().any(|part| {
        let name = part.as_os_str().to_str().unwrap_or_default();
        MODULES.contains(&name)
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn lines(package: &str, path: &str, text: &str) -> Vec<usize> {
        check(&Source::new(package, Path::new(path), text)).iter().map(|violation| violation.line).collect()
    }

    const TEXT: &str = "use serde::Serialize;\n#[derive(Clone, Serialize)]\nstruct A;\n";

    #[test]
    fn a_derive_elsewhere_is_found() {
        assert_eq!(lines("bowline-core", "crates/bowline-core/src/a.rs", TEXT), [2]);
        let text = "#[derive(\n    Clone,\n    serde::Deserialize,\n)]\nstruct A;\n";
        assert_eq!(lines("bowline-core", "crates/bowline-core/src/a.rs", text), [1]);
    }

    #[test]
    fn the_two_modules_pass_as_files_folders_and_inline() {
        for path in ["src/artifact.rs", "src/wire/a.rs", "src/tree/artifact.rs"] {
            assert!(lines("bowline-core", &format!("crates/bowline-core/{path}"), TEXT).is_empty());
        }
        let inline = format!("mod wire {{\n{TEXT}}}\n");
        assert!(lines("bowline-core", "crates/bowline-core/src/a.rs", &inline).is_empty());
    }

    #[test]
    fn the_binary_tests_and_other_derives_pass() {
        assert!(lines("bowline", "crates/bowline/src/a.rs", TEXT).is_empty());
        assert!(lines("bowline-core", "crates/bowline-core/tests/it/a.rs", TEXT).is_empty());
        assert!(
            lines("bowline-core", "crates/bowline-core/src/a.rs", "#[derive(Clone)]\nstruct A;\n").is_empty()
        );
    }
}
