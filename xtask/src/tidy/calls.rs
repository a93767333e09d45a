//! Rule: calls that some crates, or all, never make.
//!
//! The invariants of the project are mostly absences: the algorithms open no file, read no clock and print
//! nothing. That is what makes them reproducible and lets every caller decide where data comes from.

use super::Violation;
use super::lexer::{find_token, item_end};
use super::source::Source;

/// The crates that are pure computation.
pub const PURE: &[&str] = &[
    "bowline-core",
    "bowline-stats",
    "bowline-features",
    "bowline-models",
    "bowline-automl",
    "bowline-audit",
    "bowline-report",
];

/// Where a call is forbidden.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// In the product code of the crates of [`PURE`].
    PureCrates,
    /// In the product code of the crates that ship; `bowline-testkit` and `xtask` do not.
    Product,
    /// In tests.
    Tests,
    /// In every Rust file.
    Everywhere,
}

struct Forbidden {
    token: &'static str,
    place: Where,
    why: &'static str,
    instead: &'static str,
}

const fn forbid(place: Where, token: &'static str, why: &'static str, instead: &'static str) -> Forbidden {
    Forbidden { token, place, why, instead }
}

const FORBIDDEN: &[Forbidden] = &[
    forbid(Where::PureCrates, "std::fs", FILES, "take bytes or a `Table`; `bowline-io` reads files"),
    forbid(Where::PureCrates, "std::env", ENVIRONMENT, "take the value as a parameter"),
    forbid(Where::PureCrates, "SystemTime", CLOCK, "take the time as a parameter"),
    forbid(Where::PureCrates, "Instant::now", CLOCK, "use the `Clock` that is passed in with the budget"),
    forbid(Where::PureCrates, "println!", OUTPUT, "return a value, or send a progress event"),
    forbid(Where::PureCrates, "print!", OUTPUT, "return a value, or send a progress event"),
    forbid(Where::PureCrates, "eprintln!", OUTPUT, "return a value, or send a progress event"),
    forbid(Where::PureCrates, "eprint!", OUTPUT, "return a value, or send a progress event"),
    forbid(Where::PureCrates, "rand::rng", RANDOM, "derive a generator from the `Seed` that is passed in"),
    forbid(
        Where::PureCrates,
        "rand::thread_rng",
        RANDOM,
        "derive a generator from the `Seed` that is passed in",
    ),
    forbid(Where::Everywhere, "todo!", UNFINISHED, "write it, or leave the feature out"),
    forbid(Where::Everywhere, "unimplemented!", UNFINISHED, "write it, or leave the feature out"),
    forbid(Where::Everywhere, "dbg!", "it is left over from a search for a fault", "remove it"),
    forbid(
        Where::Everywhere,
        "#[ignore",
        "a test that does not run proves nothing",
        "make it quick, or remove it",
    ),
    forbid(Where::Tests, "thread::sleep", "a test that waits is slow and still fails at times", SLEEP),
    forbid(Where::Product, ".unwrap()", "no input may make the program panic", UNWRAP),
];

const FILES: &str = "this crate opens no file";
const ENVIRONMENT: &str = "this crate does not look at its surroundings";
const CLOCK: &str = "this crate reads no clock, so that results can be repeated";
const OUTPUT: &str = "only the binary prints";
const RANDOM: &str = "chance comes from the seed alone";
const UNFINISHED: &str = "nothing unfinished is merged";
const SLEEP: &str = "wait on a channel or a condition, or pass a clock in";
const UNWRAP: &str = "return an error, or `expect` with the reason why it cannot fail";

/// Every forbidden call in a file.
pub fn check(source: &Source) -> Vec<Violation> {
    let pure = PURE.contains(&source.package.as_str());
    let product = !matches!(source.package.as_str(), "bowline-testkit" | "xtask");
    let mut violations = Vec::new();
    for rule in FORBIDDEN {
        for at in places(&source.code, rule.token) {
            let applies = match rule.place {
                Where::PureCrates => pure && !source.is_test(at),
                Where::Product => product && !source.is_test(at),
                Where::Tests => source.is_test(at),
                Where::Everywhere => true,
            };
            if applies {
                violations.push(Violation {
                    path: source.path.clone(),
                    line: source.line(at),
                    what: format!("`{}`", rule.token),
                    why: rule.why.to_owned(),
                    instead: rule.instead.to_owned(),
                });
            }
        }
    }
    violations
}

/// The places of a token; a path of two parts is also found inside `use first::{.., second, ..}`.
fn places(code: &str, token: &str) -> Vec<usize> {
    let mut found = find_token(code, token);
    if let Some((first, second)) = token.split_once("::") {
        for start in find_token(code, &format!("{first}::{{")) {
            let group = &code[start..item_end(code, start)];
            found.extend(find_token(group, second).into_iter().filter_map(|at| {
                // Only the top level of the group continues the path.
                let depth = group[..at].matches('{').count() - group[..at].matches('}').count();
                let starts_path = !group[..at].trim_end().ends_with("::");
                (depth == 1 && starts_path).then_some(start + at)
            }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn found(package: &str, path: &str, text: &str) -> Vec<String> {
        let source = Source::new(package, Path::new(path), text);
        check(&source).iter().map(|violation| format!("{}{}", violation.line, violation.what)).collect()
    }

    fn in_core(text: &str) -> Vec<String> {
        found("bowline-core", "crates/bowline-core/src/a.rs", text)
    }

    #[test]
    fn a_pure_crate_may_not_touch_the_world() {
        for (token, text) in [
            ("std::fs", "fn f() {\n std::fs::read(p) }"),
            ("std::fs", "use std::{\nfs, io};"),
            ("std::fs", "use std::{collections::{a, b}, \n fs::File};"),
            ("std::env", "fn f() {\n std::env::var(a) }"),
            ("SystemTime", "use std::time::{\nSystemTime};"),
            ("Instant::now", "fn f() {\n Instant::now() }"),
            ("println!", "fn f() {\n println!() }"),
            ("eprintln!", "fn f() {\n eprintln!() }"),
            ("rand::rng", "fn f() {\n rand::rng() }"),
        ] {
            assert_eq!(in_core(text), [format!("2`{token}`")], "{text}");
        }
    }

    #[test]
    fn its_tests_and_the_other_crates_may() {
        let text = "fn f() { std::fs::read(p); println!(); Instant::now(); }";
        assert!(found("bowline-io", "crates/bowline-io/src/a.rs", text).is_empty());
        assert!(found("bowline-core", "crates/bowline-core/tests/it/a.rs", text).is_empty());
        assert!(found("bowline-core", "crates/bowline-core/examples/a.rs", text).is_empty());
        assert!(in_core(&format!("#[cfg(test)]\nmod tests {{ {text} }}")).is_empty());
    }

    #[test]
    fn words_that_only_look_alike_pass() {
        let text =
            "use std::{fmt, collections::fs};\n/// Not `std::fs`.\nfn env() { other::fs(\"println!\") }";
        assert!(in_core(text).is_empty(), "{:?}", in_core(text));
    }

    #[test]
    fn what_is_unfinished_is_found_everywhere() {
        for token in ["todo!", "unimplemented!", "dbg!", "#[ignore"] {
            let text = format!("{token}()");
            assert_eq!(found("xtask", "xtask/src/a.rs", &text), [format!("1`{token}`")]);
            assert_eq!(found("bowline", "crates/bowline/tests/it/a.rs", &text), [format!("1`{token}`")]);
        }
    }

    #[test]
    fn only_tests_are_forbidden_to_sleep() {
        let text = "fn f() { std::thread::sleep(d) }";
        assert!(found("bowline", "crates/bowline/src/a.rs", text).is_empty());
        assert_eq!(found("bowline", "crates/bowline/tests/it/a.rs", text), ["1`thread::sleep`"]);
    }

    #[test]
    fn product_code_does_not_unwrap() {
        let text = "fn f() { a\n.unwrap() }";
        assert_eq!(in_core(text), ["2`.unwrap()`"]);
        assert!(in_core("fn f() { a.unwrap_or(b).expect(\"reason\") }").is_empty());
        assert!(
            in_core("/// `a.unwrap()`\nfn f() {}\n#[cfg(test)]\nmod tests { fn g() { a.unwrap() } }")
                .is_empty()
        );
        assert!(found("bowline-testkit", "crates/bowline-testkit/src/a.rs", text).is_empty());
    }
}
