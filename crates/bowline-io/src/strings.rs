//! Typed columns from strings: by inference, or as a kind that was asked for.

use arrow_array::TimestampMicrosecondArray;
use bowline_core::{ColumnData, ColumnKind};

use crate::dictionary::{Dictionary, TooLong};
use crate::infer::{self, StringKind};
use crate::number;
use crate::options::Wanted;
use crate::timestamp::{self, DateOrder, Dates};

/// Why strings are no column of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Cells that do not parse: the first one, its row, and how many there are.
    Cells { row: usize, cell: String, count: usize },
    /// Dates that can be read in two ways, with the first.
    Ambiguous { cell: String },
    /// More text than one array holds.
    TooLong,
}

impl From<TooLong> for Refusal {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

/// A column whose kind was inferred.
pub(crate) struct Inferred {
    pub(crate) data: ColumnData,
    /// True when the cells are dates that fit day first and month first alike, and stayed strings.
    pub(crate) ambiguous_dates: bool,
}

/// Infers the kind of a string column by the rules of [`infer`]; cells are not tried as numbers.
pub(crate) fn inferred(cells: &Dictionary<'_>) -> Result<Inferred, Refusal> {
    let sure = |data| Ok(Inferred { data, ambiguous_dates: false });
    let booleans: Option<Vec<bool>> = cells.levels().iter().map(|level| infer::boolean(level)).collect();
    if let Some(values) = booleans.filter(|values| !values.is_empty()) {
        return sure(ColumnData::Boolean(cells.rows(&values).collect()));
    }
    let ambiguous_dates = match timestamp::column(cells.levels()) {
        Dates::Read(values) => return sure(ColumnData::Timestamp(cells.rows(&values).collect())),
        dates => dates == Dates::Ambiguous,
    };
    let data = match infer::string_kind(infer::facts_of(cells)) {
        StringKind::Category => ColumnData::Category(cells.to_categories()?),
        StringKind::Text => ColumnData::Text(cells.to_strings()?),
        StringKind::Identifier => ColumnData::Identifier(cells.to_strings()?),
    };
    Ok(Inferred { data, ambiguous_dates })
}

/// Reads every cell as the wanted kind.
pub(crate) fn as_wanted(cells: &Dictionary<'_>, wanted: Wanted) -> Result<ColumnData, Refusal> {
    Ok(match wanted.kind {
        ColumnKind::Category => ColumnData::Category(cells.to_categories()?),
        ColumnKind::Text => ColumnData::Text(cells.to_strings()?),
        ColumnKind::Identifier => ColumnData::Identifier(cells.to_strings()?),
        ColumnKind::Boolean => {
            ColumnData::Boolean(cells.rows(&parsed(cells, infer::lenient_boolean)?).collect())
        }
        ColumnKind::Timestamp => ColumnData::Timestamp(timestamps(cells)?),
        ColumnKind::Float => ColumnData::Float(cells.rows(&parsed(cells, finite)?).collect()),
        ColumnKind::Integer => integers(cells, wanted.exact)?,
    })
}

fn integers(cells: &Dictionary<'_>, exact: bool) -> Result<ColumnData, Refusal> {
    match parsed(cells, |cell| number::integer(cell.as_bytes()).or_else(|| whole(finite(cell)?))) {
        Ok(values) => Ok(ColumnData::Integer(cells.rows(&values).collect())),
        Err(refusal) if exact => Err(refusal),
        Err(_) => Ok(ColumnData::Float(cells.rows(&parsed(cells, finite)?).collect())),
    }
}

fn finite(cell: &str) -> Option<f64> {
    number::real(cell.trim().as_bytes()).map(|real| real.value).filter(|value| value.is_finite())
}

/// An integer that was written as a float, where it is one for sure.
pub(crate) fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
}

fn timestamps(cells: &Dictionary<'_>) -> Result<TimestampMicrosecondArray, Refusal> {
    match timestamp::column(cells.levels()) {
        Dates::Read(values) => return Ok(cells.rows(&values).collect()),
        Dates::Ambiguous => {
            let cell = cells.levels().first().map(|level| level.to_string()).unwrap_or_default();
            return Err(Refusal::Ambiguous { cell });
        }
        Dates::No => {}
    }
    if let Ok(values) = parsed(cells, |cell| timestamp::parse_compact(cell.as_bytes())) {
        return Ok(cells.rows(&values).collect());
    }
    // The order that reads most cells is the one that was meant; its failures are what the message names.
    let orders = [DateOrder::Year, DateOrder::Day, DateOrder::Month];
    let failures = orders.map(|order| parsed(cells, |cell| timestamp::parse(cell.as_bytes(), order)).err());
    let fewest = failures.into_iter().flatten().min_by_key(|refusal| match refusal {
        Refusal::Cells { count, .. } => *count,
        Refusal::Ambiguous { .. } | Refusal::TooLong => 0,
    });
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

    fn kind(of: &[&str]) -> ColumnKind {
        Column::new("x", inferred(&cells(of)).ok().unwrap().data).kind()
    }

    fn wanted(of: &[&str], kind: ColumnKind, exact: bool) -> Result<Column, Refusal> {
        as_wanted(&cells(of), Wanted { kind, exact }).map(|data| Column::new("x", data))
    }

    #[test]
    fn infers() {
        assert_eq!(kind(&["true", "FALSE", ""]), ColumnKind::Boolean);
        assert_eq!(kind(&["t", "f"]), ColumnKind::Category);
        assert_eq!(kind(&["2024-01-31", "", "2024-02-01 10:00"]), ColumnKind::Timestamp);
        assert_eq!(kind(&["1/13/2012", "1/14/2012"]), ColumnKind::Timestamp);
        assert_eq!(kind(&["a b c d", "e f g h", "i j k l"]), ColumnKind::Text);
        assert_eq!(kind(&["a", "", "b", "a"]), ColumnKind::Category);
        let ambiguous = inferred(&cells(&["1/2/2012", "3/4/2012"])).ok().unwrap();
        assert!(ambiguous.ambiguous_dates && matches!(ambiguous.data, ColumnData::Category(_)));
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
    }
}
