//! Names and labels that try to break out of the page.

use bowline_core::{Finding, LeaderboardRow, Outcome, Severity};
use bowline_report::{
    Distribution, TargetShape, TestAnswers, check_pictures, pictures, render_check_html, render_html,
};

use crate::sample_check::churn;
use crate::sample_data::{binary, regression};
use crate::well_formed::assert_well_formed;

const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</style></svg></title><b>",
    "' onload='alert(1)",
    "]]>&lt;\u{0}\u{202E}\n-->",
];

#[test]
fn hostile_names_stay_text_everywhere() {
    for text in HOSTILE {
        let mut data = binary();
        let own = || text.to_owned();
        data.name = own();
        data.verdict = own();
        data.target = own();
        data.metric = own();
        data.references.iter_mut().for_each(|reference| reference.name = own());
        data.facts.push((own(), own()));
        data.target_shape = TargetShape::Classes(vec![(own(), 3), ("other".into(), 4)]);
        data.leaderboard.metric = own();
        for row in &mut data.leaderboard.rows {
            row.name = own();
        }
        data.leaderboard.rows.push(LeaderboardRow {
            name: own(),
            baseline: true,
            outcome: Outcome::Skipped { reason: own() },
        });
        data.test_metrics[0].0 = own();
        if let Some(TestAnswers::Classes { classes, .. }) = &mut data.test_answers {
            *classes = vec![own(), own()];
        }
        data.importance[0].column = own();
        data.findings.push(Finding {
            code: "odd-name",
            severity: Severity::Note,
            subject: Some(own()),
            message: own(),
            action: own(),
        });
        data.next_steps.push((own(), own()));
        data.provenance.push((own(), own()));
        data.skipped.push((own(), own()));
        data.segments[0].column = own();
        data.segments[0].metric = own();
        data.segments[0].segments[0].value = own();
        data.table.columns[0].name = own();
        let html = render_html(&data);
        let names = assert_well_formed(&html);
        for forbidden in ["script", "img", "b"] {
            assert!(!names.contains(forbidden), "<{forbidden}> from {text:?}");
        }
        assert!(!html.contains(text), "{text:?} is in the page as it came");
        for (_, svg) in pictures(&data) {
            assert_well_formed(&svg);
            assert!(!svg.contains(text));
        }
    }
}

#[test]
fn hostile_names_stay_text_in_a_check() {
    for text in HOSTILE {
        let own = || text.to_owned();
        let mut data = churn();
        data.name = own();
        data.target = own();
        data.verdict = own();
        data.facts.push((own(), own()));
        data.criteria[0].name = own();
        data.criteria[0].evidence = own();
        data.criteria[0].settled_by = own();
        data.quality[0].name = own();
        data.quality[0].evidence = own();
        for column in &mut data.table.columns {
            column.name = own();
            column.kind = own();
            column.note = own();
            if let Some(association) = &mut column.association {
                association.measure = own();
            }
            column.distribution = Distribution::Levels { top: vec![(own(), 3)], others: 1 };
        }
        data.table.columns[1].distribution =
            Distribution::Histogram { edges: vec![0.0, 1.0], counts: vec![1], ends: Some((own(), own())) };
        let missing = data.table.missing.as_mut().expect("patterns");
        missing.patterns[0].0 = vec![own(), own()];
        let correlations = data.table.correlations.as_mut().expect("correlations");
        correlations.measure = own();
        correlations.columns[0] = own();
        let curve = data.learning_curve.as_mut().expect("a curve");
        curve.metric = own();
        curve.sentence = own();
        data.requirements[0].model = own();
        data.models[0].name = own();
        data.models[0].reason = own();
        data.models[0].pros[0] = own();
        data.models[0].cons[0] = own();
        data.models[0].grid.push((own(), own()));
        let sourcing = data.sourcing.as_mut().expect("advice");
        sourcing.advice = own();
        sourcing.reasons.push(own());
        sourcing.ways.push((own(), own()));
        data.skipped.push((own(), own()));
        let html = render_check_html(&data);
        let names = assert_well_formed(&html);
        for forbidden in ["script", "img", "b"] {
            assert!(!names.contains(forbidden), "<{forbidden}> from {text:?}");
        }
        assert!(!html.contains(text), "{text:?} is in the page as it came");
        for (_, svg) in check_pictures(&data) {
            assert!(!assert_well_formed(&svg).contains("script") && !svg.contains(text));
        }
    }
}

#[test]
fn hostile_target_of_a_regression() {
    let mut data = regression();
    data.target = HOSTILE[0].into();
    for (name, svg) in pictures(&data) {
        assert!(!assert_well_formed(&svg).contains("script"), "{name}");
    }
    assert!(!assert_well_formed(&render_html(&data)).contains("script"));
}

#[test]
fn very_long_names_are_cut_with_a_tooltip() {
    let mut data = binary();
    let name = "column_".repeat(2000);
    data.importance[0].column = name.clone();
    data.leaderboard.rows[0].name = name.clone();
    let svg =
        pictures(&data).into_iter().find(|(file, _)| file == "feature_importance.svg").expect("drawn").1;
    assert!(svg.contains("…</text>") && svg.len() < 12_000, "{}", svg.len());
    assert!(render_html(&data).contains("title=\"column_column_"));
}
