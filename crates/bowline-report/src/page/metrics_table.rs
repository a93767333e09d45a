//! A table of metrics with their intervals and what each means.

use bowline_core::Estimate;

use crate::escape::{escape, escaped_name};
use crate::number_format::{decimals_for, fixed};
use crate::page::metric_label;

/// `metrics` by canonical name, the `optimised` one marked; `caption` is ready HTML.
pub(super) fn metrics_table(metrics: &[(String, Estimate)], optimised: &str, caption: &str) -> String {
    let rows: String = metrics.iter().map(|(name, score)| row(name, *score, name == optimised)).collect();
    format!(
        "<div class=\"card scroll\" role=\"region\" aria-label=\"Test metrics\" tabindex=\"0\"><table>\
         <caption><span>{caption}</span></caption><thead><tr><th scope=\"col\">Metric</th><th scope=\"col\" class=\"n\">Score</th>\
         <th scope=\"col\" class=\"n\">95\u{202F}% interval</th><th scope=\"col\">Better</th>\
         <th scope=\"col\">Meaning</th></tr></thead><tbody>{rows}</tbody></table></div>\n"
    )
}

fn row(name: &str, score: Estimate, is_optimised: bool) -> String {
    let (class, badge) = if is_optimised {
        (" class=\"chosen\"", " <span class=\"badge accent\">optimised</span>")
    } else {
        ("", "")
    };
    format!(
        "<tr{class}><th scope=\"row\">{label}{badge}</th><td class=\"n strong\">{value}</td>\
         <td class=\"n\">{interval}</td><td>{better}</td><td class=\"quiet meaning\">{meaning}</td></tr>\n",
        label = escaped_name(&metric_label::label(name)),
        value = fixed(score.value, decimals_for(score.value, 4).min(4)),
        interval = interval(score),
        better = match metric_label::greater_is_better(name) {
            Some(true) => "higher",
            Some(false) => "lower",
            None => "–",
        },
        meaning = escape(metric_label::meaning(name)),
    )
}

/// Both ends of the interval, in the decimals of the score.
pub(crate) fn interval(score: Estimate) -> String {
    if !score.low.is_finite() || !score.high.is_finite() {
        return "–".to_owned();
    }
    let decimals = decimals_for(score.value, 4).min(4);
    format!("{} to {}", fixed(score.low, decimals), fixed(score.high, decimals))
}
