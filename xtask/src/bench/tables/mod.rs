//! The benchmark `tables`: the main job on public tables, paired with LightGBM's defaults.
//!
//! A comparison is fair when both sides see the same rows, are scored by the same function, and nobody chose the
//! split. So the Python half writes the splits and scores both; our binary is run as a user runs it. Each run is
//! kept in a journal the moment it ends, and the page is written from the journal alone.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail, ensure};

use self::catalogue::{Purpose, TABLES, Table};
use self::journal::{Journal, Measured, Record, Side};
use self::ours::Binary;
use self::peer::{PythonHalf, Split};
use self::report::Setting;
use super::{machine, publish};
use crate::python::Python;
use crate::{arguments, workspace};

mod catalogue;
mod journal;
mod ours;
mod peer;
mod report;
mod summary;

/// The packages of the other side, named on the page with their versions.
const PEERS: [&str; 4] = ["lightgbm", "scikit-learn", "pandas", "numpy"];

/// What is asked on the command line.
#[derive(Debug, PartialEq)]
struct Options {
    only: Vec<String>,
    seeds: u64,
    budget: f64,
    resume: bool,
    binary: Option<PathBuf>,
    out: Option<PathBuf>,
    work: Option<PathBuf>,
}

impl Options {
    fn read(words: &[String]) -> Result<Self> {
        let resume = words.iter().any(|word| word == "--resume");
        let words: Vec<String> = words.iter().filter(|word| *word != "--resume").cloned().collect();
        let mut options =
            Self { only: Vec::new(), seeds: 5, budget: 20.0, resume, binary: None, out: None, work: None };
        let known = ["--only", "--seeds", "--budget", "--binary", "--out", "--work"];
        for (name, value) in arguments::options(&words, &known)
            .context("`bench tables` takes `--resume` and options with a value")?
        {
            match name {
                "--only" => options.only = value.split(',').map(|name| name.trim().to_owned()).collect(),
                "--seeds" => options.seeds = arguments::number(name, value)?,
                "--budget" => {
                    let seconds =
                        value.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds > 0.0);
                    options.budget = seconds.with_context(|| {
                        format!("option `--budget` expects seconds above 0, found `{value}`")
                    })?;
                }
                "--binary" => options.binary = Some(std::path::absolute(value)?),
                "--out" => options.out = Some(std::path::absolute(value)?),
                _ => options.work = Some(std::path::absolute(value)?),
            }
        }
        ensure!(options.seeds > 0, "option `--seeds` expects at least 1");
        for name in &options.only {
            if !TABLES.iter().any(|table| table.name == name) {
                let known: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
                bail!("unknown table `{name}`; expected some of: {}", known.join(", "));
            }
        }
        Ok(options)
    }

    fn selected(&self) -> impl Iterator<Item = &'static Table> {
        TABLES.iter().filter(|table| self.only.is_empty() || self.only.iter().any(|name| name == table.name))
    }
}

/// Measures, prints the page and puts it into `bench/RESULTS.md`. Fails at the end if a run failed.
///
/// # Errors
/// When the options are wrong, the data folder, Python or our binary is missing, or a file cannot be written.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let options = Options::read(words)?;
    let root = workspace::root();
    let data = workspace::data_folder(&root)
        .context("there is no data folder; set `BOWLINE_DATA` to the folder of the public tables")?;
    let data = std::path::absolute(data)?;
    let work = match &options.work {
        Some(work) => work.clone(),
        None => workspace::target_dir()
            .context("there is no home folder to work in; give `--work`")?
            .join("bench-tables"),
    };
    let work = std::path::absolute(work)?;
    std::fs::create_dir_all(&work).with_context(|| format!("cannot create {}", work.display()))?;
    let path = match &options.binary {
        Some(path) => path.clone(),
        None => super::build(&root)?,
    };
    let cache = workspace::cache().context("there is no home folder for the Python packages")?;
    let python = Python::prepare(&cache.join("venv")).map_err(|reason| anyhow!(reason))?;

    let half = PythonHalf::new(python.interpreter, &data, &work).map_err(|reason| anyhow!(reason))?;
    let binary = Binary { path, work: work.clone(), data, budget: options.budget };
    let mut journal = Journal::open(work.join("runs.jsonl"))?;
    let failures = measure(&options, &half, &binary, &mut journal)?;

    let date = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let lines = vec![date, machine::describe(), machine::versions(&binary.path, &PEERS)];
    let page = report::section(&Setting { lines, budget: options.budget }, TABLES, &journal);
    println!("\n{page}");
    let out = options.out.unwrap_or_else(|| root.join("bench").join("RESULTS.md"));
    publish(&out, "tables", report::INTRODUCTION, &page)?;
    println!("written to {}", out.display());
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes every run that is asked for; how many failed.
fn measure(options: &Options, half: &PythonHalf, binary: &Binary, journal: &mut Journal) -> Result<usize> {
    let build = binary.fingerprint().map_err(|reason| anyhow!(reason))?;
    let mut failures = 0;
    for table in options.selected() {
        if !options.resume {
            journal.forget(table.name)?;
        }
        let seeds = if matches!(table.purpose, Purpose::Official { .. }) { 1 } else { options.seeds };
        for seed in 0..seeds {
            let folder = binary.work.join("splits").join(table.name);
            let split = Split { table, seed, train: folder.join("train.csv"), test: folder.join("test.csv") };
            let sides = if matches!(table.purpose, Purpose::Sound { .. }) {
                &[Side::Ours][..]
            } else {
                &[Side::Peer, Side::Ours]
            };
            for &side in sides {
                let (budget, build) = match side {
                    Side::Peer => (None, None),
                    Side::Ours => (Some(options.budget), Some(build.clone())),
                };
                let made = journal.get(table.name, side, seed).is_some_and(|record| {
                    record.outcome.is_ok() && record.budget == budget && record.build == build
                });
                if made {
                    continue;
                }
                let outcome = match side {
                    Side::Peer => peer_run(half, &split),
                    Side::Ours => our_run(half, binary, &split),
                };
                failures += usize::from(outcome.is_err());
                println!("{}", progress(&split, side, &outcome));
                let table = table.name.to_owned();
                journal.add(Record { table, seed, side, budget, build, outcome })?;
            }
        }
    }
    Ok(failures)
}

fn peer_run(half: &PythonHalf, split: &Split<'_>) -> Result<Measured, String> {
    let run = half.peer(split)?;
    let (score, seconds) = (run.score, run.fit_seconds);
    Ok(Measured { score, seconds, peak_memory_mb: None, reported: None, interval: None })
}

fn our_run(half: &PythonHalf, binary: &Binary, split: &Split<'_>) -> Result<Measured, String> {
    if matches!(split.table.purpose, Purpose::Official { .. }) {
        let (fit, evaluated) = binary.official(split.table, split.seed)?;
        return Ok(Measured {
            score: evaluated.score,
            seconds: fit.wall,
            peak_memory_mb: fit.peak_memory_mb,
            reported: None,
            interval: evaluated.interval,
        });
    }
    half.split(split)?;
    let fit = binary.fit(split)?;
    let predictions = binary.predict(split)?;
    Ok(Measured {
        score: half.score(split, &predictions)?,
        seconds: fit.wall,
        peak_memory_mb: fit.peak_memory_mb,
        reported: fit.test_score,
        interval: fit.test_ci95,
    })
}

fn progress(split: &Split<'_>, side: Side, outcome: &Result<Measured, String>) -> String {
    let who = match side {
        Side::Ours => "bowline",
        Side::Peer => "peer",
    };
    let what = match outcome {
        Ok(run) => format!("{} {:.5} in {:.1} s", split.table.metric.name(), run.score, run.seconds),
        Err(reason) => format!("failed: {reason}"),
    };
    format!("{:<15} seed {}  {who:<8} {what}", split.table.name, split.seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_have_defaults_and_the_flag_may_stand_anywhere() {
        let options = Options::read(&[]).expect("defaults");
        assert_eq!((options.seeds, options.budget, options.resume), (5, 20.0, false));
        assert_eq!(options.selected().count(), TABLES.len());
        let options =
            Options::read(&words("--only adult,wine --resume --seeds 2 --budget 1.5")).expect("known");
        assert_eq!((options.seeds, options.budget, options.resume), (2, 1.5, true));
        assert_eq!(options.selected().map(|table| table.name).collect::<Vec<_>>(), ["adult", "wine"]);
    }

    #[test]
    fn wrong_options_are_refused_by_name() {
        for (given, part) in [
            ("--only adlut", "unknown table `adlut`; expected some of: telco, "),
            ("--seeds 0", "`--seeds` expects at least 1"),
            ("--budget -1", "`--budget` expects seconds"),
            ("--fast 1", "`--fast`"),
        ] {
            let message = format!("{:#}", Options::read(&words(given)).unwrap_err());
            assert!(message.contains(part), "{message}");
        }
    }
}
