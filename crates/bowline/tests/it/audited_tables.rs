//! The leakage audit and the data audit on public tables and on the simulator's faulty ones.
//!
//! Public tables are looked for in the folder that `BOWLINE_DATA` names, and beside the checkout; where they are not there,
//! a test says so and looks at the committed examples alone.

use std::path::{Path, PathBuf};

use bowline_audit::{Audit, AuditOptions, LeakOptions, audit, find_leaks};
use bowline_automl::{Problem, SearchOptions, labelled_target, state_problem};
use bowline_core::{ColumnKind, Finding, Severity, Table};
use bowline_io::{ReadOptions, read_table};

struct Audited {
    table: Table,
    problem: Problem,
    leaks: Vec<Finding>,
    audit: Audit,
}

fn public(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("BOWLINE_DATA").map_or(beside, PathBuf::from);
    let path = Some(folder.join(name)).filter(|path| path.exists());
    if path.is_none() {
        say_absent(name);
    }
    path
}

#[expect(clippy::print_stderr, reason = "a test that looks at less than usual has to say so")]
fn say_absent(name: &str) {
    eprintln!("`{name}` is not here and is left out (BOWLINE_DATA names the folder that has it)");
}

fn audited(path: &Path, target: &str) -> Audited {
    let table = read_table(path, &ReadOptions::default()).unwrap().table;
    let problem = state_problem(&table, &SearchOptions::new(target)).unwrap();
    let leaks = find_leaks(&table, &problem, &LeakOptions::default());
    let audit = audit(&table, Some(&problem), &AuditOptions::default());
    let quality = audit.data_quality;
    for score in [
        quality.completeness,
        quality.duplicates,
        quality.consistency,
        quality.validity,
        quality.class_balance,
        quality.overall_score,
    ] {
        assert!((0.0..=1.0).contains(&score), "{quality:?}");
    }
    Audited { table, problem, leaks, audit }
}

fn of_public(name: &str, target: &str) -> Option<Audited> {
    public(name).map(|path| audited(&path, target))
}

impl Audited {
    /// The columns that are set aside because of leakage.
    fn leaking(&self) -> Vec<&str> {
        let serious = self.leaks.iter().filter(|finding| finding.severity == Severity::Serious);
        serious.filter_map(|finding| finding.subject.as_deref()).collect()
    }

    fn recommended(&self, code: &str) -> Vec<&Finding> {
        self.audit.recommendations.iter().filter(|finding| finding.code == code).collect()
    }

    fn found(&self, code: &str) -> Option<&Finding> {
        self.leaks.iter().find(|finding| finding.code == code)
    }
}

#[test]
fn telco_churn_has_an_identifier_and_eleven_blank_cells() {
    let Some(telco) = of_public("telco_churn.csv", "Churn") else { return };
    assert_eq!(telco.leaking(), [""; 0]);
    assert_eq!(telco.table.column("customerID").unwrap().kind(), ColumnKind::Identifier);
    assert!(telco.problem.findings.iter().any(|found| found.code == "identifier"));
    let missing = telco.recommended("missing-cells");
    assert!(missing[0].message.contains("`TotalCharges` 11"), "{missing:?}");
}

#[test]
fn bike_sharing_adds_up() {
    let Some(bikes) = of_public("bike_sharing_hour.csv.gz", "cnt") else { return };
    assert_eq!(bikes.leaking(), ["casual", "registered"]);
    let leak = bikes.found("leakage").unwrap();
    assert!(leak.message.contains("`casual` + `registered` = `cnt`"), "{}", leak.message);
    let trend = bikes.found("time-trend").unwrap();
    assert!(trend.action.contains("--time dteday"), "{trend:?}");
}

#[test]
fn the_titanic_is_told_by_who_is_alive() {
    let Some(titanic) = of_public("titanic_seaborn.csv", "survived") else { return };
    assert_eq!(titanic.leaking(), ["alive"]);
}

#[test]
fn wine_is_there_twice() {
    let Some(wine) = of_public("winequality-white.csv", "quality") else { return };
    assert_eq!(wine.audit.basic_stats.duplicates.n_rows, 937);
    assert!((wine.audit.data_quality.duplicate_rate - 937.0 / 4898.0).abs() < 1e-12);
    let found = wine.found("duplicate-rows").unwrap();
    assert!(found.severity == Severity::Warning && found.message.starts_with("937 of 4898"), "{found:?}");
    assert_eq!(wine.leaking(), [""; 0]);
}

#[test]
fn the_labels_of_the_two_adult_files_are_noticed_as_different() {
    let (Some(train), Some(test)) = (public("adult.data.gz"), public("adult_test.csv.gz")) else { return };
    let adult = audited(&train, "column_15");
    assert_eq!(adult.leaking(), [""; 0]);
    let test = read_table(&test, &ReadOptions::default()).unwrap().table;
    let labels = test.columns().last().unwrap();
    let refused = labelled_target(&adult.problem.target.spec, labels, false).unwrap_err().to_string();
    assert!(refused.contains("K.`") && refused.contains("--normalize-labels"), "{refused}");
}

#[test]
fn tables_without_leaks_have_none() {
    for (name, target) in [
        ("penguins.csv", "species"),
        ("iris.csv", "species"),
        ("titanic_passengers.csv", "Survived"),
        ("ames_housing.csv", "SalePrice"),
        ("california_housing.csv.gz", "median_house_value"),
        ("winequality-red.csv", "quality"),
        ("letter_recognition.csv", "lettr"),
        ("dry_bean.csv.gz", "Class"),
        ("adult_with_header.csv.gz", "income"),
    ] {
        let Some(found) = of_public(name, target) else { continue };
        assert_eq!(found.leaking(), [""; 0], "{name}: {:?}", found.leaks);
    }
}

#[test]
fn the_simulated_faults_are_found_and_the_clean_table_raises_nothing() {
    let example = |name: &str, target: &str| {
        audited(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name), target)
    };
    let names = |audited: &Audited| -> Vec<(&'static str, String)> {
        audited.leaks.iter().map(|found| (found.code, found.subject.clone().unwrap_or_default())).collect()
    };
    for (file, expected) in [
        ("bank_clean.csv", None),
        ("bank_known_afterwards.csv", Some(("leakage", "deposit_term"))),
        ("bank_target_encoded.csv", Some(("leakage", "job_rate"))),
        ("bank_duplicated_rows.csv", Some(("duplicate-rows", ""))),
        ("bank_time_trend.csv", Some(("time-trend", "called_at"))),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(code, name)| (code, name.to_owned())).collect();
        assert_eq!(names(&example(file, "subscribed")), expected, "{file}");
    }
    assert_eq!(example("churn.csv", "churned").leaking(), ["exit_survey_score"]);
}
