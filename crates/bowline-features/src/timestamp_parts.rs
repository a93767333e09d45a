//! What a moment says about behaviour: the hour, the weekday, the season, and how long ago it was.
//!
//! Hour 23 and hour 0 are neighbours, which a plain number hides; the sine and cosine of the angle on the dial keep it.
//! Times are read in UTC. A part that is the same in all training rows, such as the hour of pure dates, is left out.

use std::f64::consts::TAU;

use bowline_core::{Feature, Table};
use jiff::Timestamp;
use jiff::tz::Offset;

use crate::input::{self, Unreadable};

const MICROS_PER_DAY: f64 = 86_400e6;
/// Timestamp columns whose differences are taken; their number grows with the square.
const MAX_PAIRED_COLUMNS: usize = 10;

/// Parts of timestamp columns, for [`NumericSource::Timestamps`](crate::NumericSource::Timestamps).
///
/// Of column `c`: `c.hour` (0 to 23), `c.day_of_week` (Monday 0), `c.is_weekend`, `c.month` (1 to 12), the `_sin` and `_cos`
/// of hour, day of week and month, and `c.time_since`: days from the moment to the newest training moment of `c`.
/// Of each pair among the first ten columns: `a_minus_b` in days. A missing moment gives NaN in all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimestampParts {
    /// The columns, distinct.
    pub columns: Vec<String>,
}

/// Fitted [`TimestampParts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FittedTimestampParts {
    pub(crate) columns: Vec<FittedColumn>,
    /// Pairs of columns whose difference is taken.
    pub(crate) pairs: Vec<(usize, usize)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FittedColumn {
    pub(crate) name: String,
    /// The parts that vary.
    pub(crate) parts: Vec<Part>,
    /// The newest training moment in microseconds; 0 when there was none.
    pub(crate) newest: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Hour,
    DayOfWeek,
    IsWeekend,
    Month,
    HourSin,
    HourCos,
    DayOfWeekSin,
    DayOfWeekCos,
    MonthSin,
    MonthCos,
    TimeSince,
}

impl TimestampParts {
    pub(crate) fn fit(&self, table: &Table) -> Result<FittedTimestampParts, Unreadable> {
        let mut columns = Vec::with_capacity(self.columns.len());
        for name in &self.columns {
            let moments = input::times(table, name)?;
            let newest = moments.iter().flatten().copied().max().unwrap_or(0);
            let values = part_values(&moments, &Part::ALL, newest);
            let varying = Part::ALL.into_iter().zip(&values).filter(|(_, values)| varies(values));
            let parts = varying.map(|(part, _)| part).collect();
            columns.push(FittedColumn { name: name.clone(), parts, newest });
        }
        let paired = columns.len().min(MAX_PAIRED_COLUMNS);
        let pairs = (0..paired).flat_map(|a| (a + 1..paired).map(move |b| (a, b))).collect();
        let mut fitted = FittedTimestampParts { columns, pairs };
        let differences = fitted.differences(table)?;
        let mut varying = differences.iter().map(|values| varies(values));
        fitted.pairs.retain(|_| varying.next().unwrap_or(false));
        Ok(fitted)
    }
}

impl FittedTimestampParts {
    /// The numbers, `(n_features, n_samples)`.
    pub(crate) fn read(&self, table: &Table) -> Result<Vec<Vec<f64>>, Unreadable> {
        let mut values = Vec::new();
        for column in &self.columns {
            let moments = input::times(table, &column.name)?;
            values.extend(part_values(&moments, &column.parts, column.newest));
        }
        values.extend(self.differences(table)?);
        Ok(values)
    }

    pub(crate) fn features(&self) -> Vec<Feature> {
        let parts = self.columns.iter().flat_map(|column| {
            let named =
                |part: &Part| Feature::numeric(format!("{}.{}", column.name, part.as_str()), &column.name);
            column.parts.iter().map(named)
        });
        let pairs = self.pairs.iter().map(|&(a, b)| {
            let (a, b) = (&self.columns[a].name, &self.columns[b].name);
            Feature::numeric(format!("{a}_minus_{b}"), a)
        });
        parts.chain(pairs).collect()
    }

    fn differences(&self, table: &Table) -> Result<Vec<Vec<f64>>, Unreadable> {
        if self.pairs.is_empty() {
            return Ok(Vec::new());
        }
        let moments: Vec<Vec<Option<i64>>> =
            self.columns.iter().map(|c| input::times(table, &c.name)).collect::<Result<_, _>>()?;
        let days = |(a, b): (&Option<i64>, &Option<i64>)| match (a, b) {
            (Some(a), Some(b)) => days_between(*b, *a),
            _ => f64::NAN,
        };
        Ok(self.pairs.iter().map(|&(a, b)| moments[a].iter().zip(&moments[b]).map(days).collect()).collect())
    }
}

impl Part {
    pub(crate) const ALL: [Self; 11] = [
        Self::Hour,
        Self::DayOfWeek,
        Self::IsWeekend,
        Self::Month,
        Self::HourSin,
        Self::HourCos,
        Self::DayOfWeekSin,
        Self::DayOfWeekCos,
        Self::MonthSin,
        Self::MonthCos,
        Self::TimeSince,
    ];

    /// The end of the feature's name.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::DayOfWeek => "day_of_week",
            Self::IsWeekend => "is_weekend",
            Self::Month => "month",
            Self::HourSin => "hour_sin",
            Self::HourCos => "hour_cos",
            Self::DayOfWeekSin => "day_of_week_sin",
            Self::DayOfWeekCos => "day_of_week_cos",
            Self::MonthSin => "month_sin",
            Self::MonthCos => "month_cos",
            Self::TimeSince => "time_since",
        }
    }

    fn value(self, moment: &Moment, newest: i64) -> f64 {
        let hour_angle = moment.hour / 24.0 * TAU;
        let day_angle = moment.day_of_week / 7.0 * TAU;
        let month_angle = (moment.month - 1.0) / 12.0 * TAU;
        match self {
            Self::Hour => moment.hour,
            Self::DayOfWeek => moment.day_of_week,
            Self::IsWeekend => f64::from(u8::from(moment.day_of_week >= 5.0)),
            Self::Month => moment.month,
            Self::HourSin => hour_angle.sin(),
            Self::HourCos => hour_angle.cos(),
            Self::DayOfWeekSin => day_angle.sin(),
            Self::DayOfWeekCos => day_angle.cos(),
            Self::MonthSin => month_angle.sin(),
            Self::MonthCos => month_angle.cos(),
            Self::TimeSince => days_between(moment.micros, newest),
        }
    }
}

struct Moment {
    micros: i64,
    hour: f64,
    day_of_week: f64,
    month: f64,
}

impl Moment {
    /// `None` beyond the years -9999 to 9999.
    fn read(micros: i64) -> Option<Self> {
        let civil = Offset::UTC.to_datetime(Timestamp::from_microsecond(micros).ok()?);
        Some(Self {
            micros,
            hour: f64::from(civil.hour()),
            day_of_week: f64::from(civil.weekday().to_monday_zero_offset()),
            month: f64::from(civil.month()),
        })
    }
}

fn part_values(moments: &[Option<i64>], parts: &[Part], newest: i64) -> Vec<Vec<f64>> {
    let mut values = vec![vec![f64::NAN; moments.len()]; parts.len()];
    for (row, micros) in moments.iter().enumerate() {
        let Some(moment) = micros.and_then(Moment::read) else { continue };
        for (column, part) in values.iter_mut().zip(parts) {
            column[row] = part.value(&moment, newest);
        }
    }
    values
}

/// Days from `start` to `end`, both in microseconds.
fn days_between(start: i64, end: i64) -> f64 {
    (i128::from(end) - i128::from(start)) as f64 / MICROS_PER_DAY
}

/// Whether present values differ by more than rounding: the sine of noon and of midnight is the same 0.
fn varies(values: &[f64]) -> bool {
    let present = || values.iter().filter(|x| !x.is_nan());
    let low = present().copied().fold(f64::INFINITY, f64::min);
    let high = present().copied().fold(f64::NEG_INFINITY, f64::max);
    high - low > 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::TimestampMicrosecondArray;
    use bowline_core::{Column, ColumnData};

    fn table(name: &str, moments: &[Option<&str>]) -> Table {
        let micros = moments.iter().map(|m| m.map(|m| m.parse::<Timestamp>().unwrap().as_microsecond()));
        let array: TimestampMicrosecondArray = micros.collect::<Vec<_>>().into();
        Table::new(vec![Column::new(name, ColumnData::Timestamp(array))]).unwrap()
    }

    #[test]
    fn a_known_saturday() {
        let table = table("t", &[Some("2024-02-24T18:30:00Z"), Some("2024-03-25T00:00:00Z"), None]);
        let fitted = TimestampParts { columns: vec!["t".into()] }.fit(&table).unwrap();
        let values = fitted.read(&table).unwrap();
        let of = |name: &str| {
            let at = fitted.features().iter().position(|f| f.name == name).unwrap();
            (values[at][0], values[at][1])
        };
        assert_eq!(of("t.hour"), (18.0, 0.0));
        assert_eq!(of("t.day_of_week"), (5.0, 0.0));
        assert_eq!(of("t.is_weekend"), (1.0, 0.0));
        assert_eq!(of("t.month"), (2.0, 3.0));
        assert!((of("t.hour_sin").0 + 1.0).abs() < 1e-12 && (of("t.hour_cos").1 - 1.0).abs() < 1e-12);
        assert!((of("t.time_since").0 - (29.0 + 5.5 / 24.0)).abs() < 1e-9 && of("t.time_since").1 == 0.0);
        assert!(values.iter().all(|column| column[2].is_nan()));
    }

    #[test]
    fn constant_parts_are_left_out() {
        let dates = table("d", &[Some("2024-01-01T00:00:00Z"), Some("2024-01-09T00:00:00Z")]);
        let fitted = TimestampParts { columns: vec!["d".into()] }.fit(&dates).unwrap();
        let names: Vec<String> = fitted.features().into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["d.day_of_week", "d.day_of_week_sin", "d.day_of_week_cos", "d.time_since"]);
        let none = TimestampParts { columns: vec!["d".into()] }.fit(&table("d", &[None, None])).unwrap();
        assert!(none.features().is_empty());
    }
}
