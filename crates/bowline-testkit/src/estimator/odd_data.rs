//! Data that are odd, and happen.
//!
//! Some oddities an estimator must cope with; for others it may also refuse, but never panic or answer nonsense.

use bowline_core::{Dataset, FeatureKind, FeatureMatrix, Predictor, Seed, SparseRows, Target, Task};

use super::Subject;
use super::answers::assert_sound;
use crate::datasets::{Sample, numeric_features, of_task};

/// Whether a fit may refuse.
#[derive(Clone, Copy, PartialEq)]
enum Refusal {
    Never,
    Allowed,
}

pub(super) fn check(subject: &Subject, task: Task) {
    let plain = of_task(task, 60, Seed(21));
    let with_column = |column: &dyn Fn(usize) -> f32| {
        let n = plain.x.n_samples();
        let odd = FeatureMatrix::dense(n, numeric_features(1), (0..n).map(column).collect());
        plain.with_features(plain.x.clone().beside(&odd))
    };
    let only_column = |column: &dyn Fn(usize) -> f32| {
        let n = plain.x.n_samples();
        plain.with_features(FeatureMatrix::dense(n, numeric_features(1), (0..n).map(column).collect()))
    };
    let n_classes = if task == Task::MultiClass { 3 } else { 2 };
    let few =
        |n: usize| Sample { x: plain.x.take(&(0..n as u32).collect::<Vec<_>>()), y: first(&plain.y, n) };
    let cases = [
        ("a constant column", with_column(&|_| 3.0), Refusal::Never),
        ("a column of missing values", with_column(&|_| f32::NAN), Refusal::Never),
        ("nothing but missing values", only_column(&|_| f32::NAN), Refusal::Never),
        ("nothing but a constant", only_column(&|_| 1.0), Refusal::Never),
        ("one feature", only_column(&|row| (row % 9) as f32), Refusal::Never),
        ("more features than rows", wide(task), Refusal::Never),
        ("one row a class", few(n_classes), Refusal::Never),
        ("one row", few(1), Refusal::Allowed),
        ("no rows", few(0), Refusal::Allowed),
        ("no features", plain.with_features(FeatureMatrix::dense(60, vec![], vec![])), Refusal::Allowed),
        (
            "an infinite column",
            with_column(&|row| [f32::INFINITY, 1.0, f32::NEG_INFINITY][row % 3]),
            Refusal::Never,
        ),
        (
            "huge numbers",
            with_column(&|row| if row % 2 == 0 { f32::MAX } else { f32::MIN }),
            Refusal::Allowed,
        ),
        ("tiny numbers", with_column(&|row| f32::MIN_POSITIVE * row as f32), Refusal::Never),
        ("a copied column", with_column(&|row| plain.x.column(0)[row]), Refusal::Never),
        ("a category of one level", category(&plain, 1), Refusal::Never),
        ("a category of many levels", category(&plain, 400), Refusal::Never),
        ("one value of the target alone", one_target(&plain), Refusal::Allowed),
        ("a class without rows", absent_class(&plain), Refusal::Never),
        ("a target far from 0", far_target(&plain), Refusal::Never),
    ];
    for (name, sample, refusal) in &cases {
        fits_or_refuses(subject, sample, None, *refusal, &format!("{task}, {name}"));
    }
    let zeros: Vec<f32> = (0..60).map(|row| (row % 2) as f32).collect();
    fits_or_refuses(subject, &plain, Some(&zeros), Refusal::Never, &format!("{task}, weights of 0"));
    fits_or_refuses(subject, &plain, Some(&[0.0; 60]), Refusal::Allowed, &format!("{task}, all weights 0"));
    fits_or_refuses(subject, &plain, Some(&[1e-6; 60]), Refusal::Never, &format!("{task}, small weights"));
}

fn fits_or_refuses(
    subject: &Subject,
    sample: &Sample,
    weights: Option<&[f32]>,
    refusal: Refusal,
    case: &str,
) {
    let rows = sample.rows();
    let data = Dataset::new(&sample.x, &sample.y, &rows);
    let data = weights.map_or(data, |weights| data.with_weights(weights));
    match subject.fit(&data) {
        Ok(model) => assert_sound(&model.predict(&sample.x), &sample.y, rows.len(), case),
        Err(error) => assert!(refusal == Refusal::Allowed, "{case}: the fit failed: {error}"),
    }
}

fn first(y: &Target, n: usize) -> Target {
    y.take(&(0..n as u32).collect::<Vec<_>>())
}

/// 12 rows of 40 features.
fn wide(task: Task) -> Sample {
    let narrow = of_task(task, 12, Seed(22));
    let mut rng = Seed(23).rng();
    let dense = (0..12 * 40).map(|_| rng.normal() as f32).collect();
    narrow.with_features(FeatureMatrix::new(12, numeric_features(40), dense, SparseRows::empty(12)))
}

fn category(plain: &Sample, n_levels: u32) -> Sample {
    let n = plain.x.n_samples();
    let mut features = numeric_features(1);
    features[0].kind = FeatureKind::Categorical { n_levels };
    let codes = (0..n as u32).map(|row| if row % 7 == 3 { f32::NAN } else { (row * 13 % n_levels) as f32 });
    plain.with_features(plain.x.clone().beside(&FeatureMatrix::dense(n, features, codes.collect())))
}

fn one_target(plain: &Sample) -> Sample {
    let y = match &plain.y {
        Target::Classes { codes, n_classes } => {
            Target::Classes { codes: vec![1; codes.len()], n_classes: *n_classes }
        }
        Target::Values(values) => Target::Values(vec![7.5; values.len()]),
    };
    Sample { x: plain.x.clone(), y }
}

/// One class more than the rows have.
fn absent_class(plain: &Sample) -> Sample {
    let y = match &plain.y {
        Target::Classes { codes, n_classes } => {
            let shifted =
                codes.iter().map(|&code| if code == 1 { *n_classes as u32 } else { code }).collect();
            Target::Classes { codes: shifted, n_classes: n_classes + 1 }
        }
        values => values.clone(),
    };
    Sample { x: plain.x.clone(), y }
}

fn far_target(plain: &Sample) -> Sample {
    let y = match &plain.y {
        Target::Values(values) => Target::Values(values.iter().map(|v| 1e12 + 1e6 * v).collect()),
        classes => classes.clone(),
    };
    Sample { x: plain.x.clone(), y }
}
