//! A column that was read, and what there is to tell about it.
//!
//! What was taken for missing, what was too large for a number, how numbers and dates were read and how else they could
//! be become findings, the same ones for every format.

use std::collections::BTreeMap;

use bowline_core::{Column, Finding, Severity};

use rayon::prelude::*;

use crate::missing::{Matcher, Met};
use crate::proposal;

/// A column and what was met while it was read.
pub(crate) struct ReadColumn {
    pub(crate) column: Column,
    pub(crate) met: Met,
    pub(crate) n_infinite: usize,
    /// What was decided about this column.
    pub(crate) findings: Vec<Finding>,
    /// True when its kind was not told.
    pub(crate) inferred: bool,
}

/// What was taken for missing or infinite in these columns, what was decided and what could be.
pub(crate) fn findings(columns: &[ReadColumn], matcher: &Matcher<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut by_mark: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let proposal = |read: &ReadColumn| if read.inferred { proposal::of(&read.column) } else { Vec::new() };
    let proposals: Vec<Vec<Finding>> = columns.par_iter().map(proposal).collect();
    for (read, proposals) in columns.iter().zip(proposals) {
        let name = read.column.name.as_str();
        for mark in matcher.describe(read.met) {
            by_mark.entry(mark).or_default().push(name);
        }
        if read.n_infinite > 0 {
            findings.push(Finding {
                code: "infinite-values",
                severity: Severity::Warning,
                subject: Some(name.to_owned()),
                message: format!("{} cells are infinite or too large for a number", read.n_infinite),
                action: "read as missing; correct them in the file".into(),
            });
        }
        findings.extend(read.findings.iter().cloned().chain(proposals));
    }
    findings.extend(by_mark.into_iter().map(|(mark, names)| Finding {
        code: "missing-marks",
        severity: Severity::Note,
        subject: None,
        message: format!("{mark} is read as missing in {}", listed(&names)),
        action: "use `--na` to name other marks".into(),
    }));
    findings
}

/// Some names and how many more there are.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
