//! Promises on ordinary data, one a function.

use bowline_core::{Dataset, FitError, Predictor, Seed, Target, Task};

use super::Subject;
use super::answers::{assert_sound, bits, numbers};
use crate::datasets::{Sample, of_task};
use crate::stored::{Stored, spoil};
use crate::with_threads;

pub(super) fn refuses(subject: &Subject, task: Task) {
    let sample = of_task(task, 30, Seed(1));
    let rows = sample.rows();
    let found = subject.fit(&Dataset::new(&sample.x, &sample.y, &rows));
    assert!(found.is_err(), "{task}: not among its tasks, so the fit must say so");
}

pub(super) fn answers_are_sound(subject: &Subject, sample: &Sample, case: &str) {
    let model = subject.must_fit(sample, case);
    let first = model.predict(&sample.x);
    assert_sound(&first, &sample.y, sample.x.n_samples(), case);
    assert_eq!(bits(&first), bits(&model.predict(&sample.x)), "{case}: predicting twice gives the same");
    let shape = model.shape();
    assert_eq!(shape.n_outputs, sample.y.n_outputs(), "{case}: the shape names the numbers of an answer");
    let (n_dense, n_sparse) = (sample.x.n_dense(), sample.x.sparse().n_features);
    let within = shape.n_dense <= n_dense && shape.n_sparse <= n_sparse;
    assert!(within, "{case}: the shape names no more features than there were");
    let none = model.predict(&sample.x.take(&[]));
    assert!(none.is_empty(), "{case}: no rows, no predictions");
}

pub(super) fn same_seed_same_model(subject: &Subject, sample: &Sample, case: &str) {
    let stored = |threads: usize| with_threads(threads, || Stored::of(&*subject.must_fit(sample, case)));
    let one = stored(1);
    assert!(one.same_bits(&stored(1)), "{case}: the same seed gives the same model");
    assert!(one.same_bits(&stored(2)), "{case}: two threads give the same model as one");
    assert!(one.same_bits(&stored(3)), "{case}: three threads give the same model as one");
}

pub(super) fn stored_model_answers_alike(subject: &Subject, sample: &Sample, case: &str) {
    let model = subject.must_fit(sample, case);
    let stored = Stored::of(&*model);
    let read = match (subject.decode)(&stored.node, &stored.reader()) {
        Ok(read) => read,
        Err(error) => panic!("{case}: the stored model cannot be read: {error}"),
    };
    let (before, after) = (model.predict(&sample.x), read.predict(&sample.x));
    assert_eq!(bits(&before), bits(&after), "{case}: the stored model answers with the same bits");
    assert!(stored.same_bits(&Stored::of(&*read)), "{case}: stored again it is the same");
}

pub(super) fn rows_are_independent(subject: &Subject, sample: &Sample, case: &str) {
    let model = subject.must_fit(sample, case);
    let all = bits(&model.predict(&sample.x));
    let width = all.len() / sample.x.n_samples();
    let mut order = sample.rows();
    Seed(5).rng().shuffle(&mut order);
    let shuffled = bits(&model.predict(&sample.x.take(&order)));
    for (at, &row) in order.iter().enumerate() {
        let expected = &all[row as usize * width..][..width];
        assert_eq!(&shuffled[at * width..][..width], expected, "{case}: the order of rows does not matter");
    }
    for &row in order.iter().take(20) {
        let alone = bits(&model.predict(&sample.x.take(&[row])));
        assert_eq!(alone, all[row as usize * width..][..width], "{case}: a row alone gets the same answer");
    }
}

/// The targets of rows outside the view are changed: nothing may change.
pub(super) fn other_rows_are_not_read(subject: &Subject, sample: &Sample, case: &str) {
    let rows: Vec<u32> = sample.rows().into_iter().filter(|row| row % 4 != 1).collect();
    let mut changed = sample.y.clone();
    match &mut changed {
        Target::Classes { codes, n_classes } => {
            let other = |code: u32| (code + 1) % *n_classes as u32;
            codes
                .iter_mut()
                .enumerate()
                .filter(|(row, _)| row % 4 == 1)
                .for_each(|(_, code)| *code = other(*code));
        }
        Target::Values(values) => {
            values
                .iter_mut()
                .enumerate()
                .filter(|(row, _)| row % 4 == 1)
                .for_each(|(_, value)| *value += 1e6);
        }
    }
    let fit = |y: &Target| match subject.fit(&Dataset::new(&sample.x, y, &rows)) {
        Ok(model) => Stored::of(&*model),
        Err(error) => panic!("{case}: the fit on some of the rows failed: {error}"),
    };
    assert!(
        fit(&sample.y).same_bits(&fit(&changed)),
        "{case}: targets outside the training rows are not read"
    );
}

pub(super) fn validation_rows_are_welcome(subject: &Subject, sample: &Sample, case: &str) {
    let (validation, rows): (Vec<u32>, Vec<u32>) = sample.rows().into_iter().partition(|row| row % 4 == 1);
    let data = Dataset::new(&sample.x, &sample.y, &rows).with_validation(&validation);
    match subject.fit(&data) {
        Ok(model) => assert_sound(&model.predict(&sample.x), &sample.y, sample.x.n_samples(), case),
        Err(error) => panic!("{case}: the fit with validation rows failed: {error}"),
    }
}

pub(super) fn a_spent_budget_is_no_failure(subject: &Subject, sample: &Sample, case: &str) {
    let rows = sample.rows();
    match subject.fit_late(&Dataset::new(&sample.x, &sample.y, &rows)) {
        Ok(model) => assert_sound(&model.predict(&sample.x), &sample.y, sample.x.n_samples(), case),
        Err(error) => assert_eq!(error, FitError::OutOfTime, "{case}: out of time is the only excuse"),
    }
}

pub(super) fn spoilt_models_do_no_harm(subject: &Subject, sample: &Sample, case: &str) {
    let stored = Stored::of(&*subject.must_fit(sample, case));
    let few = sample.x.take(&[0, 1, 2]);
    let narrow = few.take(&[0]);
    for spoilt in spoil(&stored) {
        if let Ok(model) = (subject.decode)(&spoilt.node, &spoilt.reader()) {
            assert_eq!(
                model.predict(&few).len(),
                3,
                "{case}: a model that can be read answers: {}",
                spoilt.node
            );
            assert_eq!(model.predict(&narrow).len(), 1, "{case}: a model that can be read answers");
        }
    }
}

pub(super) fn weights_count_like_duplicates(subject: &Subject, sample: &Sample, tolerance: f64, case: &str) {
    let rows = sample.rows();
    let weights: Vec<f32> = rows.iter().map(|row| if row % 3 == 0 { 2.0 } else { 1.0 }).collect();
    let twice: Vec<u32> = rows.iter().flat_map(|&row| vec![row; weights[row as usize] as usize]).collect();
    let weighted = match subject.fit(&Dataset::new(&sample.x, &sample.y, &rows).with_weights(&weights)) {
        Ok(model) => model.predict(&sample.x),
        Err(error) => panic!("{case}: the fit with weights failed: {error}"),
    };
    let doubled = Sample { x: sample.x.take(&twice), y: sample.y.take(&twice) };
    let duplicated = subject.must_fit(&doubled, case).predict(&sample.x);
    let largest = numbers(&weighted).iter().fold(0.0, |top: f64, v| top.max(v.abs()));
    for (a, b) in numbers(&weighted).iter().zip(numbers(&duplicated)) {
        assert!((a - b).abs() <= tolerance * largest, "{case}: weight 2 is {a}, the row twice {b}");
    }
}
