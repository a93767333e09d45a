//! Metrics, splits and intervals over plain slices: numbers in, numbers out.
//!
//! | Module | Concept |
//! |---|---|
//! | [`metric`] | the metrics by name, and how each is computed |
//! | [`confusion`] | counts by true class and label |
//! | [`ranking`] | ROC area, average precision and their curves |
//! | [`probability`] | log loss, Brier loss, calibration |
//! | [`regression`] | errors of numbers |
//! | [`split`] | test split and cross-validation folds |
//! | [`interval`] | how far a score may be off by chance |
//! | [`association`] | how strongly a category goes with another, or with a number |
//! | [`mutual_information`](mod@mutual_information) | dependence of two categories |
//! | [`correlation`] | Pearson's and Spearman's coefficients |
//! | [`binning`] | bins of like counts |
//! | [`permutation_test`] | whether the best of many measures is more than chance |
//! | [`power_law`] | how errors fall as rows are added |
//! | [`kolmogorov_smirnov`](mod@kolmogorov_smirnov) | distance of two samples |
//! | [`quantile`](mod@quantile) | quantiles by linear interpolation |
//! | [`rank`] | places in sorted order, ties sharing theirs |
//! | [`hash`] | the frozen hash of a row |
//!
//! Nothing here draws random numbers of its own: what needs chance takes `draw`, a function that returns a uniform whole
//! number below its argument.

pub mod association;
pub mod binning;
pub mod confusion;
pub mod correlation;
pub mod hash;
pub mod interval;
pub mod kolmogorov_smirnov;
pub mod metric;
pub mod mutual_information;
pub mod permutation_test;
pub mod power_law;
pub mod probability;
pub mod quantile;
pub mod rank;
pub mod ranking;
pub mod regression;
pub mod split;

pub use association::{correlation_ratio, cramers_v, intraclass_correlation};
pub use binning::{Bins, equal_frequency_bins};
pub use confusion::ConfusionMatrix;
pub use correlation::{pearson, spearman};
pub use hash::{RowBytes, hash_all, hash_row};
pub use interval::{
    Interval, delong, mean_and_std, mean_interval, metric_interval_classes, metric_interval_values,
    nadeau_bengio, paired_difference_classes, paired_difference_values, rmse_interval, wilson,
};
pub use kolmogorov_smirnov::kolmogorov_smirnov;
pub use metric::{Metric, argmax_labels};
pub use mutual_information::mutual_information;
pub use permutation_test::{PermutationTest, max_statistic};
pub use power_law::PowerLaw;
pub use quantile::{quantile, quantile_of_sorted, quantiles};
pub use rank::midranks;
pub use split::{
    Fold, group_folds, holdout_by_hash, holdout_by_time, regression_folds, stratified_folds, time_folds,
};
