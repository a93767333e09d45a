//! The table of crates in ARCHITECTURE.md: who may depend on whom.
//!
//! The table is the one place where edges are allowed, and people and this check read the same text. Its header
//! is `| crate | purpose | may see |`. The third cell names crates, with or without `bowline-`; `all` stands for
//! every crate of the table, a dash or an empty cell for none, and what follows a `;` names third parties.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Violation;
use crate::workspace::Member;

/// For each crate of the table, the line that it stands on and the crates that it may depend on.
pub type Allowed = BTreeMap<String, Row>;

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// The line in ARCHITECTURE.md, counted from 1.
    pub line: usize,
    /// Package names.
    pub may_see: BTreeSet<String>,
}

const FILE: &str = "ARCHITECTURE.md";

/// Reads the table in the file at the root of the repository.
pub fn read(root: &Path, members: &[Member]) -> Result<Allowed, Violation> {
    let missing = |what: &str| Violation {
        path: FILE.into(),
        line: 1,
        what: what.to_owned(),
        why: "it says which crate may depend on which".to_owned(),
        instead: "write a table with the header `| crate | purpose | may see |`".to_owned(),
    };
    let text = std::fs::read_to_string(root.join(FILE)).map_err(|_| missing("there is no readable file"))?;
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let allowed = parse(&text, &names);
    if allowed.is_empty() { Err(missing("there is no table of crates")) } else { Ok(allowed) }
}

/// Reads the table in `text`; `names` are the packages of the workspace.
pub fn parse(text: &str, names: &[&str]) -> Allowed {
    let mut lines = text.lines().enumerate();
    let header = lines.find(|(_, line)| {
        cells(line).is_some_and(|cells| {
            let cells: Vec<String> = cells.iter().map(|cell| cell.to_lowercase()).collect();
            cells.first().is_some_and(|cell| cell == "crate")
                && cells.get(2).is_some_and(|cell| cell == "may see")
        })
    });
    let mut allowed = Allowed::new();
    if header.is_none() {
        return allowed;
    }
    for (index, line) in lines.skip(1) {
        let Some(cells) = cells(line) else { break };
        let (Some(name), Some(third)) = (cells.first(), cells.get(2)) else { break };
        let name = name.trim_matches('`').to_owned();
        let mut may_see = crates_in(third, names);
        may_see.remove(&name);
        allowed.insert(name, Row { line: index + 1, may_see });
    }
    allowed
}

fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim().strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    Some(inner.split('|').map(str::trim).collect())
}

fn crates_in(cell: &str, names: &[&str]) -> BTreeSet<String> {
    let ours = cell.split(';').next().unwrap_or_default();
    let words: Vec<&str> = ours.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).collect();
    let all = words.iter().any(|word| word.eq_ignore_ascii_case("all"));
    names
        .iter()
        .filter(|name| {
            let short = name.strip_prefix("bowline-").unwrap_or(name);
            // The checks for tests are never meant by `all`: they are for development alone.
            (all && **name != "bowline-testkit" && **name != "xtask")
                || words.iter().any(|word| word == *name || *word == short)
        })
        .map(|name| (*name).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] =
        &["bowline", "bowline-core", "bowline-stats", "bowline-io", "bowline-testkit", "xtask"];

    const TEXT: &str = "\
# Architecture

| library | for |
|---|---|
| arrow | columns |

| crate | purpose | may see |
|---|---|---|
| `bowline-core` | words, see stats | arrow, serde |
| `bowline-stats` | numbers | — ; statrs, core |
| `bowline-io` | files | core; parquet |
| `bowline` | the binary | all |
| `bowline-testkit` | checks | `bowline-core`, stats |
| `xtask` | tasks | |

| `bowline-late` | another table | all |
";

    fn may_see(name: &str) -> Vec<String> {
        parse(TEXT, NAMES)[name].may_see.iter().cloned().collect()
    }

    #[test]
    fn short_and_full_names_are_read() {
        assert_eq!(may_see("bowline-io"), ["bowline-core"]);
        assert_eq!(may_see("bowline-testkit"), ["bowline-core", "bowline-stats"]);
    }

    #[test]
    fn a_dash_or_an_empty_cell_allows_nothing() {
        assert!(may_see("bowline-stats").is_empty(), "what follows the semicolon is third party");
        assert!(may_see("xtask").is_empty());
        assert!(may_see("bowline-core").is_empty(), "third-party names are ignored");
    }

    #[test]
    fn all_means_every_crate_but_those_for_development() {
        assert_eq!(may_see("bowline"), ["bowline-core", "bowline-io", "bowline-stats"]);
    }

    #[test]
    fn only_the_table_with_the_header_is_read() {
        let allowed = parse(TEXT, NAMES);
        assert_eq!(allowed.len(), 6);
        assert_eq!(allowed["bowline-core"].line, 9);
        assert!(parse("no table", NAMES).is_empty());
    }
}
