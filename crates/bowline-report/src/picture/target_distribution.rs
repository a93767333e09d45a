//! How the target is distributed: bars by class, or a histogram.

use super::Picture;
use crate::data::TargetShape;
use crate::escape::in_sentence;
use crate::number_format::{compact, count, percent};
use crate::svg::{Bar, horizontal_bars, upright_bars};

/// Nothing when no row has a target.
pub(crate) fn target_distribution(target: &str, shape: &TargetShape) -> Option<Picture> {
    match shape {
        TargetShape::Classes(classes) => of_classes(target, classes),
        TargetShape::Histogram { edges, counts } => of_numbers(target, edges, counts),
    }
}

/// More classes than this share one bar.
const MAX_CLASSES: usize = 12;

fn of_classes(target: &str, classes: &[(String, u64)]) -> Option<Picture> {
    let total: u64 = classes.iter().map(|class| class.1).sum();
    if total == 0 {
        return None;
    }
    let mut order: Vec<&(String, u64)> = classes.iter().collect();
    if classes.len() > MAX_CLASSES {
        order.sort_by_key(|class| std::cmp::Reverse(class.1));
    }
    let rest = order.split_off(order.len().min(if classes.len() > MAX_CLASSES {
        MAX_CLASSES - 1
    } else {
        MAX_CLASSES
    }));
    let bar = |name: &str, rows: u64, quiet| Bar {
        name: name.to_owned(),
        value: rows as f64,
        spread: 0.0,
        text: format!("{} · {}", count(rows), percent(rows as f64 / total as f64)),
        quiet,
    };
    let mut bars: Vec<Bar> = order.iter().map(|class| bar(&class.0, class.1, false)).collect();
    if !rest.is_empty() {
        let rows = rest.iter().map(|class| class.1).sum();
        bars.push(bar(&format!("{} other classes", count(rest.len() as u64)), rows, true));
    }
    let most = classes.iter().max_by_key(|class| class.1)?;
    let caption = format!(
        "{} rows in {} classes; the largest, “{}”, holds {} of them.",
        count(total),
        count(classes.len() as u64),
        in_sentence(&most.0),
        percent(most.1 as f64 / total as f64)
    );
    Some(Picture { name: NAME, title: title(target), caption, drawing: horizontal_bars(&bars) })
}

fn of_numbers(target: &str, edges: &[f64], counts: &[u64]) -> Option<Picture> {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        return None;
    }
    let tip = |at: usize| {
        format!("{} to {}: {} rows", compact(edges[at], 4), compact(edges[at + 1], 4), count(counts[at]))
    };
    let (drawing, _) = upright_bars(edges, counts, (target, "Rows"), tip)?;
    let (low, high) = (edges.first()?, edges.last()?);
    let caption = format!("{} rows, from {} to {}.", count(total), compact(*low, 4), compact(*high, 4));
    Some(Picture { name: NAME, title: title(target), caption, drawing })
}

const NAME: &str = "target_distribution";

fn title(target: &str) -> String {
    format!("Distribution of {}", in_sentence(target))
}
