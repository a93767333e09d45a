//! The same data, options and seed give the same model bytes at any number of threads, and another seed gives others.

use crate::sandbox::Sandbox;
use crate::tables;

fn model_bytes(data: &str, target: &str, options: &str) -> Vec<u8> {
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", data);
    let words = format!("fit data.csv --target {target} --quality fast --budget 3600 --json {options}");
    let answer = sandbox.run(&words).json();
    assert_eq!(answer["cut_short"], false);
    std::fs::read(sandbox.path(answer["model_path"].as_str().unwrap())).unwrap()
}

#[test]
fn one_thread_and_two_give_the_same_model() {
    for (data, target) in
        [(tables::loans(600), "defaulted"), (tables::houses(400), "price"), (tables::flowers(300), "kind")]
    {
        let one = model_bytes(&data, target, "--threads 1");
        assert!(one == model_bytes(&data, target, "--threads 2"), "`{target}` with two threads");
        assert!(one == model_bytes(&data, target, "--threads 5"), "`{target}` with five threads");
        assert!(one != model_bytes(&data, target, "--threads 1 --seed 1"), "`{target}` with another seed");
    }
}
