//! The six criteria on tables whose law is known.

use std::time::Duration;

use bowline_audit::{
    Answer, Check, CheckOptions, ModelFamily, Suitability, Validation, Way, check, validate,
};
use bowline_core::{Budget, FitContext, Seed, StoppedClock, Table};
use bowline_stats::Metric;

use crate::tables::{numbers, stated, tied, twelve_classes, untied};

fn validated(table: &Table, options: &CheckOptions) -> Validation {
    validate(&stated(table), options, &FitContext::with_seed(Seed(0))).unwrap()
}

fn answers(validation: &Validation) -> Vec<(&str, Answer)> {
    validation.criteria.iter().map(|criterion| (criterion.name, criterion.answer)).collect()
}

fn told() -> CheckOptions {
    CheckOptions {
        metrics: vec![Metric::F1, Metric::RocAuc],
        error_tolerance: Some(0.2),
        expected_return: Some(100.0),
        cost: Some(20.0),
        ..CheckOptions::default()
    }
}

use Answer::{No, Unknown, Yes};

#[test]
fn a_tied_table_is_undecided_until_the_user_speaks() {
    let table = tied(1_500, 1);
    let silent = validated(&table, &CheckOptions::default());
    assert_eq!(
        answers(&silent),
        [
            ("has_pattern", Yes),
            ("has_enough_data", Yes),
            ("has_clear_metrics", Unknown),
            ("can_handle_errors", Unknown),
            ("outperforms_rules", Yes),
            ("has_business_value", Unknown),
        ]
    );
    assert_eq!((silent.score, silent.suitable), (3, false));
    assert_eq!(silent.missing, ["has_clear_metrics", "can_handle_errors", "has_business_value"]);
    assert_eq!(silent.verdict.suitability, Suitability::Undecided);
    assert!(silent.verdict.sentence.contains("--error-tolerance 0.2"), "{}", silent.verdict);
    for criterion in &silent.criteria {
        assert_eq!(criterion.settle.is_some(), criterion.answer == Unknown, "{}", criterion.name);
    }

    let spoken = validated(&table, &told());
    assert_eq!((spoken.score, spoken.suitable), (6, true));
    assert_eq!(spoken.comparison.as_ref().unwrap().metric, Metric::F1);
    assert!(spoken.missing.is_empty());
}

#[test]
fn evidence_holds_the_measured_numbers() {
    let found = validated(&tied(1_500, 1), &told());
    let evidence: Vec<&str> = found.criteria.iter().map(|criterion| criterion.evidence.as_str()).collect();
    assert!(
        evidence[0].contains("correlation 0.414 (`b`)") && evidence[0].contains("p = 0.002"),
        "{}",
        evidence[0]
    );
    assert!(evidence[0].ends_with("499 permutations, all 1 500 rows)"), "{}", evidence[0]);
    assert_eq!(evidence[1], "1 500 rows for 4 columns: 375 for each, and classification wants more than 100");
    assert_eq!(evidence[2], "success is measured by f1, roc_auc");
    assert_eq!(evidence[3], "0.2 of the answers may be wrong, and a model wants more than 0.1");
    assert!(evidence[4].starts_with("a quick model reaches f1 0."), "{}", evidence[4]);
    assert!(evidence[4].contains("for `simple_rules`, the best of 3 rules of thumb"), "{}", evidence[4]);
    assert_eq!(
        evidence[5],
        "a return of 100 for a cost of 20.0, 5.00 times as much, and it should be more than 3 times the cost"
    );
}

#[test]
fn noise_is_not_suitable_whatever_the_user_says() {
    for seed in 0..5 {
        let found = validated(&untied(800, seed), &told());
        assert_eq!(answers(&found)[0].1, No, "{}", found.criteria[0].evidence);
        assert_eq!(answers(&found)[4].1, No, "{}", found.criteria[4].evidence);
        assert_eq!(found.verdict.suitability, Suitability::NotSuitable);
    }
}

/// R1's thresholds, each just missed and just passed.
#[test]
fn thresholds_are_strict() {
    let table = tied(400, 2);
    let answer = |options: &CheckOptions, at: usize| validated(&table, options).criteria[at].answer;
    assert_eq!(answer(&told(), 1), No, "100 rows a column are not above 100");
    for (tolerance, expected) in [(0.1, No), (0.11, Yes), (0.0, No), (1.0, Yes)] {
        assert_eq!(answer(&CheckOptions { error_tolerance: Some(tolerance), ..told() }, 3), expected);
    }
    for (expected_return, cost, expected) in
        [(60.0, 20.0, No), (61.0, 20.0, Yes), (0.0, 0.0, No), (1.0, 0.0, Yes)]
    {
        let options = CheckOptions { expected_return: Some(expected_return), cost: Some(cost), ..told() };
        assert_eq!(answer(&options, 5), expected);
    }
    let half = CheckOptions { cost: None, ..told() };
    let criterion = validated(&table, &half).criteria.remove(5);
    assert_eq!((criterion.answer, criterion.settle.as_deref()), (Unknown, Some("--cost 20000")));
    let deep = CheckOptions { model: Some(ModelFamily::DeepLearning), ..told() };
    assert!(validated(&table, &deep).criteria[1].evidence.contains("deep learning wants more than 1 000"));
}

#[test]
fn numbers_are_judged_by_their_own_rules() {
    let options = CheckOptions { metrics: vec![Metric::Mae], ..CheckOptions::default() };
    let found = validated(&numbers(300, 3), &options);
    assert_eq!(found.pattern.correlation.as_ref().unwrap().column, "a");
    assert_eq!(answers(&found)[4].1, Yes, "{}", found.criteria[4].evidence);
    assert_eq!(found.comparison.unwrap().metric, Metric::Mae);
    assert!(found.criteria[1].evidence.contains("regression wants more than 50"));
}

#[test]
fn many_classes_are_judged_too() {
    let found = validated(&twelve_classes(900, 3), &CheckOptions::default());
    assert_eq!(answers(&found)[0].1, Yes, "{}", found.criteria[0].evidence);
    assert_eq!(answers(&found)[4].1, Yes, "{}", found.criteria[4].evidence);
    assert_eq!(found.comparison.unwrap().metric, Metric::LogLoss);
}

/// Where 5 000 rows leave the comparison open, more are looked at.
#[test]
fn an_open_comparison_is_made_again_on_more_rows() {
    let found = validated(&untied(7_000, 1), &CheckOptions::default());
    assert_eq!(found.comparison.as_ref().unwrap().n_rows, 7_000);
    assert_eq!((found.pattern.n_rows, answers(&found)[4].1), (5_000, No));
    let found = validated(&tied(7_000, 1), &CheckOptions::default());
    assert_eq!(found.comparison.as_ref().unwrap().n_rows, 5_000);
}

#[test]
fn options_out_of_range_are_named() {
    let refusal = |options: CheckOptions| {
        validate(&stated(&tied(60, 0)), &options, &FitContext::with_seed(Seed(0))).unwrap_err().to_string()
    };
    assert_eq!(
        refusal(CheckOptions { error_tolerance: Some(20.0), ..told() }),
        "`--error-tolerance` is 20: expected a share from 0 to 1, such as 0.2"
    );
    assert!(refusal(CheckOptions { cost: Some(-1.0), ..told() }).contains("`--cost` is -1"));
    assert!(refusal(CheckOptions { expected_return: Some(f64::NAN), ..told() }).contains("NaN"));
    assert_eq!(
        refusal(CheckOptions { metrics: vec![Metric::Rmse], ..told() }),
        "`--metric rmse` scores numbers: `y` holds classes; give roc_auc, say"
    );
}

#[test]
fn the_same_seed_gives_the_same_answers_at_any_number_of_threads() {
    let table = tied(700, 4);
    let with_threads = |n: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
        pool.install(|| validated(&table, &told()))
    };
    assert_eq!(with_threads(1), with_threads(3));
    let other = CheckOptions { seed: Seed(9), ..told() };
    assert_ne!(validated(&table, &other).comparison, with_threads(1).comparison);
}

#[test]
fn without_time_the_comparison_is_open() {
    let clock = StoppedClock(Duration::from_secs(5));
    let budget = Budget::new(&clock, Duration::from_secs(5), None);
    let context = FitContext { budget, ..FitContext::with_seed(Seed(0)) };
    let found = validate(&stated(&tied(300, 4)), &told(), &context).unwrap();
    assert_eq!((found.criteria[4].answer, found.comparison), (Unknown, None));
    assert_eq!(found.criteria[4].settle.as_deref(), Some("a longer --budget"));
}

#[test]
fn a_check_joins_the_parts() {
    let table = tied(1_500, 1);
    let found: Check = check(&table, &stated(&table), &told(), &FitContext::with_seed(Seed(0))).unwrap();
    assert!(found.validation.suitable);
    assert_eq!(found.requirements.needed, 693);
    assert_eq!(found.advice.way, Way::Custom);
    assert_eq!((found.route.as_str(), found.recommendations[0].model), ("medium", "gradient_boosting"));
}
