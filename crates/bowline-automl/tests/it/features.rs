//! Which features candidates read: the guide's, and what an entity did before.

use bowline_automl::{FeatureSet, SearchOptions, SplitRule, state_problem};
use bowline_core::{Column, ColumnData, Seed, Table};

use crate::tables::{normal, plain, quick, rows, searched, without};

const DAY: i64 = 86_400_000_000;

/// Visits of 60 customers: what is spent next is near the mean of what this customer spent before.
fn visits(n_rows: usize) -> Table {
    let mut rng = Seed(21).rng();
    let level: Vec<f64> = (0..60).map(|_| rng.uniform() * 100.0).collect();
    let noise = normal(&mut rng, n_rows);
    let who: Vec<usize> = (0..n_rows).map(|_| rng.below(60) as usize).collect();
    let spent: Vec<f64> = (0..n_rows).map(|row| level[who[row]] + noise[row]).collect();
    let next: Vec<f64> = (0..n_rows).map(|row| level[who[row]] + noise[(row + 7) % n_rows]).collect();
    // What is spent at this visit is written down for two in three visits only, so the past has to fill in.
    let seen: Vec<f64> =
        spent.iter().enumerate().map(|(row, &x)| if row % 3 == 0 { f64::NAN } else { x }).collect();
    let at = (0..n_rows as i64).map(|row| Some(row * DAY)).collect::<Vec<_>>().into();
    Table::new(vec![
        Column::category("who", &who.iter().map(|w| Some(format!("c{w}"))).collect::<Vec<_>>()),
        Column::new("at", ColumnData::Timestamp(at)),
        Column::floats("spent", &seen),
        Column::floats("y", &next),
    ])
    .unwrap()
}

#[test]
fn what_an_entity_did_before_helps() {
    // Without its name as a feature, so that only the history can tell customers apart.
    let table = visits(1500);
    let rmse = |entity: Option<&str>| {
        let options = SearchOptions { entity: entity.map(str::to_owned), ..quick() };
        let table = if entity.is_some() { table.clone() } else { without(&table, &["who"]) };
        searched(&table, &options).unwrap().scores.test.unwrap().value
    };
    let (with, plain) = (rmse(Some("who")), rmse(None));
    assert!(with < 0.7 * plain, "{with} and {plain}");
}

#[test]
fn an_entity_needs_one_column_of_times() {
    let entity = |name: &str| SearchOptions { entity: Some(name.into()), ..quick() };
    let refused =
        |table: &Table, options: &SearchOptions| state_problem(table, options).unwrap_err().to_string();
    assert!(refused(&rows(100, 1), &entity("group")).contains("--type COLUMN=timestamp"));
    assert!(refused(&visits(100), &entity("y")).contains("is the target"));
    assert!(refused(&visits(100), &entity("whom")).contains("`who`"));
    let at = visits(100).column("at").unwrap().clone();
    let two = visits(100).with_column(Column { name: "left_at".into(), ..at }).unwrap();
    assert!(refused(&two, &entity("who")).contains("`at`, `left_at`"));
    let named = SearchOptions { split: SplitRule::Time("at".into()), ..entity("who") };
    let problem = state_problem(&two, &named).unwrap();
    assert_eq!(problem.entity.unwrap().values, ["spent"]);
}

#[test]
fn an_identifier_may_name_the_entity_and_an_audit_does_not_take_it_away() {
    let table = visits(300);
    let who = table.column("who").unwrap();
    let names: Vec<_> = (0..300).map(|row| who.text(row).map(std::borrow::Cow::into_owned)).collect();
    let table = table.with_column(Column::new("who", ColumnData::Identifier(names.into()))).unwrap();
    let options = SearchOptions { entity: Some("who".into()), ..quick() };
    let mut problem = state_problem(&table, &options).unwrap();
    let finding = |subject: &str| bowline_core::Finding {
        code: "leakage",
        severity: bowline_core::Severity::Serious,
        subject: Some(subject.into()),
        message: "it gives the target away".into(),
        action: String::new(),
    };
    problem.set_aside(vec![finding("who"), finding("spent")], &options.keep).unwrap();
    let names: Vec<&str> = problem.features.names().collect();
    assert_eq!(names, ["who", "at"]);
    assert!(problem.entity.unwrap().values.is_empty());
}

#[test]
fn with_the_guides_features_all_candidates_read_one_view() {
    let options = SearchOptions { features: FeatureSet::Guide, ..quick() };
    let outcome = searched(&plain(400, 17), &options).unwrap();
    assert_eq!(outcome.pipeline.views.len(), 1);
    let names: Vec<&str> =
        outcome.pipeline.views[0].features().iter().map(|feature| feature.name.as_str()).collect();
    assert!(names.contains(&"a_x_b") && names.contains(&"a^2"), "{names:?}");
    assert!(outcome.scores.test.unwrap().value > 0.8);
}
