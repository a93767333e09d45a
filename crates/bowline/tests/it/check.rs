//! `bowline check`: the verdict, what it rests on, and what is left behind.

use std::path::Path;

use serde_json::Value;

use crate::sandbox::Sandbox;
use crate::tables;

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name).display().to_string()
}

fn answers(object: &Value) -> Vec<(&str, &str)> {
    object["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .map(|criterion| (criterion["name"].as_str().unwrap(), criterion["answer"].as_str().unwrap()))
        .collect()
}

fn codes(object: &Value) -> Vec<&str> {
    object["findings"].as_array().unwrap().iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn what_only_the_user_knows_is_unknown_until_it_is_said() {
    let sandbox = Sandbox::new();
    sandbox.write("loans.csv", tables::loans(900));
    let silent = sandbox.run("check loans.csv --target defaulted --no-learning-curve --json").json();
    assert_eq!(
        answers(&silent),
        [
            ("has_pattern", "yes"),
            ("has_enough_data", "yes"),
            ("has_clear_metrics", "unknown"),
            ("can_handle_errors", "unknown"),
            ("outperforms_rules", "yes"),
            ("has_business_value", "unknown"),
        ]
    );
    assert_eq!((silent["suitability"].as_str(), silent["score"].as_u64()), (Some("undecided"), Some(3)));
    for option in ["--metric", "--error-tolerance", "--expected-return"] {
        assert!(silent["verdict"].as_str().unwrap().contains(option), "{}", silent["verdict"]);
    }
    let words = "check loans.csv --target defaulted --no-learning-curve --json --metric roc_auc \
                 --error-tolerance 0.2 --expected-return 50000 --cost 8000";
    let told = sandbox.run(words).json();
    assert_eq!((told["suitable"].as_bool(), told["score"].as_u64()), (Some(true), Some(6)), "{told}");
    let poor = sandbox.run(&words.replace("--cost 8000", "--cost 20000")).json();
    assert!(
        answers(&poor).contains(&("has_business_value", "no")),
        "a return of 2.5 times the cost is too little"
    );
}

#[test]
fn the_page_and_the_pictures_are_written_where_they_are_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("houses.csv", tables::houses(300));
    let answer = sandbox.run("check houses.csv --target price --pictures pictures");
    assert_eq!(answer.status, Some(0), "{}", answer.stderr);
    assert!(answer.stdout.starts_with("Verdict  "), "the verdict comes first: {}", answer.stdout);
    let page = std::fs::read_to_string(sandbox.path(".bowline/checks/houses/check.html")).unwrap();
    assert!(page.contains("has_pattern") || page.contains("pattern"), "the criteria stand on the page");
    assert!(!page.contains("src=\"http"), "self-contained");
    let files = sandbox.files();
    let n = |ending: &str| {
        files.iter().filter(|file| file.starts_with("pictures/") && file.ends_with(ending)).count()
    };
    assert!(n(".svg") >= 3 && n(".svg") == n(".png"), "{files:?}");
    sandbox.run("check houses.csv --target price --no-learning-curve --report here/page.html").success();
    assert!(sandbox.path("here/page.html").exists());
}

#[test]
fn faults_are_named_and_a_clean_table_raises_no_serious_one() {
    let sandbox = Sandbox::new();
    let found = |name: &str| {
        sandbox.run(&format!("check {} --target subscribed --no-learning-curve --json", example(name))).json()
    };
    let clean = found("bank_clean.csv");
    let serious = |object: &Value| {
        object["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] == "serious")
            .count()
    };
    assert_eq!(serious(&clean), 0, "{:?}", codes(&clean));
    for (name, code) in [
        ("bank_known_afterwards.csv", "leakage"),
        ("bank_target_encoded.csv", "leakage"),
        ("bank_duplicated_rows.csv", "duplicate-rows"),
        ("bank_time_trend.csv", "time-trend"),
    ] {
        let object = found(name);
        assert!(codes(&object).contains(&code), "{name}: {:?}", codes(&object));
        let mut subjects: Vec<String> = object["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| format!("{} {}", finding["code"], finding["subject"]))
            .collect();
        let n = subjects.len();
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), n, "{name}: nothing is said twice: {subjects:?}");
    }
}

#[test]
fn a_gate_ends_with_1_and_says_why() {
    let sandbox = Sandbox::new();
    let leaky =
        format!("check {} --target subscribed --no-learning-curve", example("bank_known_afterwards.csv"));
    assert_eq!(sandbox.run(&leaky).status, Some(0), "a negative finding is no failure by itself");
    let gated = sandbox.run(&format!("{leaky} --fail-on serious"));
    assert_eq!(gated.status, Some(1));
    assert!(gated.stderr.contains("serious findings (--fail-on serious)"), "{}", gated.stderr);
    let unsure = sandbox.run(&format!("{leaky} --fail-on unsuitable --json"));
    assert_eq!(unsure.status, Some(1));
    assert!(unsure.stderr.contains("`undecided`"), "{}", unsure.stderr);
    assert!(serde_json::from_str::<Value>(&unsure.stdout).is_ok(), "the object is printed all the same");
}

#[test]
fn options_out_of_range_are_refused_by_name() {
    let sandbox = Sandbox::new();
    sandbox.write("loans.csv", tables::loans(200));
    let refused =
        |options: &str| sandbox.run(&format!("check loans.csv --target defaulted {options}")).refusal();
    insta::assert_snapshot!("tolerance", refused("--error-tolerance 2"));
    insta::assert_snapshot!("accuracy", refused("--desired-accuracy 1"));
    insta::assert_snapshot!("metric", refused("--metric rmse"));
    insta::assert_snapshot!("target", refused("--drop amount --keep job --group defaulted"));
    assert!(!sandbox.path(".bowline").exists(), "nothing is left behind");
}

#[test]
fn the_same_seed_gives_the_same_answer_at_any_number_of_threads() {
    let sandbox = Sandbox::new();
    sandbox.write("flowers.csv", tables::flowers(240));
    let object = |threads: u32| {
        let words = format!("check flowers.csv --target kind --budget 600 --json --threads {threads}");
        let mut object = sandbox.run(&words).json();
        for changing in ["seconds", "peak_memory_mb"] {
            object[changing] = Value::Null;
        }
        object
    };
    assert_eq!(object(1), object(3));
}
