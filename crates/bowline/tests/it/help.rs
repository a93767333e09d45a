//! What `--help` shows: the first page that many people read.

use crate::sandbox::Sandbox;

#[test]
fn every_page_of_help() {
    let sandbox = Sandbox::new();
    for verb in ["", "check", "fit", "predict", "evaluate", "models", "show"] {
        let page = sandbox.run(&format!("{verb} --help")).success();
        insta::assert_snapshot!(format!("help_{}", if verb.is_empty() { "bowline" } else { verb }), page);
    }
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_was_expected() {
    let sandbox = Sandbox::new();
    for words in [
        "",
        "fti data.csv",
        "fit data.csv",
        "fit data.csv --target y --budget 0",
        "fit data.csv --target y --metric aucc",
    ] {
        let answer = sandbox.run(words);
        assert_eq!(answer.status, Some(2), "`{words}`: {}", answer.stderr);
        assert!(!answer.stderr.is_empty() && answer.stdout.is_empty(), "`{words}`");
    }
    let refusal = |words: &str| sandbox.run(words).refusal();
    insta::assert_snapshot!(refusal("fti data.csv"));
    insta::assert_snapshot!(refusal("fit data.csv --target y --budget 0"));
    insta::assert_snapshot!(refusal("fit data.csv --target y --metric aucc"));
    insta::assert_snapshot!(refusal("fit data.csv --target y --type age=number"));
}
