//! The distribution of a column in the height of a table row: a histogram between its ends, or the shares of its levels.

use crate::data::Distribution;
use crate::number_format::{compact, count, percent};
use crate::svg::{Anchor, Drawing};

/// The small picture and what it shows in words; nothing when there is nothing to show.
pub(crate) fn column_spark(distribution: &Distribution) -> Option<(Drawing, String)> {
    match distribution {
        Distribution::Unknown => None,
        Distribution::Histogram { edges, counts, ends } => histogram(edges, counts, ends.as_ref()),
        Distribution::Levels { top, others } => levels(top, *others),
    }
}

const WIDTH: f64 = 150.0;
const HEIGHT: f64 = 36.0;
/// The foot of the bars; the words stand below.
const FLOOR: f64 = 23.0;
/// Finer histograms are joined to this many bars, so that a page of columns stays light.
const MAX_BARS: usize = 30;
const MAX_LEVELS: usize = 5;

fn histogram(edges: &[f64], counts: &[u64], ends: Option<&(String, String)>) -> Option<(Drawing, String)> {
    let (first, last) = (edges.first()?, edges.last()?);
    if edges.len() != counts.len() + 1 || edges.iter().any(|edge| !edge.is_finite()) {
        return None;
    }
    let bars: Vec<u64> = counts
        .chunks(counts.len().div_ceil(MAX_BARS).max(1))
        .map(|bars| bars.iter().fold(0, |sum: u64, &rows| sum.saturating_add(rows)))
        .collect();
    let tallest = bars.iter().copied().max().filter(|&rows| rows > 0)?;
    let (low, high) = ends.cloned().unwrap_or_else(|| (compact(*first, 3), compact(*last, 3)));
    let mut drawing = Drawing::new(WIDTH, HEIGHT);
    let step = WIDTH / bars.len() as f64;
    let mut outline = vec![(0.0, FLOOR)];
    for (at, &rows) in bars.iter().enumerate() {
        let size = if rows == 0 { 0.0 } else { ((FLOOR - 2.0) * rows as f64 / tallest as f64).max(1.0) };
        outline.push((step * at as f64, FLOOR - size));
        outline.push((step * (at + 1) as f64, FLOOR - size));
    }
    outline.push((WIDTH, FLOOR));
    drawing.path(&outline, true, "bar");
    drawing.line((0.0, FLOOR), (WIDTH, FLOOR), "grid");
    drawing.fitted_text((0.0, HEIGHT - 2.0), Anchor::Start, "tick", &low, WIDTH * 0.6);
    drawing.fitted_text((WIDTH, HEIGHT - 2.0), Anchor::End, "tick", &high, WIDTH * 0.6);
    Some((drawing, format!("Histogram from {low} to {high}")))
}

fn levels(top: &[(String, u64)], others: u64) -> Option<(Drawing, String)> {
    let total = top.iter().fold(others, |sum, level| sum.saturating_add(level.1));
    if total == 0 {
        return None;
    }
    let share = |rows: u64| rows as f64 / total as f64;
    let shown = &top[..top.len().min(MAX_LEVELS)];
    let rest = top[shown.len()..].iter().fold(others, |sum, level| sum.saturating_add(level.1));
    let mut drawing = Drawing::new(WIDTH, HEIGHT);
    let mut left = 0.0;
    let mut part = |drawing: &mut Drawing, rows: u64, class: &str, tip: String| {
        let width = WIDTH * share(rows);
        if rows > 0 {
            let gap = if width > 3.0 { 1.0 } else { 0.0 };
            drawing.rect((left, 8.0), (width - gap, 12.0), 1.5, class, &tip);
        }
        left += width;
    };
    let words = |name: &str, rows: u64| format!("{name} {}", percent(share(rows)));
    for (at, (name, rows)) in shown.iter().enumerate() {
        part(&mut drawing, *rows, &format!("heat-{}", 6 - at), words(name, *rows));
    }
    part(&mut drawing, rest, "bar-quiet", words("others", rest));
    let line = shown.first().map_or_else(String::new, |level| words(&level.0, level.1));
    drawing.fitted_text((0.0, HEIGHT - 2.0), Anchor::Start, "tick", &line, WIDTH * 1.15);
    let mut listed: Vec<String> = shown.iter().map(|level| words(&level.0, level.1)).collect();
    if rest > 0 {
        listed.push(format!("{} rows of others", count(rest)));
    }
    Some((drawing, listed.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fine_histograms_are_joined_and_odd_ones_left_out() {
        let histogram = |edges: Vec<f64>, counts: Vec<u64>| {
            column_spark(&Distribution::Histogram { edges, counts, ends: None })
        };
        let edges: Vec<f64> = (0..=1000).map(f64::from).collect();
        let (drawing, words) = histogram(edges, vec![1; 1000]).expect("drawn");
        assert!(drawing.spark("x").len() < 1500);
        assert_eq!(words, "Histogram from 0 to 1\u{202F}000");
        assert!(histogram(vec![0.0, 1.0], vec![0]).is_none());
        assert!(histogram(vec![0.0, f64::NAN], vec![1]).is_none());
        assert!(histogram(vec![], vec![]).is_none());
    }

    #[test]
    fn levels_beyond_the_first_are_joined() {
        let top = (0..9u64).map(|at| (format!("level {at}"), 9 - at)).collect();
        let (_, words) = column_spark(&Distribution::Levels { top, others: 5 }).expect("drawn");
        assert!(words.starts_with("level 0 18") && words.ends_with("15 rows of others"), "{words}");
        assert!(column_spark(&Distribution::Levels { top: vec![], others: 0 }).is_none());
    }
}
