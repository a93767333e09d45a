//! A histogram of one line of text, for terminals: `▂▇█▅▂▁`.

use crate::data::Distribution;

/// One block per count, the tallest for the largest count, all of one column in width.
///
/// Nothing is a blank, and what is more than nothing is at least the lowest block, so that a rare value is seen. The line has as
/// many columns as `counts` has entries; sparks of equally many bins line up below each other.
///
/// ```
/// assert_eq!(bowline_report::spark(&[0, 1, 50, 100]), " ▁▄█");
/// ```
#[must_use]
pub fn spark(counts: &[u64]) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let tallest = counts.iter().copied().max().unwrap_or(0);
    let block = |&count: &u64| match count {
        0 => ' ',
        _ => BLOCKS[((count as f64 / tallest as f64 * 8.0).ceil() as usize).clamp(1, 8) - 1],
    };
    counts.iter().map(block).collect()
}

/// A share as a lying bar of `width` columns, in steps of an eighth of one: `███▌    `.
///
/// What is not a number is nothing, and what is more than nothing shows at least the thinnest bar.
///
/// ```
/// assert_eq!(bowline_report::share_bar(0.5, 5), "██▌  ");
/// ```
#[must_use]
pub fn share_bar(share: f64, width: usize) -> String {
    const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
    let exact = (share * width as f64 * 8.0).round() as usize;
    let eighths = if share > 0.0 && width > 0 { exact.max(1) } else { exact };
    let mut line: String = std::iter::repeat_n('█', eighths / 8).collect();
    line.extend(eighths.checked_rem(8).filter(|&rest| rest > 0).map(|rest| EIGHTHS[rest - 1]));
    let used = line.chars().count();
    line.extend(std::iter::repeat_n(' ', width.saturating_sub(used)));
    line
}

/// The distribution of a column in exactly `width` columns: bins joined to fit, or a block for each of the first levels.
///
/// Blanks when there is nothing to show, so that lines below each other stay aligned.
#[must_use]
pub fn distribution_spark(distribution: &Distribution, width: usize) -> String {
    let counts: Vec<u64> = match distribution {
        Distribution::Unknown => Vec::new(),
        Distribution::Histogram { counts, .. } => joined(counts, width),
        Distribution::Levels { top, .. } => top.iter().take(width).map(|level| level.1).collect(),
    };
    let mut line = spark(&counts);
    line.extend(std::iter::repeat_n(' ', width.saturating_sub(counts.len())));
    line
}

/// At most `width` bins, neighbours joined as evenly as they go.
fn joined(counts: &[u64], width: usize) -> Vec<u64> {
    if counts.len() <= width {
        return counts.to_vec();
    }
    let mut bins = vec![0u64; width];
    for (at, &count) in counts.iter().enumerate() {
        if let Some(bin) = bins.get_mut(at * width / counts.len()) {
            *bin = bin.saturating_add(count);
        }
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sparks_have_a_column_for_each_bin() {
        assert_eq!(spark(&[]), "");
        assert_eq!(spark(&[0, 0]), "  ");
        assert_eq!(spark(&[1, 1000]), "▁█");
        assert_eq!(spark(&[1, 2, 3, 4, 5, 6, 7, 8]), "▁▂▃▄▅▆▇█");
        assert_eq!(spark(&[u64::MAX, 1]), "█▁");
    }

    #[test]
    fn distributions_take_the_width_they_are_given() {
        let histogram = |counts: Vec<u64>| Distribution::Histogram {
            edges: (0..=counts.len()).map(|edge| edge as f64).collect(),
            counts,
            ends: None,
        };
        assert_eq!(distribution_spark(&histogram(vec![1, 1, 2, 2, 4, 4]), 3), "▂▄█");
        assert_eq!(distribution_spark(&histogram(vec![8, 4]), 4), "█▄  ");
        assert_eq!(distribution_spark(&histogram(vec![8, 4]), 0), "");
        assert_eq!(distribution_spark(&Distribution::Unknown, 2), "  ");
        let levels = Distribution::Levels { top: vec![("a".into(), 8), ("b".into(), 2)], others: 9 };
        assert_eq!(distribution_spark(&levels, 3), "█▂ ");
    }

    #[test]
    fn bars_fill_their_width() {
        for (share, expected) in
            [(0.0, "    "), (1.0, "████"), (0.25, "█   "), (1e-9, "▏   "), (7.0, "████"), (f64::NAN, "    ")]
        {
            assert_eq!(share_bar(share, 4), expected, "{share}");
        }
        assert_eq!(share_bar(0.5, 0), "");
    }
}
