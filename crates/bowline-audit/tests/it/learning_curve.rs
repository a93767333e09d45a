//! Learning curves of tables whose floor is known.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bowline_audit::{CheckOptions, LearningCurve, learning_curve};
use bowline_core::{Budget, Clock, FitContext, Seed, Table};
use bowline_stats::Metric;

use crate::tables::{numbers, stated, tied, untied};

fn curve(table: &Table, options: &CheckOptions) -> LearningCurve {
    learning_curve(&stated(table), options, &FitContext::with_seed(options.seed), Budget::unlimited())
        .unwrap()
}

#[test]
fn sizes_double_and_scores_improve_towards_the_floor() {
    let found = curve(&numbers(1_500, 1), &CheckOptions::default());
    assert_eq!((found.metric, found.cut_short), (Metric::Rmse, false));
    let sizes: Vec<usize> = found.points.iter().map(|point| point.n_rows).collect();
    assert!(sizes.len() >= 4 && sizes.windows(2).all(|pair| pair[1] / 2 == pair[0]), "{sizes:?}");
    assert!(found.points.iter().all(|point| point.scores.len() == 5));
    let (first, last) = (found.points[0].mean, found.points[sizes.len() - 1].mean);
    assert!(last < first, "{first} {last}");
    // The noise has a standard deviation of 1, which no number of rows gets below.
    for ahead in &found.extrapolated {
        assert!(ahead.score.low <= ahead.score.value && ahead.score.value <= ahead.score.high);
        assert!((0.85..last).contains(&ahead.score.value), "{ahead:?}");
        assert!(ahead.gain.value >= 0.0);
    }
    let factors: Vec<u32> = found.extrapolated.iter().map(|ahead| ahead.factor).collect();
    assert_eq!(factors, [2, 5, 10]);
    assert!(found.sentence.contains("rmse is 0.981 with 1 200 rows"), "{}", found.sentence);
}

#[test]
fn noise_gains_nothing_from_more_rows() {
    let options = CheckOptions { metrics: vec![Metric::LogLoss], ..CheckOptions::default() };
    let found = curve(&untied(1_200, 2), &options);
    let ten_times = found.extrapolated.last().unwrap();
    // The coin's entropy is 0.673 nats; nothing gets below.
    assert!(ten_times.score.value > 0.64, "{ten_times:?}");
}

#[test]
fn the_same_seed_gives_the_same_curve_at_any_number_of_threads() {
    let table = tied(400, 5);
    let with_threads = |n: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
        pool.install(|| curve(&table, &CheckOptions::default()))
    };
    assert_eq!(with_threads(1), with_threads(2));
}

#[test]
fn few_rows_give_points_and_no_promise() {
    let found = curve(&tied(70, 5), &CheckOptions::default());
    assert!(found.law.is_none() && found.extrapolated.is_empty());
    assert!(found.sentence.ends_with("too few rows to say what more would bring."), "{}", found.sentence);
}

/// Counts a millisecond each time it is asked.
struct Ticking(AtomicU64);

impl Clock for Ticking {
    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

#[test]
fn a_deadline_leaves_out_the_largest_sizes() {
    let clock = Ticking(AtomicU64::new(0));
    let budget = Budget::new(&clock, Duration::from_millis(2_000), None);
    let problem = stated(&numbers(3_000, 1));
    let found =
        learning_curve(&problem, &CheckOptions::default(), &FitContext::with_seed(Seed(0)), budget).unwrap();
    let whole = curve(&numbers(3_000, 1), &CheckOptions::default());
    assert!(found.cut_short && !whole.cut_short);
    assert!(found.points.len() < whole.points.len(), "{}", found.points.len());
    // What was finished in time is the same.
    assert_eq!(found.points[..found.points.len().min(1)], whole.points[..found.points.len().min(1)]);

    let spent = Budget::new(&clock, Duration::ZERO, None);
    let found =
        learning_curve(&problem, &CheckOptions::default(), &FitContext::with_seed(Seed(0)), spent).unwrap();
    assert!(found.points.is_empty() && found.sentence.contains("--budget"), "{}", found.sentence);
}
