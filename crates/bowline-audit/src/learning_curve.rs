//! What more rows would buy, measured.
//!
//! A quick model learns from growing shares of the rows and is scored on the same held-out rows each time. Errors of most learners fall
//! by an inverse power law ([`bowline_stats::PowerLaw`]); fitted to the measured points, it says what two, five or ten times the rows
//! would bring, and where the floor lies.
//!
//! The band around that is honest about what was measured: in each of many resamples other repeats (which rows were learned from)
//! and other held-out rows are drawn, the scores are taken anew and the law is fitted anew. That errors will go on falling by the same
//! law is an assumption and no part of the band.

use std::time::Duration;

use bowline_automl::{Judge, Problem, put_aside, row_keys};
use bowline_core::{Budget, Estimate, FitContext, FitError, Rng, Seed, Target};
use bowline_stats::{Metric, PowerLaw, quantiles};
use rayon::prelude::*;

use crate::check_options::{CheckError, CheckOptions};
use crate::curve_words::sentence;
use crate::quick_model::QuickModel;
use crate::sample::{Sample, draw_rows};

/// Most rows to learn from, and most held-out rows.
const MOST_ROWS: usize = 100_000;
const HELD_OUT_ROWS: usize = 4_000;
/// Most held-out predictions of a fit, which bounds memory where classes are many.
const HELD_OUT_NUMBERS: usize = 400_000;
/// Sizes are halved so often from all rows down, unless too few are left.
const SIZES: usize = 7;
const FEWEST_ROWS: usize = 40;
/// Repeats of each size, where rows are few and where they are many.
const REPEATS: usize = 5;
const REPEATS_OF_MANY: usize = 3;
const MANY_ROWS: usize = 10_000;
/// Resamples of the band.
const RESAMPLES: usize = 100;
/// How many times the rows of today are asked about.
pub(crate) const FACTORS: [u32; 3] = [2, 5, 10];

/// Scores of one number of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct CurvePoint {
    /// Rows that were learned from.
    pub n_rows: usize,
    /// The score of each repeat.
    pub scores: Vec<f64>,
    /// Their mean.
    pub mean: f64,
}

/// What the law says of a number of rows that nobody has yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extrapolation {
    /// How many times the rows of today.
    pub factor: u32,
    /// So many rows to learn from.
    pub n_rows: usize,
    /// The score, with its 95 % band.
    pub score: Estimate,
    /// How much better than today, positive is better, with its 95 % band.
    pub gain: Estimate,
}

/// Measured scores by number of rows, and what more would buy.
#[derive(Debug, Clone, PartialEq)]
pub struct LearningCurve {
    /// The metric of all scores.
    pub metric: Metric,
    /// The measured points, by rising number of rows.
    pub points: Vec<CurvePoint>,
    /// The law of the *badness*: the score itself where smaller is better, else the score negated. `None` with fewer than 3 points.
    pub law: Option<PowerLaw>,
    /// Two, five and ten times the rows; empty without a law.
    pub extrapolated: Vec<Extrapolation>,
    /// Held-out rows that all scores are from.
    pub n_held_out: usize,
    /// Whether the budget ended before the last point.
    pub cut_short: bool,
    /// What it all means, in plain words.
    pub sentence: String,
}

/// Predictions of the held-out rows by one fit.
struct Fitted {
    answers: Vec<f64>,
    score: f64,
}

/// Measures the curve within `budget`. The same seed gives the same curve, as long as the budget did not cut it short.
///
/// Held-out rows follow the split of `options` (by hash, group or time). Sizes run from few rows to all, so that a short budget
/// loses the largest ones. Runs in the caller's thread pool, whose size changes nothing.
///
/// # Errors
/// [`CheckError`] names the option that is out of range, or says why rows cannot be split.
pub fn learning_curve(
    problem: &Problem,
    options: &CheckOptions,
    context: &FitContext<'_>,
    budget: Budget<'_>,
) -> Result<LearningCurve, CheckError> {
    options.check(problem)?;
    let context = &FitContext { seed: options.seed.derive("learning-curve", 0), budget, ..*context };
    let judge = options.judge(problem);
    let splitting = options.splitting(problem, 2);
    let sides = put_aside(problem, &row_keys(problem, &splitting), &splitting)?;
    let drawn = |rows: &[u32], wanted, label| -> Vec<u32> {
        let places = draw_rows(rows.len(), wanted, context.seed.derive(label, 0));
        places.into_iter().map(|at| rows[at as usize]).collect()
    };
    let learn = drawn(&sides.train, MOST_ROWS, "learn");
    let held_out = drawn(
        &sides.test,
        HELD_OUT_ROWS.min(HELD_OUT_NUMBERS / problem.target.values.n_outputs()),
        "held-out",
    );
    let n_learn = learn.len();
    let sample = Sample::of_rows(problem, &[learn, held_out].concat());
    let model = QuickModel::new(&sample.features, &sample.target, context)?;
    let judged: Vec<u32> = (n_learn as u32..sample.target.len() as u32).collect();
    let truth = sample.target.take(&judged);

    let n_repeats = if n_learn > MANY_ROWS { REPEATS_OF_MANY } else { REPEATS };
    let orders: Vec<Vec<u32>> = (0..n_repeats)
        .map(|repeat| {
            nested_order(&sample.target, n_learn, context.seed.derive("order", repeat as u64).rng())
        })
        .collect();
    let wanted = sizes(n_learn);
    let mut measured: Vec<(usize, Vec<Fitted>)> = Vec::new();
    for &size in &wanted {
        let fits: Vec<Result<Option<Fitted>, FitError>> = orders
            .par_iter()
            .enumerate()
            .map(|(repeat, order)| {
                let seed = context.seed.derive("fit", (size * REPEATS + repeat) as u64);
                fit(&model, &order[..size], &judged, &truth, &judge, &FitContext { seed, ..*context })
            })
            .collect();
        let fits: Vec<Fitted> =
            fits.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        if !fits.is_empty() {
            measured.push((size, fits));
        }
        if budget.is_spent() {
            break;
        }
    }
    let cut_short = budget.is_spent() && budget.deadline() < Duration::MAX;
    let law = fitted_law(
        judge.metric,
        measured.iter().map(|(size, fits)| (*size, mean(fits.iter().map(|f| f.score)))),
    );
    let extrapolated = law
        .map(|law| extrapolate(law, n_learn_reached(&measured), &judge, &truth, &measured, context.seed))
        .unwrap_or_default();
    let points: Vec<CurvePoint> = measured
        .into_iter()
        .map(|(n_rows, fits)| {
            let scores: Vec<f64> = fits.iter().map(|fit| fit.score).collect();
            CurvePoint { n_rows, mean: mean(scores.iter().copied()), scores }
        })
        .collect();
    let sentence = sentence(judge.metric, &points, &extrapolated, cut_short);
    Ok(LearningCurve {
        metric: judge.metric,
        points,
        law,
        extrapolated,
        n_held_out: judged.len(),
        cut_short,
        sentence,
    })
}

/// Rows by rising number: all of them, half, a fourth, ...
fn sizes(n_rows: usize) -> Vec<usize> {
    let mut sizes: Vec<usize> =
        (0..SIZES).map(|halvings| n_rows >> halvings).filter(|&size| size >= FEWEST_ROWS).collect();
    if sizes.is_empty() {
        sizes.push(n_rows);
    }
    sizes.reverse();
    sizes
}

/// All rows in an order of which every beginning is a fair sample: with classes, each holds about the classes' shares.
fn nested_order(target: &Target, n_rows: usize, mut rng: Rng) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n_rows as u32).collect();
    rng.shuffle(&mut order);
    let Target::Classes { codes, n_classes } = target else { return order };
    let mut totals = vec![0usize; *n_classes];
    order.iter().for_each(|&row| totals[codes[row as usize] as usize] += 1);
    // The k-th of a class's n rows stands at (k + u) / n of the way, with one u for each class.
    let starts: Vec<f64> = (0..*n_classes).map(|_| rng.uniform()).collect();
    let mut seen = vec![0usize; *n_classes];
    let mut placed: Vec<(f64, u32)> = order
        .into_iter()
        .map(|row| {
            let class = codes[row as usize] as usize;
            let place = (seen[class] as f64 + starts[class]) / totals[class] as f64;
            seen[class] += 1;
            (place, row)
        })
        .collect();
    placed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    placed.into_iter().map(|(_, row)| row).collect()
}

/// One fit; `None` when the time ended, even if there was a model by then, as one that stopped early says nothing of its rows.
fn fit(
    model: &QuickModel<'_>,
    rows: &[u32],
    judged: &[u32],
    truth: &Target,
    judge: &Judge,
    context: &FitContext<'_>,
) -> Result<Option<Fitted>, FitError> {
    if context.budget.is_spent() {
        return Ok(None);
    }
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    let answers = match model.scores(&rows, judged, context) {
        Err(FitError::OutOfTime) => return Ok(None),
        other => other?,
    };
    if context.budget.is_spent() {
        return Ok(None);
    }
    Ok(judge.score(truth, &answers).map(|score| Fitted { answers, score }))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0usize), |(sum, n), value| (sum + value, n + 1));
    sum / n as f64
}

fn n_learn_reached(measured: &[(usize, Vec<Fitted>)]) -> usize {
    measured.last().map_or(0, |(size, _)| *size)
}

/// The law of the badness. Points of many rows weigh more: they vary less, and lie nearer to where the law is asked.
fn fitted_law(metric: Metric, scores: impl Iterator<Item = (usize, f64)>) -> Option<PowerLaw> {
    let (sizes, values): (Vec<f64>, Vec<f64>) =
        scores.map(|(size, score)| (size as f64, -metric.goodness(score))).unzip();
    let weights: Vec<f64> = sizes.iter().map(|size| size.sqrt()).collect();
    // No score is better than 1, and no loss than 0.
    let floor = if metric.greater_is_better() { -1.0 } else { 0.0 };
    PowerLaw::fit(&sizes, &values, &weights, floor)
}

fn extrapolate(
    law: PowerLaw,
    n_rows: usize,
    judge: &Judge,
    truth: &Target,
    measured: &[(usize, Vec<Fitted>)],
    seed: Seed,
) -> Vec<Extrapolation> {
    let laws: Vec<PowerLaw> = (0..RESAMPLES)
        .into_par_iter()
        .map(|at| resampled_law(judge, truth, measured, seed.derive("band", at as u64).rng()))
        .collect::<Vec<_>>()
        .into_iter()
        .flatten()
        .collect();
    let band = |of: &dyn Fn(PowerLaw) -> f64| {
        let value = of(law);
        let found: Vec<f64> = laws.iter().map(|&law| of(law)).collect();
        match quantiles(&found, &[0.025, 0.975]) {
            Some(ends) => Estimate { value, low: ends[0].min(value), high: ends[1].max(value) },
            None => Estimate { value, low: value, high: value },
        }
    };
    let now = n_rows as f64;
    FACTORS
        .into_iter()
        .map(|factor| {
            let then = now * f64::from(factor);
            Extrapolation {
                factor,
                n_rows: n_rows * factor as usize,
                score: band(&|law| judge.metric.goodness(-law.at(then))),
                gain: band(&|law| law.at(now) - law.at(then)),
            }
        })
        .collect()
}

/// The law from other repeats and other held-out rows; all sizes see the same ones.
fn resampled_law(
    judge: &Judge,
    truth: &Target,
    measured: &[(usize, Vec<Fitted>)],
    mut rng: Rng,
) -> Option<PowerLaw> {
    let (n_rows, width) = (truth.len(), truth.n_outputs());
    let rows: Vec<u32> = (0..n_rows).map(|_| rng.below(n_rows as u64) as u32).collect();
    let n_repeats = measured.iter().map(|(_, fits)| fits.len()).max()?;
    let repeats: Vec<usize> = (0..n_repeats).map(|_| rng.below(n_repeats as u64) as usize).collect();
    let truth = truth.take(&rows);
    let mut points = Vec::with_capacity(measured.len());
    for (size, fits) in measured {
        // The score of each fit once, however often its repeat was drawn.
        let scores: Vec<Option<f64>> = (0..fits.len())
            .map(|at| {
                let picked = repeats.iter().any(|repeat| repeat % fits.len() == at);
                let row = |row: &u32| &fits[at].answers[*row as usize * width..(*row as usize + 1) * width];
                picked
                    .then(|| judge.score(&truth, &rows.iter().flat_map(row).copied().collect::<Vec<f64>>()))
                    .flatten()
            })
            .collect();
        let drawn: Option<Vec<f64>> = repeats.iter().map(|repeat| scores[repeat % fits.len()]).collect();
        points.push((*size, mean(drawn?.into_iter())));
    }
    fitted_law(judge.metric, points.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_halve_and_end_with_all_rows() {
        assert_eq!(sizes(1_000), [62, 125, 250, 500, 1_000]);
        assert_eq!(sizes(100_000).len(), SIZES);
        assert_eq!(sizes(30), [30]);
    }

    #[test]
    fn every_beginning_holds_the_classes_shares() {
        let codes: Vec<u32> = (0..1_000).map(|row| u32::from(row % 10 == 0)).collect();
        let target = Target::Classes { codes: codes.clone(), n_classes: 2 };
        let order = nested_order(&target, 1_000, Seed(4).rng());
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..1_000).collect::<Vec<u32>>());
        for size in [50, 100, 500] {
            let ones = order[..size].iter().filter(|&&row| codes[row as usize] == 1).count();
            assert!(ones.abs_diff(size / 10) <= 1, "{ones} of {size}");
        }
    }
}
