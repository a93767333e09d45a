//! Typed columns from strings: by inference, or as a kind that was asked for.

use bowline_core::{ColumnData, ColumnKind, Finding, Severity};

use crate::dictionary::{Dictionary, TooLong};
use crate::epoch;
use crate::infer::{self, StringKind};
use crate::number;
use crate::options::{DecimalMark, Wanted};
use crate::timestamp::{self, DateOrder, Dates};
use crate::written_number::{self, Convention, Numbers};

/// Why strings are no column of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Cells that do not parse: the first one, its row, and how many there are.
    Cells { row: usize, cell: String, count: usize },
    /// Dates that can be read in two ways, with the first.
    Ambiguous { cell: String },
    /// Dates in several forms, with a cell of each.
    Mixed { forms: Vec<String> },
    /// More text than one array holds.
    TooLong,
}

impl From<TooLong> for Refusal {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

/// A typed column, and what was decided about it.
pub(crate) struct Typed {
    pub(crate) data: ColumnData,
    pub(crate) findings: Vec<Finding>,
    /// The numbers, where cells were read as such.
    pub(crate) numbers: Option<Numbers>,
}

impl Typed {
    fn new(data: ColumnData) -> Self {
        Self { data, findings: Vec::new(), numbers: None }
    }

    fn with_numbers(name: &str, numbers: Numbers, data: ColumnData) -> Self {
        Self { data, findings: numbers.finding(name).into_iter().collect(), numbers: Some(numbers) }
    }
}

/// Infers the kind of the string column `name` by the rules of [`infer`]. Cells are tried as numbers where there is a
/// convention for them; plain numbers are not, unless the convention names a decimal mark.
pub(crate) fn inferred(
    name: &str,
    cells: &Dictionary<'_>,
    convention: Option<Convention>,
) -> Result<Typed, Refusal> {
    let booleans: Option<Vec<bool>> = cells.levels().iter().map(|level| infer::boolean(level)).collect();
    if let Some(values) = booleans.filter(|values| !values.is_empty()) {
        return Ok(Typed::new(ColumnData::Boolean(cells.rows(&values).collect())));
    }
    let numbers = convention.and_then(|held| written_number::column(cells.levels(), cells.counts(), held));
    if let Some(numbers) = numbers {
        let data = if numbers.whole && numbers.n_infinite == 0 {
            let whole: Vec<Option<i64>> =
                numbers.values.iter().map(|value| value.map(|value| value as i64)).collect();
            ColumnData::Integer(cells.rows(&whole).map(Option::flatten).collect())
        } else {
            floats(cells, &numbers.values)
        };
        return Ok(Typed::with_numbers(name, numbers, data));
    }
    let findings = match timestamp::column(cells.levels()) {
        Dates::Read(values) => {
            return Ok(Typed::new(ColumnData::Timestamp(cells.rows(&values).collect())));
        }
        Dates::Ambiguous => vec![Finding {
            code: "ambiguous-dates",
            severity: Severity::Warning,
            subject: Some(name.to_owned()),
            message: "its dates fit day/month and month/day alike".into(),
            action: "read as text; write the dates as `2024-01-31`".into(),
        }],
        Dates::Mixed(forms) => vec![Finding {
            code: "mixed-dates",
            severity: Severity::Warning,
            subject: Some(name.to_owned()),
            message: format!("its dates are written in {} forms: `{}`", forms.len(), forms.join("`, `")),
            action: "read as text; write all dates as `2024-01-31`".into(),
        }],
        Dates::No => Vec::new(),
    };
    let data = match infer::string_kind(infer::facts_of(cells)) {
        StringKind::Category => ColumnData::Category(cells.to_categories()?),
        StringKind::Text => ColumnData::Text(cells.to_strings()?),
        StringKind::Identifier => ColumnData::Identifier(cells.to_strings()?),
    };
    Ok(Typed { findings, ..Typed::new(data) })
}

/// Reads every cell of the column `name` as the wanted kind.
pub(crate) fn as_wanted(
    name: &str,
    cells: &Dictionary<'_>,
    wanted: Wanted,
    convention: Convention,
) -> Result<Typed, Refusal> {
    Ok(Typed::new(match wanted.kind {
        ColumnKind::Category => ColumnData::Category(cells.to_categories()?),
        ColumnKind::Text => ColumnData::Text(cells.to_strings()?),
        ColumnKind::Identifier => ColumnData::Identifier(cells.to_strings()?),
        ColumnKind::Boolean => {
            ColumnData::Boolean(cells.rows(&parsed(cells, infer::lenient_boolean)?).collect())
        }
        ColumnKind::Timestamp => return timestamps(name, cells, wanted.exact),
        ColumnKind::Float => return wanted_floats(name, cells, convention),
        ColumnKind::Integer => return wanted_integers(name, cells, wanted.exact, convention),
    }))
}

fn floats(cells: &Dictionary<'_>, values: &[Option<f64>]) -> ColumnData {
    ColumnData::Float(cells.rows(values).map(Option::flatten).collect())
}

fn wanted_floats(name: &str, cells: &Dictionary<'_>, convention: Convention) -> Result<Typed, Refusal> {
    // With a decimal comma that was asked for, `1.234` is not what it looks like.
    if convention.decimal != Some(DecimalMark::Comma)
        && let Ok(values) = parsed(cells, finite)
    {
        return Ok(Typed::new(ColumnData::Float(cells.rows(&values).collect())));
    }
    if let Some(numbers) = written_number::column(cells.levels(), cells.counts(), convention) {
        let data = floats(cells, &numbers.values);
        return Ok(Typed::with_numbers(name, numbers, data));
    }
    // The reading that fits most cells is the one that was meant; its failures are what the message names.
    let written = |mark| {
        parsed(cells, |cell| match number::real(cell.trim().as_bytes()) {
            _ if convention.dash_is_missing && cell.trim() == "-" => Some(None),
            Some(real) => Some(Some(real.value).filter(|value| value.is_finite())),
            None => written_number::value(cell, mark).map(Some),
        })
    };
    let values = fewest_failures([written(DecimalMark::Point), written(DecimalMark::Comma)])?;
    Ok(Typed::new(floats(cells, &values)))
}

fn wanted_integers(
    name: &str,
    cells: &Dictionary<'_>,
    exact: bool,
    convention: Convention,
) -> Result<Typed, Refusal> {
    let plain = parsed(cells, |cell| number::integer(cell.as_bytes()).or_else(|| whole(finite(cell)?)));
    if convention.decimal != Some(DecimalMark::Comma)
        && let Ok(values) = plain
    {
        return Ok(Typed::new(ColumnData::Integer(cells.rows(&values).collect())));
    }
    let read = wanted_floats(name, cells, convention)?;
    let ColumnData::Float(values) = &read.data else { return Ok(read) };
    let is_whole = |value: Option<f64>| value.is_none_or(|value| whole(value).is_some());
    match values.iter().position(|value| !is_whole(value)) {
        None => {
            let data = ColumnData::Integer(values.iter().map(|value| value.and_then(whole)).collect());
            Ok(Typed { data, ..read })
        }
        Some(row) if exact => {
            let count = values.iter().filter(|value| !is_whole(*value)).count();
            Err(Refusal::Cells { row, cell: cells.text(row).unwrap_or_default().to_owned(), count })
        }
        Some(_) => Ok(read),
    }
}

fn finite(cell: &str) -> Option<f64> {
    number::real(cell.trim().as_bytes()).map(|real| real.value).filter(|value| value.is_finite())
}

/// An integer that was written as a float, where it is one for sure.
pub(crate) fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
}

fn timestamps(name: &str, cells: &Dictionary<'_>, exact: bool) -> Result<Typed, Refusal> {
    let typed = |values: Vec<i64>| Typed::new(ColumnData::Timestamp(cells.rows(&values).collect()));
    match timestamp::column(cells.levels()) {
        Dates::Read(values) => return Ok(typed(values)),
        Dates::Ambiguous => {
            let cell = cells.levels().first().map(|level| level.to_string()).unwrap_or_default();
            return Err(Refusal::Ambiguous { cell });
        }
        Dates::Mixed(forms) => return Err(Refusal::Mixed { forms }),
        Dates::No => {}
    }
    if let Some((values, unit)) = epoch::column(cells.levels()).filter(|(values, _)| !values.is_empty()) {
        let finding = Finding {
            code: "dates-as-numbers",
            severity: Severity::Note,
            subject: Some(name.to_owned()),
            message: format!("its numbers are read as {unit}"),
            action: format!("use `--type {name}=integer` to read numbers"),
        };
        return Ok(Typed { findings: if exact { vec![finding] } else { Vec::new() }, ..typed(values) });
    }
    let read = |order| parsed(cells, |cell: &str| timestamp::parse(cell.as_bytes(), order));
    fewest_failures(DateOrder::ALL.map(read)).map(typed)
}

/// The first of `attempts` that succeeded, or the refusal of the one with the fewest cells that do not fit.
fn fewest_failures<T, const N: usize>(attempts: [Result<T, Refusal>; N]) -> Result<T, Refusal> {
    let mut fewest: Option<Refusal> = None;
    let failures = |refusal: &Refusal| if let Refusal::Cells { count, .. } = refusal { *count } else { 0 };
    for attempt in attempts {
        match attempt {
            Ok(read) => return Ok(read),
            Err(refusal) => {
                if fewest.as_ref().is_none_or(|held| failures(&refusal) < failures(held)) {
                    fewest = Some(refusal);
                }
            }
        }
    }
    Err(fewest.unwrap_or(Refusal::TooLong))
}

/// Every level through `parse`; [`Refusal::Cells`] when one does not parse.
fn parsed<T>(cells: &Dictionary<'_>, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Refusal> {
    let mut values = Vec::with_capacity(cells.levels().len());
    let mut bad: Option<(usize, usize)> = None;
    for (at, (level, &count)) in cells.levels().iter().zip(cells.counts()).enumerate() {
        match parse(level) {
            Some(value) => values.push(value),
            None => bad.get_or_insert((at, 0)).1 += count,
        }
    }
    match bad {
        None => Ok(values),
        // Levels stand in the order of their first rows, so the first bad level has the first bad row.
        Some((level, count)) => {
            let cell = cells.levels()[level].to_string();
            Err(Refusal::Cells { row: cells.first_row(level), cell, count })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::Column;

    fn cells<'a>(cells: &[&'a str]) -> Dictionary<'a> {
        Dictionary::of(cells.iter().map(|cell| Some(*cell).filter(|cell| !cell.is_empty())))
    }

    const CONVENTION: Convention =
        Convention { decimal: None, hint: DecimalMark::Point, dash_is_missing: true };

    fn of_cells(of: &[&str]) -> Typed {
        inferred("x", &cells(of), Some(CONVENTION)).unwrap_or_else(|refusal| panic!("{refusal:?}"))
    }

    fn kind(of: &[&str]) -> ColumnKind {
        Column::new("x", of_cells(of).data).kind()
    }

    fn wanted(of: &[&str], kind: ColumnKind, exact: bool) -> Result<Column, Refusal> {
        as_wanted("x", &cells(of), Wanted { kind, exact }, CONVENTION).map(|read| Column::new("x", read.data))
    }

    #[test]
    fn infers() {
        assert_eq!(kind(&["true", "FALSE", ""]), ColumnKind::Boolean);
        assert_eq!(kind(&["t", "f"]), ColumnKind::Category);
        assert_eq!(kind(&["2024-01-31", "", "2024-02-01 10:00"]), ColumnKind::Timestamp);
        assert_eq!(kind(&["1/13/2012", "1/14/2012"]), ColumnKind::Timestamp);
        assert_eq!(kind(&["a b c d", "e f g h", "i j k l"]), ColumnKind::Text);
        assert_eq!(kind(&["a", "", "b", "a"]), ColumnKind::Category);
        assert_eq!(kind(&["$1,200", "", "-"]), ColumnKind::Integer);
        assert_eq!(kind(&["1,5", "2"]), ColumnKind::Float);
        let ambiguous = of_cells(&["1/2/2012", "3/4/2012"]);
        assert_eq!(ambiguous.findings[0].code, "ambiguous-dates");
        assert!(matches!(ambiguous.data, ColumnData::Category(_)));
        let mixed = of_cells(&["2024-01-31", "31/01/2024", "Jan 31, 2024"]);
        assert!(matches!(mixed.data, ColumnData::Category(_)));
        assert_eq!(
            mixed.findings[0].message,
            "its dates are written in 3 forms: `2024-01-31`, `31/01/2024`, `Jan 31, 2024`"
        );
    }

    #[test]
    fn refuses_with_row_and_count() {
        let refused = |of: &[&str], kind| match wanted(of, kind, true) {
            Err(Refusal::Cells { row, count, .. }) => (row, count),
            _ => panic!("not refused"),
        };
        assert_eq!(refused(&["1", "x", "", "y"], ColumnKind::Float), (1, 2));
        assert_eq!(refused(&["1", "1.5"], ColumnKind::Integer), (1, 1));
        assert_eq!(refused(&["yes", "maybe"], ColumnKind::Boolean), (1, 1));
        assert_eq!(refused(&["2024-01-31", "soon"], ColumnKind::Timestamp), (1, 1));
        assert!(
            matches!(wanted(&["1/2/2012"], ColumnKind::Timestamp, true), Err(Refusal::Ambiguous { cell }) if cell == "1/2/2012")
        );
        assert_eq!(wanted(&["3.0"], ColumnKind::Integer, true).unwrap().number(0), Some(3.0));
        assert_eq!(wanted(&["3.5"], ColumnKind::Integer, false).unwrap().kind(), ColumnKind::Float);
        assert_eq!(wanted(&["19700102"], ColumnKind::Timestamp, true).unwrap().number(0), Some(86_400.0));
        assert_eq!(wanted(&["86400"], ColumnKind::Timestamp, true).unwrap().number(0), Some(86_400.0));
        assert_eq!(wanted(&["$1,200"], ColumnKind::Integer, true).unwrap().number(0), Some(1_200.0));
        assert_eq!(wanted(&["1,5", "-"], ColumnKind::Float, true).unwrap().number(0), Some(1.5));
        assert_eq!(refused(&["$1", "$2", "x"], ColumnKind::Float), (2, 1));
        assert!(matches!(
            wanted(&["2024-01-31", "31/01/2024"], ColumnKind::Timestamp, true),
            Err(Refusal::Mixed { .. })
        ));
    }
}
