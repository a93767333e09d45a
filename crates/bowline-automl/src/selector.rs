//! Which models are worth a try on data of this size, and over which settings.
//!
//! A recommendation for people: each model comes with a grid of settings, with what speaks for it and against it, and with what
//! starts it. `bowline fit` needs none of it, since its portfolio tries what suits in one go; this is for those who want to know
//! why, or who tune by hand.
//!
//! The route for few rows is the guide's. The others are ours; each says in a comment why it is as it is.

use std::fmt;
use std::str::FromStr;

use bowline_core::Task;

mod routes;

/// What is asked of the data, as far as the choice of models goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SelectorTask {
    /// Classes from the columns of a table.
    Classification,
    /// A number from the columns of a table.
    Regression,
    /// Classes or numbers from free text.
    Nlp,
    /// Classes from pictures.
    ComputerVision,
}

impl SelectorTask {
    /// Every task.
    pub const ALL: [Self; 4] = [Self::Classification, Self::Regression, Self::Nlp, Self::ComputerVision];

    /// The name that reports show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Classification => "classification",
            Self::Regression => "regression",
            Self::Nlp => "nlp",
            Self::ComputerVision => "computer_vision",
        }
    }

    /// The task of a table without free text and pictures.
    #[must_use]
    pub fn of_table(task: Task) -> Self {
        if task.is_classification() { Self::Classification } else { Self::Regression }
    }
}

impl fmt::Display for SelectorTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SelectorTask {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|task| task.as_str() == name).ok_or_else(|| {
            format!(
                "`{name}` is no task of the selector: expected one of classification, regression, nlp, computer_vision"
            )
        })
    }
}

/// How many rows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// Under 1 000 rows.
    Small,
    /// Under 10 000 rows.
    Medium,
    /// 10 000 rows and more.
    Large,
}

impl Route {
    /// The route of so many rows.
    #[must_use]
    pub fn of(n_samples: usize) -> Self {
        match n_samples {
            0..1_000 => Self::Small,
            1_000..10_000 => Self::Medium,
            _ => Self::Large,
        }
    }

    /// The name that reports show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// One value of a grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GridValue {
    /// A word, such as `l1`.
    Word(&'static str),
    /// A number.
    Number(f64),
    /// No limit.
    None,
}

impl fmt::Display for GridValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Number(number) => write!(f, "{number}"),
            Self::None => f.write_str("none"),
        }
    }
}

/// What starts a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// `bowline fit` tries it.
    Fit,
    /// This version cannot fit it; what is needed instead.
    Needs(&'static str),
}

/// A model that is worth a try.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// The model, such as `random_forest`.
    pub model: &'static str,
    /// Parameters, under scikit-learn's names, and the values to try of each.
    pub grid: Vec<(&'static str, Vec<GridValue>)>,
    /// What speaks for it here.
    pub pros: Vec<&'static str>,
    /// What speaks against it here.
    pub cons: Vec<&'static str>,
    /// What starts it.
    pub start: Start,
}

impl Recommendation {
    /// Number of combinations in the grid, 1 without parameters.
    #[must_use]
    pub fn n_settings(&self) -> usize {
        self.grid.iter().map(|(_, values)| values.len()).product()
    }
}

/// The models worth a try, the first one first.
///
/// `n_samples` chooses the [`Route`]. With more columns than rows (`n_features > n_samples`) linear models that can drop
/// columns come first and lose the grid values that keep them all; with more than 1 000 columns forests look at
/// fewer columns for each split.
///
/// ```
/// use bowline_automl::{SelectorTask, recommend};
/// let models = recommend(500, 20, SelectorTask::Classification);
/// assert_eq!(models[0].model, "logistic_regression");
/// assert_eq!(models[0].n_settings(), 8);
/// ```
#[must_use]
pub fn recommend(n_samples: usize, n_features: usize, task: SelectorTask) -> Vec<Recommendation> {
    let mut models = match (task, Route::of(n_samples)) {
        (SelectorTask::Classification, Route::Small) => routes::small_classification(),
        (SelectorTask::Classification, Route::Medium) => routes::medium_classification(),
        (SelectorTask::Classification, Route::Large) => routes::large_classification(),
        (SelectorTask::Regression, route) => routes::regression(route),
        (SelectorTask::Nlp, route) => routes::nlp(route),
        (SelectorTask::ComputerVision, route) => routes::computer_vision(route),
    };
    if n_features > n_samples {
        for model in &mut models {
            drop_columns(model);
        }
        models.sort_by_key(|model| !is_linear(model.model));
    }
    if n_features > 1_000 {
        let forests =
            models.iter_mut().filter(|model| matches!(model.model, "random_forest" | "extra_trees"));
        for forest in forests {
            forest.grid.retain(|(name, _)| *name != "max_features");
            forest.grid.push(("max_features", vec![GridValue::Word("sqrt"), GridValue::Word("log2")]));
        }
    }
    models
}

fn is_linear(model: &str) -> bool {
    matches!(model, "logistic_regression" | "elastic_net" | "ridge")
}

/// With more columns than rows, a squared penalty alone keeps every column, and most of them are noise.
fn drop_columns(model: &mut Recommendation) {
    for (name, values) in &mut model.grid {
        match *name {
            "penalty" => values.retain(|value| *value != GridValue::Word("l2")),
            "l1_ratio" => values.retain(|value| *value != GridValue::Number(0.0)),
            _ => {}
        }
    }
    if is_linear(model.model) {
        model.pros.push("can drop columns, of which there are more than rows");
    } else {
        model.cons.push("there are more columns than rows, so some fit by chance");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(recommendation: &Recommendation) -> String {
        let parameter = |(name, values): &(&str, Vec<GridValue>)| {
            let values: Vec<String> = values.iter().map(GridValue::to_string).collect();
            format!("{name}={}", values.join(","))
        };
        recommendation.grid.iter().map(parameter).collect::<Vec<_>>().join(" ")
    }

    /// Requirement R7, word for word.
    #[test]
    fn the_small_route_is_the_guides() {
        let found = recommend(999, 20, SelectorTask::Classification);
        let found: Vec<(&str, String)> = found.iter().map(|model| (model.model, grid(model))).collect();
        assert_eq!(
            found,
            [
                ("logistic_regression", "penalty=l1,l2 C=0.01,0.1,1,10".to_owned()),
                (
                    "random_forest",
                    "n_estimators=50,100,200 max_depth=3,5,10,none min_samples_split=2,5,10".to_owned()
                ),
                (
                    "gradient_boosting",
                    "n_estimators=50,100 max_depth=3,5,7 learning_rate=0.01,0.1,0.3".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn routes_change_at_a_thousand_and_ten_thousand_rows() {
        for (n_samples, route) in
            [(0, "small"), (999, "small"), (1_000, "medium"), (9_999, "medium"), (10_000, "large")]
        {
            assert_eq!(Route::of(n_samples).as_str(), route, "{n_samples}");
        }
    }

    #[test]
    fn every_recommendation_is_whole() {
        for task in SelectorTask::ALL {
            assert_eq!(task.as_str().parse(), Ok(task));
            for (n_samples, n_features) in [(100, 5), (100, 500), (5_000, 50), (50_000, 5_000)] {
                let models = recommend(n_samples, n_features, task);
                assert!(models.len() >= 2, "{task} {n_samples}");
                for model in &models {
                    assert!(!model.pros.is_empty() && !model.cons.is_empty(), "{}", model.model);
                    assert!(!model.grid.is_empty(), "{}", model.model);
                    assert!(model.grid.iter().all(|(_, values)| !values.is_empty()), "{}", model.model);
                }
                let mut names: Vec<&str> = models.iter().map(|model| model.model).collect();
                names.sort_unstable();
                names.dedup();
                assert_eq!(names.len(), models.len());
            }
        }
        assert!("tabular".parse::<SelectorTask>().unwrap_err().contains("computer_vision"));
    }

    #[test]
    fn more_columns_than_rows_ask_for_models_that_drop_some() {
        let models = recommend(100, 2_000, SelectorTask::Classification);
        assert_eq!(grid(&models[0]), "penalty=l1 C=0.01,0.1,1,10");
        assert!(grid(&models[1]).ends_with("max_features=sqrt,log2"));
        let models = recommend(100, 2_000, SelectorTask::Regression);
        assert_eq!(models[0].model, "elastic_net");
        assert!(!grid(&models[0]).contains("l1_ratio=0,"));
    }
}
