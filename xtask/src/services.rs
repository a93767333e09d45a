//! The verb `services`: what tests need beside the compiler.
//!
//! Nothing here has to run as a server today. The test runner speeds tests up, the data folder and the Python
//! packages let some tests compare with public tables and with other implementations. Each is optional: what
//! is missing is named, and the tests that would use it check less. Running this twice does nothing new.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::Result;

use crate::python::Python;
use crate::{arguments, workspace};

/// What there is, and what could not be had.
pub struct Services {
    /// The version line of `cargo-nextest`, or why there is none.
    pub nextest: Result<String, String>,
    /// The folder of public tables.
    pub data: Option<PathBuf>,
    /// The interpreter with the pinned packages, or why there is none.
    pub python: Result<Python, String>,
}

/// Prepares everything and prints it as a table.
///
/// # Errors
/// When there are arguments.
pub fn run(words: &[String]) -> Result<ExitCode> {
    arguments::none(words)?;
    print!("{}", table(&prepare(&workspace::root())));
    Ok(ExitCode::SUCCESS)
}

/// Installs what is missing and can be installed.
pub fn prepare(root: &Path) -> Services {
    let python = match workspace::cache() {
        Some(cache) => Python::prepare(&cache.join("venv")),
        None => Err("there is no home folder to keep it in".to_owned()),
    };
    Services { nextest: nextest(root), data: workspace::data_folder(root), python }
}

/// One line a service: name, state, detail.
pub fn table(services: &Services) -> String {
    let data = match &services.data {
        Some(folder) => ("found", folder.display().to_string()),
        None => (
            "absent",
            "tests use generated data; set BOWLINE_DATA to a folder of tables to change that".to_owned(),
        ),
    };
    let nextest = match &services.nextest {
        Ok(version) => ("ready", version.clone()),
        Err(reason) => ("absent", format!("{reason}; `cargo test` runs the tests instead")),
    };
    let python = match &services.python {
        Ok(python) => ("ready", python.describe()),
        Err(reason) => ("absent", format!("{reason}; tests that compare with Python check less")),
    };
    let rows = [("test runner", nextest), ("data folder", data), ("python", python)];
    rows.iter().map(|(name, (state, detail))| format!("{name:<12} {state:<7} {detail}\n")).collect()
}

fn nextest(root: &Path) -> Result<String, String> {
    if let Some(version) = nextest_version(root) {
        return Ok(version);
    }
    eprintln!("cargo-nextest is missing: installing it once");
    let installed = workspace::cargo(root).args(["install", "cargo-nextest", "--locked"]).status();
    match installed {
        Ok(status) if status.success() => nextest_version(root)
            .ok_or_else(|| "`cargo nextest` does not start although it is installed".to_owned()),
        Ok(status) => Err(format!("`cargo install cargo-nextest --locked` ended with {status}")),
        Err(error) => Err(format!("`cargo install` cannot be started: {error}")),
    }
}

fn nextest_version(root: &Path) -> Option<String> {
    first_line(workspace::cargo(root).args(["nextest", "--version"]))
}

/// The first line that a command prints, or `None` when it fails.
pub fn first_line(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| text.lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_is_named_with_its_reason() {
        let services = Services {
            nextest: Err("no network".to_owned()),
            data: None,
            python: Err("`python3` is not installed".to_owned()),
        };
        let text = table(&services);
        assert_eq!(text.lines().count(), 3);
        assert!(
            text.contains("no network") && text.contains("BOWLINE_DATA") && text.contains("`python3`"),
            "{text}"
        );
    }

    #[test]
    fn a_command_that_does_not_exist_has_no_first_line() {
        assert_eq!(first_line(&mut Command::new("bowline-no-such-command")), None);
    }
}
