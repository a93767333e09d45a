//! Against Python: `tests/golden/requirements.py` writes the numbers.

use bowline_audit::{CheckOptions, ModelFamily, required_rows, requirements};
use serde_json::Value;

use crate::tables::{numbers, stated, tied};

#[test]
fn rows_by_the_rule_of_thumb() {
    let golden: Value = serde_json::from_str(include_str!("../golden/requirements.json")).unwrap();
    let cases = golden.as_array().unwrap();
    assert_eq!(cases.len(), 700);
    for case in cases {
        let family: ModelFamily = case[0].as_str().unwrap().parse().unwrap();
        let [n_features, n_classes, expected] = [1, 2, 4].map(|at| case[at].as_u64().unwrap());
        let found = required_rows(family, n_features as usize, n_classes as usize, case[3].as_f64().unwrap())
            .unwrap();
        assert_eq!(found, expected, "{case}");
    }
}

#[test]
fn perfection_is_refused() {
    for accuracy in [1.0, 1.5, -0.1, f64::NAN] {
        let refused = required_rows(ModelFamily::Other, 10, 2, accuracy).unwrap_err().to_string();
        assert!(refused.contains("below 1"), "{refused}");
        let options = CheckOptions { desired_accuracy: accuracy, ..CheckOptions::default() };
        let refused = requirements(&stated(&tied(60, 0)), &options).unwrap_err().to_string();
        assert!(refused.contains("--desired-accuracy"), "{refused}");
    }
}

#[test]
fn says_whether_there_are_rows_enough() {
    let found = requirements(&stated(&tied(600, 0)), &CheckOptions::default()).unwrap();
    assert_eq!(
        found.sentence,
        "By a rule of thumb, gradient boosting with 4 columns and 2 classes wants 693 rows to be right in 90 of 100 cases; there are 600, which is 93 too few."
    );
    assert!(!found.is_met());
    let options = CheckOptions {
        model: Some(ModelFamily::LogisticRegression),
        desired_accuracy: 0.8,
        ..CheckOptions::default()
    };
    let found = requirements(&stated(&numbers(600, 0)), &options).unwrap();
    assert_eq!(
        found.sentence,
        "By a rule of thumb, logistic regression with 2 columns wants 50 rows to be right in 80 of 100 cases; there are 600, which is enough."
    );
    assert!(found.is_met());
}
