//! The known names that a mistyped one was probably meant to be.

/// Similarity below which a name is no suggestion.
const LEAST_SIMILARITY: f64 = 0.7;

/// The names of `known` most like `wanted`, best first, at most `limit`; empty when none is alike.
///
/// Jaro-Winkler similarity without regard to case, which forgives transposed and missing letters and weighs the first
/// ones most. `nearest_names("chrun", ["churn", "age"], 3)` is `["churn"]`.
#[must_use]
pub fn nearest_names<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&wanted, &name.to_lowercase()), name))
        .filter(|(similarity, _)| *similarity >= LEAST_SIMILARITY)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.truncate(limit);
    scored.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_typing_errors_and_nothing_else() {
        let known = ["Churn", "tenure", "TotalCharges"];
        assert_eq!(nearest_names("chrun", known, 3), ["Churn"]);
        assert_eq!(nearest_names("total_charges", known, 1), ["TotalCharges"]);
        assert!(nearest_names("xyz", known, 3).is_empty());
    }
}
