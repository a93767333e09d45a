//! `bowline`: from a raw table to a model you can call, in one binary.
//!
//! This crate reads the command line, opens files, watches the clock and prints. What it says is decided in the libraries.

mod arguments;
mod card;
mod catalogue;
mod check;
mod clock;
mod evaluate;
mod fit;
mod home;
mod interrupt;
mod memory;
mod model_argument;
mod models;
mod names;
mod number_text;
mod output;
mod predict;
mod progress_line;
mod provenance;
mod report;
mod terminal;
mod verdict;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Verb};
use clock::RunClock;

/// Exit status when the fault is ours.
const INTERNAL_ERROR: u8 = 70;

fn main() -> ExitCode {
    let clock = RunClock::start();
    let arguments = Arguments::parse();
    home::choose(arguments.home);
    let done = catch_unwind(AssertUnwindSafe(|| match &arguments.verb {
        Verb::Check(options) => check::run(options, &clock),
        Verb::Fit(options) => fit::run(options, &clock),
        Verb::Predict(options) => predict::run(options),
        Verb::Evaluate(options) => evaluate::run(options),
        Verb::Models(options) => models::list(options),
        Verb::Show(options) => models::show(options),
    }));
    match done {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            output::error(&error);
            ExitCode::FAILURE
        }
        Err(_) => {
            output::remark(
                "error: this is a fault in Bowline and not in your data; please report the lines above",
            );
            ExitCode::from(INTERNAL_ERROR)
        }
    }
}
