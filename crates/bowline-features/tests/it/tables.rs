//! Tables that the tests share.

use arrow_array::{BooleanArray, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use bowline_core::artifact::{TensorReader, TensorWriter, encode};
use bowline_core::{Column, ColumnData, FeatureMatrix, FitContext, FittedTransformer, Seed, Table};
use bowline_features::decode_transformer;

/// A fit without a deadline.
pub fn context() -> FitContext<'static> {
    FitContext::with_seed(Seed(42))
}

pub fn floats(name: &str, cells: Vec<Option<f64>>) -> Column {
    Column::new(name, ColumnData::Float(Float64Array::from(cells)))
}

pub fn texts<S: AsRef<str>>(name: &str, cells: &[Option<S>]) -> Column {
    Column::new(
        name,
        ColumnData::Text(StringArray::from_iter(cells.iter().map(|c| c.as_ref().map(AsRef::as_ref)))),
    )
}

/// Some thousand rows of every kind, with gaps, drawn from `seed`.
pub fn mixed(n_rows: usize, seed: u64) -> Table {
    const WORDS: [&str; 12] =
        ["free", "prize", "home", "Call", "tonight", "weekly", "café", "even", "text", "now!", "win", "9061"];
    let mut rng = Seed(seed).rng();
    let mut columns: Vec<Vec<Option<u64>>> = vec![Vec::new(); 8];
    for _ in 0..n_rows {
        for cells in &mut columns {
            let draw = rng.next_u64();
            cells.push((!draw.is_multiple_of(7)).then_some(draw / 7));
        }
    }
    let each = |at: usize| columns[at].iter().copied();
    let words = |draw: u64| {
        let mut rng = Seed(draw).rng();
        (0..rng.below(9)).map(|_| WORDS[rng.below(12) as usize]).collect::<Vec<_>>().join(" ")
    };
    let level = |draw: u64| format!("level {}", ((draw % 40) * (draw % 40)) / 30);
    let moment = |draw: u64| (draw % 100_000_000) as i64 * 1_000_000;
    let moments = |at: usize| -> TimestampMicrosecondArray {
        each(at).map(|c| c.map(moment)).collect::<Vec<_>>().into()
    };
    Table::new(vec![
        Column::new(
            "n",
            ColumnData::Integer(Int64Array::from_iter(each(0).map(|c| c.map(|x| (x % 90) as i64)))),
        ),
        floats("f", each(1).map(|c| c.map(|x| (x % 1000) as f64 / 7.0 - 50.0)).collect()),
        Column::new(
            "b",
            ColumnData::Boolean(BooleanArray::from_iter(each(2).map(|c| c.map(|x| x % 2 == 0)))),
        ),
        Column::category("c", &each(3).map(|c| c.map(level)).collect::<Vec<_>>()),
        Column::new("t", ColumnData::Timestamp(moments(4))),
        Column::new("u", ColumnData::Timestamp(moments(5))),
        texts("m", &each(6).map(|c| c.map(words)).collect::<Vec<_>>()),
        Column::new(
            "id",
            ColumnData::Identifier(StringArray::from_iter(each(7).map(|c| c.map(|x| x.to_string())))),
        ),
        floats("empty", vec![None; n_rows]),
    ])
    .unwrap()
}

/// The fitted transformer after a trip through its stored form.
pub fn stored_and_read(fitted: &dyn FittedTransformer) -> Box<dyn FittedTransformer> {
    let mut writer = TensorWriter::default();
    let node = encode(fitted, &mut writer);
    let node = serde_json::from_str(&node.to_string()).unwrap();
    decode_transformer(&node, &TensorReader::new(writer.into_tensors())).unwrap()
}

/// Everything in a matrix as comparable bits.
#[derive(Debug, PartialEq)]
pub struct Bits {
    features: Vec<String>,
    dense: Vec<u32>,
    starts: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<u32>,
}

/// The bits of a matrix, in which NaN equals itself.
pub fn bits(x: &FeatureMatrix) -> Bits {
    Bits {
        features: x.features().iter().map(|f| format!("{f:?}")).collect(),
        dense: (0..x.n_dense()).flat_map(|at| x.column(at).iter().map(|v| v.to_bits())).collect(),
        starts: x.sparse().starts.clone(),
        indices: x.sparse().indices.clone(),
        values: x.sparse().values.iter().map(|v| v.to_bits()).collect(),
    }
}
