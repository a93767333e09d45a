//! The verb `bench`: measurements against other implementations, each under a name of its own.
//!
//! A benchmark is one file in this folder and one entry of [`BENCHES`]. It receives the words after its name.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};

use crate::workspace;

mod audit;
mod machine;
mod section;
mod tables;

/// One benchmark: its name on the command line, what it measures, and the function that runs it.
struct Bench {
    name: &'static str,
    summary: &'static str,
    run: fn(&[String]) -> Result<ExitCode>,
}

const BENCHES: &[Bench] = &[
    Bench { name: "tables", summary: "public tables against LightGBM's defaults", run: tables::run },
    Bench { name: "audit", summary: "`check` on a large table against ydata-profiling", run: audit::run },
];

/// Runs the benchmark that the first word names with the words after it.
///
/// # Errors
/// When no benchmark has that name (the message lists those there are), or when it fails.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let lines: Vec<String> =
        BENCHES.iter().map(|bench| format!("{} ({})", bench.name, bench.summary)).collect();
    let known = format!("expected one of: {}", lines.join(", "));
    let Some((name, rest)) = words.split_first() else {
        bail!("`bench` needs the name of a benchmark; {known}");
    };
    match BENCHES.iter().find(|bench| bench.name == name) {
        Some(bench) => (bench.run)(rest),
        None => bail!("unknown bench `{name}`; {known}"),
    }
}

/// Builds our binary; its path.
///
/// # Errors
/// When it does not build.
pub fn build(root: &Path) -> Result<PathBuf> {
    let status = workspace::cargo(root).args(["build", "--release", "-p", "bowline"]).status();
    ensure!(status.context("cannot start `cargo`")?.success(), "`cargo build --release -p bowline` failed");
    let target = workspace::target_dir().unwrap_or_else(|| root.join("target"));
    Ok(root.join(target).join("release").join(format!("bowline{}", std::env::consts::EXE_SUFFIX)))
}

/// Puts a page into its section of a file, which begins with `introduction` when it does not exist yet.
///
/// # Errors
/// When the file cannot be read or written, or its marks are broken.
pub fn publish(out: &Path, name: &str, introduction: &str, page: &str) -> Result<()> {
    let text = match std::fs::read_to_string(out) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => introduction.to_owned(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", out.display())),
    };
    let text = section::replace(&text, name, page).with_context(|| out.display().to_string())?;
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    std::fs::write(out, text).with_context(|| format!("cannot write {}", out.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_refused_by_name() {
        let message = run(&["no-such-bench".to_owned()]).unwrap_err().to_string();
        assert!(message.contains("unknown bench `no-such-bench`"), "{message}");
    }

    #[test]
    fn a_missing_name_is_explained() {
        let message = run(&[]).unwrap_err().to_string();
        assert!(message.contains("needs the name"), "{message}");
    }

    #[test]
    fn the_page_is_made_once_and_then_changed_in_its_section_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let out = folder.path().join("bench").join("RESULTS.md");
        publish(&out, "tables", "# Results\n", "first").expect("written");
        let text = std::fs::read_to_string(&out).expect("readable");
        assert!(text.starts_with("# Results\n") && text.contains("\nfirst\n"), "{text}");
        std::fs::write(&out, format!("{text}\n## Other\n")).expect("written");
        publish(&out, "tables", "", "second").expect("written");
        let text = std::fs::read_to_string(&out).expect("readable");
        assert!(
            text.contains("\nsecond\n") && !text.contains("first") && text.ends_with("## Other\n"),
            "{text}"
        );
    }
}
