//! Pictures as pixels: the SVG documents of this crate drawn as PNG, for places that show no SVG.
//!
//! Drawing asks the machine for nothing: the font travels with the crate, so that the same picture gives the same bytes
//! everywhere. The font is DejaVu Sans (Bitstream Vera licence, which stands inside the font files). Letters that it lacks,
//! such as those of East Asian scripts, become boxes; the SVG has them.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::ReportError;

/// The family of both faces.
const FAMILY: &str = "DejaVu Sans";

/// Longest side of a picture, in pixels.
const MAX_SIDE: u32 = 16_384;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in [dejavu::sans::regular(), dejavu::sans::bold()] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The picture as a PNG file, `scale` pixels for each unit of the SVG: 1 for screens, 2 for print and fine screens.
///
/// The light theme is drawn.
///
/// # Errors
/// [`ReportError::NotSvg`] when `svg` is no SVG document; [`ReportError::Size`] when `scale` makes a side shorter than one pixel or
/// longer than 16 384.
pub fn png(svg: &str, scale: f64) -> Result<Vec<u8>, ReportError> {
    let options =
        Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(&in_light(svg), &options)
        .map_err(|error| ReportError::NotSvg { reason: error.to_string() })?;
    let size = tree.size();
    let (width, height) = (f64::from(size.width()) * scale, f64::from(size.height()) * scale);
    let sides = 1.0..=f64::from(MAX_SIDE);
    if !sides.contains(&width.ceil()) || !sides.contains(&height.ceil()) {
        return Err(ReportError::Size { width, height, max: MAX_SIDE });
    }
    let mut pixels = Pixmap::new(width.ceil() as u32, height.ceil() as u32).ok_or(ReportError::Size {
        width,
        height,
        max: MAX_SIDE,
    })?;
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| ReportError::Png { reason: error.to_string() })
}

/// The document without its rules for dark screens, which would otherwise win over those before them.
fn in_light(svg: &str) -> String {
    match (svg.find("@media"), svg.find("</style>")) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &svg[..from], &svg[to..]),
        _ => svg.to_owned(),
    }
}
