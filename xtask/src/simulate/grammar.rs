//! The grammar of the notes: rules that expand a symbol into words and further symbols.
//!
//! A symbol stands in angle brackets. Expanding replaces each symbol by one of its alternatives, drawn at random,
//! until only words are left. No rule leads back to itself, so this ends.

use super::rng::Rng;

/// What a sentence is about; each is a symbol of the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// How the note came about.
    Opening,
    /// Something pleasant.
    Content,
    /// Something unpleasant.
    Unhappy,
    /// Something of no importance.
    Neutral,
    /// Another product is on trial.
    Rival,
    /// The person who introduced Harbor has left.
    ChampionLeft,
    /// Money is short.
    Price,
}

const RULES: &[(&str, &[&str])] = &[
    (
        "opening",
        &[
            "call with <who>",
            "emailed <who>",
            "check-in",
            "renewal talk with <who>",
            "chat",
            "follow-up on ticket",
        ],
    ),
    (
        "content",
        &[
            "<who> is <very> happy with <feature>",
            "<feature> saves them <hours> a week",
            "<team> loves <feature>",
            "rollout to <team> went well",
            "wants to add <number> seats",
            "praised our support",
            "offered to be a reference",
            "\"best tool we bought this year\"",
            "uses <feature> every day",
            "asked for a demo of <feature>, keen to do more",
        ],
    ),
    (
        "unhappy",
        &[
            "<who> is <very> unhappy with <feature>",
            "<feature> keeps <failing>",
            "complained about <feature> again",
            "<team> went back to spreadsheets",
            "still waiting for a fix of <feature>",
            "said \"not worth it\" about <feature>",
            "hardly anybody logs in any more",
            "finds it <very> slow",
            "<team> never got <feature> to work",
            "asked how to export their data",
        ],
    ),
    (
        "neutral",
        &[
            "asked how <feature> works",
            "sent the guide for <feature>",
            "will call back <when>",
            "billing address updated",
            "no answer, left a voicemail",
            "invoice resent to <who>",
            "on the <plan> plan, nothing to report",
        ],
    ),
    (
        "rival",
        &[
            "comparing us with <product>",
            "<product> made them an offer",
            "trial of <product> is running",
            "asked what we have that <product> lacks",
        ],
    ),
    (
        "champion-left",
        &[
            "<who> who set us up has left",
            "new <role>, does not know why they have us",
            "our contact is gone, no successor yet",
        ],
    ),
    (
        "price",
        &[
            "thinks <plan> is <very> expensive",
            "asked for a discount",
            "budget frozen until <when>",
            "card was declined, money is tight",
        ],
    ),
    ("who", &["the <role>", "their <role>", "<name>", "<name> (<role>)"]),
    ("role", &["owner", "admin", "office manager", "team lead", "bookkeeper"]),
    ("name", &["Ana", "Zoë", "Mr. Okafor", "Lena", "J. Marsh", "Priya", "Tomás"]),
    ("team", &["the team", "the front desk", "the second site", "the night shift", "staff"]),
    (
        "feature",
        &[
            "the calendar",
            "shift swaps",
            "reminders",
            "the mobile app",
            "reports",
            "the import",
            "calendar sync",
        ],
    ),
    ("failing", &["breaking", "losing entries", "timing out", "sending doubles"]),
    ("very", &["really", "very", "quite", "rather"]),
    ("hours", &["2 hours", "an hour", "a day"]),
    ("number", &["2", "3", "5", "ten"]),
    ("when", &["next week", "Monday", "next month", "after the holidays"]),
    ("product", &["Berth", "Berth", "Slipway", "Quay Planner"]),
];

/// One sentence without capital letter and full stop.
pub fn expand(rng: &mut Rng, tone: Tone, plan: &str) -> String {
    let symbol = match tone {
        Tone::Opening => "opening",
        Tone::Content => "content",
        Tone::Unhappy => "unhappy",
        Tone::Neutral => "neutral",
        Tone::Rival => "rival",
        Tone::ChampionLeft => "champion-left",
        Tone::Price => "price",
    };
    let mut text = String::new();
    expand_symbol(rng, symbol, plan, &mut text);
    text
}

fn expand_symbol(rng: &mut Rng, symbol: &str, plan: &str, out: &mut String) {
    if symbol == "plan" {
        out.push_str(plan);
        return;
    }
    let Some((_, alternatives)) = RULES.iter().find(|(name, _)| *name == symbol) else { return };
    let mut rest = *rng.choose::<&str>(alternatives);
    while let Some((words, after)) = rest.split_once('<') {
        out.push_str(words);
        let (symbol, after) = after.split_once('>').unwrap_or((after, ""));
        expand_symbol(rng, symbol, plan, out);
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    const TONES: [Tone; 7] = [
        Tone::Opening,
        Tone::Content,
        Tone::Unhappy,
        Tone::Neutral,
        Tone::Rival,
        Tone::ChampionLeft,
        Tone::Price,
    ];

    #[test]
    fn every_symbol_has_a_rule_that_comes_after_its_use() {
        let position = |symbol: &str| RULES.iter().position(|(name, _)| *name == symbol);
        for (index, (name, alternatives)) in RULES.iter().enumerate() {
            for symbol in alternatives.iter().flat_map(|text| text.split('<').skip(1)) {
                let symbol = symbol.split('>').next().unwrap_or_default();
                // Rules only lead downwards, so an expansion ends.
                assert!(
                    symbol == "plan" || position(symbol).is_some_and(|at| at > index),
                    "<{symbol}> in {name}"
                );
            }
        }
    }

    #[test]
    fn only_words_are_left() {
        let mut rng = Rng::new(2, &[]);
        for tone in TONES {
            for _ in 0..100 {
                let text = expand(&mut rng, tone, "pro");
                assert!(!text.is_empty() && !text.contains(['<', '>', '\n']), "{text}");
            }
        }
    }
}
