//! What can go wrong when a picture is drawn as pixels.

/// A picture that could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The text is no SVG document.
    #[error(
        "the picture is no readable SVG ({reason}): pass a document that `pictures` or `check_pictures` gave"
    )]
    NotSvg {
        /// What the reader said.
        reason: String,
    },
    /// The size in pixels is nothing or too much.
    #[error(
        "a picture of `{width}` by `{height}` pixels cannot be drawn: expected 1 to {max} a side; choose another scale"
    )]
    Size {
        /// Width in pixels.
        width: f64,
        /// Height in pixels.
        height: f64,
        /// The longest side that is drawn.
        max: u32,
    },
    /// The pixels could not be packed; a fault of ours.
    #[error("the pixels could not be written as PNG ({reason}): please report this")]
    Png {
        /// What the writer said.
        reason: String,
    },
}
