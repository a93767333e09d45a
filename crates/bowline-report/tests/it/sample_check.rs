//! Made-up checks, the same every time.

use bowline_core::{Finding, Severity, Task};
use bowline_report::{
    Answer, CardData, CheckData, ColumnShape, Criterion, DataRequirement, ModelAdvice, QualityScore,
    SourcingAdvice, Suitability, TableShape,
};

use crate::sample_data::{binary, pairs};
use crate::sample_table::{learning_curve, segments, table};

/// A table of customers with two classes, of which all is known but what only people can say.
pub fn churn() -> CheckData {
    let criterion = |name: &str, answer, evidence: &str, settled_by: &str| Criterion {
        name: name.into(),
        answer,
        evidence: evidence.into(),
        settled_by: settled_by.into(),
    };
    let quality = |name: &str, score, evidence: &str| QualityScore {
        name: name.into(),
        score,
        evidence: evidence.into(),
    };
    let requirement = |model: &str, needed| DataRequirement { model: model.into(), needed, available: 5000 };
    let fit = binary();
    CheckData {
        name: "churn.csv".into(),
        target: "churned".into(),
        task: Some(Task::Binary),
        suitability: Suitability::Undecided,
        verdict: "Four of six criteria hold, and a model would beat every simple rule; whether it pays is for you to \
                  say, with `--expected-return` and `--cost`."
            .into(),
        facts: pairs(&[
            ("Rows", "5 000"),
            ("Columns", "23"),
            ("Missing cells", "11.2 %"),
            ("Duplicate rows", "112"),
            ("Checked in", "0.4 s"),
        ]),
        criteria: vec![
            criterion("has_pattern", Answer::Yes, "`months_with_us` correlates with `churned` at -0.44 (permutation p 0.001).", ""),
            criterion("has_enough_data", Answer::Yes, "238 rows per feature; classification asks for 100.", ""),
            criterion("has_clear_metrics", Answer::Yes, "`roc_auc` is named.", ""),
            criterion("can_handle_errors", Answer::No, "A tolerated error of 0.05 leaves less room than the 0.1 that models need.", "--error-tolerance SHARE"),
            criterion("outperforms_rules", Answer::Yes, "A quick model scores 0.871 against 0.741 for the best rule, 0.130 better (0.104 to 0.156).", ""),
            criterion("has_business_value", Answer::Unknown, "Neither the expected return nor the cost is known.", "--expected-return AMOUNT --cost AMOUNT"),
        ],
        quality: vec![
            quality("completeness", 0.888, "12 890 of 115 000 cells are missing"),
            quality("duplicates", 0.9776, "112 rows repeat another"),
            quality("consistency", 0.5, "`row_note` is written in 2 patterns"),
            quality("validity", 1.0, "every cell parses"),
            quality("class_balance", 0.362, "1 329 against 3 671 rows"),
            quality("overall_score", 0.7455, ""),
        ],
        target_shape: Some(fit.target_shape.clone()),
        table: table(),
        learning_curve: Some(learning_curve()),
        requirements: vec![
            requirement("logistic_regression", 313),
            requirement("random_forest", 627),
            requirement("neural_network", 15_680),
        ],
        findings: fit.findings.clone(),
        models: models(),
        sourcing: Some(SourcingAdvice {
            advice: "Build: a table with its own columns has no pre-trained model, and yours trains in seconds.".into(),
            reasons: vec![
                "5 000 labelled rows are enough for a model of your own.".into(),
                "No text or picture column would gain from a pre-trained encoder.".into(),
            ],
            ways: pairs(&[("bowline fit churn.csv --target churned", "Build your own")]),
        }),
        skipped: pairs(&[("row_note", "free text is not tested for patterns of dates")]),
        next_steps: pairs(&[
            ("bowline check churn.csv --target churned --expected-return 90000 --cost 12000", "Settle the last criterion"),
            ("bowline fit churn.csv --target churned", "Train a model"),
        ]),
        provenance: pairs(&[("Data SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]),
    }
}

/// A check of a table with `n_columns`, each with a finding.
pub fn wide(n_columns: usize) -> CheckData {
    let shape = table();
    let column = |at: usize| ColumnShape {
        name: format!("column_{at}"),
        ..shape.columns[1 + at % (shape.columns.len() - 1)].clone()
    };
    let finding = |at: usize| Finding {
        code: "constant",
        severity: Severity::Note,
        subject: Some(format!("column_{at}")),
        message: "Holds one value.".into(),
        action: "It is left out.".into(),
    };
    CheckData {
        name: "wide.csv".into(),
        table: TableShape {
            columns: (0..n_columns).map(column).collect(),
            missing: None,
            correlations: None,
        },
        findings: (0..n_columns).map(finding).collect(),
        ..churn()
    }
}

/// A check of which next to nothing is known.
pub fn bare_check() -> CheckData {
    CheckData { name: "bare.csv".into(), target: "y".into(), ..CheckData::default() }
}

/// The card of the churn model.
pub fn card() -> CardData {
    let fit = binary();
    CardData {
        name: fit.name,
        summary: fit.verdict,
        target: fit.target,
        task: Some(fit.task),
        model: pairs(&[
            ("Ensemble", "boosting-2 62 %, random-forest-1 27 %, logistic-1 11 %"),
            ("Columns read", "19"),
        ]),
        data: pairs(&[("File", "churn.csv"), ("Training rows", "4 000"), ("Test rows", "1 000")]),
        intended_use: vec!["Ranks customers by how likely they are to leave within a month.".into()],
        out_of_scope: vec!["Customers of kinds that `churn.csv` does not hold.".into()],
        metric: fit.metric,
        metrics: fit.test_metrics,
        segments: segments(),
        importance: fit.importance,
        findings: fit.findings,
        limits: vec!["14 test rows of `centre` are too few to say how well it is served.".into()],
        provenance: fit.provenance,
    }
}

fn models() -> Vec<ModelAdvice> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    vec![
        ModelAdvice {
            name: "gradient_boosting".into(),
            reason: "5 000 rows and mixed columns are what it does best.".into(),
            pros: texts(&["best scores on most tables", "takes missing cells as they are"]),
            cons: texts(&["hard to explain row by row"]),
            grid: pairs(&[
                ("n_estimators", "50, 100"),
                ("max_depth", "3, 5, 7"),
                ("learning_rate", "0.01, 0.1, 0.3"),
            ]),
        },
        ModelAdvice {
            name: "random_forest".into(),
            reason: String::new(),
            pros: texts(&["robust without tuning"]),
            cons: texts(&["large files", "slower answers"]),
            grid: pairs(&[("n_estimators", "50, 100, 200"), ("max_depth", "3, 5, 10, none")]),
        },
        ModelAdvice {
            name: "logistic_regression".into(),
            reason: "The plain model to beat.".into(),
            pros: texts(&["explains itself", "trains in a blink"]),
            cons: texts(&["sees no interactions"]),
            grid: pairs(&[("penalty", "l1, l2"), ("C", "0.01, 0.1, 1, 10")]),
        },
    ]
}
