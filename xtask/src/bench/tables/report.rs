//! The page that people read: one row a table, the sum of them, and what went wrong.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::catalogue::{Metric, Purpose, Table};
use super::journal::{Journal, Measured, Record, Side};
use super::summary::{Comparison, Overall, Verdict, mean};

/// What stands before the section when the page does not exist yet.
pub const INTRODUCTION: &str = "\
# Results

Measured, not promised: every section is written by the command it names and holds for the machine it names.

## Tables

How good is the model that `bowline fit` returns from a raw table after 20 seconds, told the target and the metric alone
(and, for the grade of a wine, that it is a number)?
Every table is split 80 to 20 by each of five seeds, in proportion to the classes where there are classes. Both sides
read the same two files: Bowline as a user runs it, `bowline fit train.csv --target T --test test.csv --budget 20`, and
LightGBM with its defaults, given what a careful user of pandas gives it (text as categories, dates as day numbers); on
raw text, TF-IDF and logistic regression with theirs. Both are scored by the same function, Bowline from what
`bowline predict` writes.

    cargo xtask bench tables                      everything: about 25 minutes
    cargo xtask bench tables --only adult,wine    these tables; the rows of the others stay
    cargo xtask bench tables --resume             goes on after an abort

Needed: the data folder (`BOWLINE_DATA`) and Python 3; the pinned packages are installed once. Further options:
`--seeds N`, `--budget SECONDS`, `--binary FILE` (instead of building), `--out FILE`, `--work FOLDER`. The tables, their
targets and the columns left out stand in `xtask/src/bench/tables/catalogue.rs`, the Python half in
`xtask/src/bench/tables.py`.

Columns: means over the seeds; the mean paired *difference*, turned so that positive is better for Bowline, with its
95 % interval (t with the correction of Nadeau and Bengio for splits that share rows); the *error ratio*, how many times
the peer's error is Bowline's, error being 1 - AUC, the log loss or the RMSE; *wins* over the seeds. *Better* means that
the interval excludes zero, *not worse* that the mean difference is not negative, *worse* that it is. Seconds are those
of the whole command for Bowline and of `fit` alone for the peer.
";

/// Scores that should agree may differ by rounding in the file of predictions.
const TOLERANCE: f64 = 1e-4;

/// How many tables may come out worse.
const WORSE_ALLOWED: usize = 2;

/// What the runs were made with.
pub struct Setting {
    /// The date, the machine and the versions, a line each.
    pub lines: Vec<String>,
    /// The budget in seconds; our runs with another one are left out.
    pub budget: f64,
}

/// The section: everything that the journal holds, in the order of the tables.
pub fn section(setting: &Setting, tables: &[Table], journal: &Journal) -> String {
    let runs: Vec<Runs<'_>> = tables.iter().map(|table| Runs::of(table, journal, setting.budget)).collect();
    let mut text = String::new();
    for line in &setting.lines {
        let _ = writeln!(text, "- {line}");
    }
    let _ = writeln!(text, "- budget {} s a fit\n", setting.budget);
    compared(&mut text, &runs);
    sound(&mut text, &runs);
    official(&mut text, &runs);
    notes(&mut text, &runs);
    text
}

/// The runs of one table that count.
struct Runs<'a> {
    table: &'a Table,
    ours: Vec<&'a Record>,
    peer: Vec<&'a Record>,
}

impl<'a> Runs<'a> {
    fn of(table: &'a Table, journal: &'a Journal, budget: f64) -> Self {
        let (ours, peer): (Vec<_>, Vec<_>) = journal
            .of(table.name)
            .filter(|record| record.side == Side::Peer || record.budget == Some(budget))
            .partition(|record| record.side == Side::Ours);
        Self { table, ours, peer }
    }

    fn measured<'b>(records: &'b [&'a Record]) -> impl Iterator<Item = (u64, &'a Measured)> + 'b {
        records.iter().filter_map(|record| Some((record.seed, record.outcome.as_ref().ok()?)))
    }

    fn pairs(&self) -> Vec<(&'a Measured, &'a Measured)> {
        Self::measured(&self.ours)
            .filter_map(|(seed, ours)| {
                let peer = Self::measured(&self.peer).find(|(other, _)| *other == seed)?;
                Some((ours, peer.1))
            })
            .collect()
    }

    fn comparison(&self) -> Option<Comparison> {
        let pairs: Vec<(f64, f64)> =
            self.pairs().iter().map(|(ours, peer)| (ours.score, peer.score)).collect();
        Comparison::of(self.table.metric, &pairs)
    }
}

fn compared(text: &mut String, runs: &[Runs<'_>]) {
    let runs: Vec<&Runs<'_>> = runs.iter().filter(|runs| runs.table.purpose == Purpose::Compared).collect();
    text.push_str(
        "| table | metric | Bowline | peer | difference | error ratio | wins | verdict | s | peer s | MB |\n\
         |---|---|--:|--:|--:|--:|--:|---|--:|--:|--:|\n",
    );
    let mut comparisons = Vec::new();
    for runs in &runs {
        let (name, metric) = (runs.table.name, runs.table.metric.name());
        let theirs = mean(Runs::measured(&runs.peer).map(|(_, peer)| peer.score));
        let Some(comparison) = runs.comparison() else {
            let theirs = theirs.map_or_else(String::new, number);
            let verdict = if runs.ours.is_empty() { "not measured" } else { "failed" };
            let _ = writeln!(text, "| {name} | {metric} | | {theirs} | | | | {verdict} | | | |");
            continue;
        };
        let pairs = runs.pairs();
        let seconds = mean(pairs.iter().map(|(ours, _)| ours.seconds)).unwrap_or_default();
        let peer_seconds = mean(pairs.iter().map(|(_, peer)| peer.seconds)).unwrap_or_default();
        let memory = pairs.iter().filter_map(|(ours, _)| ours.peak_memory_mb).reduce(f64::max);
        let margin = comparison.margin.map_or_else(String::new, |margin| format!(" ± {}", number(margin)));
        let _ = writeln!(
            text,
            "| {name} | {metric} | {} | {} | {}{}{margin} | {:.3} | {} of {} | {} | {seconds:.1} | {peer_seconds:.2} | {} |",
            number(comparison.ours),
            number(comparison.theirs),
            if comparison.difference > 0.0 { "+" } else { "" },
            number(comparison.difference),
            comparison.ratio,
            comparison.wins,
            comparison.n_seeds,
            comparison.verdict.word(),
            memory.map_or_else(String::new, |memory| format!("{memory:.0}")),
        );
        comparisons.push(comparison);
    }
    text.push('\n');
    let Some(overall) = Overall::of(&comparisons.iter().collect::<Vec<_>>()) else {
        text.push_str("No table was measured on both sides.\n\n");
        return;
    };
    let [better, not_worse, worse] = overall.verdicts;
    let words = [Verdict::Better, Verdict::NotWorse, Verdict::Worse].map(Verdict::word);
    let reached = overall.n_tables == runs.len() && worse <= WORSE_ALLOWED && overall.ratio > 1.0;
    let _ = writeln!(
        text,
        "**{} of {} tables:** {better} {}, {not_worse} {}, {worse} {} (at most {WORSE_ALLOWED} may be). **Mean error \
         ratio {:.3}** (geometric; above 1 is better). Goal {}.\n",
        overall.n_tables,
        runs.len(),
        words[0],
        words[1],
        words[2],
        overall.ratio,
        if reached { "reached" } else { "not reached" },
    );
}

fn sound(text: &mut String, runs: &[Runs<'_>]) {
    text.push_str(
        "Small tables, sound when the mean score reaches the bound; the interval is the mean of those that `fit` \
         reports.\n\n| table | metric | Bowline | 95 % interval | bound | seeds | verdict |\n\
         |---|---|--:|--:|--:|--:|---|\n",
    );
    for runs in runs {
        let Purpose::Sound { bound } = runs.table.purpose else { continue };
        let score = mean(Runs::measured(&runs.ours).map(|(_, ours)| ours.score));
        let end = |at: usize| {
            mean(
                Runs::measured(&runs.ours).filter_map(|(_, ours)| ours.interval.map(|interval| interval[at])),
            )
        };
        let interval = end(0).zip(end(1)).map(|(low, high)| [low, high]);
        let count = Runs::measured(&runs.ours).count();
        checked(
            text,
            runs.table.name,
            runs.table.metric,
            score,
            interval,
            bound,
            &count.to_string(),
            "sound",
        );
    }
    text.push('\n');
}

fn official(text: &mut String, runs: &[Runs<'_>]) {
    text.push_str(
        "The official files as they are: `bowline fit` on the training file, `bowline evaluate` on the test file.\n\n\
         | table | metric | Bowline | 95 % interval | bound | peer | verdict |\n|---|---|--:|--:|--:|--:|---|\n",
    );
    for runs in runs {
        let Purpose::Official { bound } = runs.table.purpose else { continue };
        let ours = Runs::measured(&runs.ours).next().map(|(_, ours)| ours);
        let peer = Runs::measured(&runs.peer).next().map_or_else(String::new, |(_, peer)| number(peer.score));
        let interval = ours.and_then(|ours| ours.interval);
        let score = ours.map(|ours| ours.score);
        checked(text, runs.table.name, runs.table.metric, score, interval, bound, &peer, "reached");
    }
    text.push('\n');
}

/// One row of a score against a bound that greater is better for.
#[allow(clippy::too_many_arguments, reason = "a row has as many cells")]
fn checked(
    text: &mut String,
    name: &str,
    metric: Metric,
    score: Option<f64>,
    interval: Option<[f64; 2]>,
    bound: f64,
    extra: &str,
    good: &str,
) {
    let verdict = match score {
        Some(score) if score >= bound => good.to_owned(),
        Some(_) => format!("not {good}"),
        None => "not measured".to_owned(),
    };
    let score = score.map_or_else(String::new, number);
    let interval =
        interval.map_or_else(String::new, |[low, high]| format!("{} to {}", number(low), number(high)));
    let metric = metric.name();
    let _ = writeln!(text, "| {name} | {metric} | {score} | {interval} | {bound} | {extra} | {verdict} |");
}

/// What a reader must know to trust the rows: failures, scores that disagree, several builds.
fn notes(text: &mut String, runs: &[Runs<'_>]) {
    let mut notes = Vec::new();
    for record in runs.iter().flat_map(|runs| runs.ours.iter().chain(&runs.peer)) {
        let place = format!("{}, seed {}", record.table, record.seed);
        match &record.outcome {
            Err(reason) => notes.push(format!("{place}: {reason}")),
            Ok(Measured { score, reported: Some(reported), .. })
                if (score - reported).abs() > TOLERANCE * score.abs().max(1e-3) =>
            {
                notes.push(format!("{place}: `fit` reports {reported}, its predictions score {score}"));
            }
            Ok(_) => {}
        }
    }
    let builds: BTreeSet<&str> =
        runs.iter().flat_map(|runs| &runs.ours).filter_map(|record| record.build.as_deref()).collect();
    if builds.len() > 1 {
        notes.push(format!("the rows were measured with {} builds of Bowline", builds.len()));
    }
    if !notes.is_empty() {
        text.push_str("Notes:\n\n");
    }
    for note in notes {
        let _ = writeln!(text, "- {note}");
    }
}

/// Digits enough to tell scores apart, by size.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 1000.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::tables::catalogue::TABLES;

    fn record(table: &str, side: Side, score: f64, reported: Option<f64>) -> Record {
        let ours = side == Side::Ours;
        let measured = Measured {
            score,
            seconds: 2.0,
            peak_memory_mb: ours.then_some(123.4),
            reported,
            interval: ours.then_some([score - 0.1, score + 0.1]),
        };
        let build = ours.then(|| "a".to_owned());
        Record {
            table: table.to_owned(),
            seed: 0,
            side,
            budget: ours.then_some(20.0),
            build,
            outcome: Ok(measured),
        }
    }

    fn page(records: Vec<Record>) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut journal = Journal::open(folder.path().join("runs.jsonl")).expect("no file yet");
        for record in records {
            journal.add(record).expect("written");
        }
        let setting = Setting { lines: vec!["one machine".to_owned()], budget: 20.0 };
        section(&setting, TABLES, &journal)
    }

    #[test]
    fn a_pair_becomes_a_row_and_a_sum() {
        let page = page(vec![
            record("adult", Side::Ours, 0.9, Some(0.9)),
            record("adult", Side::Peer, 0.8, None),
            record("iris", Side::Ours, 0.85, None),
            record("adult-official", Side::Ours, 0.928, None),
        ]);
        let row =
            "| adult | roc_auc | 0.9000 | 0.8000 | +0.1000 | 2.000 | 1 of 1 | not worse | 2.0 | 2.00 | 123 |";
        assert!(page.contains(row), "{page}");
        assert!(page.contains("**1 of 9 tables:** 0 better, 1 not worse, 0 worse"), "{page}");
        assert!(page.contains("ratio 2.000** (geometric; above 1 is better). Goal not reached."), "{page}");
        assert!(
            page.contains("| iris | accuracy | 0.8500 | 0.7500 to 0.9500 | 0.9 | 1 | not sound |"),
            "{page}"
        );
        assert!(page.contains("| 0.9280 | 0.8280 to 1.0280 | 0.927 |  | reached |"), "{page}");
        assert!(page.contains("| wine | rmse | |  | | | | not measured |"), "{page}");
        assert!(!page.contains("Notes:"), "{page}");
    }

    #[test]
    fn what_weakens_the_rows_is_noted() {
        let mut failed = record("wine", Side::Ours, 0.0, None);
        failed.outcome = Err("`bowline fit` ended with 70".to_owned());
        failed.build = Some("b".to_owned());
        let mut other_budget = record("bike", Side::Ours, 1.0, None);
        other_budget.budget = Some(5.0);
        let page = page(vec![
            record("adult", Side::Ours, 0.9, Some(0.95)),
            failed,
            record("wine", Side::Peer, 0.7, None),
            other_budget,
        ]);
        assert!(page.contains("- adult, seed 0: `fit` reports 0.95, its predictions score 0.9\n"), "{page}");
        assert!(page.contains("- wine, seed 0: `bowline fit` ended with 70\n"), "{page}");
        assert!(page.contains("| wine | rmse | | 0.7000 | | | | failed |"), "{page}");
        assert!(page.contains("| bike | rmse | |  | | | | not measured |"), "{page}");
        assert!(page.contains("- the rows were measured with 2 builds of Bowline\n"), "{page}");
    }

    #[test]
    fn numbers_have_digits_by_their_size() {
        assert_eq!([number(47_512.4), number(41.378), number(-0.92741)], ["47512", "41.38", "-0.9274"]);
    }
}
