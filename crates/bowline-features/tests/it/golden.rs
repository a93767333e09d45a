//! Against scikit-learn 1.9.1; the script that made the values is `tests/golden/transformers.py`. Tolerance: 1e-6 of
//! the value or of 1, which is the rounding to f32; 1e-5 for projections, whose terms are rounded before they are summed.

use bowline_core::{Column, FeatureMatrix, FittedTransformer, Table, Transformer};
use bowline_features::{
    Analyzer, LatentSemantics, MedianImputer, MissingIndicator, NumericPipeline, NumericSource, NumericStep,
    OneHotEncoder, PolynomialFeatures, StandardScaler, TermFrequency, TfidfVectorizer, TruncatedSvd,
};
use serde_json::Value;

use crate::tables::{context, floats, texts};

fn golden() -> Value {
    serde_json::from_str(include_str!("../golden/transformers.json")).unwrap()
}

fn cells(rows: &Value, column: usize) -> Vec<Option<f64>> {
    rows.as_array().unwrap().iter().map(|row| row[column].as_f64()).collect()
}

fn strings(rows: &Value, column: Option<usize>) -> Vec<Option<&str>> {
    rows.as_array().unwrap().iter().map(|row| column.map_or(row, |at| &row[at]).as_str()).collect()
}

fn assert_dense(found: &FeatureMatrix, expected: &Value, tolerance: f64, what: &str) {
    for (row, expected) in expected.as_array().unwrap().iter().enumerate() {
        let expected = expected.as_array().unwrap();
        assert_eq!(expected.len(), found.n_dense(), "{what}: number of features");
        for (at, expected) in expected.iter().enumerate() {
            let got = f64::from(found.column(at)[row]);
            match expected.as_f64() {
                Some(value) => {
                    let close = (got - value).abs() <= tolerance * value.abs().max(1.0);
                    assert!(close, "{what}, row {row}, feature {at}: {got} instead of {value}");
                }
                None => assert!(got.is_nan(), "{what}, row {row}, feature {at}: {got} instead of NaN"),
            }
        }
    }
}

fn names(fitted: &dyn FittedTransformer) -> Vec<&str> {
    fitted.features().iter().map(|f| f.name.as_str()).collect()
}

#[test]
fn numbers() {
    let golden = &golden()["numeric"];
    let table = |rows: &Value| {
        Table::new((0..4).map(|at| floats(["a", "b", "c", "d"][at], cells(rows, at))).collect()).unwrap()
    };
    let (train, new) = (table(&golden["train"]), table(&golden["new"]));
    let fit = |steps: &[NumericStep]| {
        let source = NumericSource::Columns(["a", "b", "c", "d"].map(str::to_owned).to_vec());
        NumericPipeline { source, steps: steps.to_vec() }.fit(&train, &context()).unwrap()
    };
    let impute = NumericStep::Impute(MedianImputer::default());
    let with_gaps = NumericStep::Impute(MedianImputer { indicator: MissingIndicator::WhereSeen });
    let scale = NumericStep::Scale(StandardScaler::default());
    for (name, steps) in [
        ("median", &[impute][..]),
        ("median_indicator", &[with_gaps]),
        ("scaled", &[scale]),
        ("guide", &[impute, scale, NumericStep::Polynomial(PolynomialFeatures)]),
    ] {
        let fitted = fit(steps);
        assert_dense(&fitted.transform(&new).unwrap(), &golden[name], 1e-6, name);
        if name == "guide" {
            assert_eq!(golden["guide_names"], serde_json::json!(names(&fitted)));
        }
    }
}

#[test]
fn one_hot() {
    let golden = &golden()["one_hot"];
    let table = |rows: &Value| {
        Table::new(vec![
            Column::category("c", &strings(rows, Some(0))),
            Column::category("s", &strings(rows, Some(1))),
        ])
        .unwrap()
    };
    let columns = vec!["c".to_owned(), "s".to_owned()];
    let plain = OneHotEncoder::new(columns);
    let capped = OneHotEncoder { max_levels: Some(3), ..plain.clone() };
    for (name, encoder) in [("plain", plain), ("capped", capped)] {
        let fitted = encoder.fit(&table(&golden["train"]), &context()).unwrap();
        assert_eq!(golden[format!("{name}_names")], serde_json::json!(names(&fitted)));
        assert_dense(&fitted.transform(&table(&golden["new"])).unwrap(), &golden[name], 0.0, name);
    }
}

fn documents(rows: &Value) -> Table {
    Table::new(vec![texts("m", &strings(rows, None))]).unwrap()
}

#[test]
fn tfidf() {
    let golden = &golden()["text"];
    let plain = TfidfVectorizer::new("m");
    for (name, vectorizer) in [
        ("defaults", plain.clone()),
        (
            "pairs",
            TfidfVectorizer {
                ngram_range: (1, 2),
                term_frequency: TermFrequency::Sublinear,
                ..plain.clone()
            },
        ),
        ("char_wb", TfidfVectorizer { analyzer: Analyzer::CharWb, ngram_range: (3, 5), ..plain.clone() }),
        (
            "char_wb_short",
            TfidfVectorizer { analyzer: Analyzer::CharWb, ngram_range: (1, 2), min_df: 3, ..plain.clone() },
        ),
        ("bounded", TfidfVectorizer { min_df: 2, max_df: 0.4, ..plain.clone() }),
    ] {
        let fitted = vectorizer.fit(&documents(&golden["train"]), &context()).unwrap();
        assert_eq!(golden[name]["terms"], serde_json::json!(fitted.terms().collect::<Vec<_>>()), "{name}");
        let out = fitted.transform(&documents(&golden["new"])).unwrap();
        for (row, expected) in golden[name]["rows"].as_array().unwrap().iter().enumerate() {
            let expected = expected.as_array().unwrap();
            let (indices, values) = out.sparse().row(row);
            let found: Vec<u64> = indices.iter().map(|&at| u64::from(at)).collect();
            assert_eq!(found, expected.iter().map(|e| e[0].as_u64().unwrap()).collect::<Vec<_>>(), "{name}");
            for (value, expected) in values.iter().zip(expected) {
                assert!(
                    (f64::from(*value) - expected[1].as_f64().unwrap()).abs() < 1e-6,
                    "{name}, row {row}"
                );
            }
        }
    }
    let ties = &golden["ties"];
    let fitted =
        TfidfVectorizer { max_features: Some(4), ..plain }.fit(&documents(&ties["train"]), &context());
    assert_eq!(ties["terms"], serde_json::json!(fitted.unwrap().terms().collect::<Vec<_>>()));
}

/// scikit-learn's values come from ARPACK, which is exact; the random projection reaches it after its power iterations.
#[test]
fn truncated_svd() {
    let golden = &golden()["text"];
    let svd = TruncatedSvd { n_components: 5, ..TruncatedSvd::default() };
    let model = LatentSemantics { vectorizer: TfidfVectorizer::new("m"), svd };
    let fitted = model.fit(&documents(&golden["train"]), &context()).unwrap();
    let expected = golden["svd"]["singular_values"].as_array().unwrap();
    for (value, expected) in fitted.svd().singular_values().iter().zip(expected) {
        assert!((value - expected.as_f64().unwrap()).abs() < 1e-6, "{value} instead of {expected}");
    }
    let out = fitted.transform(&documents(&golden["new"])).unwrap();
    assert_dense(&out, &golden["svd"]["new"], 1e-5, "svd");
}
