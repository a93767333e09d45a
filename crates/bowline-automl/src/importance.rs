//! Permutation importance: how much worse the served model gets when a column of the test rows is shuffled.
//!
//! Shuffling keeps a column's values and breaks their tie to the target (Breiman 2001; Fisher, Rudin and Dominici 2019). It asks
//! the whole pipeline, so the answer is about columns of the user's table and not about derived features. Columns that tell the same
//! story share their importance.

use bowline_core::{Budget, Pipeline, PredictError, Seed, Table, Target};
use bowline_stats::mean_and_std;

use crate::evaluation::Judge;
use crate::outcome::ColumnImportance;

/// Test rows that are used at most.
const MAX_ROWS: usize = 2_000;
/// Test rows that are used at least, where there are so many.
const MIN_ROWS: usize = 200;
/// Rows on which the time of a prediction is measured.
const TRIAL_ROWS: usize = 100;
/// Shuffles of each column when time allows.
const REPEATS: usize = 5;

/// Importance of every column of the pipeline's schema, largest first. Shuffles go round by round over all columns until the budget
/// ends; empty when it ends before the first round does.
///
/// # Errors
/// [`PredictError`] when the table does not fit the pipeline.
pub fn permutation_importance(
    pipeline: &Pipeline,
    table: &Table,
    truth: &Target,
    judge: &Judge,
    seed: Seed,
    budget: &Budget<'_>,
) -> Result<Vec<ColumnImportance>, PredictError> {
    let mut order: Vec<u32> = (0..table.n_rows() as u32).collect();
    seed.derive("importance-rows", 0).rng().shuffle(&mut order);
    let drawn = |n_rows: usize| {
        let mut rows = order[..n_rows.min(order.len())].to_vec();
        rows.sort_unstable();
        rows
    };
    let table = pipeline.input.conform(table)?;
    let rows = drawn(affordable_rows(pipeline, &table, &drawn(TRIAL_ROWS), budget)?);
    let (table, truth, n_rows) = (table.take(&rows), truth.take(&rows), rows.len());
    let goodness = |table: &Table| -> Result<Option<f64>, PredictError> {
        let predictions = pipeline.predict(table)?;
        let score = predictions.scores().and_then(|(scores, _)| judge.score(&truth, scores));
        Ok(score.map(|score| judge.metric.goodness(score)))
    };
    let Some(whole) = goodness(&table)? else { return Ok(Vec::new()) };
    let mut falls: Vec<Vec<f64>> = vec![Vec::new(); table.columns().len()];
    'rounds: for repeat in 0..REPEATS {
        for (at, column) in table.columns().iter().enumerate() {
            if budget.is_spent() {
                break 'rounds;
            }
            let mut order: Vec<u32> = (0..n_rows as u32).collect();
            seed.derive("importance", (repeat * table.columns().len() + at) as u64).rng().shuffle(&mut order);
            if let Ok(shuffled) = table.clone().with_column(column.take(&order))
                && let Some(score) = goodness(&shuffled)?
            {
                falls[at].push(whole - score);
            }
        }
    }
    if falls.iter().any(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let mut importance: Vec<ColumnImportance> = table
        .columns()
        .iter()
        .zip(&falls)
        .map(|(column, falls)| {
            let (mean, std) = mean_and_std(falls);
            ColumnImportance { column: column.name.clone(), mean, std }
        })
        .collect();
    importance.sort_by(|a, b| b.mean.total_cmp(&a.mean).then_with(|| a.column.cmp(&b.column)));
    Ok(importance)
}

/// As many rows as let one round over all columns end in half of the time left, from a trial on a few.
fn affordable_rows(
    pipeline: &Pipeline,
    table: &Table,
    trial: &[u32],
    budget: &Budget<'_>,
) -> Result<usize, PredictError> {
    let before = budget.elapsed();
    pipeline.predict(&table.take(trial))?;
    let per_row = budget.elapsed().saturating_sub(before).as_secs_f64() / trial.len().max(1) as f64;
    let per_round = per_row * (table.columns().len() + 1) as f64;
    let affordable = 0.5 * budget.remaining().as_secs_f64() / per_round.max(f64::MIN_POSITIVE);
    Ok((affordable as usize).clamp(MIN_ROWS, MAX_ROWS))
}
