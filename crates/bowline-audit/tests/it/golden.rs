//! Against pandas and scipy 1.17.1: `tests/golden/quality.py` writes the table and the numbers from the definitions.

use bowline_audit::audit::{Distribution, Measure, NumericSummary};
use bowline_audit::{Audit, AuditOptions, audit};
use bowline_automl::{SearchOptions, state_problem};
use bowline_core::{Column, Table};
use bowline_stats::intraclass_correlation;
use serde_json::Value;

/// Sums are taken in another order than NumPy's, and no further apart than that.
const TOLERANCE: f64 = 1e-12;

fn golden() -> Value {
    serde_json::from_str(include_str!("../golden/quality.json")).unwrap()
}

/// The table of the golden file; cells of strings are categories.
fn table(golden: &Value) -> Table {
    let cells = |name: &str| golden["columns"][name].as_array().unwrap().clone();
    let numbers = |name: &str| {
        let values: Vec<f64> = cells(name).iter().map(|cell| cell.as_f64().unwrap_or(f64::NAN)).collect();
        Column::floats(name, &values)
    };
    let strings = |name: &str| {
        let cells = cells(name);
        Column::category(name, &cells.iter().map(Value::as_str).collect::<Vec<_>>())
    };
    Table::new(vec![
        numbers("amount"),
        numbers("days"),
        numbers("marked"),
        strings("phone"),
        strings("kind"),
        strings("answer"),
    ])
    .unwrap()
}

fn audited(table: &Table, target: &str) -> Audit {
    let problem = state_problem(table, &SearchOptions::new(target)).unwrap();
    audit(table, Some(&problem), &AuditOptions::default())
}

#[track_caller]
fn assert_near(found: f64, expected: &Value, what: &str) {
    let expected = expected.as_f64().unwrap();
    assert!(
        (found - expected).abs() <= TOLERANCE * expected.abs().max(1.0),
        "`{what}`: {found}, not {expected}"
    );
}

#[test]
fn quality_scores() {
    let golden = golden();
    let quality = audited(&table(&golden), "answer").data_quality;
    for (what, found) in [
        ("completeness", quality.completeness),
        ("duplicates", quality.duplicates),
        ("duplicate_rate", quality.duplicate_rate),
        ("consistency", quality.consistency),
        ("validity", quality.validity),
        ("class_balance", quality.class_balance),
        ("overall_score", quality.overall_score),
    ] {
        assert_near(found, &golden["scores"][what], what);
    }
}

fn summary<'a>(audit: &'a Audit, name: &str) -> &'a NumericSummary {
    let columns = &audit.feature_analysis.columns;
    match &columns.iter().find(|column| column.name == name).unwrap().distribution {
        Distribution::Numbers(numbers) => numbers,
        other => panic!("`{name}` holds {other:?}"),
    }
}

fn association(audit: &Audit, name: &str) -> (Measure, f64) {
    let columns = &audit.feature_analysis.columns;
    let found = columns.iter().find(|column| column.name == name).unwrap().association.unwrap();
    (found.measure, found.value)
}

#[test]
fn figures_of_columns() {
    let golden = golden();
    let figures = &golden["figures"];
    let table = table(&golden);
    let by_answer = audited(&table, "answer");
    let amount = summary(&by_answer, "amount");
    for (what, found) in [
        ("min", amount.min),
        ("max", amount.max),
        ("mean", amount.mean),
        ("std", amount.std),
        ("skew", amount.skew),
        ("n_outliers", amount.n_outliers as f64),
    ] {
        assert_near(found, &figures[what], what);
    }
    for (at, found) in amount.quantiles.into_iter().enumerate() {
        assert_near(found, &figures["quantiles"][at], "quantiles");
    }
    assert_near(
        by_answer.feature_analysis.columns[0].n_distinct as f64,
        &figures["n_distinct"],
        "n_distinct",
    );
    let by_days = audited(&table, "days");
    for (what, audit, name, measure) in [
        ("amount_by_answer", &by_answer, "amount", Measure::CorrelationRatio),
        ("kind_by_answer", &by_answer, "kind", Measure::CramersV),
        ("kind_by_days", &by_days, "kind", Measure::CorrelationRatio),
        ("amount_with_days", &by_days, "amount", Measure::Pearson),
    ] {
        let (found, value) = association(audit, name);
        assert_eq!(found, measure);
        assert_near(value, &figures[what], what);
    }
    let days: Vec<f64> = (0..table.n_rows()).filter_map(|row| table.columns()[1].number(row)).collect();
    let kinds: Vec<u32> = (0..table.n_rows())
        .map(|row| {
            ["ab", "cd", "xyz"].iter().position(|kind| table.columns()[4].text(row).as_deref() == Some(kind))
        })
        .map(|at| at.unwrap() as u32)
        .collect();
    let (correlation, _) = intraclass_correlation(&kinds, 3, &days).unwrap();
    assert_near(correlation, &figures["icc_of_days_by_kind"], "icc_of_days_by_kind");
}

#[test]
fn a_declared_range_replaces_what_is_plausible() {
    let golden = golden();
    let table = table(&golden);
    let options = AuditOptions { ranges: [("marked".to_owned(), (-1000.0, 50.0))].into() };
    assert_eq!(audit(&table, None, &options).data_quality.validity, 1.0);
    let recommendations = audit(&table, None, &AuditOptions::default()).recommendations;
    let sentinel = recommendations.iter().find(|found| found.code == "sentinel").unwrap();
    assert!(sentinel.action.starts_with("--na -999 ") && sentinel.subject.as_deref() == Some("marked"));
}

#[test]
fn an_audit_without_a_problem() {
    let golden = golden();
    let found = audit(&table(&golden), None, &AuditOptions::default());
    assert!(found.target_analysis.is_none() && found.data_quality.class_balance == 1.0);
    assert!(found.feature_analysis.columns.iter().all(|column| column.association.is_none()));
    assert_eq!(found.basic_stats.n_columns, 6);
}
