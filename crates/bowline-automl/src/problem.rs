//! From a table and options to a learning problem: which rows, which columns, which target.
//!
//! Columns that cannot help are set aside here, each with a finding that names the evidence and the option that keeps it.

use std::collections::BTreeSet;

use bowline_core::{Column, ColumnKind, Finding, InputSchema, Severity, Table};

use crate::error::SearchError;
use crate::options::{SearchOptions, SplitRule};
use crate::suspicion::suspicious_columns;
use crate::target::{ParsedTarget, parse_target};

/// What there is to learn.
#[derive(Debug)]
pub struct Problem {
    /// The columns to learn from, for the rows that have a target.
    pub features: Table,
    /// Their schema.
    pub schema: InputSchema,
    /// The target of these rows.
    pub target: ParsedTarget,
    /// The column that groups or times rows, for these rows.
    pub split_column: Option<Column>,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

impl Problem {
    /// Sets the subjects of findings aside, but for those that the user keeps; all findings are noted.
    ///
    /// # Errors
    /// [`SearchError::NoFeatures`] when no column would be left.
    pub fn set_aside(&mut self, found: Vec<Finding>, keep: &BTreeSet<String>) -> Result<(), SearchError> {
        let leaves = |name: &str| {
            !keep.contains(name) && found.iter().any(|finding| finding.subject.as_deref() == Some(name))
        };
        let kept: Vec<Column> =
            self.features.columns().iter().filter(|column| !leaves(&column.name)).cloned().collect();
        self.findings.extend(found);
        if kept.is_empty() {
            let reasons: Vec<String> = self.findings.iter().map(|finding| finding.message.clone()).collect();
            return Err(SearchError::NoFeatures(reasons.join("; ")));
        }
        self.features = Table::new(kept).map_err(|error| SearchError::Option(error.to_string()))?;
        self.schema = InputSchema::of(&self.features, |_| true);
        Ok(())
    }
}

/// Fewest rows with a target that can be split, fitted and tested.
pub const MIN_ROWS: usize = 20;

/// States the problem.
///
/// # Errors
/// [`SearchError`] for names that are not there, a target that cannot be learned, or no column left to learn from.
pub fn state_problem(table: &Table, options: &SearchOptions) -> Result<Problem, SearchError> {
    let target_column = named(table, &options.target, "--target")?;
    for (names, option) in [(&options.drop, "--drop"), (&options.keep, "--keep")] {
        for name in names {
            named(table, name, option)?;
        }
    }
    let split_column = match &options.split {
        SplitRule::Hash => None,
        SplitRule::Group(name) => Some((named(table, name, "--group")?, "--group")),
        SplitRule::Time(name) => Some((named(table, name, "--time")?, "--time")),
    };
    if let Some((column, option)) = split_column {
        check_split_column(column, option, &options.target)?;
    }
    let target = parse_target(target_column, options.task, options.positive.as_deref())?;
    if target.rows.len() < MIN_ROWS {
        return Err(SearchError::TooFewRows { found: target.rows.len(), needed: MIN_ROWS });
    }
    let mut findings = Vec::new();
    let n_missing = table.n_rows() - target.rows.len();
    if n_missing > 0 {
        findings.push(Finding {
            code: "missing-target",
            severity: Severity::Warning,
            subject: Some(options.target.clone()),
            message: format!("{n_missing} of {} rows have no target", table.n_rows()),
            action: "these rows were left out".into(),
        });
    }
    let rows = table.take(&target.rows);
    let mut kept = Vec::new();
    for column in rows.columns() {
        if column.name == options.target || options.drop.contains(&column.name) {
            continue;
        }
        match reason_to_set_aside(column) {
            Some(finding) if !options.keep.contains(&column.name) || finding.code == "all-missing" => {
                findings.push(finding)
            }
            _ => kept.push(column.clone()),
        }
    }
    // A group is what new rows are not part of, so its name cannot help; a time column stays, as its parts may.
    if let SplitRule::Group(name) = &options.split {
        kept.retain(|column| &column.name != name || options.keep.contains(name));
    }
    for finding in suspicious_columns(&kept, &target) {
        let name = finding.subject.clone().unwrap_or_default();
        if !options.keep.contains(&name) {
            kept.retain(|column| column.name != name);
        }
        findings.push(finding);
    }
    // Identifiers give no feature even when kept as columns of text.
    let kept: Vec<Column> = kept.into_iter().map(|column| readable(column, options)).collect();
    if kept.is_empty() {
        let reasons: Vec<String> = findings.iter().map(|f| f.message.clone()).collect();
        let reasons =
            if reasons.is_empty() { "the table holds the target alone".into() } else { reasons.join("; ") };
        return Err(SearchError::NoFeatures(reasons));
    }
    let features = Table::new(kept).map_err(|error| SearchError::Option(error.to_string()))?;
    let schema = InputSchema::of(&features, |_| true);
    let split_column = split_column.map(|(column, _)| column.take(&target.rows));
    Ok(Problem { features, schema, target, split_column, findings })
}

/// A kept identifier is read as a category, since somebody says that it means something.
fn readable(column: Column, options: &SearchOptions) -> Column {
    if column.kind() == ColumnKind::Identifier && options.keep.contains(&column.name) {
        let cells: Vec<_> = (0..column.len()).map(|row| column.text(row)).collect();
        return Column::category(column.name.clone(), &cells);
    }
    column
}

fn check_split_column(column: &Column, option: &str, target: &str) -> Result<(), SearchError> {
    if column.name == target {
        return Err(SearchError::Option(format!(
            "{option} `{target}` is the target: expected another column"
        )));
    }
    if option == "--time"
        && matches!(
            column.kind(),
            ColumnKind::Category | ColumnKind::Text | ColumnKind::Boolean | ColumnKind::Identifier
        )
    {
        return Err(SearchError::Option(format!(
            "--time `{}` holds {} values: expected timestamps or numbers that grow with time; give --type {}=timestamp if they are times",
            column.name,
            column.kind(),
            column.name
        )));
    }
    if column.null_count() > 0 {
        return Err(SearchError::Option(format!(
            "{option} `{}` is missing in {} rows: expected a value in every row",
            column.name,
            column.null_count()
        )));
    }
    Ok(())
}

fn reason_to_set_aside(column: &Column) -> Option<Finding> {
    let name = &column.name;
    let present = (0..column.len()).find(|&row| !column.is_null(row));
    let Some(first) = present else {
        return Some(Finding {
            code: "all-missing",
            severity: Severity::Warning,
            subject: Some(name.clone()),
            message: format!("`{name}` is missing in every row"),
            action: "set aside; collect it, or take it out of the table".into(),
        });
    };
    if column.kind() == ColumnKind::Identifier {
        return Some(Finding {
            code: "identifier",
            severity: Severity::Note,
            subject: Some(name.clone()),
            message: format!("`{name}` names the row (nearly every value is different)"),
            action: format!("set aside; --keep {name} reads it anyway"),
        });
    }
    let constant = column.null_count() == 0 && {
        let value = column.text(first);
        (first..column.len()).all(|row| column.text(row) == value)
    };
    constant.then(|| Finding {
        code: "constant",
        severity: Severity::Note,
        subject: Some(name.clone()),
        message: format!("`{name}` is `{}` in every row", shorten(&column.text(first).unwrap_or_default())),
        action: format!("set aside; --keep {name} reads it anyway"),
    })
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

fn named<'a>(table: &'a Table, name: &str, option: &'static str) -> Result<&'a Column, SearchError> {
    table.column(name).ok_or_else(|| {
        let mut scored: Vec<(f64, String)> = table
            .names()
            .map(|known| {
                (strsim::jaro_winkler(&name.to_lowercase(), &known.to_lowercase()), known.to_owned())
            })
            .filter(|(similarity, _)| *similarity >= 0.75)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        SearchError::NoSuchColumn {
            name: name.to_owned(),
            option,
            nearest: scored.into_iter().take(3).map(|(_, known)| known).collect(),
            columns: table.names().map(str::to_owned).collect(),
        }
    })
}
