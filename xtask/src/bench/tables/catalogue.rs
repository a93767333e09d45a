//! The tables: where they lie, how they are read, and what is asked of them.
//!
//! This is the only list of them. Both halves are told the same target, metric and columns, and columns that
//! only number the rows are left out of the files that both read.

use serde::Serialize;

/// What is asked of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// One of two classes.
    Binary,
    /// One of several classes.
    Classes,
    /// A number.
    Regression,
    /// One of two classes, from one column of free text.
    Text,
}

/// How a prediction is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Area under the ROC curve; greater is better, 1 is perfect.
    RocAuc,
    /// Mean negative logarithm of the probability given to the truth; smaller is better.
    LogLoss,
    /// Root of the mean squared error, in units of the target; smaller is better.
    Rmse,
    /// Share of right answers; greater is better, 1 is perfect.
    Accuracy,
}

impl Metric {
    /// The name that both halves know.
    pub fn name(self) -> &'static str {
        match self {
            Self::RocAuc => "roc_auc",
            Self::LogLoss => "log_loss",
            Self::Rmse => "rmse",
            Self::Accuracy => "accuracy",
        }
    }

    /// What is left to a perfect score, so that smaller is better for every metric and 0 is perfect.
    pub fn error(self, score: f64) -> f64 {
        match self {
            Self::RocAuc | Self::Accuracy => 1.0 - score,
            Self::LogLoss | Self::Rmse => score,
        }
    }
}

/// What a table is measured for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Compared with the peer on the same splits.
    Compared,
    /// Checked against a bound that a sound model passes.
    Sound {
        /// The least mean score.
        bound: f64,
    },
    /// Fitted on the official training file, evaluated on the official test file.
    Official {
        /// The least score.
        bound: f64,
    },
}

/// One table.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The name on the command line and in the report.
    pub name: &'static str,
    /// What it is measured for.
    pub purpose: Purpose,
    /// Files below the data folder, each with its value of `mark_column`.
    pub files: &'static [(&'static str, &'static str)],
    /// The file that is the test, where the source fixes one.
    pub official_test: Option<(&'static str, &'static str)>,
    /// A column to add that says which file a row comes from.
    pub mark_column: Option<&'static str>,
    /// What separates the cells.
    pub delimiter: char,
    /// Whether `"` encloses cells; where it does not, it is a plain character.
    pub quoted: bool,
    /// The names of the columns of a file without a header.
    pub names: Option<&'static [&'static str]>,
    /// Columns that neither side sees.
    pub drop: &'static [&'static str],
    /// The column to predict.
    pub target: &'static str,
    /// What is asked.
    pub task: Task,
    /// How answers are scored.
    pub metric: Metric,
    /// The class whose probability is ranked, for two classes.
    pub positive: Option<&'static str>,
}

impl Table {
    const fn new(
        name: &'static str,
        files: &'static [(&'static str, &'static str)],
        target: &'static str,
        task: Task,
        metric: Metric,
    ) -> Self {
        Self {
            name,
            purpose: Purpose::Compared,
            files,
            official_test: None,
            mark_column: None,
            delimiter: ',',
            quoted: true,
            names: None,
            drop: &[],
            target,
            task,
            metric,
            positive: None,
        }
    }

    const fn binary(
        name: &'static str,
        files: &'static [(&'static str, &'static str)],
        target: &'static str,
        positive: &'static str,
    ) -> Self {
        Self { positive: Some(positive), ..Self::new(name, files, target, Task::Binary, Metric::RocAuc) }
    }

    const fn regression(
        name: &'static str,
        files: &'static [(&'static str, &'static str)],
        target: &'static str,
    ) -> Self {
        Self::new(name, files, target, Task::Regression, Metric::Rmse)
    }

    const fn classes(
        name: &'static str,
        files: &'static [(&'static str, &'static str)],
        target: &'static str,
    ) -> Self {
        Self::new(name, files, target, Task::Classes, Metric::LogLoss)
    }

    const fn sound(self, metric: Metric, bound: f64) -> Self {
        Self { purpose: Purpose::Sound { bound }, metric, ..self }
    }
}

const ADULT: &[&str] = &[
    "age",
    "workclass",
    "fnlwgt",
    "education",
    "education-num",
    "marital-status",
    "occupation",
    "relationship",
    "race",
    "sex",
    "capital-gain",
    "capital-loss",
    "hours-per-week",
    "native-country",
    "income",
];

/// Every table, in the order of the report.
pub const TABLES: &[Table] = &[
    Table { drop: &["customerID"], ..Table::binary("telco", &[("telco_churn.csv", "")], "Churn", "Yes") },
    Table::binary("adult", &[("adult_with_header.csv.gz", "")], "income", ">50K"),
    Table::regression("california", &[("california_housing.csv.gz", "")], "median_house_value"),
    Table { drop: &["Order", "PID"], ..Table::regression("ames", &[("ames_housing.csv", "")], "SalePrice") },
    // The two parts of the count would give it away.
    Table {
        drop: &["casual", "registered"],
        ..Table::regression("bike", &[("bike_sharing_hour.csv.gz", "")], "cnt")
    },
    Table { delimiter: ';', ..Table::classes("dry-bean", &[("dry_bean.csv.gz", "")], "Class") },
    Table::classes("letter", &[("letter_recognition.csv", "")], "lettr"),
    Table {
        mark_column: Some("colour"),
        delimiter: ';',
        ..Table::regression(
            "wine",
            &[("winequality-red.csv", "red"), ("winequality-white.csv", "white")],
            "quality",
        )
    },
    Table {
        delimiter: '\t',
        quoted: false,
        names: Some(&["label", "message"]),
        task: Task::Text,
        ..Table::binary("sms", &[("sms_spam.tsv", "")], "label", "spam")
    },
    Table::classes("iris", &[("iris.csv", "")], "species").sound(Metric::Accuracy, 0.9),
    Table::classes("penguins", &[("penguins.csv", "")], "species").sound(Metric::Accuracy, 0.95),
    Table::binary("titanic", &[("titanic_passengers.csv", "")], "Survived", "1").sound(Metric::RocAuc, 0.8),
    Table {
        purpose: Purpose::Official { bound: 0.927 },
        official_test: Some(("adult_test.csv.gz", "")),
        names: Some(ADULT),
        ..Table::binary("adult-official", &[("adult.data.gz", "")], "income", ">50K")
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_two_classes_have_a_positive_one() {
        for (index, table) in TABLES.iter().enumerate() {
            assert!(TABLES[..index].iter().all(|other| other.name != table.name), "{}", table.name);
            assert_eq!(table.positive.is_some(), table.metric == Metric::RocAuc, "{}", table.name);
        }
    }

    #[test]
    fn the_error_of_a_perfect_score_is_zero() {
        assert_eq!(Metric::RocAuc.error(1.0), 0.0);
        assert_eq!(Metric::Rmse.error(0.0), 0.0);
        assert_eq!(Metric::LogLoss.error(0.25), 0.25);
        assert_eq!(Metric::Accuracy.error(0.75), 0.25);
    }
}
