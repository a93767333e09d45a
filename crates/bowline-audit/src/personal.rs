//! Personal data: columns that name, reach or locate a person.
//!
//! A model rarely needs them, and a table that holds them is handled by other rules. Two signs are read, on at most
//! [`CELLS`] present cells spread over the column: what the cells look like (e-mail addresses, telephone and card numbers with
//! their check digit, IP addresses) and what the column is called (`last_name`, `street`, `ssn`). Both are hints for
//! people, so each is a note: a name that nobody would guess stays unseen, and a product's number may pass for a card's.

use bowline_core::{Column, ColumnKind, Finding, Severity, Table};
use rayon::prelude::*;

/// Cells of a column that are looked at.
pub const CELLS: usize = 1_000;
/// Share of them that has to look alike, and the fewest that prove anything.
const MOST: f64 = 0.8;
const FEWEST: usize = 10;

/// What a column called so holds: the words of the name, in order, and what it is.
const NAMES: [(&[&str], &str); 25] = [
    (&["first", "name"], "names of persons"),
    (&["last", "name"], "names of persons"),
    (&["full", "name"], "names of persons"),
    (&["surname"], "names of persons"),
    (&["firstname"], "names of persons"),
    (&["lastname"], "names of persons"),
    (&["name"], "names, perhaps of persons"),
    (&["customer", "name"], "names, perhaps of persons"),
    (&["email"], "e-mail addresses"),
    (&["e", "mail"], "e-mail addresses"),
    (&["mail"], "e-mail addresses"),
    (&["phone"], "telephone numbers"),
    (&["telephone"], "telephone numbers"),
    (&["mobile"], "telephone numbers"),
    (&["phone", "number"], "telephone numbers"),
    (&["street"], "postal addresses"),
    (&["address"], "postal addresses"),
    (&["home", "address"], "postal addresses"),
    (&["ssn"], "national identity numbers"),
    (&["social", "security", "number"], "national identity numbers"),
    (&["passport"], "identity documents"),
    (&["iban"], "bank accounts"),
    (&["credit", "card"], "payment cards"),
    (&["date", "of", "birth"], "dates of birth"),
    (&["birthdate"], "dates of birth"),
];

/// What a cell has to look like.
type Test = fn(&str) -> bool;

/// A note about each column that seems to hold personal data, in the order of the table.
#[must_use]
pub fn personal_data(table: &Table) -> Vec<Finding> {
    table.columns().par_iter().filter_map(look).collect()
}

fn look(column: &Column) -> Option<Finding> {
    let name = &column.name;
    let step = (column.len() / CELLS).max(1);
    let cells: Vec<String> = match column.kind() {
        ColumnKind::Float | ColumnKind::Boolean | ColumnKind::Timestamp => Vec::new(),
        _ => (0..column.len())
            .step_by(step)
            .filter_map(|row| column.text(row).map(|cell| cell.trim().to_owned()))
            .take(CELLS)
            .collect(),
    };
    let share = |test: Test| {
        let alike = cells.iter().filter(|cell| test(cell)).count();
        (cells.len() >= FEWEST).then(|| alike as f64 / cells.len() as f64).filter(|share| *share >= MOST)
    };
    let looks: [(&str, Test); 4] = [
        ("e-mail addresses", is_email),
        ("payment card numbers", is_card),
        ("telephone numbers", is_phone),
        ("IP addresses", is_ip_address),
    ];
    let seen = looks.into_iter().find_map(|(what, test)| share(test).map(|share| (what, share)));
    let evidence = match (seen, by_name(column)) {
        (Some((what, share)), _) => {
            format!("`{name}` holds {what}, as {:.0} % of {} cells look", 100.0 * share, cells.len())
        }
        (None, Some(what)) => format!("`{name}` is called as if it held {what}"),
        (None, None) => return None,
    };
    Some(Finding {
        code: "personal-data",
        severity: Severity::Note,
        subject: Some(name.clone()),
        message: evidence,
        action: format!("--drop {name} unless the model needs it and may read it"),
    })
}

fn by_name(column: &Column) -> Option<&'static str> {
    let words = words(&column.name);
    let (_, what) = NAMES.iter().find(|(known, _)| words == *known)?;
    let is_birth = what.starts_with("dates");
    let fits = match column.kind() {
        ColumnKind::Timestamp => is_birth,
        ColumnKind::Integer => {
            !what.contains("name") && !what.contains("mail") && !what.starts_with("postal")
        }
        ColumnKind::Float | ColumnKind::Boolean => false,
        ColumnKind::Category | ColumnKind::Text | ColumnKind::Identifier => true,
    };
    fits.then_some(*what)
}

/// `lastName`, `Last name` and `last_name` as `last`, `name`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        if !letter.is_alphanumeric() || (before.is_lowercase() && letter.is_uppercase()) {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_email(cell: &str) -> bool {
    let Some((user, domain)) = cell.split_once('@') else { return false };
    let plain = |part: &str| !part.is_empty() && !part.contains([' ', '@', ',', ';']);
    plain(user)
        && plain(domain)
        && domain.split('.').count() >= 2
        && domain.split('.').all(|part| !part.is_empty())
}

/// Digits with signs between them, and either a leading plus or zero or at least two signs.
fn is_phone(cell: &str) -> bool {
    let n_digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let signs = cell.chars().filter(|c| matches!(c, ' ' | '-' | '(' | ')' | '/')).count();
    let only = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '/' | '+'));
    let like_a_date = cell.len() == 10 && cell.matches(['-', '/']).count() == 2;
    only && (7..=15).contains(&n_digits)
        && !like_a_date
        && (cell.starts_with('+') || (cell.starts_with(['0', '(']) && signs >= 1) || signs >= 2)
}

/// 13 to 19 digits with the check digit of Luhn (ISO/IEC 7812).
fn is_card(cell: &str) -> bool {
    let digits: Vec<u32> = cell.chars().filter_map(|c| c.to_digit(10)).collect();
    let only = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, &digit)| if at % 2 == 0 { digit } else { 2 * digit - if digit > 4 { 9 } else { 0 } })
        .sum();
    only && (13..=19).contains(&digits.len())
        && sum.is_multiple_of(10)
        && digits.iter().any(|&digit| digit > 0)
}

fn is_ip_address(cell: &str) -> bool {
    cell.parse::<std::net::IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cells_look_like() {
        assert!(
            is_email("ada@example.org") && !is_email("@home") && !is_email("a@b") && !is_email("a b@c.d")
        );
        assert!(is_phone("+49 30 123456") && is_phone("(030) 1234567") && is_phone("555-123-4567"));
        assert!(!is_phone("2024-01-31") && !is_phone("1234567") && !is_phone("12-345"));
        // The test number of ISO/IEC 7812's Annex, and one with a wrong check digit.
        assert!(
            is_card("4111 1111 1111 1111") && !is_card("4111111111111112") && !is_card("0000000000000000")
        );
        assert!(is_ip_address("192.168.0.1") && is_ip_address("::1") && !is_ip_address("1.2.3"));
    }

    #[test]
    fn a_column_is_known_by_its_cells_or_its_name() {
        let cells = |cell: &dyn Fn(usize) -> String| -> Vec<Option<String>> {
            (0..30).map(|row| Some(cell(row))).collect()
        };
        let table = Table::new(vec![
            Column::category("contact", &cells(&|row| format!("user{row}@example.org"))),
            Column::category("LastName", &cells(&|row| format!("n{row}"))),
            Column::category("plan", &cells(&|row| format!("p{}", row % 3))),
            Column::floats("mobile", &[1.0; 30]),
        ])
        .unwrap();
        let found = personal_data(&table);
        let subjects: Vec<&str> = found.iter().filter_map(|found| found.subject.as_deref()).collect();
        assert_eq!(subjects, ["contact", "LastName"]);
        assert!(
            found[0].message.contains("100 % of 30 cells") && found[1].message.contains("names of persons")
        );
    }
}
