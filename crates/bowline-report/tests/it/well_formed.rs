//! A small check that tags are balanced, attributes quoted and ids unique.

use std::collections::BTreeSet;

const VOID: [&str; 3] = ["meta", "!DOCTYPE", "br"];

/// Panics with what is wrong; returns the names of all elements.
pub fn assert_well_formed(markup: &str) -> BTreeSet<String> {
    let (mut open, mut names, mut ids) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>') || open.last() == Some(&"style"), "stray > in {:?}", &rest[..at]);
        let end = at + rest[at..].find('>').expect("every tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closing </{name}>");
            continue;
        }
        let name = tag.split([' ', '/']).next().expect("a name");
        names.insert(name.to_owned());
        assert_eq!(tag.matches('"').count() % 2, 0, "quotes in <{tag}>");
        if let Some((_, id)) = tag.split_once(" id=\"") {
            let id = id.split('"').next().expect("an id");
            assert!(ids.insert(id.to_owned()), "`{id}` twice");
        }
        if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    // What labels and links point at is there.
    for attribute in ["aria-labelledby=\"", "href=\"#"] {
        for part in markup.split(attribute).skip(1) {
            for id in part.split('"').next().expect("a value").split(' ') {
                assert!(ids.contains(id), "nothing has the id `{id}`");
            }
        }
    }
    names
}
