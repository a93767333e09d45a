//! Columns known only afterwards: the mere fact that a cell is filled in, or is empty, tells the outcome.
//!
//! An exit survey is there for those who left; a renewal date for those who stayed.

use bowline_core::{Column, Target};

use super::{MIN_SUPPORT, percent};

/// Purity of one class among the rows where a column is filled in, or is empty, above which it is set aside.
const PURE: f64 = 0.93;
/// Share of that class in all rows above which purity says little, and the least that purity has to add to it.
const COMMON: f64 = 0.8;
const ADDED: f64 = 0.25;

/// The evidence that presence or absence of cells tells the class; `None` where it does not.
pub fn tells(column: &Column, target: &Target, labels: &[String]) -> Option<String> {
    let Target::Classes { codes, n_classes } = target else { return None };
    let n_missing = column.null_count();
    if n_missing < MIN_SUPPORT || n_missing + MIN_SUPPORT > column.len() {
        return None;
    }
    let (mut of_present, mut of_missing) = (vec![0usize; *n_classes], vec![0usize; *n_classes]);
    for (row, &code) in codes.iter().enumerate() {
        let side = if column.is_null(row) { &mut of_missing } else { &mut of_present };
        side[code as usize] += 1;
    }
    [(&of_present, "filled in"), (&of_missing, "empty")].into_iter().find_map(|(counts, state)| {
        let n: usize = counts.iter().sum();
        let (class, &most) =
            counts.iter().enumerate().max_by_key(|&(at, count)| (*count, usize::MAX - at))?;
        let purity = most as f64 / n as f64;
        let base = (of_present[class] + of_missing[class]) as f64 / codes.len() as f64;
        (purity >= PURE && base <= COMMON && purity - base >= ADDED).then(|| {
            format!(
                "it is {state} for {n} rows, and {} of them are `{}` ({} of all rows are)",
                percent(purity),
                labels.get(class).map_or("", String::as_str),
                percent(base)
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(present: impl Fn(usize) -> bool) -> Option<String> {
        let cells: Vec<f64> = (0..400).map(|row| if present(row) { 3.0 } else { f64::NAN }).collect();
        let codes = (0..400).map(|row| u32::from(row % 4 == 0)).collect();
        let labels = ["no".to_owned(), "yes".to_owned()];
        tells(&Column::floats("survey", &cells), &Target::Classes { codes, n_classes: 2 }, &labels)
    }

    #[test]
    fn a_survey_that_only_leavers_fill_in() {
        let evidence = said(|row| row % 8 == 0).unwrap();
        assert!(evidence.contains("filled in for 50 rows") && evidence.contains("100.0 % of them are `yes`"));
    }

    #[test]
    fn a_renewal_date_that_only_leavers_lack() {
        assert!(said(|row| row % 8 != 0).unwrap().contains("empty for 50 rows"));
    }

    #[test]
    fn gaps_without_meaning() {
        assert_eq!(said(|row| row % 3 != 0), None);
        assert_eq!(said(|row| row > 10), None);
    }
}
