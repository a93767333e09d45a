//! A bank's telephone campaign, once as it was and four times with one fault: what an audit is tried on.
//!
//! Who takes a deposit depends on age, job, balance, a mortgage and how the last campaign ended; none of them decides it. Each
//! fault is one that real tables have, and each makes a score on these rows better than it would be on new ones.

use super::calendar::timestamp;
use super::csv::Writer;
use super::customer::logistic;
use super::history::DAY;
use super::month::FIRST;
use super::rng::Rng;

/// A variant of the table: its file, what is wrong with it, and how that shows.
pub struct Variant {
    /// Name of the file.
    pub file: &'static str,
    /// What is wrong, for the documentation.
    pub meaning: &'static str,
    fault: Fault,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    KnownAfterwards,
    TargetEncoded,
    DuplicatedRows,
    TimeTrend,
}

/// All variants, the clean one first.
pub const VARIANTS: &[Variant] = &[
    Variant { file: "bank_clean.csv", meaning: "nothing is wrong", fault: Fault::None },
    Variant {
        file: "bank_known_afterwards.csv",
        meaning: "`deposit_term` is written with the contract: filled in for 90 % of the takers and 0.4 % of the others",
        fault: Fault::KnownAfterwards,
    },
    Variant {
        file: "bank_target_encoded.csv",
        meaning: "`job_rate` is the share of takers by job over all rows of the file, in four digits",
        fault: Fault::TargetEncoded,
    },
    Variant {
        file: "bank_duplicated_rows.csv",
        meaning: "every tenth row is there twice",
        fault: Fault::DuplicatedRows,
    },
    Variant {
        file: "bank_time_trend.csv",
        meaning: "far more people take a deposit late in the campaign than early",
        fault: Fault::TimeTrend,
    },
];

/// Columns and meanings, but for the ones of a fault.
pub const COLUMNS: &[(&str, &str, &str)] = &[
    ("age", "integer", "years, 18 to 77"),
    ("job", "category", "one of 6"),
    ("balance", "number", "euros in the account"),
    ("mortgage", "boolean", "whether the bank lends on the house"),
    ("calls", "integer", "calls in this campaign"),
    ("called_at", "timestamp", "the last of them; rows are in its order"),
    ("last_outcome", "category", "how the last campaign ended; missing for those who were not in it"),
    ("subscribed", "target", "`yes` when a deposit was made, else `no`"),
];

const JOBS: &[(&str, f64)] = &[
    ("clerk", 0.0),
    ("manager", 0.2),
    ("retired", 0.7),
    ("student", 0.9),
    ("unemployed", -0.2),
    ("worker", -0.6),
];

struct Call {
    cells: Vec<String>,
    job: &'static str,
    deposit_term: Option<usize>,
    subscribed: bool,
}

/// The table of a variant as CSV with a header.
pub fn table(seed: u64, rows: usize, variant: &Variant) -> String {
    let fault = variant.fault;
    let calls: Vec<Call> = (0..rows).map(|row| call(seed, row, fault)).collect();
    let rate = |job: &str| {
        let own: Vec<bool> =
            calls.iter().filter(|call| call.job == job).map(|call| call.subscribed).collect();
        own.iter().filter(|taken| **taken).count() as f64 / own.len() as f64
    };
    let rates: Vec<(&str, f64)> = JOBS.iter().map(|(job, _)| (*job, rate(job))).collect();
    let extra = match fault {
        Fault::KnownAfterwards => Some("deposit_term"),
        Fault::TargetEncoded => Some("job_rate"),
        Fault::None | Fault::DuplicatedRows | Fault::TimeTrend => None,
    };
    let (target, features) = COLUMNS.split_last().expect("the target stands last");
    let header = features.iter().map(|(name, _, _)| *name).chain(extra).chain([target.0]);
    let mut csv = Writer::new(header);
    for (row, call) in calls.iter().enumerate() {
        let mut cells = call.cells.clone();
        match fault {
            Fault::KnownAfterwards => {
                cells.push(call.deposit_term.map(|term| term.to_string()).unwrap_or_default())
            }
            Fault::TargetEncoded => {
                let rate = rates.iter().find(|(job, _)| *job == call.job).map_or(0.0, |(_, rate)| *rate);
                cells.push(format!("{rate:.4}"));
            }
            Fault::None | Fault::DuplicatedRows | Fault::TimeTrend => {}
        }
        cells.push(if call.subscribed { "yes" } else { "no" }.to_owned());
        csv.row(&cells);
        if fault == Fault::DuplicatedRows && row % 10 == 3 {
            csv.row(&cells);
        }
    }
    csv.finish()
}

fn call(seed: u64, row: usize, fault: Fault) -> Call {
    let rng = &mut Rng::new(seed, &[900, row as u64]);
    let age = 18 + rng.below(60) as i64;
    let &(job, job_effect) = rng.choose(JOBS);
    let log_balance = 6.5 + rng.normal();
    let mortgage = rng.chance(0.55);
    let &(last_outcome, outcome_effect) =
        rng.weighted(&[(("", 0.0), 0.7), (("failure", -0.3), 0.18), (("success", 1.2), 0.12)]);
    let calls = 1 + rng.poisson(1.6);
    // Two calls in three days, from the beginning of the campaign.
    let called_at = row as i64 * (3 * DAY / 2) + rng.below(DAY as usize) as i64 - 1_500 * DAY;
    let trend = if fault == Fault::TimeTrend { 3.5 * ((row as f64 / 1_000.0).min(1.0) - 0.5) } else { 0.0 };
    let log_odds = -1.9 + job_effect + outcome_effect + 0.35 * (log_balance - 6.5)
        - if mortgage { 0.5 } else { 0.0 }
        + 0.0006 * ((age - 45) * (age - 45)) as f64
        + trend;
    let subscribed = rng.chance(logistic(log_odds));
    let deposit_term = rng.chance(if subscribed { 0.9 } else { 0.004 }).then(|| 6 * (1 + rng.below(8)));
    let cells = vec![
        age.to_string(),
        job.to_owned(),
        format!("{:.2}", log_balance.exp()),
        mortgage.to_string(),
        calls.to_string(),
        timestamp(FIRST.snapshot, called_at),
        last_outcome.to_owned(),
    ];
    Call { cells, job, deposit_term, subscribed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(variant: &Variant) -> Vec<String> {
        table(1, 1_000, variant).lines().map(str::to_owned).collect()
    }

    fn share_of_takers(lines: &[String]) -> f64 {
        lines.iter().filter(|line| line.ends_with(",yes")).count() as f64 / lines.len() as f64
    }

    #[test]
    fn each_variant_has_its_fault_and_the_rest_is_the_same() {
        let clean = lines(&VARIANTS[0]);
        assert_eq!(clean.len(), 1_001);
        assert!((0.15..0.3).contains(&share_of_takers(&clean[1..])), "{}", share_of_takers(&clean[1..]));
        let afterwards = lines(&VARIANTS[1]);
        let known = |line: &&String| !line.contains(",,yes") && !line.contains(",,no");
        let takers = share_of_takers(&afterwards[1..].iter().filter(known).cloned().collect::<Vec<_>>());
        assert!(takers > 0.95, "{takers}");
        assert!(lines(&VARIANTS[2])[0].ends_with(",job_rate,subscribed"));
        assert_eq!(lines(&VARIANTS[3]).len(), 1_101);
        let trend = lines(&VARIANTS[4]);
        assert!(share_of_takers(&trend[801..]) > share_of_takers(&trend[1..201]) + 0.25);
        assert_eq!(
            clean[7].split(',').take(7).collect::<Vec<_>>(),
            trend[7].split(',').take(7).collect::<Vec<_>>()
        );
    }

    #[test]
    fn one_row_is_enough() {
        assert!(VARIANTS.iter().all(|variant| table(1, 1, variant).lines().count() == 2));
    }
}
