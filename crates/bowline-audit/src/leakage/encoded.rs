//! Numbers that are the mean target of their own rows: a category that was replaced by its target mean, outcome included.
//!
//! Such an encoding is honest when it is learned on training rows alone, within the model. Written into a table it has
//! seen the test rows too. Its mark is a number with few distinct values, each equal to the mean target of exactly the rows
//! that hold it, up to the digits that were written. Smoothed encodings pull each mean towards that of all rows,
//! `(n mean + m all) / (n + m)`; the weight `m` is then the same for every value, so it is estimated from the values and
//! the same test is made.
//!
//! A score of another model may be right on average for each of its values as well, but not to the last digit.

use bowline_automl::ParsedTarget;
use bowline_core::{Column, ColumnKind};
use bowline_stats::quantile;

use super::indicators;
use crate::cells::{self, MISSING};

/// Distinct values of an encoding: at least, and at most a share of the rows.
const FEWEST_VALUES: usize = 3;
const ROWS_PER_VALUE: usize = 3;
/// Share of the rows whose value has to agree.
const AGREE: f64 = 0.95;
/// Values whose own chance error is not well above the digits written prove nothing: this many digits' widths at least.
const TELLING: f64 = 5.0;

/// The evidence that the column encodes the target; `None` where it does not. `columns` are looked through for the category
/// that was encoded.
pub fn encodes(column: &Column, columns: &[&Column], target: &ParsedTarget) -> Option<String> {
    if column.kind() != ColumnKind::Float {
        return None;
    }
    let values = cells::numbers(column)?;
    let levels = few_values(&values)?;
    let means = indicators(&target.values, &target.spec.classes, target.spec.positive);
    let (what, weight) =
        means.into_iter().find_map(|(what, truth)| Some((what, agrees(&levels, &truth)?)))?;
    let what = if what == "mean" { format!("mean of `{}`", target.spec.name) } else { what };
    let of = columns.iter().find(|other| decides(other, &levels.codes));
    let of = of.map(|other| format!(", an encoding of `{}`", other.name)).unwrap_or_default();
    let smoothed = if weight > 0.0 { format!(", smoothed with weight {weight:.0}") } else { String::new() };
    Some(format!(
        "each of its {} values is the {what} over the very rows that hold it{smoothed}{of}",
        levels.values.len()
    ))
}

/// A number with few distinct values.
struct Levels {
    /// `(n_samples,)`, the place of the row's value or [`MISSING`].
    codes: Vec<u32>,
    /// Ascending.
    values: Vec<f64>,
    /// Half of the last digit that was written.
    tolerance: f64,
}

/// The levels of a column of fractions with few distinct values; quick to say no on one with many.
fn few_values(values: &[f64]) -> Option<Levels> {
    let mut first: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).take(2_000).collect();
    let n_first = first.len();
    first.sort_unstable_by(f64::total_cmp);
    first.dedup();
    if first.len() * 10 > n_first * 9 || first.iter().all(|value| value.fract() == 0.0) {
        return None;
    }
    let coded = cells::codes_of_numbers(values);
    let mut distinct = cells::sorted(values);
    let n_present = distinct.len();
    distinct.dedup();
    let few = (FEWEST_VALUES..=n_present / ROWS_PER_VALUE).contains(&distinct.len());
    few.then(|| {
        let tolerance = half_digit(&distinct);
        Levels { codes: coded.codes, values: distinct, tolerance }
    })
}

/// Half of the last of at most nine digits after the point that tells the values from whole numbers.
fn half_digit(values: &[f64]) -> f64 {
    let written = |digits: i32| {
        let scale = 10f64.powi(digits);
        values.iter().all(|value| {
            (value * scale - (value * scale).round()).abs() <= 1e-6 * (value * scale).abs().max(1.0)
        })
    };
    let digits = (0..=9).find(|&digits| written(digits)).unwrap_or(9);
    0.501 * 10f64.powi(-digits)
}

/// The smoothing weight with which the values are the means of their rows; `None` where they are not.
fn agrees(levels: &Levels, truth: &[f64]) -> Option<f64> {
    let k = levels.values.len();
    let (mut sums, mut squares, mut counts) = (vec![0.0; k], vec![0.0; k], vec![0.0; k]);
    for (&code, &y) in levels.codes.iter().zip(truth).filter(|(code, _)| **code != MISSING) {
        sums[code as usize] += y;
        squares[code as usize] += y * y;
        counts[code as usize] += 1.0;
    }
    let all = truth.iter().sum::<f64>() / truth.len() as f64;
    let mean = |at: usize| sums[at] / counts[at];
    // From v = (n mean + m all) / (n + m) follows m = n (mean - v) / (v - all), best known where v is far from both.
    let weights: Vec<f64> = (0..k)
        .filter(|&at| (levels.values[at] - all).abs() > 100.0 * levels.tolerance)
        .map(|at| counts[at] * (mean(at) - levels.values[at]) / (levels.values[at] - all))
        .collect();
    let smoothed = quantile(&weights, 0.5).filter(|weight| (0.5..1e4).contains(weight));
    let agrees_with = |smoothing: f64| {
        let (mut n_agree, mut n_telling, mut n) = (0.0, 0.0, 0.0);
        for at in 0..k {
            let expected = (counts[at] * mean(at) + smoothing * all) / (counts[at] + smoothing);
            // The weight itself is known from rounded values, which moves a smoothed mean a little.
            let reach = if smoothing > 0.0 { 4.0 } else { 1.0 } * levels.tolerance + 1e-9 * expected.abs();
            let variance = (squares[at] / counts[at] - mean(at) * mean(at)).max(0.0);
            n += counts[at];
            if (levels.values[at] - expected).abs() <= reach {
                n_agree += counts[at];
            }
            if (variance / counts[at]).sqrt() >= TELLING * reach {
                n_telling += counts[at];
            }
        }
        n_agree >= AGREE * n && n_telling >= 0.5 * n
    };
    [Some(0.0), smoothed].into_iter().flatten().find(|&smoothing| agrees_with(smoothing))
}

/// True when each level of a category holds one code only.
fn decides(column: &Column, codes: &[u32]) -> bool {
    if column.kind() != ColumnKind::Category {
        return false;
    }
    let Some(levels) = cells::codes(column) else { return false };
    let mut of_level = vec![None; levels.n_levels];
    levels
        .codes
        .iter()
        .zip(codes)
        .all(|(&level, &code)| level == MISSING || *of_level[level as usize].get_or_insert(code) == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_automl::parse_target;
    use bowline_core::Seed;

    struct Town {
        names: Column,
        of_row: Vec<usize>,
        y: Vec<f64>,
        target: ParsedTarget,
    }

    fn town() -> Town {
        let mut rng = Seed(8).rng();
        let of_row: Vec<usize> = (0..900).map(|_| (rng.uniform() * rng.uniform() * 20.0) as usize).collect();
        let y: Vec<f64> = of_row
            .iter()
            .map(|town| f64::from(u8::from(rng.uniform() < 0.2 + 0.03 * *town as f64)))
            .collect();
        let names: Vec<_> = of_row.iter().map(|town| Some(format!("t{town}"))).collect();
        let words: Vec<_> = y.iter().map(|y| Some(if *y > 0.5 { "yes" } else { "no" })).collect();
        let target = parse_target(&Column::category("y", &words), None, None).unwrap();
        Town { names: Column::category("town", &names), of_row, y, target }
    }

    fn encoded(town: &Town, smoothing: f64, digits: i32) -> Column {
        let all = town.y.iter().sum::<f64>() / town.y.len() as f64;
        let value = |of: usize| {
            let own: Vec<f64> =
                town.of_row.iter().zip(&town.y).filter(|(t, _)| **t == of).map(|(_, y)| *y).collect();
            let mean = (own.iter().sum::<f64>() + smoothing * all) / (own.len() as f64 + smoothing);
            (mean * 10f64.powi(digits)).round() / 10f64.powi(digits)
        };
        Column::floats("risk", &town.of_row.iter().map(|&of| value(of)).collect::<Vec<_>>())
    }

    #[test]
    fn a_mean_by_town_is_found_with_the_town() {
        let town = town();
        for digits in [4, 9] {
            let column = encoded(&town, 0.0, digits);
            let evidence = encodes(&column, &[&town.names, &column], &town.target).unwrap();
            assert!(evidence.contains("share of `yes`") && evidence.contains("`town`"), "{evidence}");
        }
    }

    #[test]
    fn a_smoothed_mean_is_found_with_its_weight() {
        let town = town();
        let evidence = encodes(&encoded(&town, 20.0, 6), &[&town.names], &town.target).unwrap();
        assert!(evidence.contains("weight 20"), "{evidence}");
    }

    #[test]
    fn a_rate_that_was_known_before_is_none() {
        let town = town();
        let known: Vec<f64> = town.of_row.iter().map(|&of| 0.2 + 0.03 * of as f64).collect();
        assert_eq!(encodes(&Column::floats("rate", &known), &[], &town.target), None);
        let tenths: Vec<f64> = town.y.iter().enumerate().map(|(row, _)| (row % 10) as f64 / 10.0).collect();
        assert_eq!(encodes(&Column::floats("tenths", &tenths), &[], &town.target), None);
    }
}
