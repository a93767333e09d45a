//! Rule: a crate depends on the crates that ARCHITECTURE.md allows, and on no other.
//!
//! Edges run one way, from algorithms to vocabulary, so that a change in a leaf cannot reach the core. For
//! tests a crate may use its own edges and `bowline-testkit`.

use std::path::Path;

use super::architecture::Allowed;
use super::{Violation, relative};
use crate::workspace::Member;

const TESTKIT: &str = "bowline-testkit";

/// Every edge between crates of the workspace that the table does not allow, and every crate without a row.
pub fn check(root: &Path, members: &[Member], allowed: &Allowed) -> Vec<Violation> {
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let mut violations = Vec::new();
    for member in members {
        let path = relative(root, &member.folder.join("Cargo.toml"));
        let Some(row) = allowed.get(&member.name) else {
            violations.push(Violation {
                path,
                line: 1,
                what: format!("crate `{}` has no row in the table of ARCHITECTURE.md", member.name),
                why: "every crate has one purpose and a known place".to_owned(),
                instead: "add its row".to_owned(),
            });
            continue;
        };
        for dependency in dependencies(&member.manifest) {
            let test_only = dependency.kind == Kind::Development && dependency.package == TESTKIT;
            if !names.contains(&dependency.package.as_str())
                || row.may_see.contains(&dependency.package)
                || test_only
                || dependency.package == member.name
            {
                continue;
            }
            violations.push(Violation {
                path: path.clone(),
                line: line_of(&member.manifest_text, &dependency),
                what: format!("`{}` depends on `{}`", member.name, dependency.package),
                why: "ARCHITECTURE.md does not allow this edge".to_owned(),
                instead:
                    "meet through a trait in `bowline-core`, or move the code to the crate that may see both"
                        .to_owned(),
            });
        }
    }
    for (name, row) in allowed {
        if !names.contains(&name.as_str()) {
            violations.push(Violation {
                path: "ARCHITECTURE.md".into(),
                line: row.line,
                what: format!("the table names `{name}`, which is no crate of the workspace"),
                why: "the map must show what is there".to_owned(),
                instead: "remove the row, or correct the name".to_owned(),
            });
        }
    }
    violations
}

/// Whether the product or only its tests need a dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `[dependencies]` and `[build-dependencies]`.
    Normal,
    /// `[dev-dependencies]`.
    Development,
}

/// One line of a manifest's dependencies.
pub struct Dependency {
    /// The name on the left of the `=`.
    pub key: String,
    /// The package, which a renamed dependency gives apart.
    pub package: String,
    /// What needs it.
    pub kind: Kind,
}

/// All dependencies of a manifest, those for one platform included.
pub fn dependencies(manifest: &toml::Table) -> Vec<Dependency> {
    let mut tables = vec![manifest];
    if let Some(targets) = manifest.get("target").and_then(toml::Value::as_table) {
        tables.extend(targets.values().filter_map(toml::Value::as_table));
    }
    let sections = [
        ("dependencies", Kind::Normal),
        ("build-dependencies", Kind::Normal),
        ("dev-dependencies", Kind::Development),
    ];
    let mut found = Vec::new();
    for table in tables {
        for (section, kind) in sections {
            let entries = table.get(section).and_then(toml::Value::as_table).into_iter().flatten();
            found.extend(entries.map(|(key, value)| Dependency {
                key: key.clone(),
                package: value.get("package").and_then(toml::Value::as_str).unwrap_or(key).to_owned(),
                kind,
            }));
        }
    }
    found
}

/// The line of a dependency in the text of its manifest, counted from 1.
///
/// A crate may stand under `[dependencies]` and `[dev-dependencies]`: the line is looked for in the right section.
pub fn line_of(manifest: &str, dependency: &Dependency) -> usize {
    let mut development = false;
    let mut in_dependencies = false;
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        let right_kind = development == (dependency.kind == Kind::Development);
        if line.starts_with('[') {
            development = line.contains("dev-dependencies");
            in_dependencies = line.contains("dependencies");
            let right_kind = development == (dependency.kind == Kind::Development);
            if in_dependencies
                && right_kind
                && line.trim_end_matches(']').ends_with(&format!(".{}", dependency.key))
            {
                return index + 1;
            }
        } else if in_dependencies && right_kind {
            let key: &str = line.split(['=', '.']).next().unwrap_or_default().trim();
            if key.trim_matches('"') == dependency.key {
                return index + 1;
            }
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::super::architecture;
    use super::*;

    const TABLE: &str = "\
| crate | purpose | may see |
|---|---|---|
| `bowline-core` | words | — |
| `bowline-models` | models | core |
| `bowline-testkit` | checks | core |
";

    fn found(manifests: &[(&str, &str)], table: &str) -> Vec<String> {
        let members: Vec<Member> = manifests
            .iter()
            .map(|(name, dependencies)| {
                let manifest_text = format!("[package]\nname = \"{name}\"\n{dependencies}");
                Member {
                    name: (*name).to_owned(),
                    folder: Path::new("/root/crates").join(name),
                    manifest: toml::from_str(&manifest_text).expect("TOML"),
                    manifest_text,
                }
            })
            .collect();
        let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        let allowed = architecture::parse(table, &names);
        check(Path::new("/root"), &members, &allowed).iter().map(Violation::to_string).collect()
    }

    fn workspace(core: &str, models: &str) -> Vec<String> {
        found(&[("bowline-core", core), ("bowline-models", models), ("bowline-testkit", "")], TABLE)
    }

    #[test]
    fn allowed_edges_and_third_parties_pass() {
        let models = "[dependencies]\nbowline-core.workspace = true\nserde = \"1\"\n\
                      [dev-dependencies]\nbowline-testkit.workspace = true\n";
        assert!(workspace("", models).is_empty());
    }

    #[test]
    fn an_edge_that_is_not_allowed_is_found_with_its_line() {
        let violations = workspace("[dependencies]\nserde = \"1\"\nbowline-models.workspace = true\n", "");
        assert_eq!(violations.len(), 1);
        assert!(violations[0].starts_with("crates/bowline-core/Cargo.toml:5: `bowline-core` depends on"));
    }

    #[test]
    fn the_testkit_is_for_tests_alone() {
        let normal = workspace("", "[dependencies]\nbowline-testkit.workspace = true\n");
        assert_eq!(normal.len(), 1, "{normal:?}");
    }

    #[test]
    fn tests_may_not_reach_further_than_the_crate_itself() {
        let violations = workspace("[dev-dependencies]\nbowline-models = { path = \"../m\" }\n", "");
        assert_eq!(violations.len(), 1, "{violations:?}");
        assert!(violations[0].contains("Cargo.toml:4:"), "{violations:?}");
    }

    #[test]
    fn renamed_and_platform_dependencies_are_seen() {
        let renamed =
            workspace("[dependencies]\nm = { package = \"bowline-models\", path = \"../m\" }\n", "");
        assert!(renamed.len() == 1 && renamed[0].contains("Cargo.toml:4:"), "{renamed:?}");
        let platform = workspace("[target.'cfg(unix)'.dependencies]\nbowline-models.path = \"../m\"\n", "");
        assert!(platform.len() == 1 && platform[0].contains("Cargo.toml:4:"), "{platform:?}");
        let section = workspace("[dependencies.bowline-models]\npath = \"../m\"\n", "");
        assert!(section.len() == 1 && section[0].contains("Cargo.toml:3:"), "{section:?}");
    }

    #[test]
    fn the_table_and_the_workspace_name_the_same_crates() {
        let table = "| crate | purpose | may see |\n|---|---|---|\n| `bowline-gone` | | |\n";
        let violations = found(&[("bowline-new", "")], table);
        assert_eq!(violations.len(), 2);
        assert!(
            violations[0].contains("`bowline-new` has no row") && violations[1].contains("`bowline-gone`")
        );
    }
}
