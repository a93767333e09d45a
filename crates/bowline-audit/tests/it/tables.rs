//! Tables with a known law.

use bowline_automl::{Problem, SearchOptions, state_problem};
use bowline_core::{Column, Rng, Seed, Table};

/// The problem of learning `y`.
pub fn stated(table: &Table) -> Problem {
    state_problem(table, &SearchOptions::new("y")).unwrap()
}

fn normal(rng: &mut Rng, n: usize) -> Vec<f64> {
    (0..n).map(|_| rng.normal()).collect()
}

/// `y` is yes where a line and a bowl of `a`, `b` and `kind` are high: too much for three rules.
pub fn tied(n_rows: usize, seed: u64) -> Table {
    let mut rng = Seed(seed).rng();
    let (a, b, c) = (normal(&mut rng, n_rows), normal(&mut rng, n_rows), normal(&mut rng, n_rows));
    let kinds = ["red", "green", "blue"];
    let kind: Vec<Option<&str>> = (0..n_rows).map(|_| Some(kinds[rng.below(3) as usize])).collect();
    let y: Vec<Option<&str>> = (0..n_rows)
        .map(|row| {
            let lift = if kind[row] == Some("red") { 1.0 } else { 0.0 };
            let score = a[row] + b[row] + 0.8 * c[row] + lift + 0.8 * rng.normal();
            Some(if score > 0.5 { "yes" } else { "no" })
        })
        .collect();
    Table::new(vec![
        Column::floats("a", &a),
        Column::floats("b", &b),
        Column::floats("c", &c),
        Column::category("kind", &kind),
        Column::category("y", &y),
    ])
    .unwrap()
}

/// `y` is a coin; the columns are noise.
pub fn untied(n_rows: usize, seed: u64) -> Table {
    let mut rng = Seed(seed).rng();
    let columns: Vec<Column> =
        (0..5).map(|at| Column::floats(format!("x{at}"), &normal(&mut rng, n_rows))).collect();
    let y: Vec<Option<&str>> =
        (0..n_rows).map(|_| Some(if rng.uniform() < 0.4 { "yes" } else { "no" })).collect();
    Table::new(columns.into_iter().chain([Column::category("y", &y)]).collect()).unwrap()
}

/// `y` is a number: a line of `a` and `b` with some noise.
pub fn numbers(n_rows: usize, seed: u64) -> Table {
    let mut rng = Seed(seed).rng();
    let (a, b, noise) = (normal(&mut rng, n_rows), normal(&mut rng, n_rows), normal(&mut rng, n_rows));
    let y: Vec<f64> = (0..n_rows).map(|row| 10.0 + 3.0 * a[row] - 2.0 * b[row] + noise[row]).collect();
    Table::new(vec![Column::floats("a", &a), Column::floats("b", &b), Column::floats("y", &y)]).unwrap()
}

/// `y` is one of twelve classes, most of which `a` and `b` tell apart.
pub fn twelve_classes(n_rows: usize, seed: u64) -> Table {
    let mut rng = Seed(seed).rng();
    let (a, b) = (normal(&mut rng, n_rows), normal(&mut rng, n_rows));
    let y: Vec<Option<String>> = (0..n_rows)
        .map(|row| {
            let mut step =
                |x: f64, steps: f64| ((x + 0.2 * rng.normal() + 1.5).clamp(0.0, 2.99) / 3.0 * steps) as u32;
            let class = step(a[row], 4.0) * 3;
            Some(format!("k{}", class + step(b[row], 3.0)))
        })
        .collect();
    Table::new(vec![Column::floats("a", &a), Column::floats("b", &b), Column::category("y", &y)]).unwrap()
}
