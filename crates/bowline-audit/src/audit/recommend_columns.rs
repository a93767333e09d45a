//! Recommendations about single columns: what is missing, what stands for missing, what is written in several ways.

use bowline_core::{ColumnKind, Finding, Severity};

use super::column::{Distribution, Examined};
use super::recommendations::{Facts, advice};

/// Columns that one fault is named for.
const NAMED: usize = 10;
/// Share of missing cells from which a column is named, and from which it is better left out.
const MANY_MISSING: f64 = 0.05;
const MOSTLY_MISSING: f64 = 0.6;
/// Share of distinct values from which a category is hardly ever met again.
const RARELY_MET: f64 = 0.5;
/// Most patterns of identifiers that are still an accident rather than free text.
const FEW_PATTERNS: usize = 5;

/// Adds what is to be said about columns.
pub(super) fn add(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let target = facts.target.map(|target| target.name.as_str());
    let features: Vec<&Examined> =
        facts.examined.iter().filter(|column| Some(column.analysis.name.as_str()) != target).collect();
    missing(&features, facts.table.n_rows(), found);
    add_named(&features, found, sentinel);
    add_named(&features, found, no_numbers);
    add_named(&features, found, spelling);
    add_named(&features, found, formats);
    add_named(&features, found, |column| rare_levels(column, facts.table.n_rows()));
}

fn add_named(
    columns: &[&Examined],
    found: &mut Vec<Finding>,
    recommend: impl Fn(&Examined) -> Option<Finding>,
) {
    found.extend(columns.iter().filter_map(|column| recommend(column)).take(NAMED));
}

fn missing(columns: &[&Examined], n_rows: usize, found: &mut Vec<Finding>) {
    let share = |column: &Examined| column.analysis.n_missing as f64 / n_rows.max(1) as f64;
    let mut gappy: Vec<&&Examined> = columns.iter().filter(|column| column.analysis.n_missing > 0).collect();
    gappy.sort_by_key(|column| std::cmp::Reverse(column.analysis.n_missing));
    let (many, few): (Vec<&&Examined>, Vec<&&Examined>) =
        gappy.into_iter().partition(|column| share(column) >= MANY_MISSING);
    for column in many.iter().take(NAMED) {
        let (name, part) = (&column.analysis.name, share(column));
        let mostly = part >= MOSTLY_MISSING;
        found.push(advice(
            "missing-cells",
            if mostly { Severity::Warning } else { Severity::Note },
            Some(name),
            format!("`{name}` is missing in {} rows ({:.1} %)", column.analysis.n_missing, 100.0 * part),
            if mostly {
                format!(
                    "--drop {name}, unless being empty means something; models are told where it is empty"
                )
            } else {
                "nothing has to be done: models are told where it is empty; find out why it is".into()
            },
        ));
    }
    let rest: Vec<&&Examined> = many.into_iter().skip(NAMED).chain(few).collect();
    if let Some(first) = rest.first() {
        let n_cells: usize = rest.iter().map(|column| column.analysis.n_missing).sum();
        let named: Vec<String> = rest
            .iter()
            .take(NAMED)
            .map(|column| format!("`{}` {}", column.analysis.name, column.analysis.n_missing))
            .collect();
        let more = if rest.len() > NAMED { ", ..." } else { "" };
        let subject = (rest.len() == 1).then_some(first.analysis.name.as_str());
        found.push(advice(
            "missing-cells",
            Severity::Note,
            subject,
            format!(
                "{n_cells} cells are missing in {}{}: {}{more}",
                rest.len(),
                if rest.len() == 1 { " column" } else { " more columns with few gaps" },
                named.join(", ")
            ),
            "nothing has to be done: numbers are filled with the median, categories with a level of their own".into(),
        ));
    }
}

fn sentinel(column: &Examined) -> Option<Finding> {
    let (value, count) = column.validity.sentinel?;
    let name = &column.analysis.name;
    Some(advice(
        "sentinel",
        Severity::Warning,
        Some(name),
        format!(
            "`{name}` is {value} in {count} rows, far from all other values: it likely means \"missing\""
        ),
        format!("--na {value} reads it as missing"),
    ))
}

fn no_numbers(column: &Examined) -> Option<Finding> {
    let (mark, _) = column.validity.no_numbers.first()?;
    let name = &column.analysis.name;
    let shown: Vec<String> =
        column.validity.no_numbers.iter().map(|(text, count)| format!("`{text}` ({count})")).collect();
    Some(advice(
        "mostly-numbers",
        Severity::Warning,
        Some(name),
        format!(
            "`{name}` holds numbers but for {} cells, such as {}, and was read as {}",
            column.analysis.n_invalid,
            shown.join(", "),
            column.analysis.kind
        ),
        format!("--na \"{mark}\" reads that as missing and the column as numbers; else correct the cells"),
    ))
}

fn spelling(column: &Examined) -> Option<Finding> {
    let Distribution::Levels(levels) = &column.analysis.distribution else { return None };
    let group = levels.alike.first()?;
    let name = &column.analysis.name;
    let quoted: Vec<String> = group.iter().take(4).map(|level| format!("`{level}`")).collect();
    Some(advice(
        "similar-levels",
        Severity::Note,
        Some(name),
        format!(
            "`{name}` has levels that differ only in case, blanks or a final full stop: {}",
            quoted.join(", ")
        ),
        "write them in one way in the table, or models learn them apart".into(),
    ))
}

fn formats(column: &Examined) -> Option<Finding> {
    let n_patterns = column.analysis.n_patterns?;
    let name = &column.analysis.name;
    let mixed = column.analysis.kind == ColumnKind::Identifier && (2..=FEW_PATTERNS).contains(&n_patterns);
    mixed.then(|| {
        advice(
            "mixed-formats",
            Severity::Note,
            Some(name),
            format!("`{name}` is written in {n_patterns} formats"),
            "a join on it finds only equal ones: write it in one way in the table".into(),
        )
    })
}

fn rare_levels(column: &Examined, n_rows: usize) -> Option<Finding> {
    let analysis = &column.analysis;
    let n_present = n_rows - analysis.n_missing;
    let rare = analysis.kind == ColumnKind::Category
        && n_present >= 100
        && analysis.n_distinct as f64 >= RARELY_MET * n_present as f64;
    rare.then(|| {
        advice(
            "rare-levels",
            Severity::Note,
            Some(&analysis.name),
            format!(
                "`{}` has {} levels in {n_present} cells: most will not be met again",
                analysis.name, analysis.n_distinct
            ),
            format!("--drop {0}, or --type {0}=text if it is made of words", analysis.name),
        )
    })
}
