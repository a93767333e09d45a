//! The answer that comes first: suitable, not suitable, or undecided and what would decide it.

use std::fmt;

use crate::number_words::joined;
use crate::validator::{Answer, Criterion, SUITABLE_SCORE};

/// The three things a verdict can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suitability {
    /// Enough criteria hold.
    Suitable,
    /// Too many do not, whatever the open ones turn out to be.
    NotSuitable,
    /// The open ones decide.
    Undecided,
}

impl Suitability {
    /// `suitable`, `not-suitable` or `undecided`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suitable => "suitable",
            Self::NotSuitable => "not-suitable",
            Self::Undecided => "undecided",
        }
    }
}

/// A verdict in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What it says.
    pub suitability: Suitability,
    /// The same in one plain sentence.
    pub sentence: String,
    /// Options that would settle it; empty unless it is undecided.
    pub settle: Vec<String>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Verdict {
    /// The verdict on the target from its criteria.
    pub(crate) fn of(target: &str, criteria: &[Criterion]) -> Self {
        let names = |wanted: Answer| -> Vec<String> {
            let matching = criteria.iter().filter(|criterion| criterion.answer == wanted);
            matching.map(|criterion| format!("`{}`", criterion.name)).collect()
        };
        let (held, failed, open) = (names(Answer::Yes), names(Answer::No), names(Answer::Unknown));
        let n = criteria.len();
        if held.len() >= SUITABLE_SCORE {
            let but = match (failed.is_empty(), open.is_empty()) {
                (true, true) => {
                    return Self::decided(
                        Suitability::Suitable,
                        format!("Machine learning suits `{target}`: all {n} criteria hold."),
                    );
                }
                (false, _) => format!("{} does not", joined(&failed, "and")),
                (true, false) => format!("{} is open", joined(&open, "and")),
            };
            let sentence =
                format!("Machine learning suits `{target}`: {} of {n} criteria hold, and {but}.", held.len());
            return Self::decided(Suitability::Suitable, sentence);
        }
        let first_reason =
            criteria.iter().find(|criterion| criterion.answer == Answer::No).map(|c| reason(c.name));
        let because = first_reason.map(|reason| format!(": {reason}")).unwrap_or_default();
        if held.len() + open.len() < SUITABLE_SCORE {
            let do_not = if failed.len() == 1 { "does not" } else { "do not" };
            let sentence = format!(
                "Machine learning does not suit `{target}` as it stands{because}; {} hold of the {SUITABLE_SCORE} criteria it takes, as {} {do_not}.",
                match held.len() + open.len() {
                    0 => "none can".to_owned(),
                    most => format!("at most {most} can"),
                },
                joined(&failed, "and"),
            );
            return Self::decided(Suitability::NotSuitable, sentence);
        }
        let settle: Vec<String> = criteria
            .iter()
            .filter(|criterion| criterion.answer == Answer::Unknown)
            .filter_map(|criterion| criterion.settle.clone())
            .collect();
        let needed = SUITABLE_SCORE - held.len();
        let how_many = match (needed, open.len()) {
            (1, 1) => "the open one has to".to_owned(),
            (needed, open) if needed == open => format!("all {open} open ones have to"),
            (needed, open) => format!("{needed} of the {open} open ones have to"),
        };
        let but = match failed.is_empty() {
            true => String::new(),
            false => format!(", {} does not{because}", joined(&failed, "and")),
        };
        let sentence = format!(
            "Undecided whether machine learning suits `{target}`: {} of {n} criteria hold{but}, and {how_many} as well; settle them with {}.",
            held.len(),
            joined(&settle, "and"),
        );
        Self { suitability: Suitability::Undecided, sentence, settle }
    }

    fn decided(suitability: Suitability, sentence: String) -> Self {
        Self { suitability, sentence, settle: Vec::new() }
    }
}

/// What it means that a criterion does not hold.
fn reason(name: &str) -> &'static str {
    match name {
        "has_pattern" => "no column is clearly tied to it",
        "has_enough_data" => "there are too few rows for so many columns",
        "can_handle_errors" => "hardly any error is tolerated",
        "outperforms_rules" => "a rule of thumb does as well",
        "has_business_value" => "the return is too small for the cost",
        _ => "nobody knows what success is",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(answers: [Answer; 6]) -> Verdict {
        let names = [
            ("has_pattern", "more rows"),
            ("has_enough_data", "more rows"),
            ("has_clear_metrics", "--metric roc_auc"),
            ("can_handle_errors", "--error-tolerance 0.2"),
            ("outperforms_rules", "a longer --budget"),
            ("has_business_value", "--expected-return 100000 with --cost 20000"),
        ];
        let criteria: Vec<Criterion> = names
            .into_iter()
            .zip(answers)
            .map(|((name, settle), answer)| Criterion {
                name,
                answer,
                evidence: String::new(),
                settle: (answer == Answer::Unknown).then(|| settle.to_owned()),
            })
            .collect();
        Verdict::of("churned", &criteria)
    }

    use Answer::{No, Unknown, Yes};

    #[test]
    fn suitable() {
        let found = verdict([Yes; 6]);
        assert_eq!(found.sentence, "Machine learning suits `churned`: all 6 criteria hold.");
        assert_eq!(found.suitability, Suitability::Suitable);
        let found = verdict([Yes, Yes, Yes, Yes, Yes, No]);
        assert_eq!(
            found.sentence,
            "Machine learning suits `churned`: 5 of 6 criteria hold, and `has_business_value` does not."
        );
        let found = verdict([Yes, Yes, Yes, Yes, Yes, Unknown]);
        assert_eq!(
            found.sentence,
            "Machine learning suits `churned`: 5 of 6 criteria hold, and `has_business_value` is open."
        );
        assert!(found.settle.is_empty());
    }

    #[test]
    fn undecided_names_the_options() {
        let found = verdict([Yes, Yes, Unknown, Unknown, Yes, Unknown]);
        assert_eq!(found.suitability, Suitability::Undecided);
        assert_eq!(
            found.sentence,
            "Undecided whether machine learning suits `churned`: 3 of 6 criteria hold, and 2 of the 3 open ones have to as well; settle them with --metric roc_auc, --error-tolerance 0.2 and --expected-return 100000 with --cost 20000."
        );
        assert_eq!(found.settle.len(), 3);
        let found = verdict([Yes, No, Unknown, Unknown, Yes, Unknown]);
        assert_eq!(
            found.sentence,
            "Undecided whether machine learning suits `churned`: 2 of 6 criteria hold, `has_enough_data` does not: there are too few rows for so many columns, and all 3 open ones have to as well; settle them with --metric roc_auc, --error-tolerance 0.2 and --expected-return 100000 with --cost 20000."
        );
        let found = verdict([Yes, Yes, Unknown, No, Yes, Yes]);
        assert!(
            found.sentence.ends_with("and the open one has to as well; settle them with --metric roc_auc.")
        );
    }

    #[test]
    fn not_suitable() {
        let found = verdict([No, Yes, Unknown, Unknown, No, Unknown]);
        assert_eq!(found.suitability, Suitability::NotSuitable);
        assert_eq!(
            found.sentence,
            "Machine learning does not suit `churned` as it stands: no column is clearly tied to it; at most 4 can hold of the 5 criteria it takes, as `has_pattern` and `outperforms_rules` do not."
        );
        assert!(verdict([No; 6]).sentence.contains("none can hold"));
    }

    /// Whatever the open criteria turn out to be, a decided verdict stands, and an undecided one can go either way.
    #[test]
    fn the_open_ones_decide_exactly_where_it_is_undecided() {
        let all = [Yes, No, Unknown];
        for code in 0..729usize {
            let answers: [Answer; 6] = std::array::from_fn(|at| all[code / 3usize.pow(at as u32) % 3]);
            let settled = |to: Answer| {
                verdict(answers.map(|answer| if answer == Unknown { to } else { answer })).suitability
            };
            let expected = match (settled(Yes), settled(No)) {
                (Suitability::Suitable, Suitability::Suitable) => Suitability::Suitable,
                (Suitability::NotSuitable, Suitability::NotSuitable) => Suitability::NotSuitable,
                _ => Suitability::Undecided,
            };
            let found = verdict(answers);
            assert_eq!(found.suitability, expected, "{answers:?}");
            assert_eq!(found.settle.is_empty(), expected != Suitability::Undecided);
        }
    }
}
