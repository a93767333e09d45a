//! Pages of each task.

use bowline_report::{ColumnImportance, pictures, render_html};

use crate::sample_data::{bare, binary, multi_class, regression};
use crate::well_formed::assert_well_formed;

#[test]
fn every_page_is_well_formed_and_asks_for_nothing() {
    for data in [binary(), multi_class(6), multi_class(30), regression(), bare()] {
        let html = render_html(&data);
        let names = assert_well_formed(&html);
        for forbidden in ["script", "link", "img", "image", "iframe", "use", "foreignObject"] {
            assert!(!names.contains(forbidden), "<{forbidden}>");
        }
        for forbidden in ["http://", "https://", "url(", "@import", "NaN", "inf"] {
            let found = html.find(forbidden).map(|at| &html[at..(at + 40).min(html.len())]);
            assert!(found.is_none_or(|text| text.starts_with("info")), "{found:?}");
        }
    }
}

#[test]
fn pictures_follow_the_task() {
    let names = |data| pictures(&data).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(
        names(binary()),
        [
            "score_interval.svg",
            "target_distribution.svg",
            "roc_curve.svg",
            "precision_recall_curve.svg",
            "calibration.svg",
            "confusion_matrix.svg",
            "feature_importance.svg",
            "missing_values.svg",
            "correlations.svg",
            "learning_curve.svg"
        ]
    );
    assert_eq!(
        names(multi_class(5)),
        [
            "score_interval.svg",
            "target_distribution.svg",
            "roc_curve.svg",
            "confusion_matrix.svg",
            "feature_importance.svg",
            "missing_values.svg",
            "correlations.svg"
        ]
    );
    assert_eq!(
        names(regression()),
        [
            "score_interval.svg",
            "target_distribution.svg",
            "predicted_vs_actual.svg",
            "residuals.svg",
            "feature_importance.svg",
            "missing_values.svg",
            "correlations.svg"
        ]
    );
    assert!(names(bare()).is_empty());
}

#[test]
fn pictures_stand_alone() {
    for data in [binary(), multi_class(30), regression()] {
        for (name, svg) in pictures(&data) {
            assert_well_formed(&svg);
            assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""), "{name}");
            assert!(!svg.contains("var(") && svg.contains("<style>"), "{name}");
        }
    }
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    for data in [binary(), multi_class(30), regression()] {
        assert_eq!(render_html(&data), render_html(&data.clone()));
        assert_eq!(pictures(&data), pictures(&data.clone()));
    }
}

#[test]
fn many_classes_are_grouped_and_curves_limited() {
    let html = render_html(&multi_class(30));
    assert!(html.contains("11 others"));
    assert!(html.contains("The 8 largest of 30 classes are shown."));
}

#[test]
fn the_page_says_the_verdict_before_the_numbers() {
    let html = render_html(&binary());
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at("class=\"verdict\"") < at("class=\"big\""));
    assert!(at("class=\"big\">0.9234") < at("Cross-validated ROC AUC, higher is better"));
    assert!(at("leak-suspected") < at("duplicates") && at("duplicates") < at("identifier-column"));
    assert!(html.contains("1 serious · 1 warning · 1 note"));
}

#[test]
fn a_small_picture_as_it_is() {
    let column = |column: &str, mean, std| ColumnImportance { column: column.into(), mean, std };
    let data = bowline_report::ReportData {
        importance: vec![column("age", 0.2, 0.05), column("a<b", -0.01, 0.0)],
        ..bare()
    };
    let (_, svg) = pictures(&data).remove(0);
    let body = svg.split("</style>").nth(1).expect("a body").replace("><", ">\n<");
    insta::assert_snapshot!(body);
}
