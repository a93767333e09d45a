//! Rule: a link in a Markdown file to another file of the repository leads somewhere.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

use super::{Violation, files_below, relative};

/// Every local link whose file does not exist, or that leaves the repository.
///
/// # Errors
/// When a Markdown file cannot be read.
pub fn check(root: &Path) -> Result<Vec<Violation>> {
    let mut violations = Vec::new();
    for file in files_below(root, "md")? {
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let path = relative(root, &file);
        for (line, target) in links(&text) {
            if let Some(what) = broken(root, &path, &target) {
                violations.push(Violation {
                    path: path.clone(),
                    line,
                    what,
                    why: "a reader who follows it finds nothing".to_owned(),
                    instead: "correct the path, or remove the link".to_owned(),
                });
            }
        }
    }
    Ok(violations)
}

fn broken(root: &Path, from: &Path, target: &str) -> Option<String> {
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let has_scheme =
        target.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphabetic()));
    if target.is_empty() || has_scheme || target.starts_with("//") {
        return None;
    }
    let decoded = target.replace("%20", " ");
    let path = match decoded.strip_prefix('/') {
        Some(from_root) => PathBuf::from(from_root),
        None => from.parent().unwrap_or(Path::new("")).join(&decoded),
    };
    let Some(path) = inside(&path) else {
        return Some(format!("the link `{target}` leaves the repository"));
    };
    (!root.join(&path).exists()).then(|| format!("the link `{target}` leads nowhere"))
}

/// `path` without `.` and `..`; `None` when it climbs above its start.
fn inside(path: &Path) -> Option<PathBuf> {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => clean.pop().then_some(())?,
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    Some(clean)
}

/// The targets of links and pictures with their lines; code is skipped.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        if let Some(open) = fence {
            if trimmed.starts_with(open) {
                fence = None;
            }
            continue;
        }
        fence = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        if fence.is_some() {
            continue;
        }
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("``");
        found.extend(inline_targets(&prose).into_iter().map(|target| (index + 1, target)));
        if let Some(target) = definition_target(&prose) {
            found.push((index + 1, target));
        }
    }
    found
}

fn inline_targets(prose: &str) -> Vec<String> {
    prose
        .match_indices("](")
        .filter_map(|(at, _)| {
            let rest = &prose[at + 2..];
            let inner = rest.split(')').next()?.trim();
            Some(target_of(inner)).filter(|_| rest.contains(')'))
        })
        .collect()
}

fn definition_target(prose: &str) -> Option<String> {
    let (label, target) = prose.trim_start().strip_prefix('[')?.split_once("]:")?;
    (!label.contains([']', '^'])).then(|| target_of(target.trim()))
}

/// The path in `path "title"` or `<path>`.
fn target_of(inner: &str) -> String {
    match inner.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((target, _)) => target.to_owned(),
        None => inner.split_whitespace().next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::repository;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let root = repository(&[("docs/page.md", text), ("docs/other one.md", ""), ("README.md", "")]);
        let violations = check(root.path()).expect("readable");
        violations.iter().map(|violation| format!("{}: {}", violation.line, violation.what)).collect()
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        for text in [
            "[up](../README.md) and [here](page.md#part \"title\")",
            "![picture](<other one.md>) [b](other%20one.md) [c](/README.md) [d](../docs)",
            "[web](https://example.org/x.md) [mail](mailto:a@example.org) [part](#part)",
            "[r]: ../README.md\n[^1]: a note",
            "`[code](gone.md)`\n\n```\n[code](gone.md)\n```\n",
        ] {
            assert!(found(text).is_empty(), "{:?}", found(text));
        }
    }

    #[test]
    fn links_that_do_not_are_found_with_their_line() {
        assert_eq!(found("\n[a](gone.md) [b](page.md)"), ["2: the link `gone.md` leads nowhere"]);
        assert_eq!(found("[r]: gone.md"), ["1: the link `gone.md` leads nowhere"]);
        assert_eq!(found("[a](../../x.md)"), ["1: the link `../../x.md` leaves the repository"]);
        assert_eq!(found("`code` and [a](gone.md)"), ["1: the link `gone.md` leads nowhere"]);
    }
}
