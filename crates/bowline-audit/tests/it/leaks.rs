//! Tables with one known fault, and without: what is found, and that nothing else is.

use bowline_audit::{LeakOptions, find_leaks};
use bowline_automl::{SearchOptions, SplitRule, state_problem};
use bowline_core::{Column, Finding, Seed, Severity, Table};
use bowline_testkit::bank::{Fault, bank};

const SEEDS: std::ops::Range<u64> = 0..12;

fn leaks(table: &Table, target: &str) -> Vec<Finding> {
    let problem = state_problem(table, &SearchOptions::new(target)).unwrap();
    find_leaks(table, &problem, &LeakOptions::default())
}

/// Code and subject of each finding.
fn names(found: &[Finding]) -> Vec<(&str, &str)> {
    found.iter().map(|finding| (finding.code, finding.subject.as_deref().unwrap_or(""))).collect()
}

#[test]
fn a_clean_table_raises_nothing() {
    for seed in SEEDS {
        for n_rows in [200, 1_000, 4_000] {
            let found = leaks(&bank(n_rows, Fault::None, Seed(seed)), "subscribed");
            assert!(found.is_empty(), "seed {seed}, {n_rows} rows: {found:?}");
        }
    }
}

#[test]
fn a_clean_table_of_numbers_raises_nothing() {
    for seed in SEEDS {
        let found = leaks(&bank(1_500, Fault::None, Seed(seed)), "balance");
        assert!(found.is_empty(), "seed {seed}: {found:?}");
    }
}

#[test]
fn each_fault_is_found_and_nothing_else() {
    for seed in SEEDS {
        let found = |fault| leaks(&bank(2_000, fault, Seed(seed)), "subscribed");
        let afterwards = found(Fault::KnownAfterwards);
        assert_eq!(names(&afterwards), [("leakage", "deposit_term")], "seed {seed}");
        assert!(afterwards[0].message.contains("filled in") && afterwards[0].message.contains("`yes`"));
        let encoded = found(Fault::TargetEncoded);
        assert_eq!(names(&encoded), [("leakage", "job_rate")], "seed {seed}");
        assert!(encoded[0].message.contains("an encoding of `job`"), "{}", encoded[0].message);
        let twice = found(Fault::DuplicatedRows);
        assert_eq!(names(&twice), [("duplicate-rows", "")], "seed {seed}");
        assert!(twice[0].message.starts_with("200 of 2200 rows"), "{}", twice[0].message);
        let trend = found(Fault::TimeTrend);
        assert_eq!(names(&trend), [("time-trend", "called_at")], "seed {seed}");
        assert!(trend[0].action.contains("--time called_at"));
    }
}

#[test]
fn what_is_known_only_afterwards_is_serious_and_names_the_option_that_keeps_it() {
    let found = leaks(&bank(2_000, Fault::KnownAfterwards, Seed(1)), "subscribed");
    assert_eq!(found[0].severity, Severity::Serious);
    assert!(found[0].action.contains("--keep deposit_term"));
}

#[test]
fn a_split_by_time_needs_no_advice_to_split_by_time() {
    let table = bank(2_000, Fault::TimeTrend, Seed(2));
    let split = SplitRule::Time("called_at".into());
    let options = SearchOptions { split: split.clone(), ..SearchOptions::new("subscribed") };
    let problem = state_problem(&table, &options).unwrap();
    assert!(find_leaks(&table, &problem, &LeakOptions { split, ..LeakOptions::default() }).is_empty());
}

#[test]
fn customers_that_come_back_and_keep_their_answer() {
    let clean = bank(300, Fault::None, Seed(3));
    let rows: Vec<u32> = (0..1_500).map(|row| row / 5).collect();
    let table = clean.take(&rows);
    let mut rng = Seed(4).rng();
    let noisy: Vec<f64> = (0..1_500).map(|_| rng.normal()).collect();
    let customers: Vec<_> = rows.iter().map(|row| Some(format!("c{row}"))).collect();
    let table = table
        .with_column(Column::floats("measured", &noisy))
        .and_then(|table| table.with_column(Column::category("customer", &customers)))
        .unwrap();
    let found = leaks(&table, "subscribed");
    let group = found.iter().find(|finding| finding.code == "group-leakage").unwrap();
    assert!(group.action.contains("--group customer") && group.message.contains("300 groups"), "{group:?}");
}

#[test]
fn an_identifier_that_was_dealt_out_by_the_outcome() {
    let table = bank(1_000, Fault::None, Seed(5));
    let target = table.column("subscribed").unwrap();
    let mut order: Vec<u32> = (0..1_000).collect();
    order.sort_by_key(|&row| target.text(row as usize).map(|text| text.into_owned()));
    let sorted = table.take(&order);
    let numbers = |first: i64| arrow_array::Int64Array::from_iter_values(first..first + 1_000);
    let ids = arrow_array::StringArray::from_iter_values((0..1_000).map(|row| format!("C-{row:05}")));
    let known =
        sorted.clone().with_column(Column::new("id", bowline_core::ColumnData::Identifier(ids))).unwrap();
    assert!(names(&leaks(&known, "subscribed")).contains(&("identifier-tells-target", "id")));
    let counter = Column::new("nr", bowline_core::ColumnData::Integer(numbers(5_000)));
    let found = leaks(&sorted.with_column(counter).unwrap(), "subscribed");
    assert!(found.iter().any(|finding| finding.subject.as_deref() == Some("nr")), "{found:?}");
}

#[test]
fn rows_that_contradict_each_other() {
    let table = bank(500, Fault::None, Seed(6));
    let twice = table.take(&(0..500).chain(0..50).collect::<Vec<u32>>());
    let turned: Vec<_> = (0..550)
        .map(|row| {
            let label = twice.column("subscribed").unwrap().text(row).unwrap().into_owned();
            let other = if label == "yes" { "no" } else { "yes" };
            Some(if row < 500 { label } else { other.to_owned() })
        })
        .collect();
    let found = leaks(&twice.with_column(Column::category("subscribed", &turned)).unwrap(), "subscribed");
    assert_eq!(names(&found), [("duplicate-rows", ""), ("conflicting-rows", "")]);
    assert!(found[1].message.contains("50 of 550 rows"), "{}", found[1].message);
}

#[test]
fn threads_do_not_show() {
    for fault in [Fault::TargetEncoded, Fault::TimeTrend, Fault::DuplicatedRows] {
        let table = bank(3_000, fault, Seed(7));
        let one = bowline_testkit::with_threads(1, || leaks(&table, "subscribed"));
        assert_eq!(bowline_testkit::with_threads(3, || leaks(&table, "subscribed")), one);
    }
}

#[test]
fn odd_tables_make_nothing_panic() {
    let n = 40;
    let cells: Vec<Option<String>> =
        (0..n).map(|row| (row % 3 > 0).then(|| format!("v{}", row % 4))).collect();
    let y: Vec<_> = (0..n).map(|row| Some(if row % 2 == 0 { "a" } else { "b" })).collect();
    let huge: Vec<f64> = (0..n).map(|row| if row % 2 == 0 { f64::MAX } else { f64::MIN }).collect();
    let table = Table::new(vec![
        Column::category("c", &cells),
        Column::floats("huge", &huge),
        Column::floats("gaps", &[f64::NAN; 40]),
        Column::floats("tiny", &(0..n).map(|row| row as f64 * 1e-308).collect::<Vec<_>>()),
        Column::category("y", &y),
    ])
    .unwrap();
    for target in ["y", "tiny", "c", "huge"] {
        if let Ok(problem) = state_problem(&table, &SearchOptions::new(target)) {
            let _ = find_leaks(&table, &problem, &LeakOptions::default());
            let _ = bowline_audit::audit(&table, Some(&problem), &Default::default());
        }
    }
    let _ = bowline_audit::audit(&Table::default(), None, &Default::default());
}
