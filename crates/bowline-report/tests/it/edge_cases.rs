//! What is unknown, empty or not a number.

use bowline_core::{Estimate, Outcome, Severity};
use bowline_report::{ReportData, TargetShape, TestAnswers, pictures, render_html};

use crate::sample_data::{bare, binary, multi_class, reference, regression};
use crate::well_formed::assert_well_formed;

fn assert_sound(data: &ReportData) -> String {
    let html = render_html(data);
    assert_well_formed(&html);
    assert!(!html.contains("NaN") && !html.contains("=\"inf"));
    for (_, svg) in pictures(data) {
        assert_well_formed(&svg);
    }
    html
}

fn with_classes(classes: &[&str], truth: Vec<u32>, probabilities: Vec<f64>) -> ReportData {
    let classes = classes.iter().map(|name| (*name).to_owned()).collect();
    ReportData {
        test_answers: Some(TestAnswers::Classes { classes, positive: Some(1), truth, probabilities }),
        ..binary()
    }
}

#[test]
fn a_bare_report_says_what_is_missing() {
    let html = assert_sound(&bare());
    for sentence in [
        "The score is not known",
        "No row has a target.",
        "No candidate was fitted.",
        "there is nothing to score on",
        "nothing to worry about",
    ] {
        assert!(html.contains(sentence), "{sentence}");
    }
    let html = assert_sound(&ReportData { cv_score: Some(0.8), ..bare() });
    assert!(html.contains("may flatter the model"));
}

#[test]
fn answers_that_cannot_be_drawn_are_left_out() {
    for data in [
        with_classes(&["a", "b"], vec![], vec![]),
        with_classes(&["a", "b"], vec![1], vec![0.5, 0.5]),
        with_classes(&["a", "b"], vec![0, 1, 9], vec![0.5, 0.5, f64::NAN, 0.1, 0.2, 0.8]),
        with_classes(&["a", "b"], vec![0, 1, 1], vec![0.5, 0.5]),
        with_classes(&["a", "b"], vec![1, 1], vec![0.0, 1.0, 1.0, 0.0]),
        with_classes(&["a", "b"], vec![0, 1], vec![9.0, -9.0, -3.0, 4.0]),
        with_classes(&["a"], vec![0], vec![1.0]),
        with_classes(&[], vec![0], vec![1.0]),
        with_classes(&["a", "b", "c"], vec![0, 0], vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
    ] {
        assert_sound(&data);
    }
    let one_class = with_classes(&["a", "b"], vec![1, 1], vec![0.0, 1.0, 1.0, 0.0]);
    assert!(!pictures(&one_class).iter().any(|(name, _)| name == "roc_curve.svg"));
}

#[test]
fn regressions_of_any_shape() {
    let values = |truth: Vec<f64>, predicted: Vec<f64>| ReportData {
        test_answers: Some(TestAnswers::Values { truth, predicted }),
        ..regression()
    };
    for data in [
        values(vec![], vec![]),
        values(vec![1.0], vec![1.0]),
        values(vec![f64::NAN], vec![1.0]),
        values(vec![5.0; 40], vec![5.0; 40]),
        values(vec![1e300, -1e300], vec![-1e300, 1e300]),
        values(vec![f64::MAX, f64::MIN], vec![f64::MIN, f64::MAX]),
        values(vec![1e-300, 2e-300], vec![1e-300, 3e-300]),
    ] {
        assert_sound(&data);
    }
}

#[test]
fn histograms_of_any_shape() {
    for (edges, counts) in [
        (vec![], vec![]),
        (vec![0.0, 1.0], vec![5]),
        (vec![2.0, 2.0], vec![5]),
        (vec![0.0, f64::NAN], vec![5]),
        (vec![0.0, 1.0], vec![5, 6, 7]),
        (vec![0.0, 1.0, 2.0], vec![0, 0]),
        (vec![0.0, 1.0], vec![u64::MAX / 2]),
    ] {
        assert_sound(&ReportData { target_shape: TargetShape::Histogram { edges, counts }, ..regression() });
    }
}

#[test]
fn one_candidate_with_numbers_that_are_not() {
    let mut data = binary();
    data.leaderboard.rows.truncate(1);
    let absent = Estimate { value: f64::NAN, low: f64::NAN, high: f64::NAN };
    data.leaderboard.rows[0].outcome =
        Outcome::Fitted { score: absent, fit_seconds: f64::NAN, predict_micros: f64::NAN, weight: f64::NAN };
    data.test_score = Some(absent);
    data.references = vec![reference("none", false, absent, absent)];
    data.test_metrics = vec![("roc_auc".into(), absent)];
    data.importance[0].mean = f64::INFINITY;
    data.importance[1].std = f64::NAN;
    let html = assert_sound(&data);
    assert!(html.contains("<td class=\"n\">–</td>"));

    data.leaderboard.rows[0].outcome = Outcome::Fitted {
        score: Estimate { value: 0.9, low: 0.9, high: 0.9 },
        fit_seconds: 0.001,
        predict_micros: 12_345.6,
        weight: 1.0,
    };
    assert!(assert_sound(&data).contains("12\u{202F}346"));
}

#[test]
fn a_hopeless_candidate_does_not_squeeze_the_others() {
    let html = assert_sound(&regression());
    // Its score of a million is an arrow at the edge of a scale that ends far below it.
    let head = html.split("class=\"ends\"").nth(1).expect("a scale");
    let high = head.split("</span><span>").nth(1).expect("an end").split('<').next().expect("a number");
    let high: f64 = high.replace('\u{202F}', "").parse().expect("digits");
    assert!(high < 200_000.0, "{high}");
}

#[test]
fn a_model_that_loses_to_its_baseline_says_so() {
    let mut data = binary();
    let score = Estimate { value: 0.95, low: 0.94, high: 0.96 };
    let mut says = |is_model, [low, value, high]: [f64; 3], part: &str| {
        data.references = vec![reference("one-rule", is_model, score, Estimate { value, low, high })];
        let page = render_html(&data);
        assert!(page.contains(part), "`{part}` is not on the page");
    };
    says(false, [-0.04, -0.0266, -0.01], "chip serious\"><span>0.0266 worse than the best rule of thumb");
    says(false, [-0.01, 0.0034, 0.02], "chip warning\"><span>0.0034 better, which may be chance, than");
    says(false, [0.001, 0.0034, 0.02], "chip good\"><span>0.0034 better than the best rule of thumb");
    says(true, [-0.02, -0.0012, 0.01], "chip warning\"><span>no better than the plain model");
}

#[test]
fn findings_without_subject_or_action() {
    let mut data = binary();
    data.findings.retain(|finding| finding.severity == Severity::Warning);
    data.findings[0].action = String::new();
    let html = assert_sound(&data);
    assert!(html.contains("<p class=\"summary\">1 warning</p>") && !html.contains("class=\"action\""));
}

#[test]
fn many_classes_of_every_count() {
    for n_classes in [3, 4, 5, 8, 9, 20, 21, 100] {
        assert_sound(&multi_class(n_classes));
    }
}
