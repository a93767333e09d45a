//! The promises of an online model.

use bowline_core::{OnlineModel, Seed, Target};

use crate::datasets::blobs;

/// Checks what a classifier that learns online promises; `make` gives one for 5 features and 2 classes that has learned
/// nothing. Panics with the broken promise.
pub fn check_online_model(make: &dyn Fn() -> Box<dyn OnlineModel>) {
    let sample = blobs(600, 5, 2, Seed(41));
    let Target::Classes { codes, .. } = &sample.y else { unreachable!("blobs are classes") };
    let row = |at: usize| {
        let mut features = vec![0.0; 5];
        sample.x.copy_row(at, &mut features);
        features
    };
    let sound = |model: &dyn OnlineModel, features: &[f32]| {
        let answer = model.predict_one(features);
        assert_eq!(answer.len(), 2, "one probability a class");
        let in_range = answer.iter().all(|p| (0.0..=1.0).contains(p));
        assert!(
            in_range && (answer.iter().sum::<f64>() - 1.0).abs() < 1e-9,
            "{answer:?} are no probabilities"
        );
        answer
    };
    let mut model = make();
    sound(&*model, &row(0));
    for _ in 0..20 {
        for (at, &code) in codes.iter().enumerate() {
            model.learn_one(&row(at), f64::from(code));
        }
    }
    let hits = (0..600).filter(|&at| {
        let answer = sound(&*model, &row(at));
        u32::from(answer[1] > answer[0]) == codes[at]
    });
    assert!(hits.count() > 510, "two clouds are told apart in most rows");

    let mut twin = make();
    for _ in 0..20 {
        for (at, &code) in codes.iter().enumerate() {
            twin.learn_one(&row(at), f64::from(code));
        }
    }
    assert_eq!(
        model.predict_one(&row(3)),
        twin.predict_one(&row(3)),
        "the same examples give the same model"
    );

    for features in [[f32::NAN; 5], [f32::INFINITY; 5], [f32::MAX; 5], [f32::NEG_INFINITY; 5]] {
        for target in [0.0, 1.0, -1.0, 2.0, 1e300, f64::NAN, 0.5] {
            model.learn_one(&features, target);
            sound(&*model, &features);
            sound(&*model, &row(0));
        }
    }
}
