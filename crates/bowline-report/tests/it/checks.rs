//! Pages of `bowline check`.

use bowline_core::Estimate;
use bowline_report::{
    Answer, Association, CheckData, ColumnShape, Correlations, Criterion, CurvePoint, Distribution,
    LearningCurve, MissingPatterns, QualityScore, Suitability, TableShape, check_pictures, render_check_html,
};

use crate::sample_check::{bare_check, churn, wide};
use crate::sample_table::{correlations, learning_curve};
use crate::well_formed::assert_well_formed;

fn assert_sound(data: &CheckData) -> String {
    let html = render_check_html(data);
    let names = assert_well_formed(&html);
    for forbidden in ["script", "link", "img", "image", "iframe", "use", "foreignObject"] {
        assert!(!names.contains(forbidden), "<{forbidden}>");
    }
    for forbidden in ["http://", "https://", "url(", "@import", "NaN", "=\"inf"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    for (_, svg) in check_pictures(data) {
        assert_well_formed(&svg);
        assert!(!svg.contains("NaN") && !svg.contains("=\"inf") && !svg.contains("var("));
    }
    html
}

#[test]
fn the_verdict_comes_before_everything_else() {
    let html = assert_sound(&churn());
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at("Not decided yet") < at("Four of six criteria hold"));
    assert!(at("Four of six criteria hold") < at("class=\"big\">4<span class=\"of\"> of 6"));
    assert!(at("1 is not known yet") < at("id=\"criteria\""));
    assert!(at("id=\"criteria\"") < at("id=\"findings\"") && at("id=\"findings\"") < at("id=\"quality\""));
    assert!(html.contains("<code>--expected-return AMOUNT</code> <code>--cost AMOUNT</code>"));
    let words =
        [(Suitability::Suitable, "Worth a model"), (Suitability::Unsuitable, "Not worth a model yet")];
    for (suitability, words) in words {
        assert!(render_check_html(&CheckData { suitability, ..churn() }).contains(words));
    }
}

#[test]
fn what_is_not_known_has_no_place_on_the_page() {
    let html = assert_sound(&bare_check());
    for absent in
        ["id=\"criteria\"", "id=\"columns\"", "id=\"rows\"", "id=\"models\"", "<svg", "class=\"big\""]
    {
        assert!(!html.contains(absent), "{absent}");
    }
    assert!(html.contains("nothing to worry about") && html.contains("prediction of"));
    assert!(check_pictures(&bare_check()).is_empty());
}

#[test]
fn every_picture_of_a_check() {
    let names: Vec<String> = check_pictures(&churn()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "quality_scores.svg",
            "target_distribution.svg",
            "missing_values.svg",
            "correlations.svg",
            "learning_curve.svg"
        ]
    );
    assert_eq!(check_pictures(&churn()), check_pictures(&churn()));
    assert_eq!(render_check_html(&churn()), render_check_html(&churn()));
}

#[test]
fn ten_thousand_columns_are_counted_and_the_telling_ones_shown() {
    let html = assert_sound(&wide(10_000));
    assert!(
        html.contains("and 9\u{202F}940 more columns") && html.contains("and 9\u{202F}900 more findings")
    );
    assert!(html.contains("The 60 of 10\u{202F}000 columns that go best with the target."));
    assert!(html.len() < 400_000, "{}", html.len());
    let rows = |data: &CheckData| {
        let html = assert_sound(data);
        let table = html.split("aria-label=\"Columns\"").nth(1).expect("a table");
        table.split("</table>").next().expect("an end").matches("<tr>").count() - 1
    };
    assert_eq!([1, 59, 60, 61, 200].map(|n| rows(&wide(n))), [1, 59, 60, 60, 60]);
}

#[test]
fn unmeasured_columns_come_last_among_very_many() {
    let mut data = wide(100);
    for column in &mut data.table.columns {
        column.association = None;
    }
    data.table.columns[99].association =
        Some(Association { measure: "correlation".into(), value: -0.9, strength: 0.9, p_value: None });
    let html = assert_sound(&data);
    assert!(html.contains("column_99") && html.contains("column_58"));
    let shown = html.split("aria-label=\"Columns\"").nth(1).expect("a table");
    assert!(!shown.contains("column_59<"), "the last of the unmeasured is cut");
}

#[test]
fn numbers_that_are_not_leave_gaps() {
    let mut data = churn();
    data.quality = vec![
        QualityScore { name: "validity".into(), score: f64::NAN, evidence: String::new() },
        QualityScore { name: "overall_score".into(), score: 7.0, evidence: String::new() },
    ];
    data.criteria = vec![Criterion {
        name: "of_our_own".into(),
        answer: Answer::Unknown,
        evidence: String::new(),
        settled_by: String::new(),
    }];
    for column in &mut data.table.columns {
        column.missing = f64::NAN;
        column.association = Some(Association {
            measure: String::new(),
            value: f64::NAN,
            strength: f64::NAN,
            p_value: Some(f64::NAN),
        });
    }
    assert!(assert_sound(&data).contains("of_our_own"));
}

#[test]
fn distributions_of_any_shape() {
    let histogram = |edges: Vec<f64>, counts: Vec<u64>| Distribution::Histogram { edges, counts, ends: None };
    let columns = [
        Distribution::Unknown,
        histogram(vec![], vec![]),
        histogram(vec![1.0], vec![]),
        histogram(vec![0.0, f64::INFINITY], vec![3]),
        histogram(vec![1.0, 1.0], vec![u64::MAX]),
        histogram(vec![-1e300, 0.0, 1e300], vec![u64::MAX, u64::MAX]),
        Distribution::Levels { top: vec![], others: 0 },
        Distribution::Levels { top: vec![(String::new(), 0)], others: 9 },
        Distribution::Levels { top: vec![("x".into(), u64::MAX)], others: u64::MAX },
    ]
    .map(|distribution| ColumnShape { name: "a".into(), distribution, ..ColumnShape::default() })
    .to_vec();
    assert_sound(&CheckData { table: TableShape { columns, ..TableShape::default() }, ..churn() });
}

#[test]
fn correlations_of_any_size() {
    for n in [0, 1, 2, 3, 8, 9, 10, 20, 21, 60] {
        let mut data = churn();
        data.table.correlations = Some(correlations(n));
        let html = assert_sound(&data);
        assert_eq!(html.contains("correlations-title"), n >= 2, "{n}");
        assert_eq!(html.contains("numeric columns are shown"), n >= 2, "{n}");
    }
    for values in [vec![], vec![f64::NAN; 4], vec![9.0; 4]] {
        let mut data = churn();
        let columns = vec!["a".into(), "b".into()];
        data.table.correlations = Some(Correlations { columns, values, ..Correlations::default() });
        assert_sound(&data);
    }
}

#[test]
fn gaps_without_patterns_and_patterns_without_gaps() {
    let mut data = churn();
    data.table.missing = None;
    assert!(assert_sound(&data).contains("missing_values-title"));
    data.table.missing = Some(MissingPatterns::default());
    assert!(assert_sound(&data).contains("missing_values-title"));
    data.table.missing =
        Some(MissingPatterns { n_rows: 0, n_complete: 0, patterns: vec![(vec!["nobody".into()], 7)] });
    assert!(assert_sound(&data).contains("missing_values-title"));
    for column in &mut data.table.columns {
        column.missing = 0.0;
    }
    assert!(!assert_sound(&data).contains("missing_values-title"));
}

#[test]
fn learning_curves_of_any_shape() {
    let point = |n_rows, value: f64, half: f64| CurvePoint {
        n_rows,
        score: Estimate { value, low: value - half, high: value + half },
    };
    let is_drawn = |measured: Vec<CurvePoint>, forecast: Vec<CurvePoint>, wanted| {
        let curve = LearningCurve { measured, forecast, wanted, ..learning_curve() };
        assert_sound(&CheckData { learning_curve: Some(curve), ..churn() }).contains("learning_curve-title")
    };
    assert!(!is_drawn(vec![], vec![], None));
    assert!(!is_drawn(vec![point(10, 0.5, 0.1)], vec![point(100, 0.6, 0.1)], None));
    assert!(!is_drawn(vec![point(10, 0.5, 0.1), point(10, 0.6, 0.1)], vec![], None));
    assert!(!is_drawn(vec![point(0, 0.5, 0.1), point(10, f64::NAN, 0.1)], vec![], None));
    assert!(is_drawn(vec![point(10, 0.5, 0.1), point(20, 0.5, f64::NAN)], vec![], Some(f64::NAN)));
    assert!(is_drawn(vec![point(1, 1e300, 1e308), point(u64::MAX, -1e300, 1e308)], vec![], Some(0.0)));
    assert!(is_drawn(vec![point(9, 0.5, 0.0), point(10, 0.5, 0.0)], vec![point(5, 0.9, 0.1)], None));
}

/// What a page says: its text without styles and pictures, a line for each block and bars between cells.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>').expect("every tag ends");
        let name = tag.trim_start_matches('/').split(' ').next().expect("a name");
        rest = match name {
            "style" | "svg" if !tag.starts_with('/') => {
                after.split_once(&format!("</{name}>")).map_or("", |parts| parts.1)
            }
            _ => after,
        };
        text.push_str(match name {
            "span" => " ",
            "code" | "strong" => "",
            "a" | "td" | "th" if tag.starts_with('/') => " | ",
            "a" | "td" | "th" => "",
            _ => "\n",
        });
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_words_of_a_check() {
    insta::assert_snapshot!(words(&render_check_html(&churn())));
}
