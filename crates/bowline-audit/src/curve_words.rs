//! A learning curve in plain words.

use bowline_core::Estimate;
use bowline_stats::Metric;

use crate::learning_curve::{CurvePoint, Extrapolation};
use crate::number_words::{grouped, short};

/// A change by less than this share of today's score is little.
const LITTLE: f64 = 0.01;

/// What the curve says of collecting more rows.
pub(crate) fn sentence(
    metric: Metric,
    points: &[CurvePoint],
    extrapolated: &[Extrapolation],
    cut_short: bool,
) -> String {
    let Some(last) = points.last() else {
        let why = if cut_short {
            "The time ended before a first model was ready; a longer --budget gives a learning curve."
        } else {
            "No learning curve can be drawn: the metric is not defined on the held-out rows."
        };
        return why.into();
    };
    let now = format!("{metric} is {} with {} rows to learn from", short(last.mean), grouped(last.n_rows));
    let (Some(twice), Some(most)) = (extrapolated.first(), extrapolated.last()) else {
        let why = match cut_short {
            true => "the time ended before it showed",
            false => "there are too few rows to say",
        };
        return format!("So far {now}; {why} what more would bring.");
    };
    let little = LITTLE * last.mean.abs();
    let judgement = if most.gain.high < little {
        "More rows would buy little"
    } else if twice.gain.low > 0.0 && most.gain.value >= little {
        "More rows would help"
    } else {
        "More rows may help a little"
    };
    let cut = if cut_short { "; the time ended before all rows were used" } else { "" };
    format!(
        "{judgement}: {now}; {} as many would make it about {}, and {} {}{cut}.",
        words(twice.factor),
        ahead(twice),
        words(most.factor),
        ahead(most),
    )
}

fn words(factor: u32) -> String {
    match factor {
        2 => "twice".into(),
        5 => "five times".into(),
        10 => "ten times".into(),
        other => format!("{other} times"),
    }
}

fn ahead(then: &Extrapolation) -> String {
    let Estimate { value, low, high } = then.gain;
    format!("{}, better by {} ({} to {})", short(then.score.value), short(value), short(low), short(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(n_rows: usize, mean: f64) -> CurvePoint {
        CurvePoint { n_rows, scores: vec![mean], mean }
    }

    fn then(factor: u32, now: f64, gain: [f64; 3]) -> Extrapolation {
        let [value, low, high] = gain;
        Extrapolation {
            factor,
            n_rows: factor as usize * 1_000,
            score: Estimate { value: now + value, low: now + low, high: now + high },
            gain: Estimate { value, low, high },
        }
    }

    #[test]
    fn says_whether_more_rows_pay() {
        let points = [point(500, 0.8), point(1_000, 0.85)];
        let say = |gain: [f64; 3]| {
            let ahead: Vec<_> = [2, 5, 10].map(|factor| then(factor, 0.85, gain)).into();
            sentence(Metric::RocAuc, &points, &ahead, false)
        };
        assert_eq!(
            say([0.02, 0.01, 0.03]),
            "More rows would help: roc_auc is 0.850 with 1 000 rows to learn from; twice as many would make it about 0.870, better by 0.020 (0.010 to 0.030), and ten times 0.870, better by 0.020 (0.010 to 0.030)."
        );
        assert!(say([0.002, 0.0, 0.004]).starts_with("More rows would buy little: "));
        assert!(say([0.01, -0.01, 0.03]).starts_with("More rows may help a little: "));
    }

    #[test]
    fn says_why_there_is_no_answer() {
        assert_eq!(
            sentence(Metric::Rmse, &[point(60, 3.0)], &[], false),
            "So far rmse is 3.00 with 60 rows to learn from; there are too few rows to say what more would bring."
        );
        assert!(sentence(Metric::Rmse, &[], &[], true).contains("--budget"));
        assert!(sentence(Metric::RocAuc, &[], &[], false).contains("not defined"));
    }
}
