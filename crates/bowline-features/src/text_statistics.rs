//! How a text looks, apart from its words: how long it is, and how much of it is digits, capitals and punctuation.
//!
//! Advertisements shout and carry telephone numbers; such signs work in any language and need no vocabulary.

use bowline_core::{Feature, Table};
use rayon::prelude::*;

use crate::input::{self, Unreadable};

/// Measures of text columns, for [`NumericSource::Texts`](crate::NumericSource::Texts).
///
/// Of column `c`: `c.n_chars`, `c.n_words` (runs without white space), and `c.digit_share`, `c.uppercase_share` and
/// `c.punctuation_share` (neither letter, digit nor white space), each the share of characters in [0, 1]. A missing cell
/// counts as an empty text, which gives 0 in all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextStatistics {
    /// The columns, distinct.
    pub columns: Vec<String>,
}

const MEASURES: [&str; 5] = ["n_chars", "n_words", "digit_share", "uppercase_share", "punctuation_share"];

impl TextStatistics {
    /// The numbers, `(n_features, n_samples)`.
    pub(crate) fn read(&self, table: &Table) -> Result<Vec<Vec<f64>>, Unreadable> {
        let mut columns = Vec::with_capacity(self.columns.len() * MEASURES.len());
        for name in &self.columns {
            let texts = input::strings(table, name)?;
            let measured: Vec<[f64; 5]> = (0..texts.len())
                .into_par_iter()
                .with_min_len(256)
                .map(|row| measure(texts.document(row)))
                .collect();
            columns
                .extend((0..MEASURES.len()).map(|at| measured.iter().map(|row| row[at]).collect::<Vec<_>>()));
        }
        Ok(columns)
    }

    pub(crate) fn features(&self) -> Vec<Feature> {
        let of = |name: &String| MEASURES.map(|measure| Feature::numeric(format!("{name}.{measure}"), name));
        self.columns.iter().flat_map(of).collect()
    }
}

fn measure(text: &str) -> [f64; 5] {
    let [mut chars, mut digits, mut capitals, mut marks] = [0u64; 4];
    for c in text.chars() {
        chars += 1;
        digits += u64::from(c.is_numeric());
        capitals += u64::from(c.is_uppercase());
        marks += u64::from(!c.is_alphanumeric() && !c.is_whitespace());
    }
    let share = |count: u64| count as f64 / chars.max(1) as f64;
    let words = text.split_whitespace().count() as f64;
    [chars as f64, words, share(digits), share(capitals), share(marks)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loud_text() {
        assert_eq!(measure("WIN 50 now"), [10.0, 3.0, 0.2, 0.3, 0.0]);
        assert_eq!(measure("é!"), [2.0, 1.0, 0.0, 0.0, 0.5]);
        assert_eq!(measure(""), [0.0; 5]);
    }
}
