//! JSON lines: columns, kinds, and what is refused.

use bowline_core::ColumnKind as K;
use bowline_io::{BadRows, DataFormat, ReadOptions};

use crate::{cells, column, has_finding, kind, kinds, read, read_as};

fn refusal(content: &str) -> String {
    read_as("x.jsonl", content, &ReadOptions::default()).unwrap_err().to_string().replace('\\', "/")
}

#[test]
fn one_object_a_line() {
    let loaded = read(concat!(
        "{\"n\": 1, \"x\": 1, \"b\": true, \"s\": \"a\", \"day\": \"2024-01-31\", \"home\": {\"city\": \"Rome\"}}\n",
        "\n",
        "{\"x\": 2.5, \"n\": -7, \"s\": \"NA\", \"b\": null}\r\n",
        "{\"late\": 3, \"home\": {\"city\": \"Oslo\", \"n\": 5}}",
    ));
    assert_eq!((loaded.format, loaded.dialect), (DataFormat::JsonLines, None));
    assert_eq!(
        kinds(&loaded),
        [
            ("n", K::Integer),
            ("x", K::Float),
            ("b", K::Boolean),
            ("s", K::Category),
            ("day", K::Timestamp),
            ("home.city", K::Category),
            ("late", K::Integer),
            ("home.n", K::Integer),
        ]
    );
    assert_eq!(cells(column(&loaded, "n")), [Some("1".into()), Some("-7".into()), None]);
    assert_eq!(cells(column(&loaded, "home.city")), [Some("Rome".into()), None, Some("Oslo".into())]);
    assert_eq!(column(&loaded, "s").null_count(), 2);
}

#[test]
fn types_are_those_of_the_file() {
    let loaded =
        read("{\"code\": \"12\", \"m\": 1, \"e\": null}\n{\"code\": \"13\", \"m\": \"x\", \"e\": null}\n");
    assert_eq!(kinds(&loaded), [("code", K::Category), ("m", K::Category), ("e", K::Float)]);
    assert!(has_finding(&loaded, "mixed-types"));
    let options = ReadOptions { kinds: [("code".to_owned(), K::Integer)].into(), ..ReadOptions::default() };
    let typed = read_as("x.jsonl", "{\"code\": \"12\"}\n", &options).unwrap();
    assert_eq!(kind(&typed, "code"), K::Integer);
}

#[test]
fn what_is_refused() {
    let (broken, nested) = ("{\"a\": 1}\n{\"a\": \n", "{\"a\": 1, \"tags\": [1]}\n");
    assert!(refusal(broken).ends_with("line 2: expected one JSON object a line, found a line that is not (EOF while parsing a value); correct it, or set such lines aside with `--bad-rows set-aside`"), "{}", refusal(broken));
    assert!(refusal(nested).contains("column `tags` has type `a list`"), "{}", refusal(nested));
    assert!(
        refusal("{\"a\": {\"b\": {\"c\": 1}}}\n").contains("column `a.b` has type `an object in an object`")
    );
    assert!(refusal("{}\n{}\n").contains("is empty"));
    assert!(refusal("{\n  \"a\": 1\n}\n").contains("line 1"));
    let forgiving = ReadOptions { bad_rows: BadRows::SetAside, ..ReadOptions::default() };
    let loaded = read_as("x.jsonl", format!("{broken}5\n{{\"a\": 3}}\n"), &forgiving).unwrap();
    assert_eq!((loaded.table.n_rows(), loaded.findings.len()), (2, 1));
    assert!(loaded.findings[0].message.ends_with("lines 2 and 3"), "{:?}", loaded.findings);
}

#[test]
fn objects_without_a_common_key_do_not_fill_the_memory() {
    let text: String = (0..20_000).map(|at| format!("{{\"k{at}\":1}}\n")).collect();
    assert!(refusal(&text).contains("20000 objects have 20000 different keys"));
}

#[test]
fn the_number_of_threads_does_not_show() {
    let text: String = (0..60_000)
        .map(|at| {
            format!(
                "{{\"i\": {at}, \"x\": {}.5, \"c\": \"w{}\", \"k{}\": true}}\n",
                at % 99,
                at % 13,
                at / 20_000
            )
        })
        .collect();
    let (_folder, path) = crate::file("x.jsonl", &text);
    let with = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        let loaded = pool.install(|| bowline_io::read_table(&path, &ReadOptions::default())).unwrap();
        loaded.table.to_record_batch()
    };
    assert_eq!(with(1), with(3));
}
