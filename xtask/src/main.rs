//! Project automation: `cargo xtask help` lists the verbs.
//!
//! Everything that a contributor runs and that is not plain `cargo` lives here, so that it is written in the
//! language of the project, runs on every platform and is itself tested. Each verb is one module that
//! receives the words after its name and answers with an exit code.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks through its output"
)]

use std::process::ExitCode;

mod arguments;
mod bench;
mod python;
mod services;
mod simulate;
mod test;
mod tidy;
mod workspace;

/// A word after `cargo xtask`, what it does, and the function behind it.
struct Verb {
    name: &'static str,
    arguments: &'static str,
    summary: &'static str,
    run: fn(&[String]) -> anyhow::Result<ExitCode>,
}

const VERBS: &[Verb] = &[
    Verb { name: "help", arguments: "", summary: "lists the verbs", run: help },
    Verb {
        name: "test",
        arguments: "[-- NEXTEST ARGS]",
        summary: "sets up what tests need, then runs every test of the workspace",
        run: test::run,
    },
    Verb {
        name: "services",
        arguments: "",
        summary: "installs and verifies what tests need, and prints what is there",
        run: services::run,
    },
    Verb {
        name: "tidy",
        arguments: "",
        summary: "checks crate edges, file sizes, forbidden calls, module comments and links",
        run: tidy::run,
    },
    Verb {
        name: "simulate",
        arguments: "[--out DIR] [--rows N] [--seed S]",
        summary: "writes the example tables (default: examples/, 5000 rows, seed 42)",
        run: simulate::run,
    },
    Verb {
        name: "bench",
        arguments: "NAME [ARGS]",
        summary: "runs one benchmark by its name",
        run: bench::run,
    },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = match words.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", &words[..]),
    };
    let name = if matches!(name, "-h" | "--help") { "help" } else { name };
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else {
        let known: Vec<&str> = VERBS.iter().map(|verb| verb.name).collect();
        eprintln!("error: unknown verb `{name}`; expected one of: {}", known.join(", "));
        return ExitCode::from(2);
    };
    match (verb.run)(rest) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn help(_: &[String]) -> anyhow::Result<ExitCode> {
    println!("cargo xtask VERB\n");
    let usages: Vec<String> = VERBS.iter().map(|verb| format!("{} {}", verb.name, verb.arguments)).collect();
    let width = usages.iter().map(String::len).max().unwrap_or(0);
    for (usage, verb) in usages.iter().zip(VERBS) {
        println!("  {usage:<width$}  {}", verb.summary);
    }
    Ok(ExitCode::SUCCESS)
}
