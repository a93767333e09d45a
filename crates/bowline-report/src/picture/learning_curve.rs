//! The learning curve: what a quick model scores by the rows it learned from, and what more rows would buy.

use super::Picture;
use crate::data::{CurvePoint, LearningCurve};
use crate::number_format::{count, decimals_for, fixed};
use crate::page::metric_label;
use crate::svg::{Anchor, Area, Drawing, Frame, Scale, band, curve, span};

/// Nothing with fewer than two measured points.
pub(crate) fn learning_curve(found: &LearningCurve) -> Option<Picture> {
    let measured = usable(&found.measured);
    let forecast = usable(&found.forecast);
    let (first, last) = (measured.first()?, measured.last()?);
    if measured.len() < 2 || first.n_rows >= last.n_rows {
        return None;
    }
    let metric = metric_label::label(&found.metric);
    // The forecast sets out from the last measured point, so that no gap suggests a jump.
    let beyond: Vec<CurvePoint> = forecast.into_iter().filter(|point| point.n_rows > last.n_rows).collect();
    let ahead: Vec<CurvePoint> =
        if beyond.is_empty() { Vec::new() } else { [*last].into_iter().chain(beyond).collect() };
    let mut drawing = Drawing::of_height(368.0);
    let area = Area { left: 58.0, top: 32.0, right: 426.0, bottom: 284.0 };
    let frame = frame(&measured, &ahead, found.wanted, area);
    frame.draw_vertical(&mut drawing, &metric);
    draw_rows_axis(&mut drawing, &frame.x, area);
    for (points, area_class, line_class) in
        [(&ahead, "band-forecast", "forecast"), (&measured, "band", "series-1")]
    {
        let ends: Vec<(f64, f64, f64)> =
            points.iter().map(|point| (at(point), point.score.low, point.score.high)).collect();
        band(&mut drawing, &frame, &ends, area_class);
        let line: Vec<(f64, f64)> = points.iter().map(|point| (at(point), point.score.value)).collect();
        curve(&mut drawing, &frame, &line, line_class);
    }
    if let Some(wanted) = found.wanted.filter(|wanted| wanted.is_finite()) {
        let (from, to) = (frame.at(frame.x.domain.0, wanted), frame.at(frame.x.domain.1, wanted));
        drawing.line(from, to, "zero");
        let words = format!("wanted {}", fixed(wanted, decimals_for(wanted, 3).min(4)));
        drawing.text((to.0 - 4.0, to.1 - 6.0), Anchor::End, "small", &words);
    }
    for (points, class) in [(&measured[..], "dot"), (ahead.get(1..).unwrap_or_default(), "dot-forecast")] {
        for point in points {
            let center = frame.at(at(point), point.score.value);
            drawing.circle(center, if class == "dot" { 4.5 } else { 3.5 }, class, &words(point));
        }
    }
    draw_keys(&mut drawing, !ahead.is_empty());
    let better = match metric_label::greater_is_better(&found.metric) {
        Some(true) => ", higher is better",
        Some(false) => ", lower is better",
        None => "",
    };
    let mut caption = format!(
        "{metric}{better}, by the rows that a quick model learned from; bands are 95 % intervals. With all {} rows: {}.",
        count(last.n_rows),
        score(last)
    );
    if let Some(end) = ahead.last() {
        caption.push_str(&format!(" Extrapolated to {} rows: {}.", count(end.n_rows), interval(end)));
    }
    if !found.sentence.is_empty() {
        caption.push_str(&format!(" {}", found.sentence));
    }
    Some(Picture { name: "learning_curve", title: "What more rows would buy".to_owned(), caption, drawing })
}

/// Points that can be drawn, fewest rows first; a missing end of an interval is the score itself.
fn usable(points: &[CurvePoint]) -> Vec<CurvePoint> {
    let mut points: Vec<CurvePoint> =
        points.iter().copied().filter(|point| point.score.value.is_finite() && point.n_rows > 0).collect();
    for CurvePoint { score, .. } in &mut points {
        score.low = if score.low.is_finite() { score.low } else { score.value };
        score.high = if score.high.is_finite() { score.high } else { score.value };
    }
    points.sort_by_key(|point| point.n_rows);
    points
}

/// The horizontal place of a point: rows count by their logarithm, because scores grow with it.
fn at(point: &CurvePoint) -> f64 {
    (point.n_rows as f64).log10()
}

fn frame(measured: &[CurvePoint], ahead: &[CurvePoint], wanted: Option<f64>, area: Area) -> Frame {
    let points = || measured.iter().chain(ahead);
    let values = points().map(|point| point.score.value).chain(wanted);
    let (low, high) = span(values);
    // A wide band must not squeeze the curve: it may reach out of the frame by itself, never push it.
    let reach = (high - low).max(high.abs() * 0.01) * 1.5;
    let ends = points().flat_map(|point| [point.score.low, point.score.high]);
    let (band_low, band_high) = span(ends);
    let y = (band_low.max(low - reach).min(low), band_high.min(high + reach).max(high));
    Frame::new(span(points().map(at)), y, area).nice_y()
}

/// Marks at 1, 2 and 5 times the powers of ten, as many as fit.
fn draw_rows_axis(drawing: &mut Drawing, x: &Scale, area: Area) {
    drawing.line((area.left, area.bottom), (area.right, area.bottom), "axis");
    let inside = |value: &f64| value.log10() >= x.domain.0 - 1e-9 && value.log10() <= x.domain.1 + 1e-9;
    let marks = |steps: &[f64]| -> Vec<f64> {
        let powers = (0..20).map(|power| 10f64.powi(power));
        powers.flat_map(|power| steps.iter().map(move |step| step * power)).filter(inside).collect()
    };
    let fine = marks(&[1.0, 2.0, 5.0]);
    let shown = if fine.len() <= 6 { fine } else { marks(&[1.0]) };
    for value in shown {
        let place = x.at(value.log10());
        drawing.line((place, area.bottom), (place, area.bottom + 4.0), "axis");
        drawing.text((place, area.bottom + 18.0), Anchor::Middle, "tick", &count(value as u64));
    }
    let middle = (area.left + area.right) / 2.0;
    drawing.text((middle, area.bottom + 38.0), Anchor::Middle, "axis-title", "Training rows, logarithmic");
}

fn draw_keys(drawing: &mut Drawing, has_forecast: bool) {
    let mut key = |left: f64, class: &str, words: &str| {
        drawing.line((left, 352.0), (left + 26.0, 352.0), &format!("line {class}"));
        drawing.text((left + 34.0, 356.0), Anchor::Start, "", words);
    };
    key(58.0, "series-1", "measured");
    if has_forecast {
        key(190.0, "forecast", "extrapolated");
    }
}

fn score(point: &CurvePoint) -> String {
    fixed(point.score.value, decimals_for(point.score.value, 3).min(4))
}

fn interval(point: &CurvePoint) -> String {
    let decimals = decimals_for(point.score.value, 3).min(4);
    let (low, high) = (fixed(point.score.low, decimals), fixed(point.score.high, decimals));
    format!("{} ({low} to {high})", score(point))
}

fn words(point: &CurvePoint) -> String {
    format!("{} rows: {}", count(point.n_rows), interval(point))
}
