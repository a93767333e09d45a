//! What an account does, second by second: sign-ins, payments and support tickets.
//!
//! The columns of the tables are sums over this history, and the event log is its transcript. That is why the two
//! agree. Times are seconds relative to the snapshot: what is negative has happened, the rest is the future.

use jiff::ToSpan;
use jiff::civil::{DateTime, Weekday};

use super::rng::Rng;

/// Seconds of a day.
pub const DAY: i64 = 86_400;
/// How many days before the snapshot are kept.
pub const DAYS_KEPT: i64 = 90;
/// How many days after the snapshot the outcome is decided within.
pub const DAYS_AHEAD: i64 = 30;

/// One attempt to collect the fee.
#[derive(Debug, Clone, PartialEq)]
pub struct Payment {
    /// When.
    pub at: i64,
    /// Whether the money came.
    pub succeeded: bool,
}

/// One question to support.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// When it was opened.
    pub opened: i64,
    /// Hours until the answer, a multiple of 0.1.
    pub response_hours: f64,
}

impl Ticket {
    /// When the answer came.
    pub fn answered(&self) -> i64 {
        self.opened + (self.response_hours * 3600.0).round() as i64
    }
}

/// Everything that happens from [`DAYS_KEPT`] days before the snapshot to [`DAYS_AHEAD`] days after it, as if the
/// account stayed; each list is sorted by time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Sign-ins of anybody in the account.
    pub logins: Vec<i64>,
    /// Attempts to collect the fee.
    pub payments: Vec<Payment>,
    /// Questions to support.
    pub tickets: Vec<Ticket>,
}

/// What shapes a history.
pub struct Habits {
    /// Mean sign-ins on a working day 90 days before the snapshot.
    pub daily_logins: f64,
    /// The relative change of that mean over 90 days, for example -0.5 for half.
    pub login_trend: f64,
    /// Mean tickets in 90 days.
    pub tickets: f64,
    /// The median hours until support answers.
    pub response_hours: f64,
    /// The probability that one attempt to collect the fee fails; `None` where there is no fee.
    pub payment_failure: Option<f64>,
    /// Days since the account was opened.
    pub tenure_days: i64,
}

impl History {
    /// Draws one.
    pub fn draw(rng: &mut Rng, snapshot: DateTime, habits: &Habits) -> Self {
        let first_day = -DAYS_KEPT.min(habits.tenure_days - 1);
        Self {
            logins: logins(rng, snapshot, habits, first_day),
            payments: payments(rng, habits, first_day),
            tickets: tickets(rng, habits, first_day),
        }
    }
}

/// A second of the day, most often in working hours.
pub fn second_of_day(rng: &mut Rng) -> i64 {
    ((13.2 + 3.1 * rng.normal()) * 3600.0).clamp(0.0, 86_399.0) as i64
}

fn logins(rng: &mut Rng, snapshot: DateTime, habits: &Habits, first_day: i64) -> Vec<i64> {
    let mut times = Vec::new();
    for day in first_day..DAYS_AHEAD {
        let weekend = matches!((snapshot + day.days()).weekday(), Weekday::Saturday | Weekday::Sunday);
        let progress = (day + DAYS_KEPT) as f64 / DAYS_KEPT as f64;
        let mean = habits.daily_logins * (1.0 + habits.login_trend * progress).max(0.0);
        for _ in 0..rng.poisson(if weekend { 0.25 * mean } else { mean }) {
            times.push(day * DAY + second_of_day(rng));
        }
    }
    times.sort_unstable();
    times
}

/// A fee is due every 30 days; after a failure two more attempts follow, three days apart.
fn payments(rng: &mut Rng, habits: &Habits, first_day: i64) -> Vec<Payment> {
    let Some(failure) = habits.payment_failure else { return Vec::new() };
    let mut attempts = Vec::new();
    let mut due = -DAYS_KEPT + rng.below(30) as i64;
    while due < DAYS_AHEAD {
        for attempt in 0..3 {
            let day = due + 3 * attempt;
            let succeeded = !rng.chance(failure);
            if day >= first_day && day < DAYS_AHEAD {
                // Fees are collected in the small hours.
                attempts.push(Payment { at: day * DAY + 2 * 3600 + rng.below(3600) as i64, succeeded });
            }
            if succeeded {
                break;
            }
        }
        due += 30;
    }
    attempts
}

fn tickets(rng: &mut Rng, habits: &Habits, first_day: i64) -> Vec<Ticket> {
    let days = DAYS_AHEAD - first_day;
    let count = rng.poisson(habits.tickets * days as f64 / DAYS_KEPT as f64);
    let mut tickets: Vec<Ticket> = (0..count)
        .map(|_| {
            let day = first_day + rng.below(days as usize) as i64;
            let hours = habits.response_hours * (0.8 * rng.normal()).exp();
            let response_hours = (hours.clamp(0.1, 240.0) * 10.0).round() / 10.0;
            Ticket { opened: day * DAY + second_of_day(rng), response_hours }
        })
        .collect();
    tickets.sort_by_key(|ticket| ticket.opened);
    tickets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::month::FIRST;

    fn habits(tenure_days: i64) -> Habits {
        Habits {
            daily_logins: 2.0,
            login_trend: -1.0,
            tickets: 9.0,
            response_hours: 10.0,
            payment_failure: Some(0.5),
            tenure_days,
        }
    }

    fn draw(habits: &Habits) -> History {
        History::draw(&mut Rng::new(3, &[]), FIRST.snapshot, habits)
    }

    #[test]
    fn nothing_happens_before_the_account_exists() {
        let history = draw(&habits(10));
        let first = -10 * DAY;
        assert!(history.logins.iter().all(|at| *at >= first));
        assert!(history.payments.iter().all(|payment| payment.at >= first));
        assert!(history.tickets.iter().all(|ticket| ticket.opened >= first));
    }

    #[test]
    fn a_falling_trend_ends_in_silence() {
        let history = draw(&habits(400));
        let early = history.logins.iter().filter(|at| **at < -60 * DAY).count();
        assert!(early > 20, "{early}");
        assert!(history.logins.iter().all(|at| *at < DAY));
    }

    #[test]
    fn without_a_fee_nothing_is_collected() {
        let history = draw(&Habits { payment_failure: None, ..habits(400) });
        assert!(history.payments.is_empty() && !history.tickets.is_empty());
    }

    #[test]
    fn lists_are_in_order_of_time() {
        let history = draw(&habits(400));
        assert!(history.logins.is_sorted());
        assert!(history.payments.is_sorted_by_key(|payment| payment.at));
        assert!(history.tickets.is_sorted_by_key(|ticket| ticket.opened));
    }
}
