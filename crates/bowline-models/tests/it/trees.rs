//! What trees must learn exactly, and the limits that they must keep.

use std::error::Error;

use bowline_core::{
    Dataset, Estimator, FeatureKind, FeatureMatrix, FitContext, FitError, Predictions, Predictor, Seed,
    Target,
};
use bowline_models::tree::{BoostingModel, ExtraTrees, FeatureShare, GradientBoosting, RandomForest};
use bowline_testkit::datasets::{Sample, blobs, friedman1, mixed_features, numeric_features};
use bowline_testkit::{Stored, with_threads};

type Outcome = Result<(), Box<dyn Error>>;

const LEAF: u32 = 1 << 31;

fn fit<E: Estimator>(estimator: &E, sample: &Sample) -> Result<E::Model, FitError> {
    let rows = sample.rows();
    estimator.fit(&Dataset::new(&sample.x, &sample.y, &rows), &FitContext::with_seed(Seed(1)))
}

fn values(predictions: &Predictions) -> &[f64] {
    predictions.scores().map_or(&[], |(values, _)| values)
}

/// One tree that takes the whole step and splits as long as it helps.
fn one_tree() -> GradientBoosting {
    GradientBoosting {
        learning_rate: 1.0,
        max_rounds: 1,
        min_leaf_rows: 1,
        min_leaf_hessian: 0.0,
        ..GradientBoosting::default()
    }
}

fn squared_error(model: &impl Predictor, sample: &Sample) -> f64 {
    let Target::Values(y) = &sample.y else { return f64::NAN };
    values(&model.predict(&sample.x)).iter().zip(y).map(|(f, y)| (f - y).powi(2)).sum::<f64>()
        / y.len() as f64
}

/// The questions of stored trees of numeric features, walked in the plainest way.
struct Walker {
    roots: Vec<u32>,
    features: Vec<u32>,
    thresholds: Vec<f32>,
    left: Vec<u32>,
    right: Vec<u32>,
    missing_left: Vec<u8>,
}

impl Walker {
    fn of(model: &impl bowline_core::artifact::Artifact) -> Result<Self, Box<dyn Error>> {
        let stored = Stored::of(model);
        let (node, reader) = (&stored.node, stored.reader());
        Ok(Self {
            roots: reader.u32s(node, "roots")?,
            features: reader.u32s(node, "features")?,
            thresholds: reader.f32s(node, "thresholds")?,
            left: reader.u32s(node, "left")?,
            right: reader.u32s(node, "right")?,
            missing_left: reader.u8s(node, "missing_left")?,
        })
    }

    /// Leaf and number of questions of a row.
    fn walk(&self, tree: usize, row: &[f32]) -> (u32, usize) {
        let (mut at, mut depth) = (self.roots[tree], 0);
        while at & LEAF == 0 {
            let node = at as usize;
            let value = row[self.features[node] as usize];
            let left =
                if value.is_nan() { self.missing_left[node] == 1 } else { value <= self.thresholds[node] };
            at = if left { self.left[node] } else { self.right[node] };
            depth += 1;
        }
        (at, depth)
    }

    /// For each tree, the number of training rows of each leaf that has some, and the depth reached.
    fn leaves(&self, x: &FeatureMatrix) -> Vec<(Vec<usize>, usize)> {
        let mut row = vec![0.0; x.n_dense()];
        (0..self.roots.len())
            .map(|tree| {
                let mut counts = std::collections::BTreeMap::new();
                let mut deepest = 0;
                for at in 0..x.n_samples() {
                    x.copy_row(at, &mut row);
                    let (leaf, depth) = self.walk(tree, &row);
                    *counts.entry(leaf).or_insert(0) += 1;
                    deepest = deepest.max(depth);
                }
                (counts.into_values().collect(), deepest)
            })
            .collect()
    }
}

#[test]
fn a_step_function_is_learned_exactly() -> Outcome {
    let n = 400;
    let mut sample = friedman1(n, 5, Seed(3));
    let step = |row: usize| {
        let (a, b) = (sample.x.column(0)[row], sample.x.column(3)[row]);
        if a <= 0.3 {
            -5.0
        } else if b <= 0.6 {
            2.0
        } else {
            11.5
        }
    };
    sample.y = Target::Values((0..n).map(step).collect());
    let model = fit(&one_tree(), &sample)?;
    assert!(squared_error(&model, &sample) < 1e-9, "{}", squared_error(&model, &sample));
    let n_leaves = Walker::of(&model)?.leaves(&sample.x)[0].0.len();
    assert!(n_leaves <= 4, "two questions make at most four pure leaves, not {n_leaves}");
    let slow = GradientBoosting { learning_rate: 0.3, max_rounds: 60, ..one_tree() };
    assert!(squared_error(&fit(&slow, &sample)?, &sample) < 1e-9);
    Ok(())
}

#[test]
fn training_loss_never_rises() -> Outcome {
    let numbers = friedman1(300, 6, Seed(4));
    let classes = blobs(300, 5, 2, Seed(4));
    let log_loss = |model: &BoostingModel| {
        let Target::Classes { codes, .. } = &classes.y else { return f64::NAN };
        let predictions = model.predict(&classes.x);
        let rows = values(&predictions).chunks_exact(2).zip(codes);
        rows.map(|(row, &code)| -row[code as usize].max(1e-300).ln()).sum()
    };
    for learning_rate in [0.1, 1.0] {
        let (mut error, mut loss) = (f64::INFINITY, f64::INFINITY);
        for max_rounds in 1..25 {
            // Newton steps of a log loss may overshoot without a penalty.
            let boosting =
                GradientBoosting { learning_rate, max_rounds, l2: 1.0, ..GradientBoosting::default() };
            let found = squared_error(&fit(&boosting, &numbers)?, &numbers);
            assert!(found <= error * (1.0 + 1e-9), "round {max_rounds}: {found} after {error}");
            error = found;
            let found = log_loss(&fit(&boosting, &classes)?);
            assert!(found <= loss * (1.0 + 1e-6), "round {max_rounds}: {found} after {loss}");
            loss = found;
        }
    }
    Ok(())
}

#[test]
fn boosting_keeps_its_limits() -> Outcome {
    let sample = friedman1(1000, 6, Seed(5));
    for (max_leaves, max_depth, min_leaf_rows) in [(7, 64, 20), (31, 3, 1), (64, 64, 90), (2, 1, 1)] {
        let boosting = GradientBoosting {
            max_rounds: 10,
            max_leaves,
            max_depth,
            min_leaf_rows,
            ..GradientBoosting::default()
        };
        for (counts, depth) in Walker::of(&fit(&boosting, &sample)?)?.leaves(&sample.x) {
            assert!(counts.len() <= max_leaves && depth <= max_depth, "{boosting:?}: {counts:?} {depth}");
            assert!(counts.iter().all(|&count| count >= min_leaf_rows), "{boosting:?}: {counts:?}");
            assert!(counts.len() > 1, "{boosting:?} finds something");
        }
    }
    let full = GradientBoosting { max_rounds: 1, max_leaves: 17, ..GradientBoosting::default() };
    assert_eq!(Walker::of(&fit(&full, &sample)?)?.leaves(&sample.x)[0].0.len(), 17, "no leaf is spared");
    Ok(())
}

#[test]
fn forests_keep_their_limits() -> Outcome {
    let sample = blobs(600, 5, 3, Seed(6));
    for (max_depth, min_leaf_rows) in [(4, 1), (64, 15)] {
        let extra = ExtraTrees { n_trees: 5, max_depth, min_leaf_rows, ..ExtraTrees::default() };
        for (counts, depth) in Walker::of(&fit(&extra, &sample)?)?.leaves(&sample.x) {
            assert!(depth <= max_depth && counts.iter().all(|&count| count >= min_leaf_rows), "{counts:?}");
        }
        let forest = RandomForest { n_trees: 5, max_depth, ..RandomForest::default() };
        for (_, depth) in Walker::of(&fit(&forest, &sample)?)?.leaves(&sample.x) {
            assert!(depth <= max_depth);
        }
    }
    Ok(())
}

/// A target that is 1 for a set of categories, which no threshold on the codes finds.
#[test]
fn a_set_of_categories_is_one_tree() -> Outcome {
    let (n, set) = (2000, [1u32, 8, 15, 22, 23, 37]);
    let mut rng = Seed(7).rng();
    let levels: Vec<u32> = (0..n).map(|_| rng.below(40) as u32).collect();
    let mut features = numeric_features(1);
    features[0].kind = FeatureKind::Categorical { n_levels: 40 };
    let x = FeatureMatrix::dense(n, features, levels.iter().map(|&level| level as f32).collect());
    let inside: Vec<u32> = levels.iter().map(|level| u32::from(set.contains(level))).collect();
    let numbers = Target::Values(inside.iter().map(|&one| f64::from(one)).collect());
    let classes = Target::Classes { codes: inside.clone(), n_classes: 2 };
    // Categories are added to a side in groups of rows, so boosting may need more than one question.
    let sample = Sample { x, y: numbers };
    assert!(squared_error(&fit(&one_tree(), &sample)?, &sample) < 1e-12);
    let sample = Sample { x: sample.x, y: classes };
    assert_eq!(fit(&one_tree(), &sample)?.predict(&sample.x).labels(), Some(inside.clone()));
    let forest = RandomForest { n_trees: 1, max_depth: 1, ..RandomForest::default() };
    assert_eq!(fit(&forest, &sample)?.predict(&sample.x).labels(), Some(inside));
    Ok(())
}

/// Codes never seen in training, and codes past the feature's levels, are answered as rare ones.
#[test]
fn unseen_categories_get_an_answer() -> Outcome {
    let n = 600;
    let mut features = numeric_features(1);
    features[0].kind = FeatureKind::Categorical { n_levels: 5 };
    let x = FeatureMatrix::dense(n, features.clone(), (0..n).map(|row| (row % 4) as f32).collect());
    let y = Target::Classes { codes: (0..n).map(|row| (row % 2) as u32).collect(), n_classes: 2 };
    let odd = vec![4.0, 5.0, 1e9, -1.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, 0.5];
    let odd = FeatureMatrix::dense(odd.len(), features, odd);
    let sample = Sample { x, y };
    for predictions in [
        fit(&one_tree(), &sample)?.predict(&odd),
        fit(&RandomForest::default(), &sample)?.predict(&odd),
        fit(&ExtraTrees::default(), &sample)?.predict(&odd),
    ] {
        for row in values(&predictions).chunks_exact(2) {
            assert!((row[0] + row[1] - 1.0).abs() < 1e-9 && row[0] >= 0.0 && row[1] >= 0.0, "{row:?}");
        }
    }
    Ok(())
}

#[test]
fn missing_values_go_where_they_belong() -> Outcome {
    let n = 900;
    let x: Vec<f32> = (0..n).map(|row| if row % 3 == 0 { f32::NAN } else { (row % 7) as f32 }).collect();
    for like_large in [false, true] {
        let target = |&x: &f32| if x.is_nan() { like_large } else { x > 3.0 };
        let codes: Vec<u32> = x.iter().map(|x| u32::from(target(x))).collect();
        let sample = Sample {
            x: FeatureMatrix::dense(n, numeric_features(1), x.clone()),
            y: Target::Classes { codes: codes.clone(), n_classes: 2 },
        };
        let stump = GradientBoosting { max_leaves: 2, ..one_tree() };
        assert_eq!(fit(&stump, &sample)?.predict(&sample.x).labels().as_ref(), Some(&codes));
        let forest = RandomForest { n_trees: 1, max_depth: 1, ..RandomForest::default() };
        assert_eq!(fit(&forest, &sample)?.predict(&sample.x).labels().as_ref(), Some(&codes));
        let extra = ExtraTrees { n_trees: 1, ..ExtraTrees::default() };
        assert_eq!(fit(&extra, &sample)?.predict(&sample.x).labels().as_ref(), Some(&codes));
    }
    // Whether the value is there is itself the answer.
    let codes: Vec<u32> = x.iter().map(|x| u32::from(x.is_nan())).collect();
    let y = Target::Classes { codes: codes.clone(), n_classes: 2 };
    let sample = Sample { x: FeatureMatrix::dense(n, numeric_features(1), x), y };
    assert_eq!(fit(&one_tree(), &sample)?.predict(&sample.x).labels(), Some(codes));
    Ok(())
}

/// Missing values that no training row had are answered like most rows.
#[test]
fn new_missing_values_go_with_the_larger_side() -> Outcome {
    for below in [40, 160] {
        let x: Vec<f32> = (0..200).map(|row| row as f32).collect();
        let codes: Vec<u32> = (0..200).map(|row| u32::from(row < below)).collect();
        let most = u32::from(below == 160);
        let y = Target::Classes { codes, n_classes: 2 };
        let sample = Sample { x: FeatureMatrix::dense(200, numeric_features(1), x), y };
        let missing = FeatureMatrix::dense(1, numeric_features(1), vec![f32::NAN]);
        let stump = GradientBoosting { max_leaves: 2, ..one_tree() };
        assert_eq!(fit(&stump, &sample)?.predict(&missing).labels(), Some(vec![most]));
        let forest = RandomForest { n_trees: 1, max_depth: 1, ..RandomForest::default() };
        assert_eq!(fit(&forest, &sample)?.predict(&missing).labels(), Some(vec![most]));
        let extra = ExtraTrees { n_trees: 50, ..ExtraTrees::default() };
        assert_eq!(fit(&extra, &sample)?.predict(&missing).labels(), Some(vec![most]));
    }
    Ok(())
}

#[test]
fn fully_grown_trees_know_their_rows() -> Outcome {
    let extra = ExtraTrees { n_trees: 3, ..ExtraTrees::default() };
    // At most 254 rows: each distinct value has a bin of its own.
    let classes = blobs(250, 4, 3, Seed(8));
    let Target::Classes { codes, .. } = &classes.y else { unreachable!("blobs are classes") };
    assert_eq!(fit(&extra, &classes)?.predict(&classes.x).labels().as_ref(), Some(codes));
    let numbers = friedman1(250, 5, Seed(8));
    assert!(squared_error(&fit(&extra, &numbers)?, &numbers) < 1e-9);
    Ok(())
}

/// Weights change what counts, not how many rows a leaf needs: tiny ones still give whole trees.
#[test]
fn small_weights_grow_the_same_forest() -> Outcome {
    let sample = blobs(200, 4, 2, Seed(9));
    let rows = sample.rows();
    let data = Dataset::new(&sample.x, &sample.y, &rows);
    let context = FitContext::with_seed(Seed(1));
    let small = vec![2f32.powi(-20); 200];
    let extra = ExtraTrees { n_trees: 5, min_leaf_rows: 2, ..ExtraTrees::default() };
    assert_eq!(extra.fit(&data, &context)?, extra.fit(&data.with_weights(&small), &context)?);
    let forest = RandomForest { n_trees: 5, min_leaf_rows: 2, ..RandomForest::default() };
    assert_eq!(forest.fit(&data, &context)?, forest.fit(&data.with_weights(&small), &context)?);
    Ok(())
}

#[test]
fn a_far_target_keeps_its_digits() -> Outcome {
    let mut sample = friedman1(250, 5, Seed(10));
    if let Target::Values(y) = &mut sample.y {
        y.iter_mut().for_each(|y| *y += 1.7e9);
    }
    let extra = fit(&ExtraTrees { n_trees: 3, ..ExtraTrees::default() }, &sample)?;
    assert!(squared_error(&extra, &sample) < 1e-6);
    assert!(squared_error(&fit(&GradientBoosting::default(), &sample)?, &sample) < 5.0);
    if let Target::Values(y) = &mut sample.y {
        y[7] = 1e60;
    }
    for error in [
        fit(&GradientBoosting::default(), &sample).err(),
        fit(&RandomForest::default(), &sample).err(),
        fit(&ExtraTrees::default(), &sample).err(),
    ] {
        assert!(matches!(error, Some(FitError::Numeric(_))), "{error:?}");
    }
    Ok(())
}

/// Enough rows and features that histograms are summed on several threads.
#[test]
fn threads_do_not_show() -> Outcome {
    let task = bowline_core::Task::MultiClass;
    let many = blobs(3000, 40, 3, Seed(11));
    let mixed = mixed_features(2000, task, Seed(11));
    for sample in [&many, &mixed] {
        let stored = |threads: usize| {
            with_threads(threads, || -> Result<[Stored; 3], FitError> {
                let boosting = GradientBoosting { max_rounds: 10, ..GradientBoosting::default() };
                let drawn = GradientBoosting {
                    row_share: 0.7,
                    feature_share: 0.5,
                    extra_random: true,
                    ..boosting.clone()
                };
                let forest = RandomForest { n_trees: 6, ..RandomForest::default() };
                // Bins are built anew in each pool.
                let fresh = sample.with_features(sample.x.take(&sample.rows()));
                Ok([
                    Stored::of(&fit(&boosting, &fresh)?),
                    Stored::of(&fit(&drawn, &fresh)?),
                    Stored::of(&fit(&forest, &fresh)?),
                ])
            })
        };
        for (one, two) in stored(1)?.iter().zip(&stored(2)?) {
            assert!(one.same_bits(two));
        }
    }
    Ok(())
}

#[test]
fn early_stopping_keeps_the_best_round() -> Outcome {
    let sample = friedman1(500, 6, Seed(12));
    let (validation, rows): (Vec<u32>, Vec<u32>) = sample.rows().into_iter().partition(|row| row % 3 == 0);
    let data = Dataset::new(&sample.x, &sample.y, &rows);
    let context = FitContext::with_seed(Seed(1));
    let held_out = Sample { x: sample.x.take(&validation), y: sample.y.take(&validation) };
    let fast = GradientBoosting { learning_rate: 0.5, max_rounds: 200, ..GradientBoosting::default() };
    let stopped = fast.fit(&data.with_validation(&validation), &context)?;
    assert!(stopped.n_trees() < 200, "{}", stopped.n_trees());
    let error = squared_error(&stopped, &held_out);
    for max_rounds in (1..60).filter(|&rounds| rounds != stopped.n_trees()) {
        let other = GradientBoosting { max_rounds, ..fast.clone() }.fit(&data, &context)?;
        assert!(squared_error(&other, &held_out) >= error, "{max_rounds} against {}", stopped.n_trees());
    }
    let same = GradientBoosting { max_rounds: stopped.n_trees(), ..fast.clone() }.fit(&data, &context)?;
    assert_eq!(same, stopped, "the first rounds of the longer fit");
    // Rows without weight cannot stop it.
    let weights: Vec<f32> = (0..500).map(|row| if row % 3 == 0 { 0.0 } else { 1.0 }).collect();
    let weighted = data.with_weights(&weights);
    let short = GradientBoosting { max_rounds: 30, ..fast };
    assert_eq!(short.fit(&weighted.with_validation(&validation), &context)?.n_trees(), 30);
    Ok(())
}

/// A matrix that lacks features, as a caller may send it: they count as missing. More features than fitted are ignored.
#[test]
fn other_widths_are_answered() -> Outcome {
    let sample = blobs(300, 5, 3, Seed(13));
    let narrow = FeatureMatrix::dense(4, numeric_features(2), vec![f32::NAN; 8]);
    let empty = FeatureMatrix::dense(4, vec![], vec![]);
    let wide = FeatureMatrix::dense(4, numeric_features(9), vec![f32::MAX; 36]);
    let boosting = GradientBoosting { max_rounds: 5, ..GradientBoosting::default() };
    for x in [&narrow, &empty, &wide] {
        for predictions in [
            fit(&boosting, &sample)?.predict(x),
            fit(&RandomForest { n_trees: 5, ..RandomForest::default() }, &sample)?.predict(x),
            fit(&ExtraTrees { n_trees: 5, ..ExtraTrees::default() }, &sample)?.predict(x),
        ] {
            assert_eq!(predictions.len(), 4);
            assert!(values(&predictions).iter().all(|p| (0.0..=1.0).contains(p)));
        }
    }
    Ok(())
}

/// The stored nodes, walked plainly, end where the model's own walk ends.
#[test]
fn stored_nodes_are_the_model() -> Outcome {
    let sample = friedman1(300, 5, Seed(14));
    let stored = Stored::of(&fit(&one_tree(), &sample)?);
    let model = fit(&one_tree(), &sample)?;
    let walker = Walker::of(&model)?;
    let leaf_values = stored.reader().f32s(&stored.node, "leaf_values")?;
    let start = stored.reader().f64s(&stored.node, "start")?[0];
    let predictions = model.predict(&sample.x);
    let mut row = vec![0.0; 5];
    for (at, found) in values(&predictions).iter().enumerate() {
        sample.x.copy_row(at, &mut row);
        let leaf = walker.walk(0, &row).0 & !LEAF;
        assert_eq!(*found, start + f64::from(leaf_values[leaf as usize]));
    }
    Ok(())
}

#[test]
fn parameters_out_of_range_are_named() {
    let sample = blobs(30, 3, 2, Seed(15));
    let wrong = [
        GradientBoosting { learning_rate: 0.0, ..GradientBoosting::default() },
        GradientBoosting { max_rounds: 0, ..GradientBoosting::default() },
        GradientBoosting { max_leaves: 1, ..GradientBoosting::default() },
        GradientBoosting { l2: f64::NAN, ..GradientBoosting::default() },
        GradientBoosting { row_share: 1.5, ..GradientBoosting::default() },
    ];
    for boosting in wrong {
        assert!(matches!(fit(&boosting, &sample), Err(FitError::Parameter { .. })), "{boosting:?}");
    }
    let share = RandomForest { features: FeatureShare::Share(0.0), ..RandomForest::default() };
    assert!(matches!(fit(&share, &sample), Err(FitError::Parameter { name: "features", .. })));
    let none = ExtraTrees { n_trees: 0, ..ExtraTrees::default() };
    assert!(matches!(fit(&none, &sample), Err(FitError::Parameter { name: "n_trees", .. })));
}
