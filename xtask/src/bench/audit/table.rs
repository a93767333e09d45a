//! A table as wide and long as the intrusion records that profilers are often shown on: 42 columns of all kinds.
//!
//! Counts with long tails, rates, flags, categories of few and of many levels, times, gaps, and a target of five classes that
//! follows some of them. The same on every run.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Columns, the target included.
pub const N_COLUMNS: usize = 42;

/// Writes the table with a header; the file appears whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, n_rows: usize) -> Result<()> {
    let staged = path.with_extension("part");
    fill(&staged, n_rows).with_context(|| format!("cannot write {}", staged.display()))?;
    std::fs::rename(&staged, path).with_context(|| format!("cannot write {}", path.display()))
}

fn fill(path: &Path, n_rows: usize) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut names: Vec<String> = vec!["seen_at".into(), "protocol".into(), "service".into(), "flag".into()];
    names.extend((0..16).map(|at| format!("count_{at}")));
    names.extend((0..14).map(|at| format!("rate_{at}")));
    names.extend((0..4).map(|at| format!("is_{at}")));
    names.extend(["host", "bytes", "label"].map(str::to_owned));
    assert_eq!(names.len() + 1, N_COLUMNS, "a gap column joins them");
    names.insert(38, "often_missing".into());
    writeln!(out, "{}", names.join(","))?;
    let mut draws = Draws(1);
    for row in 0..n_rows {
        write_row(&mut out, row, &mut draws)?;
    }
    out.into_inner()?.sync_all()
}

fn write_row(out: &mut impl Write, row: usize, draws: &mut Draws) -> std::io::Result<()> {
    let kind = draws.skewed(5) as usize;
    let (day, second) = (1 + row * 28 / 500_000, draws.below(86_400));
    write!(
        out,
        "2024-02-{:02} {:02}:{:02}:{:02},{},s{},f{}",
        day.min(28),
        second / 3600,
        second / 60 % 60,
        second % 60,
        ["tcp", "udp", "icmp"][(kind + draws.skewed(3) as usize) % 3],
        draws.skewed(66),
        draws.skewed(11)
    )?;
    for at in 0..16 {
        let tail = draws.skewed(1 << (at + 1).min(14));
        write!(out, ",{}", if at % 4 == 0 { tail + kind as u64 * 3 } else { tail })?;
    }
    for at in 0..14 {
        let rate = draws.below(101);
        let rate = if at % 5 == 0 { (rate + kind as u64 * 20).min(100) } else { rate };
        write!(out, ",{}.{:02}", rate / 100, rate % 100)?;
    }
    for at in 0..4 {
        write!(out, ",{}", u8::from(draws.below(10) < at + kind as u64))?;
    }
    match draws.below(3) {
        0 => write!(out, ",{}", draws.below(1000))?,
        _ => write!(out, ",")?,
    }
    writeln!(
        out,
        ",host-{:04},{},{}",
        draws.below(5000),
        draws.skewed(1 << 20),
        ["normal", "smurf", "neptune", "back", "satan"][kind]
    )
}

/// A linear congruence: quick, and good enough for a table that is only measured.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(self.0) * u128::from(bound)) >> 64) as u64
    }

    /// Small numbers are likelier than large ones.
    fn skewed(&mut self, bound: u64) -> u64 {
        let first = self.below(bound);
        self.below(first + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_every_column_and_the_table_is_the_same_each_time() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text = |name: &str| {
            let path = folder.path().join(name);
            write(&path, 200).expect("written");
            std::fs::read_to_string(path).expect("readable")
        };
        let table = text("a.csv");
        assert_eq!(table.lines().count(), 201);
        assert!(table.lines().all(|line| line.split(',').count() == N_COLUMNS));
        assert_eq!(table, text("b.csv"));
    }
}
