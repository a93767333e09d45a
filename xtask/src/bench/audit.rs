//! The benchmark `audit`: the whole of `bowline check` but its learning curve on a large table, and the minimal report of
//! ydata-profiling on the same file.
//!
//! Both are run as whole processes, in turn, from the file to the written page. Theirs is timed from after its imports, so that
//! the ratio does not count what a long-lived notebook pays once.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde::Deserialize;

use super::{machine, publish};
use crate::python::{PROFILING, Python};
use crate::{arguments, workspace};

mod table;

/// Rows of the table.
const N_ROWS: usize = 494_000;
/// Times that each side runs.
const RUNS: usize = 5;

/// What stands before the sections when the page does not exist yet.
const INTRODUCTION: &str = "# Results\n";

/// One run of the other side.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Theirs {
    import_seconds: f64,
    seconds: f64,
    peak_memory_mb: f64,
}

/// One run of ours.
#[derive(Debug, Clone, Copy)]
struct Ours {
    seconds: f64,
    peak_memory_mb: f64,
}

/// Measures, prints the page and puts it into `bench/RESULTS.md`.
///
/// # Errors
/// When the options are wrong, Python or our binary is missing, or a run fails.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let (mut runs, mut binary, mut out) = (RUNS, None, None);
    for (name, value) in arguments::options(words, &["--runs", "--binary", "--out"])? {
        match name {
            "--runs" => runs = arguments::number(name, value)?,
            "--binary" => binary = Some(std::path::absolute(value)?),
            _ => out = Some(std::path::absolute(value)?),
        }
    }
    ensure!(runs > 0, "option `--runs` expects at least 1");
    let root = workspace::root();
    let binary = binary.map_or_else(|| super::build(&root), Ok)?;
    let cache = workspace::cache().context("there is no home folder for the Python packages")?;
    let python =
        Python::prepare_with(&cache.join("venv-profiling"), PROFILING).map_err(|reason| anyhow!(reason))?;
    let work = workspace::target_dir().context("there is no home folder to work in")?.join("bench-audit");
    std::fs::create_dir_all(&work).with_context(|| format!("cannot create {}", work.display()))?;
    let data = work.join("records.csv");
    table::write(&data, N_ROWS)?;
    let script = work.join("audit.py");
    std::fs::write(&script, include_str!("audit.py"))
        .with_context(|| format!("cannot write {}", script.display()))?;

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..runs {
        ours.push(our_run(&binary, &data, &work)?);
        theirs.push(their_run(&python.interpreter, &script, &data, &work)?);
        println!(
            "run {}: bowline {:.2} s, ydata-profiling {:.1} s",
            run + 1,
            ours[run].seconds,
            theirs[run].seconds
        );
    }
    let page = section(&binary, std::fs::metadata(&data)?.len(), &ours, &theirs);
    println!("\n{page}");
    let out = out.unwrap_or_else(|| root.join("bench").join("RESULTS.md"));
    publish(&out, "audit", INTRODUCTION, &page)?;
    println!("written to {}", out.display());
    Ok(ExitCode::SUCCESS)
}

fn our_run(binary: &Path, data: &Path, work: &Path) -> Result<Ours> {
    let mut command = Command::new(binary);
    command.arg("check").arg(data).args(["--target", "label", "--no-learning-curve", "--json", "--home"]);
    command.arg(work.join("home"));
    let start = Instant::now();
    let output = finish(&mut command, "bowline check")?;
    let seconds = start.elapsed().as_secs_f64();
    let object: serde_json::Value =
        serde_json::from_slice(&output).context("`bowline check --json` printed something else")?;
    let peak_memory_mb = object["peak_memory_mb"].as_f64().unwrap_or(f64::NAN);
    Ok(Ours { seconds, peak_memory_mb })
}

fn their_run(python: &Path, script: &Path, data: &Path, work: &Path) -> Result<Theirs> {
    let page: PathBuf = work.join("profile.html");
    let mut command = Command::new(python);
    command.arg(script).arg(data).arg(&page);
    let output = finish(&mut command, "ydata-profiling")?;
    let text = String::from_utf8_lossy(&output);
    let last = text.lines().last().unwrap_or_default();
    serde_json::from_str(last).with_context(|| format!("ydata-profiling printed `{last}`"))
}

fn finish(command: &mut Command, what: &str) -> Result<Vec<u8>> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{what} cannot be started"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        bail!("{what} ended with {}: {}", output.status, text.lines().last().unwrap_or_default());
    }
    Ok(output.stdout)
}

fn section(binary: &Path, n_bytes: u64, ours: &[Ours], theirs: &[Theirs]) -> String {
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d");
    let seconds = median(ours.iter().map(|run| run.seconds));
    let their_seconds = median(theirs.iter().map(|run| run.seconds));
    let ratio = median(ours.iter().zip(theirs).map(|(a, b)| b.seconds / a.seconds));
    format!(
        "## Audit\n\n\
         How long does it take to look a large table over? {rows} generated rows of {columns} columns ({mb:.0} MB of CSV), from the \
         file to the written page: `bowline check` with everything but the learning curve, and ydata-profiling's minimal report, \
         each as a process of its own, in turn. Theirs is timed from after its imports ({imports:.1} s).\n\n\
         \x20   cargo xtask bench audit\n\n\
         {date}, {machine}\n{versions}\n\n\
         | median of {n} runs | seconds | peak memory, MB |\n|---|---:|---:|\n\
         | bowline check | {seconds:.2} | {memory:.0} |\n\
         | ydata-profiling, minimal | {their_seconds:.1} | {their_memory:.0} |\n\n\
         **{ratio:.0} times as fast** (median of the paired ratios).\n",
        rows = N_ROWS,
        columns = table::N_COLUMNS,
        mb = n_bytes as f64 / 1e6,
        imports = median(theirs.iter().map(|run| run.import_seconds)),
        machine = machine::describe(),
        versions = machine::versions(binary, &["ydata-profiling"]),
        n = ours.len(),
        memory = median(ours.iter().map(|run| run.peak_memory_mb)),
        their_memory = median(theirs.iter().map(|run| run.peak_memory_mb)),
    )
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n => f64::midpoint(values[(n - 1) / 2], values[n / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_holds_medians_and_the_paired_ratio() {
        let ours = [1.0, 2.0, 4.0].map(|seconds| Ours { seconds, peak_memory_mb: 300.0 });
        let theirs =
            [30.0, 40.0, 80.0].map(|seconds| Theirs { import_seconds: 3.0, seconds, peak_memory_mb: 1500.0 });
        let page = section(Path::new("bowline-no-such-binary"), 100_000_000, &ours, &theirs);
        assert!(page.contains("| bowline check | 2.00 | 300 |"), "{page}");
        assert!(page.contains("| ydata-profiling, minimal | 40.0 | 1500 |"), "{page}");
        assert!(page.contains("**20 times as fast**"), "{page}");
    }
}
