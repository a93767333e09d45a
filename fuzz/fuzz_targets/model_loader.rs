//! Any bytes as a model file: a model that answers, or a refusal; never a panic.
#![no_main]

use bowline_core::ModelFile;
use bowline_core::artifact::Catalogue;
use libfuzzer_sys::fuzz_target;

const CATALOGUE: Catalogue = Catalogue {
    model: bowline_models::decode_model,
    transformer: bowline_features::decode_transformer,
    calibrator: bowline_models::decode_calibrator,
};

fuzz_target!(|bytes: &[u8]| {
    if let Err(refused) = ModelFile::from_bytes(bytes, &CATALOGUE) {
        assert!(!refused.to_string().is_empty());
    }
});
