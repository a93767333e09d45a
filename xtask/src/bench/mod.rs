//! The verb `bench`: measurements against other implementations, each under a name of its own.
//!
//! A benchmark is one file in this folder and one entry of [`BENCHES`]. It receives the words after its name.

use std::process::ExitCode;

use anyhow::{Result, bail};

mod tables;

/// One benchmark: its name on the command line, what it measures, and the function that runs it.
struct Bench {
    name: &'static str,
    summary: &'static str,
    run: fn(&[String]) -> Result<ExitCode>,
}

const BENCHES: &[Bench] =
    &[Bench { name: "tables", summary: "public tables against LightGBM's defaults", run: tables::run }];

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
}
