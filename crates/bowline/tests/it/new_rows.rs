//! Rows that the model has not seen, in tables that are not quite those it was fitted on.

use crate::sandbox::Sandbox;
use crate::tables;

fn fitted() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("loans.csv", tables::loans(500));
    sandbox.fit("loans.csv", "defaulted", "loans");
    sandbox
}

#[test]
fn order_extra_columns_and_unseen_values_do_not_matter() {
    let sandbox = fitted();
    let predict = |content: &str| {
        sandbox.write("new.csv", content);
        sandbox.run("predict loans new.csv").success()
    };
    let plain = predict("amount,job,asked_at,purpose,rate\n5000,cook,2020-05-05,new kitchen,3.5\n");
    let shuffled =
        predict("note,rate,purpose,job,amount,asked_at\nhello,3.5,new kitchen,cook,5000,2020-05-05\n");
    assert_eq!(plain, shuffled);
    let unseen = predict("amount,job,asked_at,purpose,rate\n5000,astronaut,2031-05-05,zzz qqq,3.5\n");
    assert_eq!(unseen.lines().count(), 2);
    let missing = predict("amount,job,asked_at,purpose,rate\n,,,,\n");
    assert_eq!(missing.lines().count(), 2);
    let whole = predict("amount,job,asked_at,purpose,rate\n5000.0,cook,2020-05-05,new kitchen,3.50\n");
    assert_eq!(plain, whole, "a number is the same in any spelling");
}

#[test]
fn rows_are_answered_one_by_one_as_in_a_batch() {
    let sandbox = fitted();
    let table = tables::loans(40);
    sandbox.write("all.csv", &table);
    let together = sandbox.run("predict loans all.csv").success();
    let header = table.lines().next().unwrap();
    for (row, line) in table.lines().enumerate().skip(1).step_by(7) {
        sandbox.write("one.csv", format!("{header}\n{line}\n"));
        let alone = sandbox.run("predict loans one.csv").success();
        assert_eq!(alone.lines().nth(1), together.lines().nth(row), "row {row}");
    }
}

/// A mark of missing cells that was given to `fit` holds for the rows of tomorrow.
#[test]
fn cells_are_read_as_they_were_when_fitted() {
    let sandbox = Sandbox::new();
    let gaps = tables::houses(300).replace(";4;", ";-999;");
    sandbox.write("houses.csv", &gaps);
    sandbox.run("fit houses.csv --target price --name houses --quality fast --na -999 --json").json();
    let answer = |cell: &str| {
        sandbox.write("new.csv", format!("area;rooms;quarter\n90;{cell};south\n"));
        sandbox.run("predict houses new.csv").success()
    };
    assert_eq!(answer("-999"), answer(""));
    assert_ne!(answer("-998"), answer(""));
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let sandbox = fitted();
    let refused = |content: &str, words: &str| {
        sandbox.write("new.csv", content);
        sandbox.run(words).refusal()
    };
    let rows = "amount,job,asked_at,purpose,rate\n5000,cook,2020-05-05,new kitchen,3.5\n";
    insta::assert_snapshot!(
        "missing_column",
        refused("amount,job,purpose\n5000,cook,car\n", "predict loans new.csv")
    );
    insta::assert_snapshot!("wrong_type", refused(&rows.replace("5000", "plenty"), "predict loans new.csv"));
    insta::assert_snapshot!("no_answers", refused(rows, "evaluate loans new.csv"));
    insta::assert_snapshot!("no_such_copy", refused(rows, "predict loans new.csv --with id"));
    insta::assert_snapshot!(
        "unknown_label",
        refused(
            "amount,job,asked_at,purpose,rate,defaulted\n5000,cook,2020-05-05,car,3.5,perhaps\n",
            "evaluate loans new.csv"
        )
    );
    assert!(!sandbox.path("out.csv").exists());
    refused("amount\n1\n", "predict loans new.csv --out out.csv");
    assert!(!sandbox.path("out.csv").exists(), "nothing is half written");
}

#[test]
fn labels_in_another_spelling_are_taken_on_request() {
    let sandbox = fitted();
    let table = tables::loans(100);
    sandbox.write("plain.csv", &table);
    sandbox.write("dotted.csv", table.replace(",yes\n", ",Yes.\n").replace(",no\n", ", NO.\n"));
    let plain = sandbox.run("evaluate loans plain.csv --json").json();
    let refused = sandbox.run("evaluate loans dotted.csv").refusal();
    assert!(refused.contains("--normalize-labels"), "{refused}");
    let dotted = sandbox.run("evaluate loans dotted.csv --normalize-labels --json").json();
    assert_eq!(plain["metrics"], dotted["metrics"]);
}
