//! Where a model came from: the options that shaped it, and the commit of the repository around the data.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::arguments::FitArguments;

/// The options that matter for the result; threads do not.
pub fn options(arguments: &FitArguments) -> BTreeMap<String, String> {
    let mut options = BTreeMap::new();
    let mut keep = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            options.insert(name.to_owned(), value);
        }
    };
    let list = |names: &[String]| (!names.is_empty()).then(|| names.join(","));
    keep("budget_seconds", Some(arguments.budget.as_secs_f64().to_string()));
    keep("quality", Some(arguments.quality.to_string()));
    keep("metric", arguments.metric.map(|metric| metric.to_string()));
    keep("task", arguments.problem.task.map(|task| task.to_string()));
    keep("positive", arguments.problem.positive.clone());
    keep("drop", list(&arguments.problem.drop));
    keep("keep", list(&arguments.problem.keep));
    keep("features", Some(arguments.features.as_str().to_owned()));
    keep("entity", arguments.entity.clone());
    keep("group", arguments.problem.group.clone());
    keep("time", arguments.problem.time.clone());
    keep("test_share", arguments.test.is_none().then(|| arguments.test_share.to_string()));
    keep("folds", arguments.folds.map(|folds| folds.to_string()));
    keep("memory", arguments.memory.map(|bytes| bytes.to_string()));
    let types: Vec<String> =
        arguments.read.types.iter().map(|(name, kind)| format!("{name}={kind}")).collect();
    keep("type", list(&types));
    options
}

/// The commit of the repository that holds `path`, read from its files; `None` without a repository or a commit.
pub fn git_commit(path: &Path) -> Option<String> {
    let path = fs::canonicalize(path).ok()?;
    let git = path.ancestors().skip(1).map(|folder| folder.join(".git")).find(|git| git.exists())?;
    // In a worktree or submodule, `.git` is a file that names the folder.
    let git = match fs::read_to_string(&git) {
        Ok(text) => git.parent()?.join(text.trim().strip_prefix("gitdir:")?.trim()),
        Err(_) => git,
    };
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let Some(reference) = head.trim().strip_prefix("ref:") else { return commit(&head) };
    let reference = reference.trim();
    let common = match fs::read_to_string(git.join("commondir")) {
        Ok(text) => git.join(text.trim()),
        Err(_) => git,
    };
    if let Ok(text) = fs::read_to_string(common.join(reference)) {
        return commit(&text);
    }
    let packed = fs::read_to_string(common.join("packed-refs")).ok()?;
    packed.lines().find_map(|line| line.strip_suffix(reference).and_then(commit))
}

fn commit(text: &str) -> Option<String> {
    let text = text.trim();
    (matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commit_is_read_from_loose_and_packed_references() {
        let folder = tempfile::tempdir().unwrap();
        let git = folder.path().join(".git");
        fs::create_dir_all(git.join("refs/heads")).unwrap();
        fs::write(git.join("HEAD"), "ref: refs/heads/main\n").unwrap();
        let data = folder.path().join("data.csv");
        fs::write(&data, "a\n1\n").unwrap();
        assert_eq!(git_commit(&data), None);
        let (packed, loose) = ("1".repeat(40), "a".repeat(40));
        fs::write(git.join("packed-refs"), format!("# pack-refs\n{packed} refs/heads/main\n")).unwrap();
        assert_eq!(git_commit(&data), Some(packed));
        fs::write(git.join("refs/heads/main"), format!("{loose}\n")).unwrap();
        assert_eq!(git_commit(&data), Some(loose));
    }
}
