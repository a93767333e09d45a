//! Rows that choose the strength when the caller gives none: every fifth row, drawn by the seed.
//!
//! The rows of each class are dealt out apart, so that a rare class stands on both sides where it can.

use bowline_core::{Dataset, Seed, Target};

/// One row in this many is held out.
const ONE_IN: usize = 5;
/// With fewer rows a held-out share says nothing.
const MIN_ROWS: usize = 20;

/// Splits the training rows into rows to learn from and rows to choose by, both ascending; `None` when there are too few.
pub(crate) fn holdout(data: &Dataset<'_>, seed: Seed) -> Option<(Vec<u32>, Vec<u32>)> {
    if data.rows.len() < MIN_ROWS {
        return None;
    }
    let mut groups: Vec<Vec<u32>> = match data.y {
        Target::Classes { codes, n_classes } => {
            let mut groups = vec![Vec::new(); *n_classes];
            data.rows.iter().for_each(|&row| groups[codes[row as usize] as usize].push(row));
            groups
        }
        Target::Values(_) => vec![data.rows.to_vec()],
    };
    let mut rng = seed.derive("holdout", 0).rng();
    let (mut learn, mut choose) = (Vec::new(), Vec::new());
    for group in &mut groups {
        rng.shuffle(group);
        let held = group.len() / ONE_IN;
        choose.extend_from_slice(&group[..held]);
        learn.extend_from_slice(&group[held..]);
    }
    learn.sort_unstable();
    choose.sort_unstable();
    (!choose.is_empty()).then_some((learn, choose))
}
