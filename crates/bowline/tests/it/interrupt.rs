//! Ctrl-C ends a search early and keeps the best model found.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use crate::sandbox::Sandbox;
use crate::tables;

#[test]
fn the_first_interrupt_keeps_the_best_model() {
    let sandbox = Sandbox::new();
    sandbox.write("loans.csv", tables::loans(3000));
    let mut command =
        sandbox.command("fit loans.csv --target defaulted --quality best --budget 600".split(' '));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    // The baselines are done and something better is: now there is a model to keep.
    let mut said = String::new();
    while !said.contains("boosting") {
        said = lines.next().expect("a line for each candidate").unwrap();
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{rest:?}");
    assert!(rest.iter().any(|line| line.contains("keeping the best model found")), "{rest:?}");
    assert!(out.contains("stopped before it began") && out.contains("Verdict"), "{out}");
    assert!(sandbox.run("predict loans loans.csv").success().lines().count() == 3001);
}
