//! The main job from end to end: fit, then use what it registered.

use serde_json::Value;

use crate::sandbox::Sandbox;
use crate::tables;

/// What stands beside every model of classes.
const FILES: [&str; 7] = [
    "confusion_matrix.png",
    "feature_importance.png",
    "model.safetensors",
    "model_card.md",
    "report.html",
    "roc_curve.png",
    "version.json",
];

fn number(node: &Value) -> f64 {
    node.as_f64().unwrap_or_else(|| panic!("{node} is no number"))
}

#[test]
fn fit_registers_a_model_with_all_that_is_promised() {
    let sandbox = Sandbox::new();
    sandbox.write("loans.csv", tables::loans(800));
    let answer = sandbox.fit("loans.csv", "defaulted", "loans");
    let text =
        |key: &str| answer[key].as_str().unwrap_or_else(|| panic!("{key}: {}", answer[key])).to_owned();
    assert_eq!(
        ["name", "task", "metric", "positive"].map(text),
        ["loans", "binary", "roc_auc", "yes"].map(str::to_owned)
    );
    assert_eq!(answer["version"], 1);
    let [low, high] = [0, 1].map(|end| number(&answer["test_ci95"][end]));
    let test = number(&answer["test_score"]);
    assert!(low <= test && test <= high && high - low < 0.2, "{low} {test} {high}");
    assert!(test > 0.85 && number(&answer["cv_score"]) > 0.85, "there is something to learn: {test}");
    assert!(number(&answer["seconds"]) > 0.0);
    if cfg!(target_os = "linux") {
        assert!(number(&answer["peak_memory_mb"]) > 1.0);
    }
    let rows = answer["leaderboard"].as_array().unwrap();
    let fitted = rows.iter().filter(|row| row["status"] == "fitted");
    for row in fitted {
        assert!(
            number(&row["cv_ci95"][0]) <= number(&row["cv_ci95"][1]) && number(&row["fit_seconds"]) >= 0.0,
            "{row}"
        );
    }
    let skipped = rows.iter().filter(|row| row["status"] == "skipped");
    for row in skipped {
        assert!(!row["reason"].as_str().unwrap().is_empty(), "{row}");
    }
    let names: Vec<&str> = rows.iter().filter_map(|row| row["name"].as_str()).collect();
    for expected in ["ensemble", "random", "most_frequent", "simple_rules", "logistic", "boosting"] {
        assert!(names.contains(&expected), "`{expected}` is not in {names:?}");
    }
    let (inside, outside): (Vec<String>, Vec<String>) =
        sandbox.files().into_iter().partition(|file| file.starts_with(".bowline/models/loans/1/"));
    assert_eq!(outside, ["loans.csv"], "everything is kept in one folder");
    for file in FILES {
        assert!(
            inside.iter().any(|held| held.ends_with(&format!("/{file}"))),
            "`{file}` is not in {inside:?}"
        );
    }
    for picture in inside.iter().filter_map(|file| file.strip_suffix(".svg")) {
        assert!(inside.contains(&format!("{picture}.png")), "{picture} is there as PNG too");
    }
    let page = std::fs::read_to_string(sandbox.path(&text("report"))).unwrap();
    assert!(
        page.contains("<svg") && !page.contains("http://") && !page.contains("src=\"http"),
        "self-contained"
    );
}

#[test]
fn the_test_score_is_that_of_exactly_what_is_served() {
    let sandbox = Sandbox::new();
    for (name, data, target) in [
        ("loans", tables::loans(900), "defaulted"),
        ("houses", tables::houses(700), "price"),
        ("flowers", tables::flowers(450), "kind"),
    ] {
        let n_train = data.lines().count() * 3 / 4;
        let lines: Vec<&str> = data.lines().collect();
        sandbox.write("train.csv", lines[..n_train].join("\n"));
        sandbox.write("test.csv", [&lines[..1], &lines[n_train..]].concat().join("\n"));
        let words = format!(
            "fit train.csv --test test.csv --target {target} --name {name} --quality fast --budget 600 --json"
        );
        let fitted = sandbox.run(&words).json();
        let evaluated = sandbox.run(&format!("evaluate {name} test.csv --json")).json();
        assert_eq!(evaluated["n_rows"], lines.len() - n_train);
        for (metric, found) in fitted["test_metrics"].as_object().unwrap() {
            let again = &evaluated["metrics"][metric];
            assert_eq!(found["value"], again["value"], "{metric} of `{name}`");
            assert_eq!(found["ci95"], again["ci95"], "interval of {metric} of `{name}`");
        }
        assert_eq!(fitted["test_score"], evaluated["registered_test_score"]);
    }
}

#[test]
fn probabilities_are_written_with_their_classes() {
    let sandbox = Sandbox::new();
    let table = tables::flowers(240);
    sandbox.write("flowers.csv", &table);
    sandbox.fit("flowers.csv", "kind", "flowers");
    let to_stdout = sandbox.run("predict flowers flowers.csv --with petal").success();
    let to_file = sandbox.run("predict flowers/1 flowers.csv --with petal --out answers.csv");
    assert_eq!((to_file.status, to_file.stdout.as_str()), (Some(0), ""));
    assert_eq!(std::fs::read_to_string(sandbox.path("answers.csv")).unwrap(), to_stdout);
    let mut lines = to_stdout.lines();
    assert_eq!(lines.next(), Some("petal,prediction,probability_aster,probability_briar,probability_clover"));
    let mut n_right = 0;
    for (row, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let probabilities: Vec<f64> = cells[2..].iter().map(|cell| cell.parse().unwrap()).collect();
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{line}");
        let kinds = ["aster", "briar", "clover"];
        let likeliest = (0..3).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap();
        assert_eq!(cells[1], kinds[likeliest], "{line}");
        let truth = table.lines().nth(row + 1).and_then(|line| line.split(',').nth(2));
        n_right += usize::from(truth == Some(cells[1]));
    }
    assert!(n_right > 200, "{n_right} of 240");
}

#[test]
fn versions_count_up_and_are_listed_and_shown() {
    let sandbox = Sandbox::new();
    assert!(sandbox.run("models").success().contains("bowline fit"));
    sandbox.write("houses.csv", tables::houses(200));
    for version in 1..=2 {
        assert_eq!(sandbox.fit("houses.csv", "price", "houses")["version"], version);
    }
    let listed = sandbox.run("models --json").json();
    let versions: Vec<u64> =
        listed.as_array().unwrap().iter().filter_map(|v| v["version"].as_u64()).collect();
    assert_eq!(versions, [2, 1]);
    let table = sandbox.run("models").success();
    assert!(table.contains("houses/2") && table.contains("rmse"), "{table}");
    let shown = sandbox.run("show houses/1 --json").json();
    assert_eq!((shown["model"].as_str(), shown["target"].as_str()), (Some("houses/1"), Some("price")));
    let columns: Vec<&str> =
        shown["input"].as_array().unwrap().iter().filter_map(|column| column["name"].as_str()).collect();
    assert_eq!(columns, ["area", "rooms", "quarter"]);
    assert_eq!(shown["provenance"]["data_sha256"].as_str().unwrap().len(), 64);
    assert!(sandbox.run("show houses").success().contains("houses/2"));
}

#[test]
fn the_home_folder_is_chosen_by_option_or_environment() {
    let sandbox = Sandbox::new();
    sandbox.write("houses.csv", tables::houses(200));
    let words = "fit houses.csv --target price --quality fast --home kept --json";
    let answer = sandbox.run(words).json();
    assert_eq!(answer["name"], "houses", "the file names the model");
    assert!(sandbox.files().contains(&"kept/models/houses/1/model.safetensors".to_owned()));
    let mut command = sandbox.command(["show", "houses"]);
    command.env("BOWLINE_HOME", "kept");
    assert_eq!(sandbox.finish(command).status, Some(0));
    assert_eq!(sandbox.run("show houses").status, Some(1));
}

#[test]
fn the_words_of_a_fit() {
    let sandbox = Sandbox::new();
    sandbox.write("houses.csv", tables::houses(300));
    let answer = sandbox.run("fit houses.csv --target price --quality fast");
    assert_eq!(answer.status, Some(0), "{}", answer.stderr);
    for part in [
        "Leaderboard",
        "Verdict",
        "Worth using",
        "Most important",
        "houses/1",
        "Report",
        "Next: bowline predict",
    ] {
        assert!(answer.stdout.contains(part), "`{part}` is missing in {}", answer.stdout);
    }
}
