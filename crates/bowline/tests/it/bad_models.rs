//! A damaged model is refused by name; it never crashes the reader and never answers.

use crate::sandbox::Sandbox;
use crate::tables;

fn fitted() -> (Sandbox, Vec<u8>) {
    let sandbox = Sandbox::new();
    sandbox.write("flowers.csv", tables::flowers(150));
    let answer = sandbox.fit("flowers.csv", "kind", "flowers");
    let bytes = std::fs::read(sandbox.path(answer["model_path"].as_str().unwrap())).unwrap();
    (sandbox, bytes)
}

#[test]
fn every_kind_of_damage_is_named() {
    let (sandbox, bytes) = fitted();
    let refused = |content: &[u8]| {
        sandbox.write("m.safetensors", content);
        sandbox.run("predict m.safetensors flowers.csv").refusal()
    };
    let mut flipped = bytes.clone();
    let last = flipped.len() - 5;
    flipped[last] ^= 1;
    // The checksums differ from run to run of a changed model, so they are left out of the snapshot.
    let damaged = refused(&flipped);
    let words: Vec<&str> = damaged.split_whitespace().filter(|word| word.len() < 60).collect();
    insta::assert_snapshot!("flipped", words.join(" "));
    insta::assert_snapshot!("cut", refused(&bytes[..bytes.len() - 100]));
    insta::assert_snapshot!("empty", refused(b""));
    insta::assert_snapshot!("a_table", refused(tables::flowers(5).as_bytes()));
    let version = b"\\\"format_version\\\":1";
    let at = bytes.windows(version.len()).position(|window| window == version);
    let at = at.expect("the format version stands in the metadata") + version.len() - 1;
    let mut newer = bytes.clone();
    newer[at] = b'9';
    insta::assert_snapshot!("newer", refused(&newer));
}

#[test]
fn damage_at_any_place_is_an_error_and_no_crash() {
    let (sandbox, bytes) = fitted();
    for step in 0..24 {
        let at = bytes.len() * step / 24 + step;
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x20;
        sandbox.write("m.safetensors", &damaged);
        let flipped = sandbox.run("show m.safetensors");
        assert_eq!(flipped.status, Some(1), "byte {at}: {}{}", flipped.stdout, flipped.stderr);
        sandbox.write("m.safetensors", &bytes[..at]);
        let cut = sandbox.run("show m.safetensors");
        assert_eq!(cut.status, Some(1), "cut at {at}: {}", cut.stderr);
    }
}

#[test]
fn what_is_no_model_is_refused() {
    let (sandbox, _) = fitted();
    let refused = |model: &str| sandbox.run(&format!("predict {model} flowers.csv")).refusal();
    insta::assert_snapshot!("unknown_name", refused("flower"));
    insta::assert_snapshot!("unknown_version", refused("flowers/9"));
    insta::assert_snapshot!("no_alias", refused("flowers@production"));
    insta::assert_snapshot!("no_such_path", refused("./m.safetensors"));
    insta::assert_snapshot!("bad_version", refused("flowers/first"));
}
