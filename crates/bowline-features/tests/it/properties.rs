//! What holds for every preset and every table.

use bowline_core::{FittedTransformer, Table, Transformer};
use bowline_features::{EntityAggregates, Preset, preset};
use proptest::prelude::*;

use crate::tables::{bits, context, mixed, stored_and_read};

const PRESETS: [Preset; 3] = [Preset::Native, Preset::Linear, Preset::Guide];

fn aggregates() -> EntityAggregates {
    EntityAggregates { entity: "c".into(), time: "t".into(), values: vec!["f".into(), "n".into()] }
}

fn fit(which: Preset, table: &Table) -> Box<dyn FittedTransformer> {
    let aggregates = aggregates();
    Box::new(preset(which, &table.kinds(), Some(&aggregates)).fit(table, &context()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Announced features come, storage changes nothing, and a row does not depend on its batch.
    #[test]
    fn contract(n_rows in 0usize..80, n_new in 0usize..70, seed: u64) {
        let (train, new) = (mixed(n_rows, seed), mixed(n_new, seed ^ 1));
        for which in PRESETS {
            let fitted = fit(which, &train);
            let read = stored_and_read(fitted.as_ref());
            for table in [&train, &new] {
                let out = fitted.transform(table).unwrap();
                prop_assert_eq!(out.features(), fitted.features());
                prop_assert_eq!(out.sparse().n_features, fitted.n_sparse());
                prop_assert_eq!(bits(&out), bits(&read.transform(table).unwrap()));
                for row in 0..table.n_rows() as u32 {
                    let alone = fitted.transform(&table.take(&[row])).unwrap();
                    prop_assert_eq!(bits(&alone), bits(&out.take(&[row])));
                }
            }
        }
    }

    /// Linear models get no gap and no infinity, whatever the numbers are.
    #[test]
    fn linear_features_are_finite(n_rows in 1usize..60, seed: u64, wild in prop::num::f64::ANY) {
        let train = mixed(n_rows, seed);
        let wild = crate::tables::floats("f", vec![Some(wild).filter(|x| !x.is_nan()); n_rows]);
        for table in [train.clone(), train.with_column(wild).unwrap()] {
            for which in [Preset::Linear, Preset::Guide] {
                let out = preset(which, &table.kinds(), Some(&aggregates())).fit(&table, &context()).unwrap().transform(&table).unwrap();
                for at in 0..out.n_dense() {
                    prop_assert!(out.column(at).iter().all(|x| x.is_finite()), "{}", out.features()[at].name);
                }
                prop_assert!(out.sparse().values.iter().all(|x| x.is_finite()));
            }
        }
    }
}

#[test]
fn names_are_distinct_and_sources_are_columns() {
    let table = mixed(300, 3);
    for which in PRESETS {
        let fitted = fit(which, &table);
        let mut names: Vec<&str> = fitted.features().iter().map(|f| f.name.as_str()).collect();
        assert!(names.len() > 20 && fitted.features().iter().all(|f| table.column(&f.source).is_some()));
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(!fitted.features().iter().any(|f| f.source == "id"));
    }
}
