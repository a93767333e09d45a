//! What is reported is true of what is served.

use bowline_automl::{SearchOptions, labelled_target};
use bowline_core::{Column, Target};
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
fn a_column_that_gives_the_target_away_is_set_aside_and_kept_on_request() {
    let table = plain(400, 13);
    let y = table.column("y").unwrap();
    let said: Vec<_> = (0..400).map(|row| y.text(row).map(|text| format!("it was {text}"))).collect();
    let table = table.with_column(Column::category("after", &said)).unwrap();
    let outcome = searched(&table, &quick()).unwrap();
    let found = outcome.findings.iter().find(|finding| finding.code == "leakage").unwrap();
    assert!(found.subject.as_deref() == Some("after") && found.action.contains("--keep after"), "{found:?}");
    assert!(outcome.pipeline.input.fields.iter().all(|field| field.name != "after"));
    let keep = SearchOptions { keep: ["after".to_owned()].into(), ..quick() };
    let kept = searched(&table, &keep).unwrap();
    assert!(kept.scores.test.unwrap().value > 0.999);
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
