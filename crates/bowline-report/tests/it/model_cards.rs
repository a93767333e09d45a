//! Model cards, as Markdown and as a page.

use bowline_report::{CardData, render_model_card, render_model_card_html};

use crate::sample_check::card;
use crate::well_formed::assert_well_formed;

#[test]
fn a_card_as_it_is() {
    insta::assert_snapshot!(render_model_card(&card()));
}

#[test]
fn the_page_says_the_same() {
    let html = render_model_card_html(&card());
    assert_well_formed(&html);
    for part in [
        "Intended use",
        "Not intended for",
        "By segment",
        "too few rows to say",
        "What it relies on",
        "Provenance",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert_eq!(html, render_model_card_html(&card()));
}

#[test]
fn a_card_of_nothing_says_what_is_unknown() {
    let empty = CardData { name: "bare/1".into(), target: "y".into(), ..CardData::default() };
    let text = render_model_card(&empty);
    assert!(text.contains("no score is stored") && text.contains("nothing to worry about"));
    assert!(!text.contains("## Data") && !text.contains("## Limits"));
    assert_well_formed(&render_model_card_html(&empty));
}

#[test]
fn hostile_text_stays_in_its_place() {
    for text in [
        "<script>alert(1)</script>",
        "a\n# head\n| b | c |",
        "[x](javascript:alert(1))",
        "`<img src=x>`\n\n---",
    ] {
        let own = || text.to_owned();
        let mut data = card();
        data.name = own();
        data.summary = own();
        data.target = own();
        data.model.push((own(), own()));
        data.intended_use.push(own());
        data.limits.push(own());
        data.metrics[0].0 = own();
        data.importance[0].column = own();
        data.findings[0].subject = Some(own());
        data.findings[0].message = own();
        data.segments[0].column = own();
        data.segments[0].metric = own();
        data.segments[0].segments[0].value = own();
        let markdown = render_model_card(&data);
        // Headings, and lines of tables with their number of cells, are those of the harmless card.
        let shape = |card: &str| -> Vec<(bool, usize)> {
            let pipes = |line: &str| line.replace("\\|", "").matches('|').count();
            card.lines().map(|line| (line.starts_with('#'), pipes(line))).collect()
        };
        let mut harmless = card();
        harmless.model.push(("a".into(), "b".into()));
        harmless.intended_use.push("a".into());
        harmless.limits.push("a".into());
        assert_eq!(shape(&markdown), shape(&render_model_card(&harmless)), "{text:?}");
        assert!(!markdown.contains("<script") && !markdown.replace("\\]", "").contains("]("), "{text:?}");
        let names = assert_well_formed(&render_model_card_html(&data));
        assert!(!names.contains("script") && !names.contains("img"));
    }
}
