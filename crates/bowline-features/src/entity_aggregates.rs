//! What an entity did before this moment: how often, how much, since when.
//!
//! A customer's past explains the next event better than the event's own columns, but only if it is really past: a mean
//! over all of a customer's rows holds the outcome that is to be predicted. So the fitted state keeps, for each entity, its
//! moments in order with running sums, and a row reads the sums of strictly earlier moments. The same rule serves training
//! rows, which see only what came before them, and new rows, which see the training history; no row is ever told which it
//! is. Rows at the same moment do not see each other.

use bowline_core::{
    Feature, FeatureMatrix, FitContext, FitError, FittedTransformer, Table, TransformError, Transformer,
};

use crate::feature_names::distinct;
use crate::input::{self, Unreadable};

mod artifact;

const MICROS_PER_DAY: f64 = 86_400e6;

/// Aggregates of the earlier rows of the same entity.
///
/// For entity column `e` and time column `t`: `e.n_previous` rows, `t_by_e.days_since_first` and `t_by_e.days_since_last`;
/// for each value column `v`: `v_by_e.count` of present values, `v_by_e.mean` and `v_by_e.std` (the sample's, division by
/// n - 1). Without earlier rows counts are 0 and the rest is NaN; all are NaN where the entity or the time is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityAggregates {
    /// Who: a column of any kind, compared by its cells as text.
    pub entity: String,
    /// When: a timestamp column.
    pub time: String,
    /// How much: numeric columns, distinct.
    pub values: Vec<String>,
}

/// Fitted [`EntityAggregates`].
#[derive(Debug, Clone)]
pub struct FittedEntityAggregates {
    spec: EntityAggregates,
    /// Ascending.
    entities: Vec<String>,
    /// Where each entity's moments start in the arrays below, `(n_entities + 1,)`.
    starts: Vec<u32>,
    /// Distinct moments in microseconds, ascending within an entity, `(n_moments,)`.
    moments: Vec<i64>,
    /// Rows of the entity up to and including the moment, `(n_moments,)`.
    n_rows: Vec<u32>,
    /// For each value column, the running sums at each moment.
    sums: Vec<Vec<Running>>,
    features: Vec<Feature>,
}

/// Count, mean and sum of squared deviations so far (Welford 1962).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Running {
    count: u32,
    mean: f64,
    squares: f64,
}

impl Running {
    fn add(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / f64::from(self.count);
        self.squares += before * (value - self.mean);
    }

    fn std(self) -> f64 {
        if self.count < 2 { f64::NAN } else { (self.squares / f64::from(self.count - 1)).max(0.0).sqrt() }
    }
}

impl Transformer for EntityAggregates {
    type Fitted = FittedEntityAggregates;

    /// # Errors
    /// [`FitError::Unsuitable`] names a column that is missing or of the wrong kind.
    fn fit(&self, table: &Table, _context: &FitContext<'_>) -> Result<FittedEntityAggregates, FitError> {
        let entity = input::find(table, &self.entity)?;
        let times = input::times(table, &self.time)?;
        let values: Vec<Vec<f64>> =
            self.values.iter().map(|name| input::numbers(table, name)).collect::<Result<_, _>>()?;
        let names: Vec<_> = (0..table.n_rows()).map(|row| entity.text(row)).collect();
        let mut rows: Vec<(&str, i64, usize)> =
            (0..table.n_rows()).filter_map(|row| Some((names[row].as_deref()?, times[row]?, row))).collect();
        rows.sort_unstable();

        let mut fitted = FittedEntityAggregates::empty(self.clone());
        for of_entity in rows.chunk_by(|a, b| a.0 == b.0) {
            fitted.entities.push(of_entity[0].0.to_owned());
            let mut running = vec![Running::default(); values.len()];
            let mut n_rows = 0;
            for at_once in of_entity.chunk_by(|a, b| a.1 == b.1) {
                n_rows += at_once.len() as u32;
                fitted.moments.push(at_once[0].1);
                fitted.n_rows.push(n_rows);
                for ((running, column), sums) in running.iter_mut().zip(&values).zip(&mut fitted.sums) {
                    at_once.iter().for_each(|&(_, _, row)| running.add(column[row]));
                    sums.push(*running);
                }
            }
            fitted.starts.push(fitted.moments.len() as u32);
        }
        Ok(fitted)
    }
}

impl FittedEntityAggregates {
    fn empty(spec: EntityAggregates) -> Self {
        let EntityAggregates { entity, time, values } = &spec;
        let mut features = vec![
            Feature::numeric(format!("{entity}.n_previous"), entity),
            Feature::numeric(format!("{time}_by_{entity}.days_since_first"), time),
            Feature::numeric(format!("{time}_by_{entity}.days_since_last"), time),
        ];
        for value in values {
            let named = |what: &str| Feature::numeric(format!("{value}_by_{entity}.{what}"), value);
            features.extend(["count", "mean", "std"].map(named));
        }
        Self {
            entities: Vec::new(),
            starts: vec![0],
            moments: Vec::new(),
            n_rows: Vec::new(),
            sums: vec![Vec::new(); values.len()],
            features: distinct(features),
            spec,
        }
    }

    /// Places of the entity's first moment and of its last one before `time`; `None` when there is none.
    fn history(&self, entity: &str, time: i64) -> Option<(usize, usize)> {
        let at = self.entities.binary_search_by(|held| held.as_str().cmp(entity)).ok()?;
        let (start, end) = (self.starts[at] as usize, self.starts[at + 1] as usize);
        let earlier = self.moments[start..end].partition_point(|&moment| moment < time);
        (earlier > 0).then(|| (start, start + earlier - 1))
    }

    /// The aggregates, `(n_features, n_samples)`.
    pub(crate) fn read(&self, table: &Table) -> Result<Vec<Vec<f64>>, Unreadable> {
        let entity = input::find(table, &self.spec.entity)?;
        let times = input::times(table, &self.spec.time)?;
        let mut columns = vec![vec![f64::NAN; table.n_rows()]; self.features.len()];
        for (row, time) in times.iter().enumerate() {
            if let (Some(name), Some(time)) = (entity.text(row), *time) {
                self.row(&name, time, |feature, value| columns[feature][row] = value);
            }
        }
        Ok(columns)
    }

    fn row(&self, entity: &str, time: i64, mut put: impl FnMut(usize, f64)) {
        let days_since = |moment: i64| (i128::from(time) - i128::from(moment)) as f64 / MICROS_PER_DAY;
        let Some((first, last)) = self.history(entity, time) else {
            put(0, 0.0);
            (0..self.sums.len()).for_each(|at| put(3 + at * 3, 0.0));
            return;
        };
        put(0, f64::from(self.n_rows[last]));
        put(1, days_since(self.moments[first]));
        put(2, days_since(self.moments[last]));
        for (at, sums) in self.sums.iter().enumerate() {
            let sum = sums[last];
            put(3 + at * 3, f64::from(sum.count));
            put(4 + at * 3, if sum.count == 0 { f64::NAN } else { sum.mean });
            put(5 + at * 3, sum.std());
        }
    }
}

impl FittedTransformer for FittedEntityAggregates {
    fn features(&self) -> &[Feature] {
        &self.features
    }

    fn n_sparse(&self) -> usize {
        0
    }

    fn transform(&self, table: &Table) -> Result<FeatureMatrix, TransformError> {
        let dense = self.read(table)?.into_iter().flatten().map(|value| value as f32).collect();
        Ok(FeatureMatrix::dense(table.n_rows(), self.features.clone(), dense))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Float64Array, TimestampMicrosecondArray};
    use bowline_core::{Column, ColumnData, Seed};

    const DAY: i64 = 86_400_000_000;

    fn table(rows: &[(Option<&str>, Option<i64>, Option<f64>)]) -> Table {
        let days: TimestampMicrosecondArray =
            rows.iter().map(|r| r.1.map(|d| d * DAY)).collect::<Vec<_>>().into();
        let values: Float64Array = rows.iter().map(|r| r.2).collect();
        Table::new(vec![
            Column::category("who", &rows.iter().map(|r| r.0).collect::<Vec<_>>()),
            Column::new("when", ColumnData::Timestamp(days)),
            Column::new("paid", ColumnData::Float(values)),
        ])
        .unwrap()
    }

    #[test]
    fn rows_see_only_what_came_before() {
        let (a, b) = (Some("a"), Some("b"));
        let train = table(&[
            (a, Some(9), Some(6.0)),
            (a, Some(1), Some(2.0)),
            (a, Some(4), Some(4.0)),
            (a, Some(4), None),
            (b, Some(2), Some(8.0)),
            (None, Some(3), Some(1.0)),
        ]);
        let spec =
            EntityAggregates { entity: "who".into(), time: "when".into(), values: vec!["paid".into()] };
        let fitted = spec.fit(&train, &FitContext::with_seed(Seed(0))).unwrap();
        let rows = |table: &Table| {
            let out = fitted.transform(table).unwrap();
            (0..table.n_rows())
                .map(|row| (0..6).map(|at| out.column(at)[row]).map(|x| (!x.is_nan()).then_some(x)).collect())
                .collect::<Vec<Vec<Option<f32>>>>()
        };
        let seen = rows(&train);
        let root2 = 2f32.sqrt();
        assert_eq!(seen[0], [Some(3.0), Some(8.0), Some(5.0), Some(2.0), Some(3.0), Some(root2)]);
        assert_eq!(seen[1], [Some(0.0), None, None, Some(0.0), None, None]);
        assert_eq!(seen[3], [Some(1.0), Some(3.0), Some(3.0), Some(1.0), Some(2.0), None]);
        assert_eq!(seen[5], [None; 6]);
        let later = rows(&table(&[(a, Some(10), None), (Some("new"), Some(10), None), (b, None, None)]));
        assert_eq!(later[0], [Some(4.0), Some(9.0), Some(1.0), Some(3.0), Some(4.0), Some(2.0)]);
        assert_eq!((later[1][0], later[1][4], later[2][0]), (Some(0.0), None, None));
    }
}
