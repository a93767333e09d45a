//! A sheet of SVG elements.

use crate::escape::{MAX_TIP, escape, shortened};
use crate::palette;
use crate::svg::label;

/// Width of an ordinary picture: a phone shows it nearly one to one.
pub(crate) const WIDTH: f64 = 440.0;

/// Which end of a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// Elements on a sheet of `width` by `height` user units, which are CSS pixels at full size.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    pub(crate) width: f64,
    pub(crate) height: f64,
    body: String,
}

impl Drawing {
    pub(crate) fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    /// A sheet of the ordinary width.
    pub(crate) fn of_height(height: f64) -> Self {
        Self::new(WIDTH, height)
    }

    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        self.body.push_str(&format!(
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1)
        ));
    }

    /// A rectangle by its upper left corner and size, with a tooltip unless `tip` is empty.
    pub(crate) fn rect(&mut self, at: (f64, f64), size: (f64, f64), radius: f64, class: &str, tip: &str) {
        self.body.push_str(&format!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"",
            number(at.0),
            number(at.1),
            number(size.0.max(0.0)),
            number(size.1.max(0.0)),
            number(radius)
        ));
        self.close_with_tip("rect", tip);
    }

    pub(crate) fn circle(&mut self, at: (f64, f64), radius: f64, class: &str, tip: &str) {
        self.body.push_str("<circle");
        if !class.is_empty() {
            self.body.push_str(&format!(" class=\"{class}\""));
        }
        self.body.push_str(&format!(
            " cx=\"{}\" cy=\"{}\" r=\"{}\"",
            number(at.0),
            number(at.1),
            number(radius)
        ));
        self.close_with_tip("circle", tip);
    }

    /// A path through `points` in straight lines; nothing when there are none.
    pub(crate) fn path(&mut self, points: &[(f64, f64)], closed: bool, class: &str) {
        if points.is_empty() {
            return;
        }
        let mut d = String::new();
        for (at, &(x, y)) in points.iter().enumerate() {
            d.push_str(if at == 0 { "M" } else { "L" });
            d.push_str(&format!("{} {}", number(x), number(y)));
        }
        if closed {
            d.push('Z');
        }
        self.body.push_str(&format!("<path class=\"{class}\" d=\"{d}\"/>"));
    }

    pub(crate) fn text(&mut self, at: (f64, f64), anchor: Anchor, class: &str, text: &str) {
        self.body.push_str(&format!("<text {}>{}</text>", text_attributes(at, anchor, class), escape(text)));
    }

    /// A text cut to `max_width` pixels, whole in its tooltip.
    pub(crate) fn fitted_text(
        &mut self,
        at: (f64, f64),
        anchor: Anchor,
        class: &str,
        text: &str,
        max_width: f64,
    ) {
        let shown = label::fitted(text, max_width);
        if shown == text {
            return self.text(at, anchor, class, text);
        }
        let attributes = text_attributes(at, anchor, class);
        let tip = escape(&shortened(text, MAX_TIP));
        self.body.push_str(&format!("<text {attributes}><title>{tip}</title>{}</text>", escape(&shown)));
    }

    /// A fitted text that reads upwards from `at`.
    pub(crate) fn rising_text(&mut self, at: (f64, f64), class: &str, text: &str, max_width: f64) {
        let turn = format!("<g transform=\"translate({} {}) rotate(-55)\">", number(at.0), number(at.1));
        self.body.push_str(&turn);
        self.fitted_text((0.0, 0.0), Anchor::Start, class, text, max_width);
        self.body.push_str("</g>");
    }

    /// Draws what `draw` draws as one group of `class`.
    pub(crate) fn group(&mut self, class: &str, draw: impl FnOnce(&mut Self)) {
        self.body.push_str(&format!("<g class=\"{class}\">"));
        draw(self);
        self.body.push_str("</g>");
    }

    /// The picture inside a page; `id` must be unique in the page and plain.
    pub(crate) fn inline(&self, id: &str, title: &str, description: &str) -> String {
        format!(
            "<svg class=\"picture\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {w} {h}\" \
             width=\"{w}\" height=\"{h}\">{}{}</svg>",
            self.described(id, title, description),
            self.body,
            w = number(self.width),
            h = number(self.height),
        )
    }

    /// A small picture in a table cell, named by `title`.
    pub(crate) fn spark(&self, title: &str) -> String {
        format!(
            "<svg class=\"spark\" role=\"img\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\"><title>{}</title>{}</svg>",
            escape(title),
            self.body,
            w = number(self.width),
            h = number(self.height),
        )
    }

    /// The picture as a document of its own, with its title above it, a margin and the styles written out.
    pub(crate) fn standalone(&self, id: &str, title: &str, description: &str) -> String {
        const MARGIN: f64 = 20.0;
        const HEAD: f64 = 34.0;
        let (width, height) = (self.width + 2.0 * MARGIN, self.height + 2.0 * MARGIN + HEAD);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\">{}\
             <style>{}</style><rect class=\"paper\" width=\"{w}\" height=\"{h}\"/>\
             <text class=\"strong\" style=\"font-size:16px\" x=\"{m}\" y=\"{}\">{}</text>\
             <g transform=\"translate({m} {})\">{}</g></svg>\n",
            self.described(id, title, description),
            palette::written_out(include_str!("../picture.css")),
            number(MARGIN + 14.0),
            escape(&label::fitted(title, self.width * 0.78)),
            number(MARGIN + HEAD),
            self.body,
            w = number(width),
            h = number(height),
            m = number(MARGIN),
        )
    }

    fn described(&self, id: &str, title: &str, description: &str) -> String {
        format!(
            "<title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
            escape(title),
            escape(description)
        )
    }

    fn close_with_tip(&mut self, element: &str, tip: &str) {
        if tip.is_empty() {
            self.body.push_str("/>");
        } else {
            let tip = escape(&shortened(tip, MAX_TIP));
            self.body.push_str(&format!("><title>{tip}</title></{element}>"));
        }
    }
}

fn text_attributes(at: (f64, f64), anchor: Anchor, class: &str) -> String {
    let anchor = match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    format!("class=\"{class}\" x=\"{}\" y=\"{}\"{anchor}", number(at.0), number(at.1))
}

/// A coordinate with at most two decimals; what is not finite is drawn at 0.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_always_numbers() {
        assert_eq!(number(1.0), "1");
        assert_eq!(number(1.239), "1.24");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(f64::NAN), "0");
        assert_eq!(number(120.0), "120");
    }
}
