//! Rule: a file holds one concept, and a concept fits a file that can be read at one go.

use super::Violation;
use super::source::Source;

/// The most lines of a file, tests included.
const LINES: usize = 600;
/// The most lines before the tests.
const LINES_BEFORE_TESTS: usize = 400;

/// A file that is too long.
pub fn check(source: &Source) -> Option<Violation> {
    let before = source.lines_before_tests();
    let what = if source.lines() > LINES {
        format!("{} lines, at most {LINES}", source.lines())
    } else if before > LINES_BEFORE_TESTS {
        format!("{before} lines before the tests, at most {LINES_BEFORE_TESTS}")
    } else {
        return None;
    };
    Some(Violation {
        path: source.path.clone(),
        line: 1,
        what,
        why: "a long file holds more than one concept".to_owned(),
        instead: "move each concept to a file that bears its name".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn what(path: &str, text: &str) -> Option<String> {
        check(&Source::new("p", Path::new(path), text)).map(|violation| violation.what)
    }

    const FILE: &str = "crates/p/src/a.rs";

    #[test]
    fn files_up_to_the_limits_pass() {
        assert_eq!(what(FILE, &"\n".repeat(400)), None);
        let tested = format!("{}#[cfg(test)]\nmod tests {{{}}}\n", "\n".repeat(400), "\n".repeat(190));
        assert_eq!(what(FILE, &tested), None);
        assert_eq!(what("crates/p/tests/it/a.rs", &"\n".repeat(600)), None);
    }

    #[test]
    fn longer_ones_are_counted() {
        assert_eq!(
            what("crates/p/tests/it/a.rs", &"\n".repeat(601)).as_deref(),
            Some("601 lines, at most 600")
        );
        let expected = Some("401 lines before the tests, at most 400");
        assert_eq!(what(FILE, &"\n".repeat(401)).as_deref(), expected);
        let tested = format!("{}#[cfg(test)]\nmod tests {{}}\n", "\n".repeat(401));
        assert_eq!(what(FILE, &tested).as_deref(), expected);
    }
}
