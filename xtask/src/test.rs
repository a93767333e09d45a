//! The verb `test`: one command that sets up what tests need and runs them all.
//!
//! Documentation examples run first and the test runner last, so that the last lines of the output are the
//! runner's own summary. A failure of the first does not hide the second.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::services::{self, Services};
use crate::workspace;

/// Runs every test of the workspace; words after `--` go to the test runner.
///
/// # Errors
/// When words stand before `--`, or `cargo` cannot be started.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let extra = runner_arguments(words)?;
    let root = workspace::root();
    let services = services::prepare(&root);
    print!("{}", services::table(&services));

    let mut doc_tests = workspace::cargo(&root);
    doc_tests.args(["test", "--doc", "--workspace", "--quiet"]);
    let doc_tests = start(&mut doc_tests, &services)?;
    let tests = start(&mut runner(&root, &services, extra), &services)?;
    if !doc_tests {
        eprintln!("error: documentation examples failed (`cargo test --doc --workspace` shows them)");
    }
    Ok(if doc_tests && tests { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn runner_arguments(words: &[String]) -> Result<&[String]> {
    match words.split_first() {
        None => Ok(&[]),
        Some((first, rest)) if first == "--" => Ok(rest),
        Some((first, _)) => {
            bail!("unknown argument `{first}`; arguments for the test runner stand after `--`")
        }
    }
}

fn runner(root: &Path, services: &Services, extra: &[String]) -> Command {
    let mut command = workspace::cargo(root);
    match services.nextest {
        Ok(_) => command.args(["nextest", "run", "--workspace", "--no-fail-fast"]),
        Err(_) => command.args(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"]),
    };
    command.args(extra);
    command
}

/// Runs a command that inherits our output; true when it succeeds.
fn start(command: &mut Command, services: &Services) -> Result<bool> {
    if let Ok(python) = &services.python {
        command.env("BOWLINE_PYTHON", &python.interpreter);
    }
    if let Some(data) = &services.data {
        command.env("BOWLINE_DATA", std::path::absolute(data).unwrap_or_else(|_| data.clone()));
    }
    let status = command.status().with_context(|| format!("cannot start {:?}", command.get_program()))?;
    Ok(status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(command: &Command) -> Vec<&str> {
        command.get_args().filter_map(|word| word.to_str()).collect()
    }

    fn services(nextest: Result<String, String>) -> Services {
        Services { nextest, data: None, python: Err("not asked".to_owned()) }
    }

    #[test]
    fn words_for_the_runner_stand_after_two_dashes() {
        let words = ["--".to_owned(), "-E".to_owned()];
        assert_eq!(runner_arguments(&words).expect("two dashes"), ["-E"]);
        let message = runner_arguments(&["-E".to_owned()]).unwrap_err().to_string();
        assert!(message.contains("after `--`"), "{message}");
    }

    #[test]
    fn without_nextest_cargo_runs_the_tests() {
        let with = runner(Path::new("."), &services(Ok("0.9".to_owned())), &["tidy".to_owned()]);
        assert_eq!(arguments(&with), ["nextest", "run", "--workspace", "--no-fail-fast", "tidy"]);
        let without = runner(Path::new("."), &services(Err("no network".to_owned())), &[]);
        assert_eq!(arguments(&without)[..2], ["test", "--workspace"]);
    }
}
