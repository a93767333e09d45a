//! Tables like a bank's telephone campaign, with one fault that a leakage audit has to find, or none.
//!
//! Who takes a deposit depends on age, job, balance and how the last campaign ended; no column decides it. The clean table is
//! the measure of false alarms: whatever is found in it, on any seed, is one.

use arrow_array::{BooleanArray, Float64Array, Int64Array, TimestampMicrosecondArray};
use bowline_core::{Column, ColumnData, Seed, Table};

/// What is wrong with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// `deposit_term` is written when a deposit is made: it is there for takers, and hardly for anyone else.
    KnownAfterwards,
    /// `job_rate` is the share of takers by job, over all rows, in four digits.
    TargetEncoded,
    /// A tenth of the rows is there twice.
    DuplicatedRows,
    /// Far more people take a deposit at the end of the campaign than at its beginning.
    TimeTrend,
}

/// Calls of a campaign: seven columns and the target `subscribed`, `yes` for about a quarter of the rows.
#[must_use]
pub fn bank(n_rows: usize, fault: Fault, seed: Seed) -> Table {
    const JOBS: [(&str, f64); 6] = [
        ("clerk", 0.0),
        ("student", 0.9),
        ("worker", -0.6),
        ("retired", 0.7),
        ("manager", 0.2),
        ("unemployed", -0.2),
    ];
    let mut rng = seed.derive("bank", 0).rng();
    let (mut ages, mut jobs, mut balances, mut houses) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut calls, mut times, mut outcomes, mut takers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in 0..n_rows {
        let age = 18 + rng.below(60) as i64;
        let (job, job_effect) = JOBS[rng.below(6) as usize];
        let balance = (100.0 * (6.5 + rng.normal()).exp()).round() / 100.0;
        let house = rng.uniform() < 0.55;
        let part = row as f64 / n_rows as f64;
        let (outcome, outcome_effect) = match rng.uniform() {
            p if p < 0.7 => (None, 0.0),
            p if p < 0.88 => (Some("failure"), -0.3),
            _ => (Some("success"), 1.2),
        };
        let trend = if fault == Fault::TimeTrend { 3.5 * (part - 0.5) } else { 0.0 };
        let log_odds = -1.9 + job_effect + outcome_effect + 0.35 * (balance.ln() - 6.5)
            - if house { 0.5 } else { 0.0 }
            + 0.0006 * ((age - 45) * (age - 45)) as f64
            + trend;
        takers.push(rng.uniform() < 1.0 / (1.0 + (-log_odds).exp()));
        ages.push(age);
        jobs.push(job);
        balances.push(balance);
        houses.push(house);
        calls.push(1 + rng.below(4) as i64 + rng.below(3) as i64);
        // Two years of calls, one after the other.
        times.push(1_600_000_000_000_000 + (part * 63e12) as i64 + rng.below(1_000_000_000) as i64);
        outcomes.push(outcome);
    }
    let mut columns = vec![
        Column::new("age", ColumnData::Integer(Int64Array::from(ages))),
        Column::category("job", &jobs.iter().copied().map(Some).collect::<Vec<_>>()),
        Column::new("balance", ColumnData::Float(Float64Array::from(balances))),
        Column::new("housing", ColumnData::Boolean(BooleanArray::from(houses))),
        Column::new("calls", ColumnData::Integer(Int64Array::from(calls))),
        Column::new("called_at", ColumnData::Timestamp(TimestampMicrosecondArray::from(times))),
        Column::category("last_outcome", &outcomes),
    ];
    match fault {
        Fault::KnownAfterwards => {
            let term = |taken: &bool| {
                let known = rng.uniform() < if *taken { 0.9 } else { 0.004 };
                known.then(|| 6 * (1 + rng.below(8) as i64))
            };
            let terms: Int64Array = takers.iter().map(term).collect();
            columns.push(Column::new("deposit_term", ColumnData::Integer(terms)));
        }
        Fault::TargetEncoded => {
            let rate = |of: &&str| {
                let own: Vec<bool> =
                    jobs.iter().zip(&takers).filter(|(job, _)| *job == of).map(|(_, taken)| *taken).collect();
                let share = own.iter().filter(|taken| **taken).count() as f64 / own.len() as f64;
                (share * 1e4).round() / 1e4
            };
            let rates: Vec<(&str, f64)> = JOBS.iter().map(|(job, _)| (*job, rate(job))).collect();
            let of_row =
                |job: &&str| rates.iter().find(|(name, _)| name == job).map_or(0.0, |(_, rate)| *rate);
            columns.push(Column::floats("job_rate", &jobs.iter().map(of_row).collect::<Vec<_>>()));
        }
        Fault::None | Fault::DuplicatedRows | Fault::TimeTrend => {}
    }
    let labels: Vec<_> = takers.iter().map(|taken| Some(if *taken { "yes" } else { "no" })).collect();
    columns.push(Column::category("subscribed", &labels));
    let table = Table::new(columns).expect("the names differ and the lengths agree");
    if fault == Fault::DuplicatedRows {
        let twice =
            (0..n_rows as u32).flat_map(|row| std::iter::repeat_n(row, if row % 10 == 3 { 2 } else { 1 }));
        return table.take(&twice.collect::<Vec<_>>());
    }
    table
}
