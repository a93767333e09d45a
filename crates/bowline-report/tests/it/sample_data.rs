//! Made-up reports of each task, the same every time.

use bowline_core::{Estimate, Finding, Leaderboard, LeaderboardRow, Outcome, Reference, Severity, Task};
use bowline_report::{ColumnImportance, ReportData, TargetShape, TestAnswers};

use crate::sample_table::{learning_curve, segments, table};

/// A baseline on the test rows.
pub fn reference(name: &str, is_model: bool, score: Estimate, gain: Estimate) -> Reference {
    Reference { name: name.into(), is_model, score, gain }
}

/// A churn model with two classes.
pub fn binary() -> ReportData {
    let mut draws = Draws(7);
    let (mut truth, mut probabilities) = (Vec::new(), Vec::new());
    for _ in 0..1000 {
        let is_churn = draws.uniform() < 0.27;
        let score = draws.normal() * 1.1 + if is_churn { 1.0 } else { -1.6 };
        let p = 1.0 / (1.0 + (-score).exp());
        truth.push(u32::from(is_churn));
        probabilities.extend([1.0 - p, p]);
    }
    let estimate = |value, half| Estimate { value, low: value - half, high: value + half };
    ReportData {
        name: "churn/3".into(),
        verdict: "The model finds 72 % of the customers who leave while calling 8 % of those who stay, and is clearly \
                  better than every simple rule: it is fit for use."
            .into(),
        target: "churned".into(),
        task: Task::Binary,
        metric: "roc_auc".into(),
        greater_is_better: true,
        cv_score: Some(0.9187),
        test_score: Some(estimate(0.9234, 0.0171)),
        references: vec![
            reference("simple_rules", false, estimate(0.7410, 0.0312), estimate(0.1824, 0.0190)),
            reference("logistic", true, estimate(0.9190, 0.0182), estimate(0.0044, 0.0061)),
        ],
        facts: pairs(&[
            ("Training rows", "4 000"),
            ("Test rows", "1 000"),
            ("Columns used", "19 of 23"),
            ("Folds", "5, stratified"),
            ("Search", "1 min 12 s"),
            ("Model size", "412 kB"),
        ]),
        target_shape: TargetShape::Classes(vec![("stayed".into(), 3671), ("left".into(), 1329)]),
        leaderboard: board("roc_auc", true, &[0.9187, 0.9141, 0.9098, 0.8871, 0.8420], 0.741, 0.5),
        test_metrics: [
            ("roc_auc", 0.9234, 0.0171), ("average_precision", 0.8312, 0.031), ("log_loss", 0.2817, 0.019),
            ("brier_score", 0.0871, 0.008), ("accuracy", 0.881, 0.02), ("f1", 0.7619, 0.036), ("precision", 0.8041, 0.041),
            ("recall", 0.7239, 0.046), ("mcc", 0.6842, 0.044),
        ]
        .map(|(name, value, half)| (name.to_owned(), estimate(value, half)))
        .to_vec(),
        test_answers: Some(TestAnswers::Classes {
            classes: vec!["stayed".into(), "left".into()],
            positive: Some(1),
            truth,
            probabilities,
        }),
        importance: importance(0.09),
        segments: segments(),
        table: table(),
        learning_curve: Some(learning_curve()),
        skipped: pairs(&[("customer_id", "identifier: every row has its own value; keep it with `--keep customer_id`")]),
        findings: findings(),
        next_steps: pairs(&[
            ("bowline predict churn new.csv", "Score a file of new rows"),
            ("bowline serve", "Answer requests over HTTP"),
            ("bowline deploy churn/3 --env production", "Put this version into production"),
        ]),
        provenance: pairs(&[
            ("Data", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            ("Test rows", "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"),
            ("Seed", "42"),
            ("Version", "bowline 0.1.0"),
        ]),
    }
}

/// A model of `n_classes` kinds of tickets.
pub fn multi_class(n_classes: usize) -> ReportData {
    let mut draws = Draws(11);
    let names = [
        "billing",
        "technical",
        "delivery",
        "returns",
        "account",
        "a very long class name that nobody expected",
    ];
    let classes: Vec<String> = (0..n_classes)
        .map(|class| names.get(class).map_or_else(|| format!("queue {class}"), |name| (*name).to_owned()))
        .collect();
    let (mut truth, mut probabilities) = (Vec::new(), Vec::new());
    for _ in 0..1500 {
        let class = ((draws.uniform() * draws.uniform()) * n_classes as f64) as usize;
        let weights: Vec<f64> = (0..n_classes)
            .map(|other| (draws.normal() + if other == class { 1.9 } else { 0.0 }).exp())
            .collect();
        let sum: f64 = weights.iter().sum();
        truth.push(class as u32);
        probabilities.extend(weights.iter().map(|weight| weight / sum));
    }
    let counts = |class: usize| truth.iter().filter(|&&t| t as usize == class).count() as u64 * 4;
    let shape = classes.iter().enumerate().map(|(at, name)| (name.clone(), counts(at))).collect();
    ReportData {
        name: "tickets/1".into(),
        verdict:
            "The model routes 78 % of the tickets to the right queue; the best simple rule manages 31 %."
                .into(),
        target: "queue".into(),
        task: Task::MultiClass,
        segments: Vec::new(),
        learning_curve: None,
        metric: "log_loss".into(),
        greater_is_better: false,
        cv_score: Some(0.731),
        test_score: Some(Estimate { value: 0.7124, low: 0.671, high: 0.754 }),
        references: vec![reference(
            "most_frequent",
            false,
            Estimate { value: 1.57, low: 1.55, high: 1.59 },
            Estimate { value: 0.9, low: 0.86, high: 0.94 },
        )],
        target_shape: TargetShape::Classes(shape),
        leaderboard: board("log_loss", false, &[0.731, 0.742, 0.760, 0.813, 0.9], 1.57, 0.5),
        test_metrics: vec![
            ("log_loss".into(), Estimate { value: 0.7124, low: 0.671, high: 0.754 }),
            ("accuracy".into(), Estimate { value: 0.783, low: 0.761, high: 0.803 }),
            ("f1_macro".into(), Estimate { value: 0.741, low: 0.713, high: 0.769 }),
        ],
        test_answers: Some(TestAnswers::Classes { classes, positive: None, truth, probabilities }),
        importance: importance(0.4),
        ..binary()
    }
}

/// A model of house prices.
pub fn regression() -> ReportData {
    let mut draws = Draws(3);
    let (mut truth, mut predicted) = (Vec::new(), Vec::new());
    for _ in 0..2400 {
        let price = 180_000.0 * (0.4 * draws.normal()).exp();
        truth.push(price);
        predicted.push(price * (1.0 + 0.12 * draws.normal()) * 0.96 + 9_000.0);
    }
    let edges: Vec<f64> = (0..=24).map(|at| f64::from(at) * 25_000.0 + 25_000.0).collect();
    let counts = edges
        .windows(2)
        .map(|pair| truth.iter().filter(|&&value| value >= pair[0] && value < pair[1]).count() as u64)
        .collect();
    let score = Estimate { value: 27_431.2, low: 25_912.0, high: 29_004.0 };
    ReportData {
        name: "house-prices/12".into(),
        verdict: "Half of the predictions are within 15 000 of the price; the median alone is off three times as far.".into(),
        target: "sale_price".into(),
        task: Task::Regression,
        segments: Vec::new(),
        learning_curve: None,
        metric: "rmse".into(),
        greater_is_better: false,
        cv_score: Some(28_012.0),
        test_score: Some(score),
        references: vec![reference(
            "mean",
            false,
            Estimate { value: 81_230.0, low: 76_400.0, high: 86_500.0 },
            Estimate { value: 52_000.0, low: 47_100.0, high: 57_800.0 },
        )],
        target_shape: TargetShape::Histogram { edges, counts },
        leaderboard: board("rmse", false, &[28_012.0, 28_430.0, 29_115.0, 35_204.0, 1_004_211.0], 81_230.0, 900.0),
        test_metrics: vec![
            ("rmse".into(), score),
            ("mae".into(), Estimate { value: 19_811.0, low: 18_900.0, high: 20_760.0 }),
            ("r2".into(), Estimate { value: 0.883, low: 0.861, high: 0.902 }),
            ("mape".into(), Estimate { value: 0.0987, low: 0.0951, high: 0.1024 }),
        ],
        test_answers: Some(TestAnswers::Values { truth, predicted }),
        importance: importance(14_000.0),
        ..binary()
    }
}

/// A report of which next to nothing is known.
pub fn bare() -> ReportData {
    ReportData {
        name: "bare/1".into(),
        verdict: "There is too little data to say.".into(),
        target: "churned".into(),
        metric: "roc_auc".into(),
        ..ReportData::default()
    }
}

fn board(metric: &str, greater_is_better: bool, scores: &[f64], baseline: f64, unit: f64) -> Leaderboard {
    let names = [
        "boosting-2",
        "boosting-1",
        "random-forest-1",
        "logistic-1",
        "nearest-neighbours-with-a-long-name-1",
    ];
    let weights = [0.62, 0.0, 0.27, 0.11, 0.0];
    let half = if unit == 0.5 { 0.02 } else { unit };
    let fitted = |name: &str, baseline, value: f64, at: usize| LeaderboardRow {
        name: name.into(),
        baseline,
        outcome: Outcome::Fitted {
            score: Estimate { value, low: value - half, high: value + half },
            fit_seconds: 12.4 / (at as f64 + 0.7),
            predict_micros: if baseline { f64::NAN } else { 18.3 / (at as f64 + 1.0) },
            weight: if baseline { 0.0 } else { weights[at % 5] },
        },
    };
    let mut rows: Vec<LeaderboardRow> =
        scores.iter().enumerate().map(|(at, &score)| fitted(names[at % 5], false, score, at)).collect();
    rows.push(fitted("one-rule", true, baseline, 30));
    rows.push(LeaderboardRow {
        name: "boosting-3".into(),
        baseline: false,
        outcome: Outcome::Skipped { reason: "the time limit came first: give it more with --time 5m".into() },
    });
    let mut board = Leaderboard { metric: metric.into(), greater_is_better, rows };
    board.sort();
    board
}

fn importance(largest: f64) -> Vec<ColumnImportance> {
    let columns = [
        ("months_with_us", 1.0),
        ("support_calls", 0.61),
        ("contract_kind", 0.48),
        ("monthly_charge", 0.3),
        ("a_column_with_a_name_that_goes_on_and_on_and_on", 0.12),
        ("region", 0.05),
        ("paperless", 0.004),
        ("row_note", -0.01),
    ];
    columns
        .map(|(column, share)| ColumnImportance {
            column: column.into(),
            mean: share * largest,
            std: (0.02 + 0.08 * share.abs()) * largest,
        })
        .to_vec()
}

fn findings() -> Vec<Finding> {
    let finding = |code, severity, subject: Option<&str>, message: &str, action: &str| Finding {
        code,
        severity,
        subject: subject.map(str::to_owned),
        message: message.to_owned(),
        action: action.to_owned(),
    };
    vec![
        finding(
            "identifier-column",
            Severity::Note,
            Some("customer_id"),
            "Every one of 5 000 rows has its own value.",
            "Left out; keep it with --keep customer_id.",
        ),
        finding(
            "leak-suspected",
            Severity::Serious,
            Some("closing_balance"),
            "Alone it predicts the target with a ROC AUC of 0.998.",
            "Left out. If it is known when predictions are made, add it with --keep closing_balance.",
        ),
        finding(
            "duplicates",
            Severity::Warning,
            None,
            "112 rows occur more than once.",
            "They were kept on one side of the split.",
        ),
    ]
}

/// Pairs of texts.
pub fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
struct Draws(u64);

impl Draws {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// The sum of twelve uniform draws is close to normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}
