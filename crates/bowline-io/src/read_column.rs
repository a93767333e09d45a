//! A column that was read, and what there is to tell about it.
//!
//! What was taken for missing, what was too large for a number, and which dates were left undecided become findings, the
//! same ones for every format.

use std::collections::BTreeMap;

use bowline_core::{Column, Finding, Severity};

use crate::missing::{Matcher, Met};

/// A column and what was met while it was read.
pub(crate) struct ReadColumn {
    pub(crate) column: Column,
    pub(crate) met: Met,
    pub(crate) n_infinite: usize,
    pub(crate) ambiguous_dates: bool,
}

/// What was taken for missing, infinite or undecided in these columns.
pub(crate) fn findings(columns: &[ReadColumn], matcher: &Matcher<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut by_mark: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for read in columns {
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
        if read.ambiguous_dates {
            findings.push(Finding {
                code: "ambiguous-dates",
                severity: Severity::Warning,
                subject: Some(name.to_owned()),
                message: "its dates fit day/month and month/day alike".into(),
                action: "read as text; write the dates as `2024-01-31`".into(),
            });
        }
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
