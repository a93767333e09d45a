//! The promises of an estimator and its model.

mod answers;
mod odd_data;
mod promises;

use std::time::Duration;

use bowline_core::{
    Budget, Dataset, DynEstimator, FeatureMatrix, FitContext, FitError, Model, Seed, Silent, StoppedClock,
    Task,
};

pub(crate) use answers::bits;

use crate::DecodeModel;
use crate::datasets::{Sample, mixed_features, of_task};

/// What an estimator reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Inputs {
    /// Dense features alone.
    Dense,
    /// Dense and sparse features.
    #[default]
    DenseAndSparse,
}

/// What an estimator promises beyond what all do.
#[derive(Debug, Clone, PartialEq)]
pub struct EstimatorChecks {
    /// The tasks that it can do; for all others it must refuse.
    pub tasks: Vec<Task>,
    /// Whether it reads sparse features.
    pub inputs: Inputs,
    /// Largest difference of a prediction between a row of weight 2 and the same row twice, as a share of the largest
    /// prediction; `None` when they are not the same to it (it draws rows, or its penalty counts them).
    pub duplicates: Option<f64>,
}

impl EstimatorChecks {
    /// Checks for these tasks, with sparse features and without the promise about duplicates.
    #[must_use]
    pub fn new(tasks: &[Task]) -> Self {
        Self { tasks: tasks.to_vec(), inputs: Inputs::default(), duplicates: None }
    }

    /// The same for an estimator of dense features.
    #[must_use]
    pub fn dense(self) -> Self {
        Self { inputs: Inputs::Dense, ..self }
    }

    /// The same with the promise that weights count like duplicate rows, up to `tolerance`.
    #[must_use]
    pub fn with_duplicates(self, tolerance: f64) -> Self {
        Self { duplicates: Some(tolerance), ..self }
    }
}

/// Checks everything that an estimator and its models promise; panics with the broken promise.
///
/// `make` gives the estimator, `decode` reads a stored model. The data sets have at most 160 rows.
pub fn check_estimator(
    make: &dyn Fn() -> Box<dyn DynEstimator>,
    checks: &EstimatorChecks,
    decode: DecodeModel,
) {
    let subject = Subject { estimator: make(), decode, inputs: checks.inputs };
    for task in [Task::Binary, Task::MultiClass, Task::Regression] {
        if !checks.tasks.contains(&task) {
            promises::refuses(&subject, task);
            continue;
        }
        for (name, sample) in [
            ("plain", of_task(task, 120, Seed(11))),
            ("mixed", subject.readable(mixed_features(160, task, Seed(12)))),
        ] {
            let case = format!("{task}, {name} features");
            promises::answers_are_sound(&subject, &sample, &case);
            promises::same_seed_same_model(&subject, &sample, &case);
            promises::stored_model_answers_alike(&subject, &sample, &case);
            promises::rows_are_independent(&subject, &sample, &case);
            promises::other_rows_are_not_read(&subject, &sample, &case);
            promises::validation_rows_are_welcome(&subject, &sample, &case);
            promises::a_spent_budget_is_no_failure(&subject, &sample, &case);
            promises::spoilt_models_do_no_harm(&subject, &sample, &case);
            if let Some(tolerance) = checks.duplicates {
                promises::weights_count_like_duplicates(&subject, &sample, tolerance, &case);
            }
        }
        odd_data::check(&subject, task);
    }
}

/// The estimator under test.
struct Subject {
    estimator: Box<dyn DynEstimator>,
    decode: DecodeModel,
    inputs: Inputs,
}

impl Subject {
    /// Fits without a deadline.
    fn fit(&self, data: &Dataset<'_>) -> Result<Box<dyn Model>, FitError> {
        self.estimator.fit_dyn(data, &FitContext::with_seed(Seed(42)))
    }

    /// Fits on all rows of a sample, which it must be able to.
    fn must_fit(&self, sample: &Sample, case: &str) -> Box<dyn Model> {
        let rows = sample.rows();
        match self.fit(&Dataset::new(&sample.x, &sample.y, &rows)) {
            Ok(model) => model,
            Err(error) => panic!("{case}: the fit failed: {error}"),
        }
    }

    /// Fits when the time is up already.
    fn fit_late(&self, data: &Dataset<'_>) -> Result<Box<dyn Model>, FitError> {
        let clock = StoppedClock(Duration::from_secs(1));
        let budget = Budget::new(&clock, Duration::from_secs(1), None);
        self.estimator.fit_dyn(data, &FitContext { budget, seed: Seed(42), progress: &Silent })
    }

    /// The sample with the features that the estimator reads.
    fn readable(&self, sample: Sample) -> Sample {
        if self.inputs == Inputs::DenseAndSparse {
            return sample;
        }
        let x = &sample.x;
        let dense = (0..x.n_dense()).flat_map(|feature| x.column(feature).to_vec()).collect();
        sample.with_features(FeatureMatrix::dense(x.n_samples(), x.features().to_vec(), dense))
    }
}
