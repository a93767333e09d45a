//! The verb `simulate`: a small world that writes the example tables.
//!
//! The world sells Harbor, a scheduling tool for small teams, and asks which accounts leave at renewal. Because we
//! made it, everything about it is known and documented: the causes, the leak, the drift, and the best score
//! that a model can reach. The same options give the same bytes on every run.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::{arguments, workspace};

mod bank;
mod calendar;
mod columns;
mod csv;
mod customer;
mod events;
mod grammar;
mod history;
mod month;
mod note;
mod plan;
mod readme;
mod rng;
mod separability;

use customer::Customer;
use month::{FIRST, Month, NEXT};

/// What the world is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct World {
    /// Rows of each of the two tables: 1 to 300 000.
    pub rows: usize,
    /// Where all chance comes from.
    pub seed: u64,
}

impl World {
    /// Rows of each of the bank's tables, a fifth of those of the two large ones.
    pub fn bank_rows(self) -> usize {
        (self.rows / 5).max(1)
    }
}

impl Default for World {
    /// The world of the committed examples.
    fn default() -> Self {
        Self { rows: 5_000, seed: 42 }
    }
}

const MOST_ROWS: usize = 300_000;

/// Writes the files.
///
/// # Errors
/// When an option is unknown or out of range, or a file cannot be written.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let mut world = World::default();
    let mut out = workspace::root().join("examples");
    for (name, value) in arguments::options(words, &["--out", "--rows", "--seed"])? {
        match name {
            "--out" => out = PathBuf::from(value),
            "--rows" => world.rows = arguments::number(name, value)?,
            _ => world.seed = arguments::number(name, value)?,
        }
    }
    ensure!(
        (1..=MOST_ROWS).contains(&world.rows),
        "option `--rows` expects 1 to {MOST_ROWS}, found {}",
        world.rows
    );
    std::fs::create_dir_all(&out).with_context(|| format!("cannot make the folder {}", out.display()))?;
    for (name, text) in render(world) {
        write(&out.join(name), &text)?;
        println!("{} ({} bytes)", out.join(name).display(), text.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// Every file of a world: name and contents.
pub fn render(world: World) -> Vec<(&'static str, String)> {
    let [first, next] = [&FIRST, &NEXT].map(|month| customers(world, month));
    let mut files = vec![
        ("churn.csv", columns::table(&FIRST, &first)),
        ("churn_next_month.csv", columns::table(&NEXT, &next)),
        ("churn_events.csv", events::log(&FIRST, &first)),
        ("README.md", readme::text(world, &first, &next)),
    ];
    let rows = world.bank_rows();
    files.extend(bank::VARIANTS.iter().map(|variant| (variant.file, bank::table(world.seed, rows, variant))));
    files
}

fn customers(world: World, month: &Month) -> Vec<Customer> {
    (0..world.rows as u64).map(|index| Customer::draw(world.seed, month, index)).collect()
}

/// Writes beside the file and renames, so that no reader ever sees half a table.
fn write(path: &Path, text: &str) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".partial");
    std::fs::write(&beside, text).with_context(|| format!("cannot write {}", path.display()))?;
    std::fs::rename(&beside, path).with_context(|| format!("cannot replace {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_examples_come_out_byte_for_byte() {
        for (name, text) in render(World::default()) {
            let path = workspace::root().join("examples").join(name);
            let committed = std::fs::read_to_string(&path).expect("the example is committed");
            assert!(
                committed == text,
                "{name} differs: run `cargo xtask simulate` and look at the difference"
            );
        }
    }

    #[test]
    fn the_examples_are_small_and_as_promised() {
        let files = render(World::default());
        let size =
            |name: &str| files.iter().find(|(found, _)| *found == name).map_or(0, |(_, text)| text.len());
        assert!(size("churn.csv") < 1_000_000 && size("churn_next_month.csv") < 1_000_000);
        assert!(size("churn_events.csv") < 1_500_000);
        assert!(bank::VARIANTS.iter().all(|variant| (20_000..90_000).contains(&size(variant.file))));
        let world = World::default();
        let share = |month| {
            let customers = customers(world, month);
            customers.iter().filter(|customer| customer.left.is_some()).count() as f64 / world.rows as f64
        };
        assert!((0.22..0.26).contains(&share(&FIRST)), "{}", share(&FIRST));
        assert!((0.28..0.36).contains(&share(&NEXT)), "{}", share(&NEXT));
    }

    #[test]
    fn the_first_rows_of_a_long_table_are_those_of_a_short_one() {
        let table = |rows| render(World { rows, seed: 3 }).swap_remove(0).1;
        assert!(table(40).starts_with(&table(20)));
    }

    #[test]
    fn files_are_written_and_replaced() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let words = |rows: &str| {
            let out = folder.path().join("new").display().to_string();
            ["--out", &out, "--rows", rows].map(str::to_owned).to_vec()
        };
        run(&words("3")).expect("written");
        run(&words("5")).expect("replaced");
        let text = std::fs::read_to_string(folder.path().join("new/churn.csv")).expect("readable");
        assert_eq!(text.lines().count(), 6);
        let count = std::fs::read_dir(folder.path().join("new")).expect("a folder").count();
        assert_eq!(count, 9, "nothing is left beside the files");
    }

    #[test]
    fn options_out_of_range_are_refused() {
        for rows in ["0", "300001"] {
            let message = run(&["--rows".to_owned(), rows.to_owned()]).unwrap_err().to_string();
            assert!(message.contains("1 to 300000"), "{message}");
        }
    }
}
