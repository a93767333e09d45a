//! The models of each route, with their grids.
//!
//! Grids stay small enough to run: at most a few dozen settings a model on few rows, a dozen on many, where each setting costs more
//! and matters less.

use super::GridValue::{None, Number, Word};
use super::{GridValue, Recommendation, Route, Start};

fn numbers(values: &[f64]) -> Vec<GridValue> {
    values.iter().map(|&value| Number(value)).collect()
}

fn words(values: &[&'static str]) -> Vec<GridValue> {
    values.iter().map(|&value| Word(value)).collect()
}

/// `numbers`, and no limit at all.
fn numbers_or_none(values: &[f64]) -> Vec<GridValue> {
    numbers(values).into_iter().chain([None]).collect()
}

fn fitted(
    model: &'static str,
    grid: Vec<(&'static str, Vec<GridValue>)>,
    pros: &[&'static str],
    cons: &[&'static str],
) -> Recommendation {
    Recommendation { model, grid, pros: pros.to_vec(), cons: cons.to_vec(), start: Start::Fit }
}

/// The guide's route: simple models first, since few rows cannot tell complicated ones apart.
pub(super) fn small_classification() -> Vec<Recommendation> {
    vec![
        fitted(
            "logistic_regression",
            vec![("penalty", words(&["l1", "l2"])), ("C", numbers(&[0.01, 0.1, 1.0, 10.0]))],
            &["quick", "each column's weight can be read", "hard to overfit on few rows"],
            &["sees straight lines alone: no thresholds, no interplay of columns"],
        ),
        fitted(
            "random_forest",
            vec![
                ("n_estimators", numbers(&[50.0, 100.0, 200.0])),
                ("max_depth", numbers_or_none(&[3.0, 5.0, 10.0])),
                ("min_samples_split", numbers(&[2.0, 5.0, 10.0])),
            ],
            &["finds thresholds and interplay of columns", "good with settings left alone"],
            &["can learn few rows by heart", "a large model that nobody can read"],
        ),
        fitted(
            "gradient_boosting",
            vec![
                ("n_estimators", numbers(&[50.0, 100.0])),
                ("max_depth", numbers(&[3.0, 5.0, 7.0])),
                ("learning_rate", numbers(&[0.01, 0.1, 0.3])),
            ],
            &["often the most exact on tables"],
            &["overfits few rows unless it stops early", "more settings that matter"],
        ),
    ]
}

/// With thousands of rows the interplay of columns can be learned, so trees move to the front; depth 3 no longer helps, and
/// leaves of several rows replace limits on depth. The linear model stays as the one to beat.
pub(super) fn medium_classification() -> Vec<Recommendation> {
    vec![
        fitted(
            "gradient_boosting",
            vec![
                ("n_estimators", numbers(&[100.0, 300.0])),
                ("max_leaf_nodes", numbers(&[15.0, 31.0, 63.0])),
                ("learning_rate", numbers(&[0.03, 0.1])),
                ("min_samples_leaf", numbers(&[5.0, 20.0])),
            ],
            &["the most exact on most tables of this size", "reads missing cells as they are"],
            &["needs early stopping to be safe"],
        ),
        fitted(
            "random_forest",
            vec![
                ("n_estimators", numbers(&[100.0, 300.0])),
                ("max_depth", numbers_or_none(&[10.0, 20.0])),
                ("min_samples_leaf", numbers(&[1.0, 5.0])),
            ],
            &["good with settings left alone", "errs in other places than boosting, so both join well"],
            &["slower to answer than boosting"],
        ),
        fitted(
            "logistic_regression",
            vec![("penalty", words(&["l1", "l2"])), ("C", numbers(&[0.01, 0.1, 1.0, 10.0, 100.0]))],
            &["each column's weight can be read", "if it is as good, it is the better choice"],
            &["sees straight lines alone: no thresholds, no interplay of columns"],
        ),
    ]
}

/// With tens of thousands of rows time decides: boosting on bins grows with the rows and no more, while a forest's trees grow deep with
/// them, so extra trees with a floor on the leaves stand in for it. Low rates pay, since there are rows to learn the details from.
pub(super) fn large_classification() -> Vec<Recommendation> {
    vec![
        fitted(
            "gradient_boosting",
            vec![
                ("n_estimators", numbers(&[300.0, 1_000.0])),
                ("max_leaf_nodes", numbers(&[31.0, 127.0])),
                ("learning_rate", numbers(&[0.03, 0.1])),
                ("min_samples_leaf", numbers(&[20.0, 100.0])),
            ],
            &["the most exact on most tables of this size", "its time grows no faster than the rows"],
            &["the best settings take a search of hours to find by hand"],
        ),
        fitted(
            "extra_trees",
            vec![("n_estimators", numbers(&[50.0, 100.0])), ("min_samples_leaf", numbers(&[5.0, 20.0]))],
            &["quick to grow", "errs in other places than boosting, so both join well"],
            &["takes much memory, as trees grow deep with many rows"],
        ),
        fitted(
            "logistic_regression",
            vec![("penalty", words(&["l2"])), ("C", numbers(&[0.1, 1.0, 10.0]))],
            &["answers in microseconds", "each column's weight can be read"],
            &["more rows do not help it beyond straight lines"],
        ),
        fitted_elsewhere(
            "neural_network",
            vec![
                ("hidden_layer_sizes", words(&["128", "256x128"])),
                ("learning_rate_init", numbers(&[0.001, 0.0003])),
                ("alpha", numbers(&[0.000_01, 0.001])),
            ],
            &["may find what trees miss where columns are many and smooth"],
            &["seldom better than boosting on tables", "slow to fit and to tune"],
            "a library for neural networks: this version of Bowline fits none",
        ),
    ]
}

fn fitted_elsewhere(
    model: &'static str,
    grid: Vec<(&'static str, Vec<GridValue>)>,
    pros: &[&'static str],
    cons: &[&'static str],
    needs: &'static str,
) -> Recommendation {
    Recommendation { start: Start::Needs(needs), ..fitted(model, grid, pros, cons) }
}

/// The counterparts of the classifiers: a linear model with both penalties (ridge alone, `l1_ratio` 0, is one end of its grid), and the
/// same trees. Few rows put the linear model first, many rows boosting. Leaves of one row answer with a single row's number, so
/// their floor is part of every grid.
pub(super) fn regression(route: Route) -> Vec<Recommendation> {
    let linear = fitted(
        "elastic_net",
        vec![
            ("alpha", numbers(&[0.001, 0.01, 0.1, 1.0])),
            (
                "l1_ratio",
                if route == Route::Large { numbers(&[0.0, 0.5]) } else { numbers(&[0.0, 0.5, 0.9, 1.0]) },
            ),
        ],
        &["quick", "each column's weight can be read", "goes on beyond the range of the rows it saw"],
        &["sees straight lines alone: take the logarithm of skewed columns first"],
    );
    let forest = fitted(
        "random_forest",
        vec![
            ("n_estimators", numbers(if route == Route::Small { &[50.0, 100.0, 200.0] } else { &[100.0] })),
            ("max_features", numbers(&[0.33, 0.5, 1.0])),
            (
                "min_samples_leaf",
                numbers(if route == Route::Large { &[5.0, 20.0] } else { &[1.0, 2.0, 5.0] }),
            ),
        ],
        &["good with settings left alone", "an outlier spoils only its own leaf"],
        &["never answers beyond the numbers it saw", "a large model that nobody can read"],
    );
    let boosting = fitted(
        "gradient_boosting",
        vec![
            (
                "n_estimators",
                numbers(match route {
                    Route::Small => &[50.0, 100.0],
                    Route::Medium => &[100.0, 300.0],
                    Route::Large => &[300.0, 1_000.0],
                }),
            ),
            (
                "max_leaf_nodes",
                numbers(match route {
                    Route::Small => &[7.0, 15.0],
                    Route::Medium => &[15.0, 31.0],
                    Route::Large => &[31.0, 127.0],
                }),
            ),
            ("learning_rate", numbers(&[0.03, 0.1])),
            ("min_samples_leaf", numbers(&[3.0, 20.0])),
        ],
        &["often the most exact on tables"],
        &["never answers beyond the numbers it saw", "overfits few rows unless it stops early"],
    );
    match route {
        Route::Small => vec![linear, forest, boosting],
        Route::Medium => vec![boosting, forest, linear],
        Route::Large => vec![boosting, linear, forest],
    }
}

/// Word weights and a linear model are hard to beat on short texts and few rows, cost nothing and can be read. A fine-tuned
/// transformer needs some thousands of labelled texts to be steady (Mosbach et al. 2021, <https://arxiv.org/abs/2006.04884>), so it leads
/// on the large route alone.
pub(super) fn nlp(route: Route) -> Vec<Recommendation> {
    let words_and_lines = fitted(
        "logistic_regression",
        vec![
            ("ngram_range", words(&["1-1", "1-2"])),
            ("max_features", numbers(if route == Route::Small { &[5_000.0] } else { &[20_000.0, 50_000.0] })),
            ("C", numbers(&[0.1, 1.0, 10.0])),
        ],
        &["learns from few texts", "answers in microseconds", "the words that decide can be read"],
        &["does not know word order or that two words mean the same"],
    );
    let topics = fitted(
        "gradient_boosting",
        vec![
            ("n_components", numbers(&[50.0])),
            ("n_estimators", numbers(&[100.0, 300.0])),
            ("learning_rate", numbers(&[0.03, 0.1])),
        ],
        &["joins topics of the text with other columns"],
        &["topics lose the rare words that often decide"],
    );
    let transformer = fitted_elsewhere(
        "transformer",
        vec![
            ("encoder", words(&["bert-base-uncased"])),
            ("layers", words(&["frozen", "fine-tuned"])),
            ("learning_rate", numbers(&[0.000_02, 0.000_05, 0.001])),
            ("epochs", numbers(&[3.0, 10.0])),
        ],
        &["knows the language before it sees the first row", "word order and meaning count"],
        &["needs a GPU to fit, and milliseconds to answer", "unsteady below some thousands of texts"],
        "a pre-trained encoder and a library that fine-tunes it: this version of Bowline fits none",
    );
    match route {
        Route::Small | Route::Medium => vec![words_and_lines, topics, transformer],
        Route::Large => vec![transformer, words_and_lines, topics],
    }
}

/// Nobody learns to see from a few thousand pictures: a network that has seen a million is taken, and as much of it is learned anew as the
/// rows can pay for. Few rows fit a new last layer, more the last layers; training from nothing stands on the large route alone,
/// and last.
pub(super) fn computer_vision(route: Route) -> Vec<Recommendation> {
    const NEEDS: &str =
        "pre-trained weights and a library that fine-tunes them: this version of Bowline reads no pictures";
    let last_layer = fitted_elsewhere(
        "resnet50_last_layer",
        vec![("learning_rate", numbers(&[0.001, 0.000_3])), ("epochs", numbers(&[10.0]))],
        &["works from some dozens of pictures a class", "fits in minutes"],
        &["what the pictures show must resemble everyday photographs"],
        NEEDS,
    );
    let fine_tuned = fitted_elsewhere(
        "resnet50_fine_tuned",
        vec![
            ("learning_rate_head", numbers(&[0.001])),
            ("learning_rate_layer4", numbers(&[0.000_1])),
            ("learning_rate_layer3", numbers(&[0.000_01])),
            ("epochs", numbers(&[10.0, 30.0])),
        ],
        &["adapts to pictures of another kind, such as scans"],
        &["needs a GPU", "learns few pictures by heart"],
        NEEDS,
    );
    let from_nothing = fitted_elsewhere(
        "resnet50_from_nothing",
        vec![("learning_rate", numbers(&[0.1, 0.03])), ("epochs", numbers(&[90.0]))],
        &["needs no weights of others"],
        &["days on a GPU", "better than fine-tuning only with far more than 100 000 pictures"],
        NEEDS,
    );
    match route {
        Route::Small => vec![last_layer, fine_tuned],
        Route::Medium => vec![fine_tuned, last_layer],
        Route::Large => vec![fine_tuned, last_layer, from_nothing],
    }
}
