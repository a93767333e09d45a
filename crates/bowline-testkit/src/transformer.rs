//! The promises of a transformer and what it becomes when fitted.

use bowline_core::{
    Column, ColumnData, FeatureMatrix, FitContext, FittedTransformer, Seed, Table, Transformer,
};

use crate::stored::{Stored, spoil};
use crate::{DecodeTransformer, with_threads};

/// Checks everything that a transformer promises on `table`, which it must be able to read; panics with the broken promise.
pub fn check_transformer<T: Transformer>(transformer: &T, table: &Table, decode: DecodeTransformer) {
    let fit = |table: &Table| match transformer.fit(table, &FitContext::with_seed(Seed(42))) {
        Ok(fitted) => fitted,
        Err(error) => panic!("the fit failed: {error}"),
    };
    let fitted = fit(table);
    let out = transformed(&fitted, table);
    assert_eq!(out.n_samples(), table.n_rows(), "one row of features a row");
    assert_eq!(out.features(), fitted.features(), "the features are those that were declared");
    assert_eq!(out.sparse().n_features, fitted.n_sparse(), "so are the sparse ones");
    assert!(out.sparse().values.iter().all(|v| v.is_finite()), "sparse values are finite");
    assert!(same(&out, &transformed(&fitted, table)), "transforming twice gives the same");

    let run = |threads| {
        with_threads(threads, || {
            let fitted = fit(table);
            (Stored::of(&fitted), transformed(&fitted, table))
        })
    };
    let (stored, one) = run(1);
    let (again, two) = run(2);
    assert!(stored.same_bits(&again) && same(&one, &two), "two threads give the same as one");

    let read = match decode(&stored.node, &stored.reader()) {
        Ok(read) => read,
        Err(error) => panic!("the stored transformer cannot be read: {error}"),
    };
    assert!(same(&out, &transformed(&*read, table)), "the stored transformer gives the same bits");
    assert!(stored.same_bits(&Stored::of(&*read)), "stored again it is the same");

    let mut order: Vec<u32> = (0..table.n_rows() as u32).collect();
    Seed(5).rng().shuffle(&mut order);
    assert!(
        same(&transformed(&fitted, &table.take(&order)), &out.take(&order)),
        "the order of rows does not matter"
    );
    for &row in order.iter().take(10) {
        assert!(
            same(&transformed(&fitted, &table.take(&[row])), &out.take(&[row])),
            "a row alone is the same"
        );
    }
    assert_eq!(transformed(&fitted, &table.take(&[])).n_samples(), 0, "no rows, no features");

    let extra =
        Column::new("testkit_extra", ColumnData::Float((0..table.n_rows()).map(|_| Some(1.0)).collect()));
    let mut columns: Vec<Column> = table.columns().to_vec();
    columns.reverse();
    columns.insert(0, extra);
    if let Ok(other) = Table::new(columns) {
        assert!(same(&transformed(&fitted, &other), &out), "columns are found by name");
    }
    for spoilt in spoil(&stored) {
        if let Ok(read) = decode(&spoilt.node, &spoilt.reader())
            && let Ok(matrix) = read.transform(table)
        {
            assert_eq!(matrix.features(), read.features(), "what can be read keeps its word");
        }
    }
}

fn transformed(fitted: &(impl FittedTransformer + ?Sized), table: &Table) -> FeatureMatrix {
    match fitted.transform(table) {
        Ok(matrix) => matrix,
        Err(error) => panic!("the transform failed: {error}"),
    }
}

fn same(a: &FeatureMatrix, b: &FeatureMatrix) -> bool {
    let bits = |x: &FeatureMatrix| -> Vec<u32> {
        let dense = (0..x.n_dense()).flat_map(|feature| x.column(feature).iter().map(|v| v.to_bits()));
        dense.chain(x.sparse().values.iter().map(|v| v.to_bits())).collect()
    };
    a.n_samples() == b.n_samples()
        && a.features() == b.features()
        && a.sparse().n_features == b.sparse().n_features
        && a.sparse().starts == b.sparse().starts
        && a.sparse().indices == b.sparse().indices
        && bits(a) == bits(b)
}
