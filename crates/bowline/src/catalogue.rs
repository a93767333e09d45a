//! Everything that a stored model may hold.

use bowline_core::artifact::Catalogue;

/// The decoders of all crates.
pub const CATALOGUE: Catalogue = Catalogue {
    model: bowline_models::decode_model,
    transformer: bowline_features::decode_transformer,
    calibrator: bowline_models::decode_calibrator,
};
