//! Pictures as PNG.

use bowline_report::{ReportError, check_pictures, pictures, png};

use crate::sample_check::churn;
use crate::sample_data::{binary, multi_class, regression};

/// Width and height from the header of a PNG file.
fn size(file: &[u8]) -> (u32, u32) {
    assert_eq!(&file[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn every_picture_can_be_drawn() {
    let all =
        [pictures(&binary()), pictures(&multi_class(30)), pictures(&regression()), check_pictures(&churn())];
    for (name, svg) in all.iter().flatten() {
        let file = png(svg, 1.0).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (width, height) = size(&file);
        assert!(svg.contains(&format!("viewBox=\"0 0 {width} {height}")), "{name}: {width} x {height}");
    }
}

#[test]
fn names_that_tracking_clients_expect() {
    let names: Vec<String> = pictures(&binary()).into_iter().map(|(name, _)| name).collect();
    for name in ["feature_importance.svg", "confusion_matrix.svg", "roc_curve.svg"] {
        assert!(names.iter().any(|found| found == name), "{name}");
    }
}

#[test]
fn the_same_picture_gives_the_same_bytes_and_text_is_drawn() {
    let (_, svg) = pictures(&binary()).remove(0);
    let file = png(&svg, 1.0).expect("drawn");
    assert_eq!(file, png(&svg, 1.0).expect("drawn"));
    let wordless = svg.replace("<text ", "<g ").replace("</text>", "</g>");
    assert!(file.len() > png(&wordless, 1.0).expect("drawn").len() + 1000, "letters take bytes");
}

#[test]
fn the_scale_is_pixels_for_a_unit() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"><rect width=\"9\" height=\"9\"/></svg>";
    assert_eq!(size(&png(svg, 2.5).expect("drawn")), (75, 50));
    for scale in [0.0, -1.0, 1e9, f64::NAN, f64::INFINITY] {
        let error = png(svg, scale).expect_err("no size");
        assert!(matches!(error, ReportError::Size { .. }), "{scale}: {error}");
    }
}

#[test]
fn any_names_can_be_drawn() {
    for name in [
        "日本語の列",
        "عمود",
        "🙂🙃",
        "a\u{0}\u{202E}b",
        "&amp;<b>",
        "e\u{301}\u{301}\u{301}",
        &"x".repeat(5000),
    ] {
        let mut data = churn();
        data.target = name.to_owned();
        data.table.columns.iter_mut().for_each(|column| column.name = name.to_owned());
        data.table.correlations.as_mut().expect("correlations").columns.fill(name.to_owned());
        for (file, svg) in check_pictures(&data) {
            assert!(png(&svg, 1.0).is_ok(), "{file} of {name:?}");
        }
    }
}

#[test]
fn what_is_no_picture_is_refused() {
    for text in [
        "",
        "<svg",
        "<html></html>",
        "plain words",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\"/>",
    ] {
        let error = png(text, 1.0).expect_err("no picture");
        assert!(matches!(error, ReportError::NotSvg { .. }), "{text:?}: {error}");
        assert!(error.to_string().contains("pass a document"));
    }
}
