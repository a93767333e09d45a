//! Times of the slow fits on generated tables, on one thread: `cargo run --release -p bowline-models --example boost_time`.
//!
//! `boost_time.py` beside it times LightGBM and scikit-learn on tables of the same shapes and the same kinds of values. An
//! argument names the only line to run, such as `boosting_26_classes`.

use std::io::Write;
use std::time::Instant;

use bowline_core::{Estimator, FeatureMatrix, FitContext, Seed, Target};
use bowline_models::linear::LogisticPath;
use bowline_models::tree::{ExtraTrees, GradientBoosting, RandomForest};
use bowline_testkit::datasets::{Sample, numeric_features};
use bowline_testkit::with_threads;

/// Name, table and work of a line.
type Line<'a> = (&'a str, &'a Sample, &'a dyn Fn(&Sample));

fn main() {
    let only = std::env::args().nth(1);
    let (binary, letters, wide) = (classes(40_000, 14, 2), classes(16_000, 16, 26), classes(8_000, 80, 2));
    let boosting = GradientBoosting::default();
    let lines: [Line<'_>; 7] = [
        ("boosting_40000x14", &binary, &|sample| fit(&boosting, sample)),
        ("boosting_26_classes", &letters, &|sample| fit(&boosting, sample)),
        ("boosting_8000x80", &wide, &|sample| fit(&boosting, sample)),
        ("random_forest_40000x14", &binary, &|sample| fit(&RandomForest::default(), sample)),
        ("extra_trees_40000x14", &binary, &|sample| fit(&ExtraTrees::default(), sample)),
        ("logistic_path_40000x14", &binary, &|sample| fit(&LogisticPath::default(), sample)),
        ("logistic_path_26_classes", &letters, &|sample| fit(&LogisticPath::default(), sample)),
    ];
    for (name, sample, work) in lines.iter().filter(|line| only.as_ref().is_none_or(|only| only == line.0)) {
        // Bins are shared by all fits of a search, so they are timed alone.
        let start = Instant::now();
        let _ = sample.x.binned();
        let binning = start.elapsed();
        let mut times: Vec<f64> = (0..3)
            .map(|_| {
                let start = Instant::now();
                work(sample);
                start.elapsed().as_secs_f64()
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let _ = writeln!(
            std::io::stdout(),
            "{name:26} best {:.3} s, median {:.3} s (binning {:.3} s)",
            times[0],
            times[1],
            binning.as_secs_f64()
        );
    }
}

fn fit<E: Estimator + Sync>(estimator: &E, sample: &Sample) {
    with_threads(1, || {
        let rows = sample.rows();
        let data = bowline_core::Dataset::new(&sample.x, &sample.y, &rows);
        if let Err(error) = estimator.fit(&data, &FitContext::with_seed(Seed(1))) {
            panic!("the fit failed: {error}");
        }
    });
}

/// Normal features; the class is the largest of as many noisy linear scores, so that trees have much to find.
fn classes(n_samples: usize, n_features: usize, n_classes: usize) -> Sample {
    let mut rng = Seed(9).rng();
    let dense: Vec<f32> = (0..n_samples * n_features).map(|_| rng.normal() as f32).collect();
    let weights: Vec<f64> = (0..n_classes * n_features).map(|_| rng.normal()).collect();
    let codes = (0..n_samples)
        .map(|row| {
            let mut best = (f64::NEG_INFINITY, 0);
            for class in 0..n_classes {
                let products = (0..n_features)
                    .map(|at| weights[class * n_features + at] * f64::from(dense[at * n_samples + row]));
                let score = products.sum::<f64>() + 0.5 * (n_features as f64).sqrt() * rng.normal();
                best = if score > best.0 { (score, class as u32) } else { best };
            }
            best.1
        })
        .collect();
    let x = FeatureMatrix::dense(n_samples, numeric_features(n_features), dense);
    Sample { x, y: Target::Classes { codes, n_classes } }
}
