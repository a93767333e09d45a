//! The metrics by name: what a user may ask for, and how each is computed from predictions.

use std::fmt;
use std::str::FromStr;

use crate::confusion::ConfusionMatrix;
use crate::{probability, ranking, regression};

/// A score of predictions against the truth. Names are those of scikit-learn where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Share of rows whose most probable class is right.
    Accuracy,
    /// Mean recall over the classes that occur.
    BalancedAccuracy,
    /// Area under the ROC curve; with several classes the mean of one-against-rest areas.
    RocAuc,
    /// Mean negative log probability of the true class.
    LogLoss,
    /// Harmonic mean of precision and recall of the positive class; of all classes' mean when there is none.
    F1,
    /// Unweighted mean of the classes' F1.
    F1Macro,
    /// Mean of the classes' F1, weighted by their true counts.
    F1Weighted,
    /// Precision of the positive class, or the classes' mean.
    Precision,
    /// Recall of the positive class, or the classes' mean.
    Recall,
    /// Area under the precision-recall steps of the positive class, or the classes' mean.
    AveragePrecision,
    /// Mean squared error of the positive probability; with several classes summed over them.
    Brier,
    /// Matthews correlation coefficient.
    Mcc,
    /// Cohen's kappa.
    CohenKappa,
    /// Root mean squared error.
    Rmse,
    /// Mean squared error.
    Mse,
    /// Mean absolute error.
    Mae,
    /// Median absolute error.
    MedianAe,
    /// Coefficient of determination.
    R2,
    /// Mean absolute percentage error, as a fraction.
    Mape,
    /// Root mean squared error of log(1 + x).
    Rmsle,
}

impl Metric {
    /// Every metric, classification first.
    pub const ALL: [Self; 20] = [
        Self::RocAuc,
        Self::LogLoss,
        Self::Accuracy,
        Self::BalancedAccuracy,
        Self::F1,
        Self::F1Macro,
        Self::F1Weighted,
        Self::Precision,
        Self::Recall,
        Self::AveragePrecision,
        Self::Brier,
        Self::Mcc,
        Self::CohenKappa,
        Self::Rmse,
        Self::Mse,
        Self::Mae,
        Self::MedianAe,
        Self::R2,
        Self::Mape,
        Self::Rmsle,
    ];

    /// Canonical name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::BalancedAccuracy => "balanced_accuracy",
            Self::RocAuc => "roc_auc",
            Self::LogLoss => "log_loss",
            Self::F1 => "f1",
            Self::F1Macro => "f1_macro",
            Self::F1Weighted => "f1_weighted",
            Self::Precision => "precision",
            Self::Recall => "recall",
            Self::AveragePrecision => "average_precision",
            Self::Brier => "brier_score",
            Self::Mcc => "mcc",
            Self::CohenKappa => "cohen_kappa",
            Self::Rmse => "rmse",
            Self::Mse => "mse",
            Self::Mae => "mae",
            Self::MedianAe => "median_ae",
            Self::R2 => "r2",
            Self::Mape => "mape",
            Self::Rmsle => "rmsle",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::RocAuc => &["auc", "roc_auc_ovr"],
            Self::LogLoss => &["logloss", "neg_log_loss", "cross_entropy"],
            Self::Accuracy => &["acc"],
            Self::AveragePrecision => &["pr_auc", "auprc", "ap"],
            Self::Brier => &["brier", "neg_brier_score"],
            Self::Mcc => &["matthews_corrcoef"],
            Self::CohenKappa => &["kappa"],
            Self::Rmse => &["root_mean_squared_error", "neg_root_mean_squared_error"],
            Self::Mse => &["mean_squared_error", "neg_mean_squared_error"],
            Self::Mae => &["mean_absolute_error", "neg_mean_absolute_error"],
            Self::MedianAe => &["median_absolute_error", "neg_median_absolute_error"],
            Self::R2 => &["r2_score"],
            Self::Mape => &["mean_absolute_percentage_error", "neg_mean_absolute_percentage_error"],
            Self::Rmsle => &["root_mean_squared_log_error", "neg_root_mean_squared_log_error"],
            _ => &[],
        }
    }

    /// Whether a larger value is better.
    #[must_use]
    pub fn greater_is_better(self) -> bool {
        !matches!(
            self,
            Self::LogLoss
                | Self::Brier
                | Self::Rmse
                | Self::Mse
                | Self::Mae
                | Self::MedianAe
                | Self::Mape
                | Self::Rmsle
        )
    }

    /// Whether it scores classes and not numbers.
    #[must_use]
    pub fn is_for_classification(self) -> bool {
        !matches!(
            self,
            Self::Rmse | Self::Mse | Self::Mae | Self::MedianAe | Self::R2 | Self::Mape | Self::Rmsle
        )
    }

    /// The value turned so that larger is better: negated for losses and errors.
    #[must_use]
    pub fn goodness(self, value: f64) -> f64 {
        if self.greater_is_better() { value } else { -value }
    }

    /// Scores class probabilities.
    ///
    /// `probabilities` is row-major `(n_samples, n_classes)`; labels are the most probable class, ties to the lowest.
    /// `positive` is the positive class of a binary task. `None` where the metric is undefined: no rows, one class alone
    /// for ranking metrics, a regression metric.
    #[must_use]
    pub fn score_classes(
        self,
        truth: &[u32],
        probabilities: &[f64],
        n_classes: usize,
        positive: Option<usize>,
    ) -> Option<f64> {
        if truth.is_empty() || n_classes < 2 || probabilities.len() != truth.len() * n_classes {
            return None;
        }
        match self {
            Self::RocAuc => mean_over_classes(truth, probabilities, n_classes, positive, ranking::roc_auc),
            Self::AveragePrecision => {
                mean_over_classes(truth, probabilities, n_classes, positive, ranking::average_precision)
            }
            Self::LogLoss => Some(probability::log_loss(truth, probabilities, n_classes)),
            Self::Brier => Some(probability::brier(truth, probabilities, n_classes, positive)),
            _ if !self.is_for_classification() => None,
            _ => self.score_labels(truth, &argmax_labels(probabilities, n_classes), n_classes, positive),
        }
    }

    /// Scores predicted labels; `None` for metrics of probabilities or numbers, and without rows.
    #[must_use]
    pub fn score_labels(
        self,
        truth: &[u32],
        labels: &[u32],
        n_classes: usize,
        positive: Option<usize>,
    ) -> Option<f64> {
        if truth.is_empty() || truth.len() != labels.len() {
            return None;
        }
        self.score_matrix(&ConfusionMatrix::new(truth, labels, n_classes), positive)
    }

    /// Scores a confusion matrix; `None` for metrics of probabilities or numbers.
    #[must_use]
    pub fn score_matrix(self, matrix: &ConfusionMatrix, positive: Option<usize>) -> Option<f64> {
        Some(match (self, positive) {
            (Self::Accuracy, _) => matrix.accuracy(),
            (Self::BalancedAccuracy, _) => matrix.balanced_accuracy(),
            (Self::F1, Some(class)) => matrix.f1(class),
            (Self::Precision, Some(class)) => matrix.precision(class),
            (Self::Recall, Some(class)) => matrix.recall(class),
            (Self::F1 | Self::F1Macro, _) => matrix.macro_mean(ConfusionMatrix::f1),
            (Self::Precision, None) => matrix.macro_mean(ConfusionMatrix::precision),
            (Self::Recall, None) => matrix.macro_mean(ConfusionMatrix::recall),
            (Self::F1Weighted, _) => matrix.weighted_mean(ConfusionMatrix::f1),
            (Self::Mcc, _) => matrix.mcc(),
            (Self::CohenKappa, _) => matrix.cohen_kappa(),
            _ => return None,
        })
    }

    /// Scores numbers; `None` without rows, for classification metrics, and where undefined (`r2` of a constant truth,
    /// `rmsle` of values at or below -1).
    #[must_use]
    pub fn score_values(self, truth: &[f64], predicted: &[f64]) -> Option<f64> {
        if truth.is_empty() || truth.len() != predicted.len() {
            return None;
        }
        match self {
            Self::Rmse => Some(regression::mse(truth, predicted).sqrt()),
            Self::Mse => Some(regression::mse(truth, predicted)),
            Self::Mae => Some(regression::mae(truth, predicted)),
            Self::MedianAe => regression::median_ae(truth, predicted),
            Self::R2 => regression::r2(truth, predicted),
            Self::Mape => Some(regression::mape(truth, predicted)),
            Self::Rmsle => regression::rmsle(truth, predicted),
            _ => None,
        }
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Metric {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let wanted = name.trim().to_lowercase().replace('-', "_");
        Self::ALL
            .into_iter()
            .find(|metric| metric.as_str() == wanted || metric.aliases().contains(&wanted.as_str()))
            .ok_or_else(|| {
                let known: Vec<&str> = Self::ALL.iter().map(|metric| metric.as_str()).collect();
                format!("`{name}` is no metric: expected one of {}", known.join(", "))
            })
    }
}

/// The most probable class of each row, ties to the lowest.
#[must_use]
pub fn argmax_labels(probabilities: &[f64], n_classes: usize) -> Vec<u32> {
    let best =
        |row: &[f64]| (1..row.len()).fold(0, |best, at| if row[at] > row[best] { at } else { best }) as u32;
    probabilities.chunks_exact(n_classes.max(1)).map(best).collect()
}

fn mean_over_classes(
    truth: &[u32],
    probabilities: &[f64],
    n_classes: usize,
    positive: Option<usize>,
    score: fn(&[bool], &[f64]) -> Option<f64>,
) -> Option<f64> {
    let of_class = |class: usize| {
        let is_class: Vec<bool> = truth.iter().map(|&code| code as usize == class).collect();
        let scores: Vec<f64> = probabilities.iter().skip(class).step_by(n_classes).copied().collect();
        score(&is_class, &scores)
    };
    if n_classes == 2 {
        return of_class(positive.unwrap_or(1));
    }
    let present: Vec<f64> = (0..n_classes).filter_map(of_class).collect();
    (!present.is_empty()).then(|| present.iter().sum::<f64>() / present.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_errors_list_what_there_is() {
        for metric in Metric::ALL {
            assert_eq!(metric.as_str().parse(), Ok(metric));
        }
        assert_eq!("AUC".parse(), Ok(Metric::RocAuc));
        assert!("nope".parse::<Metric>().unwrap_err().contains("roc_auc"));
    }

    #[test]
    fn undefined_is_none_and_not_a_number_made_up() {
        assert_eq!(Metric::RocAuc.score_classes(&[1, 1], &[0.5, 0.5, 0.1, 0.9], 2, Some(1)), None);
        assert_eq!(Metric::R2.score_values(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(Metric::Rmse.score_values(&[], &[]), None);
    }
}
