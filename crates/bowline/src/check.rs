//! `bowline check`: before you invest in a model, is it worth one, and is the data good enough?
//!
//! The table is read and audited, leaks are looked for, six criteria are asked, and a quick model on growing parts of the rows shows
//! what more rows would buy. Nothing is registered; a page and its pictures are left beside the models.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use bowline_audit::{
    Audit, AuditOptions, Check, CheckOptions, LeakOptions, LearningCurve, Regulation, audit, check,
    find_leaks, learning_curve,
};
use bowline_automl::{Problem, state_problem};
use bowline_core::{Budget, Clock, Event, Finding, FitContext, Seed, Severity};
use bowline_io::{Loaded, read_table, write_bytes_atomically};

use crate::arguments::{CheckArguments, FailOn};
use crate::clock::{RunClock, now};
use crate::predict::read_options;
use crate::progress_line::ProgressLine;
use crate::{home, interrupt, names, output};

mod json;
mod page;
mod text;

pub use page::{curve, table_shape};

/// Share of the budget after which the learning curve ends: the page still has to be drawn.
const CURVE_SHARE: f64 = 0.9;
/// Pixels for each unit of a picture.
const PNG_SCALE: f64 = 2.0;

/// All that was found.
struct Found {
    loaded: Loaded,
    problem: Problem,
    audit: Audit,
    check: Check,
    /// `None` where it was not asked for or there was no time.
    curve: Option<LearningCurve>,
    /// Why there is no curve.
    no_curve: String,
    /// Every finding, the serious ones first.
    findings: Vec<Finding>,
    seconds: f64,
}

/// Runs the command.
///
/// # Errors
/// When an option, the table or the target does not serve, the page cannot be written, or `--fail-on` asks for it.
pub fn run(arguments: &CheckArguments, clock: &RunClock) -> Result<()> {
    let threads = arguments
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    let cancelled = interrupt::cancellation();
    let progress = ProgressLine::new(arguments.budget, clock.elapsed(), arguments.json);
    let budget = Budget::new(clock, arguments.budget.mul_f64(CURVE_SHARE), Some(cancelled));
    let context = FitContext { budget, seed: Seed(arguments.seed), progress: &progress };
    let found = find(arguments, clock, &context);
    progress.finish();
    let found = found?;
    let page = write_page(arguments, &found)?;
    if arguments.json {
        output::print(&format!("{:#}\n", json::object(arguments, &found, &page)))?;
    } else {
        output::print(&text::whole(arguments, &found, &page))?;
    }
    match failure(arguments.fail_on, &found) {
        Some(reason) => bail!("{reason}"),
        None => Ok(()),
    }
}

fn find(arguments: &CheckArguments, clock: &RunClock, context: &FitContext<'_>) -> Result<Found> {
    let data = arguments.data.display();
    let say = |phase| context.progress.event(Event::Phase(phase));
    say("reading");
    let loaded = read_table(&arguments.data, &read_options(&arguments.read, None))?;
    say("auditing");
    let search = arguments.problem.search_options(&arguments.target, arguments.seed);
    let mut problem = state_problem(&loaded.table, &search).with_context(|| format!("`{data}`"))?;
    let leak_options = LeakOptions { split: search.split.clone(), test_share: search.test_share };
    let leaks = find_leaks(&loaded.table, &problem, &leak_options);
    // The audit looks at all columns; what leaks is set aside only for what comes after.
    let audit = audit(&loaded.table, Some(&problem), &AuditOptions::default());
    problem.set_aside(leaks, &search.keep).with_context(|| format!("`{data}`"))?;
    say("asking the six criteria");
    let options = check_options(arguments);
    let check = check(&loaded.table, &problem, &options, context).with_context(|| format!("`{data}`"))?;
    let (curve, no_curve) = if arguments.no_learning_curve {
        (None, "not asked for (--no-learning-curve)".to_owned())
    } else {
        say("measuring what more rows would buy");
        match learning_curve(&problem, &options, context, context.budget) {
            Ok(curve) => (Some(curve), String::new()),
            // A curve that cannot be drawn is no reason to hold the rest back.
            Err(error) => (None, error.to_string()),
        }
    };
    let mut findings: Vec<Finding> = Vec::new();
    for finding in loaded.findings.iter().chain(&problem.findings).chain(&audit.recommendations) {
        // The leakage audit and the recommendations may see the same thing; the first one names the evidence.
        let said = |held: &Finding| held.code == finding.code && held.subject == finding.subject;
        if !findings.iter().any(said) {
            findings.push(finding.clone());
        }
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let seconds = clock.elapsed().as_secs_f64();
    Ok(Found { loaded, problem, audit, check, curve, no_curve, findings, seconds })
}

fn check_options(arguments: &CheckArguments) -> CheckOptions {
    CheckOptions {
        metrics: arguments.metric.clone(),
        error_tolerance: arguments.error_tolerance,
        expected_return: arguments.expected_return,
        cost: arguments.cost,
        model: arguments.model,
        desired_accuracy: arguments.desired_accuracy,
        max_latency: arguments.max_latency.map(Duration::from_millis),
        regulation: if arguments.regulated { Regulation::Regulated } else { Regulation::None },
        split: arguments.problem.split(),
        seed: Seed(arguments.seed),
    }
}

/// Why the command ends with status 1 although all went well.
fn failure(asked: Option<FailOn>, found: &Found) -> Option<String> {
    let verdict = &found.check.validation.verdict;
    let n_serious = found.findings.iter().filter(|finding| finding.severity == Severity::Serious).count();
    match asked? {
        FailOn::Unsuitable if !found.check.validation.suitable => {
            Some(format!("the verdict is `{}` (--fail-on unsuitable)", verdict.suitability.as_str()))
        }
        FailOn::Serious if n_serious > 0 => Some(format!("{n_serious} serious findings (--fail-on serious)")),
        FailOn::Unsuitable | FailOn::Serious => None,
    }
}

/// Where the page is, with its pictures.
struct Page {
    path: PathBuf,
    n_pictures: usize,
}

fn write_page(arguments: &CheckArguments, found: &Found) -> Result<Page> {
    let name = names::of_file(&arguments.data)?;
    let path = match &arguments.report {
        Some(path) => path.clone(),
        None => home::folder().join("checks").join(name.as_str()).join("check.html"),
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    }
    let data = page::data(arguments, found, &now());
    write_bytes_atomically(&path, bowline_report::render_check_html(&data).as_bytes())?;
    let n_pictures = match &arguments.pictures {
        Some(folder) => write_pictures(folder, &bowline_report::check_pictures(&data))?,
        None => 0,
    };
    Ok(Page { path, n_pictures })
}

/// Writes each picture as SVG and PNG; how many there are.
pub fn write_pictures(folder: &Path, pictures: &[(String, String)]) -> Result<usize> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    for (name, svg) in pictures {
        write_bytes_atomically(&folder.join(name), svg.as_bytes())?;
        let png = bowline_report::png(svg, PNG_SCALE).with_context(|| format!("`{name}` as PNG"))?;
        write_bytes_atomically(&folder.join(name).with_extension("png"), &png)?;
    }
    Ok(pictures.len())
}
