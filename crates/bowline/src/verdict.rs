//! The result in one plain sentence, for somebody who knows no metric.

use bowline_automl::SearchOutcome;
use bowline_core::{Estimate, Task};
use bowline_stats::Metric;

use crate::number_text::{grouped, score};

/// What the test says: how good, compared with what, and how sure.
///
/// Whether a model is worth its upkeep is a question against rules of thumb, which cost nothing. Whether the search was worth
/// it is another one, against a plain model.
pub fn sentence(outcome: &SearchOutcome) -> String {
    let target = &outcome.pipeline.target;
    let (Some(test), Some(result)) = (outcome.scores.test, &outcome.test) else {
        return format!("A model of `{}` was made, but there were no test rows to judge it by.", target.name);
    };
    let meaning = meaning(outcome, &test);
    let n = grouped(result.truth.len() as i64);
    let Some(rule) = outcome.references.iter().find(|reference| !reference.is_model) else {
        return format!("On {n} rows that it had never seen, {meaning}.");
    };
    let seen = format!(
        "on {n} rows that it had never seen, {meaning}; {} {} against {} for the best rule of thumb ({})",
        outcome.metric,
        score(test.value),
        score(rule.score.value),
        rule.name
    );
    if rule.gain.low > 0.0 {
        format!("Worth using: {seen}, better beyond chance.{}", beside_plain_model(outcome))
    } else if rule.gain.value > 0.0 {
        format!("Promising, not proven: {seen}, a gain that could still be chance. More rows would tell.")
    } else {
        format!("Not worth it as it stands: {seen}. These columns say no more than the rule already uses.")
    }
}

/// What the search brought beyond a plain model.
fn beside_plain_model(outcome: &SearchOutcome) -> String {
    let Some(plain) = outcome.references.iter().find(|reference| reference.is_model) else {
        return String::new();
    };
    let (name, value) = (&plain.name, score(plain.score.value));
    if plain.gain.low > 0.0 {
        format!(" It also beats the plain {name} model ({value}).")
    } else {
        format!(
            " The plain {name} model ({value}) does about as well: better columns will help more than a longer search."
        )
    }
}

/// What the score means, in words and in units that people know.
fn meaning(outcome: &SearchOutcome, test: &Estimate) -> String {
    let target = &outcome.pipeline.target;
    let metrics = outcome.test.as_ref().map(|test| test.metrics.as_slice()).unwrap_or_default();
    let value =
        |wanted: Metric| metrics.iter().find(|(metric, _)| *metric == wanted).map(|(_, found)| found.value);
    match target.task {
        Task::Binary => {
            let positive = target.positive.and_then(|at| target.classes.get(at)).cloned().unwrap_or_default();
            let auc = value(Metric::RocAuc).unwrap_or(test.value);
            format!(
                "it ranks a random `{positive}` row above another in {:.0} of 100 cases",
                (100.0 * auc).clamp(0.0, 100.0)
            )
        }
        Task::MultiClass => {
            let accuracy = value(Metric::Accuracy).unwrap_or_default();
            format!(
                "it names the right one of {} classes in {:.0} of 100 rows",
                target.classes.len(),
                100.0 * accuracy
            )
        }
        Task::Regression => {
            let mae = value(Metric::Mae).unwrap_or_default();
            let r2 = value(Metric::R2);
            let explained = r2.map_or(String::new(), |r2| {
                format!(" and explains {:.0} % of its variance", (100.0 * r2).max(0.0))
            });
            format!("it misses `{}` by {} on average{explained}", target.name, score(mae))
        }
    }
}
