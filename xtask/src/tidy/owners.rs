//! Rule: a heavy library has its owners, and no other crate depends on it.
//!
//! What one crate hides, the others neither wait for nor have to learn, and it can be replaced in one place.
//! Tests may use any library, and so may `bowline-testkit`: they build input that the product must then read.

use std::path::Path;

use super::edges::{Kind, dependencies, line_of};
use super::{Violation, relative};
use crate::workspace::Member;

/// Libraries and the crates that may depend on them.
const OWNERS: &[(&[&str], &[&str])] = &[
    (&["arrow-array", "arrow-buffer", "arrow-schema"], &["bowline-core", "bowline-io"]),
    (&["parquet", "csv-core", "encoding_rs", "fast-float2", "flate2"], &["bowline-io"]),
    (&["safetensors"], &["bowline-core"]),
    (&["statrs"], &["bowline-stats"]),
    (&["faer"], &["bowline-features", "bowline-models"]),
    (&["resvg", "usvg", "tiny-skia"], &["bowline-report"]),
    (&["clap", "comfy-table", "indicatif", "ctrlc"], &["bowline", "xtask"]),
    (&["anyhow"], &["bowline", "xtask"]),
    (&["sqlx"], &["bowline-store"]),
    (&["redb", "redis"], &["bowline-online"]),
    (&["datafusion", "ballista", "adbc_core"], &["bowline-data"]),
    (&["axum", "tower-http"], &["bowline-serve"]),
    (&["object_store"], &["bowline-io"]),
    (&["burn"], &["bowline-deep"]),
    (&["rten"], &["bowline-export"]),
];

/// Every dependency on a library that another crate owns.
pub fn check(root: &Path, members: &[Member]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for member in members.iter().filter(|member| member.name != "bowline-testkit") {
        for dependency in dependencies(&member.manifest) {
            let owners =
                OWNERS.iter().find(|(libraries, _)| libraries.contains(&dependency.package.as_str()));
            let Some((_, owners)) = owners else { continue };
            if dependency.kind == Kind::Development || owners.contains(&member.name.as_str()) {
                continue;
            }
            let owners: Vec<String> = owners.iter().map(|owner| format!("`{owner}`")).collect();
            violations.push(Violation {
                path: relative(root, &member.folder.join("Cargo.toml")),
                line: line_of(&member.manifest_text, &dependency),
                what: format!("`{}` depends on `{}`", member.name, dependency.package),
                why: format!("{} owns this library", owners.join(" or ")),
                instead: "ask the owner for what is needed, in types of `bowline-core`".to_owned(),
            });
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, dependencies: &str) -> Vec<Violation> {
        let manifest_text = format!("[package]\nname = \"{name}\"\n{dependencies}");
        let member = Member {
            name: name.to_owned(),
            folder: Path::new("/root/crates").join(name),
            manifest: toml::from_str(&manifest_text).expect("TOML"),
            manifest_text,
        };
        check(Path::new("/root"), &[member])
    }

    #[test]
    fn owners_and_light_libraries_pass() {
        assert!(
            found("bowline-io", "[dependencies]\nparquet = \"1\"\narrow-array = \"1\"\nmemchr = \"2\"\n")
                .is_empty()
        );
        assert!(found("bowline", "[dependencies]\nclap = \"4\"\n").is_empty());
    }

    #[test]
    fn another_crate_is_refused_with_its_line_and_the_owner() {
        let violations = found("bowline-models", "[dependencies]\nrayon = \"1\"\nclap.workspace = true\n");
        assert_eq!(violations.len(), 1);
        assert_eq!(violations[0].line, 5);
        assert!(violations[0].why.contains("`bowline` or `xtask`"));
    }

    #[test]
    fn tests_may_use_any_library() {
        assert!(found("bowline", "[dev-dependencies]\nparquet = \"1\"\n").is_empty());
        assert!(found("bowline-testkit", "[dependencies]\narrow-array = \"1\"\n").is_empty());
    }

    #[test]
    fn no_library_has_two_entries() {
        let mut all: Vec<&str> = OWNERS.iter().flat_map(|(libraries, _)| libraries.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
