//! Tables that do not fit, refused by name; tables that fit after all.

use arrow_array::{Int64Array, StringArray};
use bowline_core::{Column, ColumnData, FitError, FittedTransformer, Table, TransformError, Transformer};
use bowline_features::{
    DynTransformer, EntityAggregates, NumericPipeline, NumericSource, NumericStep, OneHotEncoder,
    OrdinalEncoder, PolynomialFeatures, Preset, TfidfVectorizer, TruncatedSvd, preset,
};

use crate::tables::{bits, context, floats, mixed, texts};

fn without(table: &Table, name: &str) -> Table {
    Table::new(table.columns().iter().filter(|c| c.name != name).cloned().collect()).unwrap()
}

#[test]
fn a_missing_column_is_named() {
    let table = mixed(30, 1);
    for which in [Preset::Native, Preset::Linear, Preset::Guide] {
        let fitted = preset(which, &table.kinds(), None).fit(&table, &context()).unwrap();
        for name in ["n", "f", "b", "c", "t", "m"] {
            let error = fitted.transform(&without(&table, name)).unwrap_err();
            assert_eq!(error, TransformError::MissingColumn(name.into()));
        }
        assert!(fitted.transform(&without(&table, "id")).is_ok());
        let error = preset(which, &table.kinds(), None).fit(&without(&table, "m"), &context()).unwrap_err();
        assert!(error.to_string().contains("`m`"), "{error}");
    }
}

#[test]
fn a_wrong_kind_is_named() {
    let table = mixed(30, 1);
    let fitted = preset(Preset::Linear, &table.kinds(), None).fit(&table, &context()).unwrap();
    for (name, wrong) in [
        ("f", Column::category("f", &vec![Some("x"); 30])),
        ("c", floats("c", vec![Some(1.0); 30])),
        ("t", floats("t", vec![Some(1.0); 30])),
    ] {
        let error = fitted.transform(&table.clone().with_column(wrong).unwrap()).unwrap_err();
        assert!(matches!(&error, TransformError::WrongKind { name: n, .. } if n == name), "{error}");
    }
}

#[test]
fn kinds_of_one_family_stand_in_for_each_other() {
    let number = |data| Table::new(vec![Column::new("x", data), texts("s", &[Some("a"), None])]).unwrap();
    let whole = number(ColumnData::Integer(Int64Array::from(vec![Some(1), Some(0)])));
    let real = number(ColumnData::Float(vec![1.0, 0.0].into()));
    let flag = number(ColumnData::Boolean(vec![true, false].into()));
    let empty = number(ColumnData::Text(StringArray::from(vec![None::<&str>; 2])));
    let source = NumericSource::Columns(vec!["x".into()]);
    let fitted = NumericPipeline { source, steps: vec![] }.fit(&whole, &context()).unwrap();
    let expected = bits(&fitted.transform(&whole).unwrap());
    assert!([&real, &flag].iter().all(|table| bits(&fitted.transform(table).unwrap()) == expected));
    assert!(fitted.transform(&empty).unwrap().column(0).iter().all(|x| x.is_nan()));

    let encoder = OneHotEncoder::new(vec!["s".into()]).fit(&whole, &context()).unwrap();
    let category = Table::new(vec![Column::category("s", &[Some("a"), None])]).unwrap();
    assert_eq!(bits(&encoder.transform(&whole).unwrap()), bits(&encoder.transform(&category).unwrap()));
}

#[test]
fn parameters_out_of_range_are_named() {
    let table = mixed(20, 1);
    let refused = |part: &dyn DynTransformer, name: &str| match part.fit_dyn(&table, &context()) {
        Err(FitError::Parameter { name: found, .. }) => assert_eq!(found, name),
        other => panic!("{name}: {other:?}"),
    };
    refused(&TfidfVectorizer { ngram_range: (2, 1), ..TfidfVectorizer::new("m") }, "ngram_range");
    refused(&TfidfVectorizer { max_df: f64::NAN, ..TfidfVectorizer::new("m") }, "max_df");
    refused(&OneHotEncoder { max_levels: Some(0), ..OneHotEncoder::new(vec!["c".into()]) }, "max_levels");
    let none = TruncatedSvd { n_components: 0, ..TruncatedSvd::default() };
    assert!(none.fit(&bowline_core::SparseRows::empty(1), bowline_core::Seed(1)).is_err());
}

#[test]
fn unsuitable_columns_are_named() {
    let table = mixed(20, 1);
    let unsuitable = |part: &dyn DynTransformer, name: &str| match part.fit_dyn(&table, &context()) {
        Err(FitError::Unsuitable(message)) => assert!(message.contains(name), "{message}"),
        other => panic!("{name}: {other:?}"),
    };
    unsuitable(&OrdinalEncoder { columns: vec!["f".into()] }, "`f`");
    unsuitable(&EntityAggregates { entity: "c".into(), time: "n".into(), values: vec![] }, "`n`");
    unsuitable(&EntityAggregates { entity: "none".into(), time: "t".into(), values: vec![] }, "`none`");
    let wide = Table::new((0..300).map(|at| floats(&format!("x{at}"), vec![Some(1.0)])).collect()).unwrap();
    let source = NumericSource::Columns((0..300).map(|at| format!("x{at}")).collect());
    let squares = NumericPipeline { source, steps: vec![NumericStep::Polynomial(PolynomialFeatures)] };
    let error = squares.fit(&wide, &context()).unwrap_err();
    assert!(error.to_string().contains("45450"), "{error}");
}

#[test]
fn an_empty_column_is_filled_with_zero_and_said() {
    let table = mixed(10, 1);
    let steps = vec![NumericStep::Impute(bowline_features::MedianImputer::default())];
    let source = NumericSource::Columns(vec!["f".into(), "empty".into()]);
    let fitted = NumericPipeline { source, steps }.fit(&table, &context()).unwrap();
    assert_eq!(fitted.transform(&table).unwrap().column(1), [0.0; 10]);
    let findings = fitted.findings();
    assert_eq!((findings.len(), findings[0].subject.as_deref()), (1, Some("empty")));
}
