//! Rule: a source file begins with a `//!` comment that teaches its idea.

use super::Violation;
use super::source::Source;

/// A file that begins with anything else.
pub fn check(source: &Source) -> Option<Violation> {
    if source.text.trim_start().starts_with("//!") || in_test_folder(source) {
        return None;
    }
    Some(Violation {
        path: source.path.clone(),
        line: 1,
        what: "the file does not begin with a `//!` comment".to_owned(),
        why: "a reader meets the idea before the code".to_owned(),
        instead: "say in the first lines what concept the file holds and how it works".to_owned(),
    })
}

fn in_test_folder(source: &Source) -> bool {
    source.path.components().any(|part| part.as_os_str() == "tests")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn is_found(path: &str, text: &str) -> bool {
        check(&Source::new("p", Path::new(path), text)).is_some()
    }

    #[test]
    fn the_comment_comes_first() {
        assert!(!is_found("crates/p/src/lib.rs", "//! Words.\n\nuse a;\n"));
        assert!(is_found("crates/p/src/lib.rs", "use a;\n//! Words.\n"));
        assert!(is_found("crates/p/src/a.rs", "// Words.\n"));
        assert!(is_found("crates/p/src/a.rs", ""));
    }

    #[test]
    fn integration_tests_need_none() {
        assert!(!is_found("crates/p/tests/it/a.rs", "use a;\n"));
    }
}
