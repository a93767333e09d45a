//! Models that an earlier build wrote must load forever and answer as they did.
//!
//! `tests/golden/NAME_v1.safetensors` are models that format version 1 wrote: `fit --quality fast` on `tables::loans(240)` and,
//! with two folds, on `tables::houses(160)` and `tables::flowers(150)`; `NAME_v1.csv` is what `predict` answered for the first 40 rows. They
//! are never made again: a later format gets files of its own beside them. Answers agree to 1e-9, which leaves room for
//! another processor's exponential function.

use std::path::{Path, PathBuf};

use crate::sandbox::Sandbox;
use crate::tables;

fn golden(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file)
}

fn head(table: &str) -> String {
    table.lines().take(41).map(|line| format!("{line}\n")).collect()
}

fn assert_same_cell(found: &str, expected: &str, place: &str) {
    match (found.parse::<f64>(), expected.parse::<f64>()) {
        (Ok(found), Ok(expected)) => {
            assert!(
                (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                "{place}: {found}, {expected}"
            );
        }
        _ => assert_eq!(found, expected, "{place}"),
    }
}

#[test]
fn models_of_format_version_1_answer_as_they_did() {
    for (name, table) in
        [("loans", tables::loans(240)), ("houses", tables::houses(160)), ("flowers", tables::flowers(150))]
    {
        let sandbox = Sandbox::new();
        sandbox.write("rows.csv", head(&table));
        let model = golden(&format!("{name}_v1.safetensors"));
        let found =
            sandbox.finish(sandbox.command([Path::new("predict"), &model, Path::new("rows.csv")])).success();
        let expected = std::fs::read_to_string(golden(&format!("{name}_v1.csv"))).unwrap();
        assert_eq!(found.lines().count(), expected.lines().count(), "{name}");
        for (row, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
            let place = format!("row {row} of {name}");
            assert_eq!(found.split(',').count(), expected.split(',').count(), "{place}");
            found.split(',').zip(expected.split(',')).for_each(|(a, b)| assert_same_cell(a, b, &place));
        }
        let shown = sandbox.finish(sandbox.command([Path::new("show"), &model, Path::new("--json")])).json();
        assert!(shown["test_score"].is_number() && shown["provenance"]["options"]["quality"] == "fast");
    }
}
