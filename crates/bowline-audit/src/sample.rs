//! A few thousand rows that stand for all of them.
//!
//! Whether columns say anything of the target shows on some thousands of rows as well as on a million: a correlation of 5 000 rows is known to
//! 0.03. The rows are drawn by the seed, without replacement, so that the same table gives the same answers.

use bowline_automl::Problem;
use bowline_core::{Column, Seed, Table, Target, Task};

/// Rows of a sample.
const ROWS: usize = 5_000;
/// Rows of the rarer of two classes that a sample should hold; it is made larger for that, up to [`MOST_ROWS`].
const RARE_ROWS: usize = 50;
/// Most rows of a sample.
const MOST_ROWS: usize = 20_000;
/// Cells of a sample, which bounds its time where there are many columns.
const CELLS: usize = 1_000_000;
/// Fewest rows, however many columns there are.
const FEWEST_ROWS: usize = 500;

/// Some rows of a problem.
pub(crate) struct Sample {
    /// Their features.
    pub features: Table,
    /// Their target.
    pub target: Target,
    /// Their hashes, by which they are split.
    pub row_hashes: Vec<u64>,
    /// Their group or time.
    pub split_column: Option<Column>,
}

impl Sample {
    /// The rows of `rows`.
    pub fn of_rows(problem: &Problem, rows: &[u32]) -> Self {
        Self {
            features: problem.features.take(rows),
            target: problem.target.values.take(rows),
            row_hashes: rows.iter().map(|&row| problem.row_hashes[row as usize]).collect(),
            split_column: problem.split_column.as_ref().map(|column| column.take(rows)),
        }
    }

    /// Enough rows to measure ties to the target, or all of them.
    pub fn of(problem: &Problem, seed: Seed) -> Self {
        let n_rows = problem.features.n_rows();
        let rows = draw_rows(n_rows, wanted_rows(problem), seed.derive("sample", 0));
        Self::of_rows(problem, &rows)
    }

    /// More rows, for a question that [`Self::of`] could not settle; `None` where there are none, or they would take too long.
    pub fn larger(problem: &Problem, than: &Self, seed: Seed) -> Option<Self> {
        let n_rows = problem.features.n_rows();
        let wanted = MOST_ROWS.min(most_by_cells(problem)).min(n_rows);
        (wanted > than.target.len())
            .then(|| Self::of_rows(problem, &draw_rows(n_rows, wanted, seed.derive("larger-sample", 0))))
    }

    /// A problem of these rows alone, for what splits problems.
    pub fn problem(&self, of: &Problem) -> Problem {
        let mut target = of.target.clone();
        target.values = self.target.clone();
        target.rows = (0..self.target.len() as u32).collect();
        Problem {
            features: self.features.clone(),
            schema: of.schema.clone(),
            target,
            row_hashes: self.row_hashes.clone(),
            split_column: self.split_column.clone(),
            entity: of.entity.clone(),
            findings: Vec::new(),
        }
    }
}

fn wanted_rows(problem: &Problem) -> usize {
    let n_rows = problem.features.n_rows();
    let rarer = match (&problem.target.values, problem.target.spec.task) {
        (Target::Classes { codes, .. }, Task::Binary) => {
            let ones = codes.iter().filter(|&&code| code == 1).count();
            ones.min(codes.len() - ones)
        }
        _ => n_rows,
    };
    let by_rare = (RARE_ROWS * n_rows).div_ceil(rarer.max(1)).clamp(ROWS, MOST_ROWS);
    by_rare.min(most_by_cells(problem))
}

fn most_by_cells(problem: &Problem) -> usize {
    (CELLS / problem.features.columns().len().max(1)).max(FEWEST_ROWS)
}

/// `wanted` of `n_rows` rows, all alike likely, ascending (selection sampling, Fan, Muller and Rezucha 1962). O(n).
pub(crate) fn draw_rows(n_rows: usize, wanted: usize, seed: Seed) -> Vec<u32> {
    if wanted >= n_rows {
        return (0..n_rows as u32).collect();
    }
    let mut rng = seed.rng();
    let mut chosen = Vec::with_capacity(wanted);
    for row in 0..n_rows {
        let (needed, left) = (wanted - chosen.len(), n_rows - row);
        if rng.below(left as u64) < needed as u64 {
            chosen.push(row as u32);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_as_many_as_wanted_and_each_row_alike() {
        let mut times = [0; 20];
        for seed in 0..2_000 {
            let rows = draw_rows(20, 5, Seed(seed));
            assert_eq!(rows.len(), 5);
            assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
            rows.iter().for_each(|&row| times[row as usize] += 1);
        }
        // 500 each, with a standard deviation of 19.
        assert!(times.iter().all(|count| (400..600).contains(count)), "{times:?}");
        assert_eq!(draw_rows(3, 5, Seed(0)), [0, 1, 2]);
    }
}
