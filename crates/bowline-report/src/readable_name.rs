//! Canonical names as people write them: `class_balance` is `Class balance`.

/// `canonical` with spaces and a capital.
pub(crate) fn readable_name(canonical: &str) -> String {
    let words = canonical.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_a_capital() {
        assert_eq!(readable_name("class_balance"), "Class balance");
        assert_eq!(readable_name(""), "");
    }
}
