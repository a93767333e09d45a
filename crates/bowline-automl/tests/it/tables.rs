//! Tables with a known law, and the search on them.

use bowline_automl::{Quality, SearchError, SearchOptions, SearchOutcome, search, state_problem};
use bowline_core::{Column, FitContext, Rng, Seed, Table};

/// Options of a quick search for `y`.
pub fn quick() -> SearchOptions {
    SearchOptions { quality: Quality::Fast, ..SearchOptions::new("y") }
}

/// A search without a deadline.
pub fn searched(table: &Table, options: &SearchOptions) -> Result<SearchOutcome, SearchError> {
    searched_with(table, None, options, &FitContext::with_seed(options.seed))
}

/// States the problem and searches.
pub fn searched_with(
    table: &Table,
    test: Option<&Table>,
    options: &SearchOptions,
    context: &FitContext<'_>,
) -> Result<SearchOutcome, SearchError> {
    search(state_problem(table, options)?, test, options, context)
}

/// `y` is yes where `a` plus noise is large; `b` is noise, `group` numbers blocks of ten rows, `at` counts rows.
pub fn rows(n_rows: usize, seed: u64) -> Table {
    let mut rng = Seed(seed).rng();
    let a = normal(&mut rng, n_rows);
    let b = normal(&mut rng, n_rows);
    let noise = normal(&mut rng, n_rows);
    let y: Vec<_> = a
        .iter()
        .zip(&noise)
        .map(|(a, noise)| Some(if a + 0.5 * noise > 0.3 { "yes" } else { "no" }))
        .collect();
    let group: Vec<_> = (0..n_rows).map(|row| Some(format!("g{}", row / 10))).collect();
    let at: Vec<f64> = (0..n_rows).map(|row| row as f64).collect();
    Table::new(vec![
        Column::floats("a", &a),
        Column::floats("b", &b),
        Column::category("group", &group),
        Column::floats("at", &at),
        Column::category("y", &y),
    ])
    .expect("columns of one length")
}

/// The same rows without the columns that only split.
pub fn plain(n_rows: usize, seed: u64) -> Table {
    without(&rows(n_rows, seed), &["group", "at"])
}

pub fn without(table: &Table, names: &[&str]) -> Table {
    let kept = table.columns().iter().filter(|column| !names.contains(&column.name.as_str())).cloned();
    Table::new(kept.collect()).expect("columns of one length")
}

pub fn normal(rng: &mut Rng, n: usize) -> Vec<f64> {
    (0..n).map(|_| rng.normal()).collect()
}
