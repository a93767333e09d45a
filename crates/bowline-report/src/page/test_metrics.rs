//! The table of all metrics on the test rows.

use crate::data::{ReportData, TestAnswers};
use crate::escape::{escape, escaped_name};
use crate::number_format::{count, decimals_for, fixed};
use crate::page::metric_label;

pub(super) fn test_metrics(data: &ReportData) -> String {
    if data.test_metrics.is_empty() {
        return "<p class=\"none\">No test rows were held out, so there is nothing to score on.</p>\n"
            .to_owned();
    }
    let rows: String = data
        .test_metrics
        .iter()
        .map(|(name, score)| {
            let decimals = decimals_for(score.value, 4).min(4);
            let class = if *name == data.metric { " class=\"chosen\"" } else { "" };
            let badge =
                if *name == data.metric { " <span class=\"badge accent\">optimised</span>" } else { "" };
            let better = match metric_label::greater_is_better(name) {
                Some(true) => "higher",
                Some(false) => "lower",
                None => "–",
            };
            let interval = if score.low.is_finite() && score.high.is_finite() {
                format!("{} to {}", fixed(score.low, decimals), fixed(score.high, decimals))
            } else {
                "–".to_owned()
            };
            format!(
                "<tr{class}><th scope=\"row\">{label}{badge}</th><td class=\"n strong\">{value}</td>\
                 <td class=\"n\">{interval}</td><td>{better}</td><td class=\"quiet meaning\">{meaning}</td></tr>\n",
                label = escaped_name(&metric_label::label(name)),
                value = fixed(score.value, decimals),
                meaning = escape(metric_label::meaning(name)),
            )
        })
        .collect();
    format!(
        "<div class=\"card scroll\" role=\"region\" aria-label=\"Test metrics\" tabindex=\"0\"><table>\
         <caption><span>{}</span></caption><thead><tr><th scope=\"col\">Metric</th><th scope=\"col\" class=\"n\">Score</th>\
         <th scope=\"col\" class=\"n\">95\u{202F}% interval</th><th scope=\"col\">Better</th>\
         <th scope=\"col\">Meaning</th></tr></thead><tbody>{rows}</tbody></table></div>\n",
        caption(data)
    )
}

fn caption(data: &ReportData) -> String {
    let n_rows = match &data.test_answers {
        Some(TestAnswers::Classes { truth, .. }) => truth.len(),
        Some(TestAnswers::Values { truth, .. }) => truth.len(),
        None => return "Scores on rows that no fit has seen.".to_owned(),
    };
    let positive = match &data.test_answers {
        Some(TestAnswers::Classes { classes, positive: Some(class), .. }) if classes.len() == 2 => classes
            .get(*class)
            .map_or_else(String::new, |name| format!(" The positive class is {}.", escaped_name(name))),
        _ => String::new(),
    };
    format!("Scores on {} rows that no fit has seen.{positive}", count(n_rows as u64))
}
