//! A column of strings in a few figures: the most frequent levels of a category, the length of texts.

use std::collections::BTreeMap;

use bowline_core::{Column, ColumnData};

use crate::cells::Coded;

/// Levels that are named.
const TOP: usize = 20;

/// How often the levels of a category or an identifier occur.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LevelSummary {
    /// The most frequent levels with their counts, at most 20.
    pub top: Vec<(String, usize)>,
    /// Present cells of all other levels.
    pub n_other: usize,
    /// Levels that occur once.
    pub n_single: usize,
    /// Groups of levels that differ only in case, blanks or a final full stop, at most 5.
    pub alike: Vec<Vec<String>>,
}

/// How long texts are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextSummary {
    /// Mean characters of a present cell.
    pub mean_chars: f64,
    /// Mean words of a present cell, split at blanks.
    pub mean_words: f64,
    /// Characters of the longest cell.
    pub max_chars: usize,
}

/// Levels by count; `coded` are the codes of this very column.
#[must_use]
pub fn level_summary(column: &Column, coded: &Coded) -> LevelSummary {
    let counts = coded.counts();
    let mut first = vec![usize::MAX; coded.n_levels];
    for (row, &code) in coded.codes.iter().enumerate().rev() {
        if let Some(place) = first.get_mut(code as usize) {
            *place = row;
        }
    }
    let text = |level: usize| column.text(first[level]).unwrap_or_default().into_owned();
    let mut used: Vec<usize> = (0..coded.n_levels).filter(|&level| counts[level] > 0).collect();
    let is_category = matches!(column.data, ColumnData::Category(_));
    let alike = if is_category { alike(used.iter().map(|&level| text(level))) } else { Vec::new() };
    // Levels of a category ascend, those of an identifier stand in file order: both are settled orders.
    used.sort_by(|&a, &b| counts[b].cmp(&counts[a]).then_with(|| first[a].cmp(&first[b])));
    LevelSummary {
        top: used.iter().take(TOP).map(|&level| (text(level), counts[level])).collect(),
        n_other: used.iter().skip(TOP).map(|&level| counts[level]).sum(),
        n_single: counts.iter().filter(|&&count| count == 1).count(),
        alike,
    }
}

/// Groups of labels that are equal but for case, surrounding blanks or a final full stop.
#[must_use]
pub fn alike(labels: impl IntoIterator<Item = String>) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for label in labels {
        let normal = label.trim().trim_end_matches('.').trim_end().to_lowercase();
        groups.entry(normal).or_default().push(label);
    }
    groups.into_values().filter(|group| group.len() > 1).take(5).collect()
}

/// Lengths of the present cells.
#[must_use]
pub fn text_summary(column: &Column) -> TextSummary {
    let (mut n_chars, mut n_words, mut max_chars, mut n) = (0usize, 0usize, 0usize, 0usize);
    for text in (0..column.len()).filter_map(|row| column.text(row)) {
        let chars = text.chars().count();
        n_chars += chars;
        max_chars = max_chars.max(chars);
        n_words += text.split_whitespace().count();
        n += 1;
    }
    let n = n.max(1) as f64;
    TextSummary { mean_chars: n_chars as f64 / n, mean_words: n_words as f64 / n, max_chars }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::codes;

    #[test]
    fn the_most_frequent_come_first() {
        let cells = [Some("Yes"), Some("yes "), None, Some("no"), Some("no"), Some("Yes"), Some("maybe")];
        let column = Column::category("c", &cells);
        let found = level_summary(&column, &codes(&column).unwrap());
        assert_eq!(found.top[..2], [("Yes".to_owned(), 2), ("no".to_owned(), 2)]);
        assert_eq!((found.n_single, found.n_other, found.alike.len()), (2, 0, 1));
        assert_eq!(found.alike[0], ["Yes", "yes "]);
    }
}
