//! The words after a verb.
//!
//! A verb knows a handful of `--name VALUE` options at most, so a full argument parser would cost more build
//! time than it saves. Both `--name VALUE` and `--name=VALUE` are read; anything else is refused by name.

use anyhow::{Context, Result, bail};

/// Reads `words` as pairs of option and value.
///
/// # Errors
/// When a word is not one of `known`, or an option has no value.
pub fn options<'a>(words: &'a [String], known: &[&str]) -> Result<Vec<(&'a str, &'a str)>> {
    let mut pairs = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (name, inline) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word.as_str(), None),
        };
        if !known.contains(&name) {
            let expected = if known.is_empty() {
                "no arguments".to_owned()
            } else {
                format!("one of {}", known.join(", "))
            };
            bail!("unknown argument `{word}`; expected {expected}");
        }
        let value = match inline {
            Some(value) => value,
            None => words.next().with_context(|| format!("option `{name}` needs a value"))?,
        };
        pairs.push((name, value));
    }
    Ok(pairs)
}

/// Refuses every word: for verbs that take no arguments.
///
/// # Errors
/// When there is any word.
pub fn none(words: &[String]) -> Result<()> {
    options(words, &[]).map(drop)
}

/// Reads one value as a whole number.
///
/// # Errors
/// When `value` is not a whole number that fits; the message names the option.
pub fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T> {
    value.parse().ok().with_context(|| format!("option `{name}` expects a whole number, found `{value}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn both_forms_of_an_option_are_read() {
        let given = words("--rows 10 --out=there");
        let pairs = options(&given, &["--rows", "--out"]).expect("known options");
        assert_eq!(pairs, [("--rows", "10"), ("--out", "there")]);
    }

    #[test]
    fn what_is_unknown_or_incomplete_is_refused_by_name() {
        let known = ["--rows"];
        assert!(options(&words("--row 10"), &known).unwrap_err().to_string().contains("`--row`"));
        assert!(options(&words("--rows"), &known).unwrap_err().to_string().contains("`--rows` needs"));
        assert!(none(&words("x")).unwrap_err().to_string().contains("expected no arguments"));
        assert!(number::<usize>("--rows", "ten").unwrap_err().to_string().contains("`ten`"));
    }
}
