//! The number of threads changes neither what is learned nor what comes out.

use bowline_core::artifact::{TensorWriter, encode};
use bowline_core::{FittedTransformer, Transformer};
use bowline_features::{Preset, preset};

use crate::tables::{bits, context, mixed};

#[test]
fn one_and_two_threads_agree() {
    let table = mixed(3000, 5);
    for which in [Preset::Native, Preset::Linear, Preset::Guide] {
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let fitted = preset(which, &table.kinds(), None).fit(&table, &context()).unwrap();
                let mut writer = TensorWriter::default();
                let node = encode(&fitted, &mut writer).to_string();
                (node, writer.into_tensors(), bits(&fitted.transform(&table).unwrap()))
            })
        };
        let (one, two) = (run(1), run(2));
        assert!(one == two, "{which:?}");
    }
}
