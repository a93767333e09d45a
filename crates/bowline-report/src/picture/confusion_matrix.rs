//! The confusion matrix: which class was taken for which.

use bowline_stats::ConfusionMatrix;

use super::Picture;
use super::class_answers::ClassAnswers;
use crate::data::ReportData;
use crate::escape::in_sentence;
use crate::number_format::{count, percent};
use crate::svg::{Cell, heatmap};

/// Nothing for a regression. More than `MAX_CLASSES` classes: the largest, and all others as one.
pub(super) fn confusion_matrix(data: &ReportData) -> Option<Picture> {
    let answers = ClassAnswers::of(data)?;
    let groups = Groups::of(&answers);
    let n = groups.names.len();
    let grouped =
        |labels: &[u32]| -> Vec<u32> { labels.iter().map(|&l| groups.group_of[l as usize]).collect() };
    let labels = answers.labels();
    let matrix = ConfusionMatrix::new(&grouped(&answers.truth), &grouped(&labels), n);
    let cell = |truth: usize, label: usize| {
        let (rows, all) = (matrix.count(truth, label), matrix.support(truth));
        let share = if all == 0 { 0.0 } else { rows as f64 / all as f64 };
        let tip = format!(
            "{} of {} rows of {} ({}) labelled {}",
            count(rows),
            count(all),
            in_sentence(&groups.names[truth]),
            percent(share),
            in_sentence(&groups.names[label])
        );
        Cell { share, text: count(rows), small: percent(share), tip }
    };
    let cells: Vec<Cell> = (0..n * n).map(|at| cell(at / n, at % n)).collect();
    let right = answers.truth.iter().zip(&labels).filter(|(truth, label)| truth == label).count();
    let mut caption = format!(
        "{} of {} test rows ({}) have the right label, on the outlined diagonal.",
        count(right as u64),
        count(labels.len() as u64),
        percent(right as f64 / labels.len() as f64)
    );
    if let Some((truth, label)) = worst(&matrix, groups.n_own) {
        caption.push_str(&format!(
            " Most often mistaken: “{}” taken for “{}” ({}).",
            in_sentence(&groups.names[truth]),
            in_sentence(&groups.names[label]),
            count(matrix.count(truth, label))
        ));
    }
    let drawing = heatmap(&groups.names, &cells, "True class", "Predicted class →");
    Some(Picture { name: "confusion_matrix", title: "Confusion matrix".to_owned(), caption, drawing })
}

const MAX_CLASSES: usize = 20;

/// Which classes share a row of the picture.
struct Groups {
    names: Vec<String>,
    group_of: Vec<u32>,
    /// Groups of one class; the one of the others comes after them.
    n_own: usize,
}

impl Groups {
    fn of(answers: &ClassAnswers<'_>) -> Self {
        let n_classes = answers.classes.len();
        if n_classes <= MAX_CLASSES {
            return Self {
                names: answers.classes.to_vec(),
                group_of: (0..n_classes as u32).collect(),
                n_own: n_classes,
            };
        }
        let mut own: Vec<usize> = answers.classes_by_support().into_iter().take(MAX_CLASSES - 1).collect();
        own.sort_unstable();
        let mut group_of = vec![own.len() as u32; n_classes];
        for (group, &class) in own.iter().enumerate() {
            group_of[class] = group as u32;
        }
        let mut names: Vec<String> = own.iter().map(|&class| answers.classes[class].clone()).collect();
        names.push(format!("{} others", count((n_classes - own.len()) as u64)));
        Self { names, group_of, n_own: own.len() }
    }
}

/// The pair of different classes among the first `n_own` with the most rows, the first of equals; `None` without a mistake.
fn worst(matrix: &ConfusionMatrix, n_own: usize) -> Option<(usize, usize)> {
    let n = matrix.n_classes();
    let pairs = (0..n * n)
        .map(|at| (at / n, at % n))
        .filter(|&(truth, label)| truth != label && truth < n_own && label < n_own);
    let most = pairs.rev().max_by_key(|&(truth, label)| matrix.count(truth, label))?;
    (matrix.count(most.0, most.1) > 0).then_some(most)
}
