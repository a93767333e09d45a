//! Format patterns: what the cells of a column look like once letters and digits are taken out.
//!
//! A letter becomes `A` and a digit `9`; everything else stays. `(030) 555-12` and `030/55512` are `(999) 999-99` and
//! `999/99999`: two ways to write one thing, which a join or a rule will trip over.
//!
//! The consistency of a column is 1 divided by its number of patterns. It means something for codes, labels and names, which
//! are `category` and `identifier` columns; sentences have no format, so `text` columns are left out.

use std::collections::HashSet;

use bowline_core::{Column, ColumnData, category_levels};

/// The pattern of a cell.
#[must_use]
pub fn format_pattern(cell: &str) -> String {
    cell.chars().map(pattern_of).collect()
}

fn pattern_of(letter: char) -> char {
    if letter.is_alphabetic() {
        'A'
    } else if letter.is_numeric() {
        '9'
    } else {
        letter
    }
}

/// The number of patterns in the present cells of a category or an identifier; `None` for other kinds, and where no cell is
/// present.
#[must_use]
pub fn count_patterns(column: &Column) -> Option<usize> {
    let mut known: HashSet<Box<str>> = HashSet::new();
    let mut pattern = String::new();
    let mut add = |cell: &str| {
        pattern.clear();
        pattern.extend(cell.chars().map(pattern_of));
        if !known.contains(pattern.as_str()) {
            known.insert(pattern.as_str().into());
        }
    };
    match &column.data {
        ColumnData::Category(a) => {
            let keys = a.keys().values();
            let mut used = vec![false; category_levels(a).iter().count()];
            for row in (0..column.len()).filter(|&row| !column.is_null(row)) {
                used[keys[row] as usize] = true;
            }
            let levels = category_levels(a);
            (0..used.len()).filter(|&level| used[level]).for_each(|level| add(levels.value(level)));
        }
        ColumnData::Identifier(a) => {
            (0..column.len()).filter(|&row| !column.is_null(row)).for_each(|row| add(a.value(row)));
        }
        _ => return None,
    }
    Some(known.len()).filter(|&count| count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_taken_out() {
        assert_eq!(format_pattern("Ab-12 é"), "AA-99 A");
        let phones = [Some("030-55512"), Some("031-77712"), Some("(030) 555-12"), None];
        assert_eq!(count_patterns(&Column::category("phone", &phones)), Some(2));
        assert_eq!(count_patterns(&Column::floats("x", &[1.0])), None);
        assert_eq!(count_patterns(&Column::category::<&str>("c", &[None])), None);
    }

    #[test]
    fn levels_that_do_not_occur_do_not_count() {
        let column = Column::category("c", &[Some("a"), Some("bb"), Some("ccc")]);
        assert_eq!(count_patterns(&column.take(&[0, 2, 0])), Some(2));
    }
}
