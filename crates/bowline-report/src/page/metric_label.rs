//! Metrics by the names people say, and what each means.

use bowline_stats::Metric;

/// The name for people, such as `ROC AUC`; the canonical name when it is none of ours.
pub(crate) fn label(canonical: &str) -> String {
    known(canonical).map_or_else(|| canonical.to_owned(), |metric| words(metric).0.to_owned())
}

/// The name inside a sentence: `log loss`, but `ROC AUC` and `Cohen's kappa`.
pub(crate) fn within(canonical: &str) -> String {
    match known(canonical) {
        Some(
            Metric::LogLoss
            | Metric::Accuracy
            | Metric::BalancedAccuracy
            | Metric::Precision
            | Metric::Recall
            | Metric::AveragePrecision
            | Metric::MedianAe,
        ) => label(canonical).to_lowercase(),
        _ => label(canonical),
    }
}

/// One plain phrase on what it measures; empty when it is none of ours.
pub(crate) fn meaning(canonical: &str) -> &'static str {
    known(canonical).map_or("", |metric| words(metric).1)
}

/// Which way is better, where known.
pub(crate) fn greater_is_better(canonical: &str) -> Option<bool> {
    known(canonical).map(Metric::greater_is_better)
}

fn known(canonical: &str) -> Option<Metric> {
    Metric::ALL.into_iter().find(|metric| metric.as_str() == canonical)
}

fn words(metric: Metric) -> (&'static str, &'static str) {
    match metric {
        Metric::Accuracy => ("Accuracy", "share of rows with the right label"),
        Metric::BalancedAccuracy => ("Balanced accuracy", "share found of each class, averaged"),
        Metric::RocAuc => ("ROC AUC", "chance that a row of the class ranks above one that is not"),
        Metric::LogLoss => ("Log loss", "surprise at the true class; punishes false certainty"),
        Metric::F1 => ("F1", "balance of precision and recall"),
        Metric::F1Macro => ("F1, macro", "F1 of each class, averaged"),
        Metric::F1Weighted => ("F1, weighted", "F1 of each class, weighted by its rows"),
        Metric::Precision => ("Precision", "of the rows called so, the share that is"),
        Metric::Recall => ("Recall", "of the rows that are, the share found"),
        Metric::AveragePrecision => ("Average precision", "precision averaged over all recalls"),
        Metric::Brier => ("Brier score", "squared error of the probabilities"),
        Metric::Mcc => ("Matthews correlation", "agreement of labels and truth, 0 for guessing"),
        Metric::CohenKappa => ("Cohen's kappa", "agreement beyond chance"),
        Metric::Rmse => ("RMSE", "typical error, large ones counting more; in units of the target"),
        Metric::Mse => ("MSE", "mean squared error"),
        Metric::Mae => ("MAE", "mean error in units of the target"),
        Metric::MedianAe => ("Median error", "half of the errors are smaller"),
        Metric::R2 => ("R²", "share of the variance explained"),
        Metric::Mape => ("MAPE", "mean error as a share of the true value"),
        Metric::Rmsle => ("RMSLE", "typical error of the logarithm"),
    }
}
