//! The event log: the history of the first accounts of the first month, one line an event.
//!
//! The log runs on for 30 days after the snapshot, as a real one does. Whoever builds features from it for a row
//! of the table must stop at the snapshot, or the events `cancelled` give the target away.

use super::calendar::timestamp;
use super::csv::Writer;
use super::customer::Customer;
use super::month::Month;

/// How many accounts of the table are in the log; more would make the file too large to keep.
pub const ACCOUNTS: usize = 600;

/// Name, kind and meaning of each column, in order.
pub const COLUMNS: &[(&str, &str, &str)] = &[
    ("event_time", "timestamp", "when it happened; the file is sorted by it"),
    ("customer_id", "identifier", "the account, as in `churn.csv`"),
    (
        "event",
        "category",
        "`login`, `payment`, `payment_failed`, `ticket_opened`, `ticket_answered`, `cancelled`",
    ),
    (
        "value",
        "number",
        "the fee in euros for payments, hours until the answer for `ticket_answered`, else missing",
    ),
];

/// The log of these customers as CSV with a header.
pub fn log(month: &Month, customers: &[Customer]) -> String {
    let mut events: Vec<(i64, &str, &str, String)> =
        customers.iter().take(ACCOUNTS).flat_map(events_of).collect();
    events.sort();
    let mut csv = Writer::new(COLUMNS.iter().map(|(name, _, _)| *name));
    for (at, id, event, value) in &events {
        csv.row([&timestamp(month.snapshot, *at), *id, *event, value]);
    }
    csv.finish()
}

fn events_of(customer: &Customer) -> Vec<(i64, &str, &str, String)> {
    let id = customer.id.as_str();
    let history = &customer.history;
    let fee = format!("{:.2}", customer.monthly_fee);
    let mut events: Vec<(i64, &str, &str, String)> = Vec::new();
    events.extend(history.logins.iter().map(|at| (*at, id, "login", String::new())));
    for payment in &history.payments {
        let event = if payment.succeeded { "payment" } else { "payment_failed" };
        events.push((payment.at, id, event, fee.clone()));
    }
    for ticket in &history.tickets {
        events.push((ticket.opened, id, "ticket_opened", String::new()));
        events.push((ticket.answered(), id, "ticket_answered", format!("{:.1}", ticket.response_hours)));
    }
    // The log ends 30 days after the snapshot, and with an account that leaves everything ends.
    let end = customer.left.unwrap_or(super::history::DAYS_AHEAD * super::history::DAY);
    events.retain(|(at, ..)| *at < end);
    events.extend(customer.left.map(|at| (at, id, "cancelled", String::new())));
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::month::FIRST;

    #[test]
    fn the_log_before_the_snapshot_adds_up_to_the_columns() {
        let customers: Vec<Customer> = (0..100).map(|index| Customer::draw(4, &FIRST, index)).collect();
        let text = log(&FIRST, &customers);
        let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let (snapshot, month_ago) = ("2025-05-01T00:00:00", "2025-04-01T00:00:00");
        for customer in &customers {
            let before = |event: &str, since: &str| -> Vec<&Vec<&str>> {
                let of = |row: &&Vec<&str>| {
                    row[1] == customer.id && row[2] == event && row[0] < snapshot && row[0] >= since
                };
                rows.iter().filter(of).collect()
            };
            assert_eq!(before("login", month_ago).len(), customer.logins_30d());
            assert_eq!(before("payment_failed", "").len(), customer.failed_payments());
            assert_eq!(before("ticket_opened", "").len(), customer.support_tickets());
            let last = before("login", "").last().map(|row| row[0].to_owned());
            assert_eq!(last, customer.last_login().map(|at| timestamp(FIRST.snapshot, at)));
            let answered = before("ticket_answered", "");
            let hours: f64 = answered.iter().filter_map(|row| row[3].parse::<f64>().ok()).sum();
            let mean = (!answered.is_empty()).then(|| hours / answered.len() as f64);
            assert_eq!(
                mean.map(|mean| format!("{mean:.6}")),
                customer.avg_response_hours().map(|h| format!("{h:.6}"))
            );
        }
    }

    #[test]
    fn nothing_follows_a_cancellation() {
        let customers: Vec<Customer> = (0..200).map(|index| Customer::draw(4, &FIRST, index)).collect();
        let text = log(&FIRST, &customers);
        let mut left = Vec::new();
        for row in text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()) {
            assert!(!left.contains(&row[1]), "{row:?}");
            if row[2] == "cancelled" {
                left.push(row[1]);
            }
        }
        assert_eq!(left.len(), customers.iter().filter(|customer| customer.left.is_some()).count());
    }
}
