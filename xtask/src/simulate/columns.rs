//! The columns of the customer tables: their names, what they mean, and how a customer fills them.
//!
//! The header of the tables and the documentation beside them are written from the same list.

use super::calendar::timestamp;
use super::csv::Writer;
use super::customer::Customer;
use super::month::Month;

/// Name, kind and meaning of each column, in order.
pub const COLUMNS: &[(&str, &str, &str)] = &[
    ("customer_id", "identifier", "unique over both months; the number says nothing about the account"),
    ("signup_at", "timestamp", "when the account was opened"),
    (
        "last_login_at",
        "timestamp",
        "the last sign-in of anybody in the account; missing when there was none in 90 days",
    ),
    ("plan", "category", "`free`, `basic`, `pro`, `team`; from the second month on also `enterprise`"),
    ("region", "category", "one of 12; support answers more slowly in `brazil`, `india` and `australia`"),
    ("seats", "integer", "how many people may use the account"),
    ("monthly_fee", "number", "euros a month: seats x price of the plan x (1 - discount); 0 on `free`"),
    ("logins_30d", "integer", "sign-ins in the last 30 days"),
    ("failed_payments", "integer", "attempts to collect the fee that failed in the last 90 days"),
    ("support_tickets", "integer", "tickets opened in the last 90 days"),
    (
        "avg_response_hours",
        "number",
        "mean hours until those of them that are answered were; missing without any",
    ),
    (
        "discount",
        "number",
        "share of the price taken off; missing on `free`, and where an old record was lost",
    ),
    ("autopay", "boolean", "whether the fee is collected automatically"),
    (
        "exit_survey_score",
        "integer",
        "**leaks**: 1 to 10, asked when somebody cancels, so it is known only after the outcome",
    ),
    ("last_note", "text", "the last note of sales or support, with typing errors; sometimes empty"),
    ("churned", "target", "`yes` when the account was closed within 30 days after the snapshot, else `no`"),
];

/// The table of these customers as CSV with a header.
pub fn table(month: &Month, customers: &[Customer]) -> String {
    let mut csv = Writer::new(COLUMNS.iter().map(|(name, _, _)| *name));
    for customer in customers {
        let optional = |value: Option<String>| value.unwrap_or_default();
        csv.row([
            customer.id.clone(),
            timestamp(month.snapshot, customer.signup),
            optional(customer.last_login().map(|at| timestamp(month.snapshot, at))),
            customer.plan.name().to_owned(),
            customer.region.name.to_owned(),
            customer.seats.to_string(),
            format!("{:.2}", customer.monthly_fee),
            customer.logins_30d().to_string(),
            customer.failed_payments().to_string(),
            customer.support_tickets().to_string(),
            optional(customer.avg_response_hours().map(|hours| format!("{hours:.1}"))),
            optional(customer.discount.map(|discount| format!("{discount:.2}"))),
            customer.autopay.to_string(),
            optional(customer.exit_survey_score.map(|score| score.to_string())),
            customer.note.clone(),
            if customer.left.is_some() { "yes" } else { "no" }.to_owned(),
        ]);
    }
    csv.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::month::FIRST;

    #[test]
    fn a_table_has_a_header_and_a_line_a_customer() {
        let customers: Vec<Customer> = (0..20).map(|index| Customer::draw(1, &FIRST, index)).collect();
        let text = table(&FIRST, &customers);
        assert_eq!(text.lines().count(), 21);
        assert!(text.starts_with("customer_id,signup_at,") && text.contains("\nC-001002,20"));
        assert!(text.lines().next().is_some_and(|header| header.split(',').count() == COLUMNS.len()));
    }
}
