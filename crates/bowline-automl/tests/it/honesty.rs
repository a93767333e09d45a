//! What is reported is true of what is served.

use bowline_automl::{SearchOptions, labelled_target, state_problem};
use bowline_core::{Column, Finding, Severity, Target};
use bowline_stats::Metric;

use crate::tables::{normal, plain, quick, rows, searched};

#[test]
fn the_served_pipeline_gives_the_tested_answers() {
    let table = plain(500, 11);
    let outcome = searched(&table, &quick()).unwrap();
    let test = outcome.test.as_ref().unwrap();
    let answers = outcome.pipeline.predict(&table).unwrap();
    let (all, n_classes) = answers.scores().unwrap();
    let (tested, _) = test.predictions.scores().unwrap();
    let (_, truth) = labelled_target(&outcome.pipeline.target, table.column("y").unwrap(), false).unwrap();
    let Target::Classes { codes, .. } = &truth else { panic!("classes") };
    // Every tested answer is the answer of some row of the table with the same truth.
    let Target::Classes { codes: tested_codes, .. } = &test.truth else { panic!("classes") };
    for (scores, code) in tested.chunks_exact(n_classes).zip(tested_codes) {
        let found = all.chunks_exact(n_classes).zip(codes).any(|(row, c)| row == scores && c == code);
        assert!(found, "{scores:?}");
    }
    assert_eq!(outcome.n_train + test.truth.len(), 500);
}

#[test]
fn noise_is_not_worth_a_model() {
    let mut rng = bowline_core::Seed(12).rng();
    let (a, b) = (normal(&mut rng, 600), normal(&mut rng, 600));
    let y: Vec<_> = (0..600).map(|_| Some(if rng.uniform() < 0.5 { "yes" } else { "no" })).collect();
    let table = bowline_core::Table::new(vec![
        Column::floats("a", &a),
        Column::floats("b", &b),
        Column::category("y", &y),
    ])
    .unwrap();
    let outcome = searched(&table, &quick()).unwrap();
    let test = outcome.scores.test.unwrap();
    assert!(test.low < 0.5 && test.high > 0.5, "{test:?}");
    assert!(outcome.references.len() == 2 && outcome.references.iter().all(|found| found.gain.low <= 0.0));
}

#[test]
fn the_subjects_of_serious_findings_are_set_aside_and_kept_on_request() {
    let table = plain(400, 13);
    let finding = |severity, name: &str| Finding {
        code: "leakage",
        severity,
        subject: Some(name.to_owned()),
        message: format!("`{name}` was written afterwards"),
        action: format!("set aside; --keep {name} reads it anyway"),
    };
    let found = || vec![finding(Severity::Serious, "a"), finding(Severity::Warning, "b")];
    let names = |keep: &[&str]| {
        let mut problem = state_problem(&table, &quick()).unwrap();
        problem.set_aside(found(), &keep.iter().map(|name| (*name).to_owned()).collect()).unwrap();
        assert_eq!(problem.findings.len(), 2, "all findings are noted");
        assert_eq!(problem.schema.fields.len(), problem.features.columns().len());
        problem.features.names().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["b"]);
    assert_eq!(names(&["a"]), ["a", "b"]);
    let mut problem = state_problem(&table, &quick()).unwrap();
    let all = vec![finding(Severity::Serious, "a"), finding(Severity::Serious, "b")];
    let refused = problem.set_aside(all, &Default::default()).unwrap_err().to_string();
    assert!(refused.contains("`a` was written afterwards"), "{refused}");
}

#[test]
fn what_matters_is_named_first_and_noise_is_near_nothing() {
    let outcome = searched(&plain(800, 14), &quick()).unwrap();
    assert_eq!(outcome.importance[0].column, "a");
    assert!(outcome.importance[0].mean > 0.2 && outcome.importance[1].mean.abs() < 0.05);
}

#[test]
fn threads_do_not_show() {
    let table = rows(400, 15);
    let one = searched(&table, &SearchOptions { threads: 1, ..quick() }).unwrap();
    let three = searched(&table, &SearchOptions { threads: 3, ..quick() }).unwrap();
    assert_eq!(one.scores, three.scores);
    assert_eq!(one.test.unwrap().predictions, three.test.unwrap().predictions);
}

#[test]
fn the_metric_that_is_asked_for_is_the_one_that_is_reported() {
    for metric in [Metric::Accuracy, Metric::LogLoss, Metric::F1] {
        let outcome = searched(&plain(300, 16), &SearchOptions { metric: Some(metric), ..quick() }).unwrap();
        assert_eq!((outcome.metric, outcome.scores.metric.as_str()), (metric, metric.as_str()));
        assert_eq!(outcome.leaderboard.greater_is_better, metric.greater_is_better());
    }
}
