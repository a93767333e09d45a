//! The last note that sales or support wrote about an account.
//!
//! A note is a handful of sentences from a grammar. Which sentences depends on the mood, which follows the hidden
//! satisfaction with some noise, and on hidden facts: a rival on trial, a champion who left, a lack of money.
//! So the text carries what no other column shows. Then the writer's habits come over it: haste, and typing errors.

use super::customer::{Hidden, logistic};
use super::grammar::{Tone, expand};
use super::plan::Plan;
use super::rng::Rng;

/// Writes a note; about one account in six has none.
pub fn compose(rng: &mut Rng, hidden: &Hidden, plan: Plan) -> String {
    if rng.chance(0.16) {
        return String::new();
    }
    let tones = tones(rng, hidden);
    let mut sentences = Vec::new();
    for tone in tones {
        let sentence = expand(rng, tone, plan.name());
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    let text = join(rng, &sentences);
    in_a_hurry(rng, &text)
}

/// What the note is about, sentence by sentence.
fn tones(rng: &mut Rng, hidden: &Hidden) -> Vec<Tone> {
    let mood = hidden.satisfaction + 0.35 * rng.normal();
    let mut tones = Vec::new();
    if rng.chance(0.3) {
        tones.push(Tone::Opening);
    }
    for _ in 0..*rng.weighted(&[(1, 0.46), (2, 0.40), (3, 0.14)]) {
        tones.push(match () {
            () if rng.chance(0.28) => Tone::Neutral,
            () if rng.chance(logistic(2.4 * mood)) => Tone::Content,
            () => Tone::Unhappy,
        });
    }
    let facts = [
        (Tone::Rival, if hidden.rival { 0.75 } else { 0.01 }),
        (Tone::ChampionLeft, if hidden.champion_left { 0.7 } else { 0.005 }),
        (Tone::Price, 0.25 * logistic(2.5 * hidden.strain - 1.5)),
    ];
    tones.extend(facts.into_iter().filter(|(_, probability)| rng.chance(*probability)).map(|(tone, _)| tone));
    tones
}

fn join(rng: &mut Rng, sentences: &[String]) -> String {
    let separator = *rng.weighted(&[(". ", 0.7), (", ", 0.2), (" - ", 0.1)]);
    let text: Vec<String> = sentences
        .iter()
        .enumerate()
        .map(
            |(index, sentence)| {
                if index == 0 || separator == ". " { capitalised(sentence) } else { sentence.clone() }
            },
        )
        .collect();
    let text = text.join(separator);
    if rng.chance(0.7) { format!("{text}.") } else { text }
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Small letters throughout for some writers, and for sloppy ones a typing error every few words.
fn in_a_hurry(rng: &mut Rng, text: &str) -> String {
    let small = rng.chance(0.25);
    let errors = *rng.weighted(&[(0.0, 0.5), (0.02, 0.35), (0.08, 0.15)]);
    let words: Vec<String> = text
        .split(' ')
        .map(|word| {
            let word = if small { word.to_lowercase() } else { word.to_owned() };
            if word.chars().count() > 3 && rng.chance(errors) { mistype(rng, &word) } else { word }
        })
        .collect();
    words.join(" ")
}

/// One typing error inside a word: two letters swapped, one dropped or one doubled.
fn mistype(rng: &mut Rng, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + rng.below(letters.len() - 2);
    if !(letters[at].is_alphabetic() && letters[at - 1].is_alphabetic()) {
        return word.to_owned();
    }
    match rng.below(3) {
        0 => letters.swap(at - 1, at),
        1 => drop(letters.remove(at)),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(satisfaction: f64, rival: bool) -> Vec<String> {
        let hidden =
            Hidden { satisfaction, strain: 0.0, rival, champion_left: false, dormant: false, discount: 0.0 };
        (0..400).map(|index| compose(&mut Rng::new(9, &[index]), &hidden, Plan::Pro)).collect()
    }

    fn share_with(notes: &[String], word: &str) -> f64 {
        notes.iter().filter(|note| note.to_lowercase().contains(word)).count() as f64 / notes.len() as f64
    }

    #[test]
    fn some_notes_are_empty_and_none_has_a_line_end() {
        let notes = notes(0.0, false);
        let empty = notes.iter().filter(|note| note.is_empty()).count();
        assert!((40..90).contains(&empty), "{empty}");
        assert!(notes.iter().all(|note| !note.contains(['\n', '<', '>'])));
    }

    #[test]
    fn the_tone_follows_the_satisfaction() {
        let (content, unhappy) = (notes(2.0, false), notes(-2.0, false));
        assert!(share_with(&content, "reference") > 4.0 * share_with(&unhappy, "reference"));
        assert!(share_with(&unhappy, "export") > 4.0 * share_with(&content, "export"));
    }

    #[test]
    fn a_rival_is_mentioned_where_there_is_one() {
        assert!(share_with(&notes(0.0, true), "berth") > 5.0 * share_with(&notes(0.0, false), "berth"));
    }

    #[test]
    fn a_typing_error_stays_inside_the_word() {
        let mut rng = Rng::new(1, &[]);
        for _ in 0..50 {
            let wrong = mistype(&mut rng, "calendar");
            assert!(wrong.ends_with('r') && (7..=9).contains(&wrong.len()), "{wrong}");
        }
    }
}
