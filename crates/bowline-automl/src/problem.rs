//! From a table and options to a learning problem: which rows, which columns, which target.
//!
//! Columns that cannot help are set aside here, each with a finding that names the evidence and the option that keeps it.

use std::collections::BTreeSet;

use bowline_core::{Column, ColumnKind, Finding, InputSchema, Severity, Table};
use bowline_features::EntityAggregates;

use crate::error::SearchError;
use crate::options::{SearchOptions, SplitRule};
use crate::row_hash::hash_features;
use crate::target::{ParsedTarget, parse_target};

/// What there is to learn.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The columns to learn from, for the rows that have a target.
    pub features: Table,
    /// Their schema.
    pub schema: InputSchema,
    /// The target of these rows.
    pub target: ParsedTarget,
    /// A hash of each of these rows, which decides its side of the test split. It covers all columns of the table but the target
    /// and identifiers, whatever options leave out and audits set aside: nobody can draw another split by dropping a column.
    pub row_hashes: Vec<u64>,
    /// The column that groups or times rows, for these rows.
    pub split_column: Option<Column>,
    /// Whose earlier rows give features, where the user named somebody.
    pub entity: Option<EntityAggregates>,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

impl Problem {
    /// Sets the subjects of serious findings aside, but for those that the user keeps; all findings are noted.
    ///
    /// # Errors
    /// [`SearchError::NoFeatures`] when no column would be left.
    pub fn set_aside(&mut self, found: Vec<Finding>, keep: &BTreeSet<String>) -> Result<(), SearchError> {
        // The columns that say who and when are read for what they link and not for what they hold.
        let links =
            |name: &str| self.entity.as_ref().is_some_and(|who| who.entity == name || who.time == name);
        let leaves = |name: &str| {
            let names = |finding: &Finding| {
                finding.severity == Severity::Serious && finding.subject.as_deref() == Some(name)
            };
            !keep.contains(name) && !links(name) && found.iter().any(names)
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
        if let Some(entity) = &mut self.entity {
            entity.values.retain(|name| self.features.column(name).is_some());
        }
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
    let mut entity = options.entity.as_ref().map(|name| history_of(table, name, options)).transpose()?;
    let linking: Vec<String> =
        entity.iter().flat_map(|who: &EntityAggregates| [who.entity.clone(), who.time.clone()]).collect();
    let keeps = |name: &String| options.keep.contains(name) || linking.contains(name);
    let rows = if n_missing == 0 { table.clone() } else { table.take(&target.rows) };
    let row_hashes = hash_features(&hashed_columns(&rows, &options.target)?);
    let mut kept = Vec::new();
    for column in rows.columns() {
        if column.name == options.target || options.drop.contains(&column.name) {
            continue;
        }
        match reason_to_set_aside(column) {
            Some(finding) if !keeps(&column.name) || finding.code == "all-missing" => findings.push(finding),
            _ => kept.push(column.clone()),
        }
    }
    // A group is what new rows are not part of, so its name cannot help; a time column stays, as its parts may.
    if let SplitRule::Group(name) = &options.split {
        kept.retain(|column| &column.name != name || options.keep.contains(name));
    }
    // Identifiers give no feature even when kept as columns of text.
    let kept: Vec<Column> = kept.into_iter().map(|column| readable(column, options)).collect();
    if kept.is_empty() {
        let reasons: Vec<String> = findings.iter().map(|f| f.message.clone()).collect();
        let reasons =
            if reasons.is_empty() { "the table holds the target alone".into() } else { reasons.join("; ") };
        return Err(SearchError::NoFeatures(reasons));
    }
    if let Some(entity) = &mut entity {
        let counts = |column: &&Column| {
            matches!(column.kind(), ColumnKind::Integer | ColumnKind::Float) && column.name != entity.entity
        };
        entity.values = kept.iter().filter(counts).map(|column| column.name.clone()).collect();
    }
    let features = Table::new(kept).map_err(|error| SearchError::Option(error.to_string()))?;
    let schema = InputSchema::of(&features, |_| true);
    let split_column = split_column.map(|(column, _)| column.take(&target.rows));
    Ok(Problem { features, schema, target, row_hashes, split_column, entity, findings })
}

/// A kept identifier is read as a category, since somebody says that it means something.
fn readable(column: Column, options: &SearchOptions) -> Column {
    if column.kind() == ColumnKind::Identifier && options.keep.contains(&column.name) {
        let cells: Vec<_> = (0..column.len()).map(|row| column.text(row)).collect();
        return Column::category(column.name.clone(), &cells);
    }
    column
}

/// What a row's side of the split depends on: identifiers would put equal rows on both sides, so they count only where there is
/// nothing else.
fn hashed_columns(rows: &Table, target: &str) -> Result<Table, SearchError> {
    let all: Vec<Column> = rows.columns().iter().filter(|column| column.name != target).cloned().collect();
    let speaking: Vec<Column> =
        all.iter().filter(|column| column.kind() != ColumnKind::Identifier).cloned().collect();
    let hashed = if speaking.is_empty() { all } else { speaking };
    if hashed.is_empty() {
        return Err(SearchError::NoFeatures("the table holds the target alone".into()));
    }
    Table::new(hashed).map_err(|error| SearchError::Option(error.to_string()))
}

/// The aggregates over the earlier rows of what the user calls the entity; its values are filled in later.
fn history_of(table: &Table, name: &str, options: &SearchOptions) -> Result<EntityAggregates, SearchError> {
    let who = named(table, name, "--entity")?;
    if who.name == options.target || options.drop.contains(name) {
        let what = if who.name == options.target { "the target" } else { "left out by --drop" };
        return Err(SearchError::Option(format!("--entity `{name}` is {what}: expected another column")));
    }
    let is_time = |column: &&Column| {
        column.kind() == ColumnKind::Timestamp
            && column.name != options.target
            && !options.drop.contains(&column.name)
    };
    let times: Vec<&str> = match &options.split {
        SplitRule::Time(time) => {
            table.column(time).iter().copied().filter(is_time).map(|_| time.as_str()).collect()
        }
        _ => table.columns().iter().filter(is_time).map(|column| column.name.as_str()).collect(),
    };
    match times[..] {
        [time] => Ok(EntityAggregates { entity: name.to_owned(), time: time.to_owned(), values: Vec::new() }),
        [] => Err(SearchError::Option(format!(
            "--entity `{name}` needs to know which rows came before: expected a column of timestamps; give --type COLUMN=timestamp"
        ))),
        _ => Err(SearchError::Option(format!(
            "--entity `{name}` needs to know which rows came before, and `{}` are all timestamps: name the one that counts with --time, or leave the others out with --drop",
            times.join("`, `")
        ))),
    }
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
