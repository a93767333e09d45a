//! The table of what was tried, with an interval picture in each row.

use bowline_core::{Estimate, LeaderboardRow, Outcome};

use crate::data::ReportData;
use crate::escape::{escape, escaped_name};
use crate::number_format::{compact, decimals_for, fixed, percent, seconds};
use crate::page::metric_label;
use crate::svg::{Scale, cell_interval, span};

pub(super) fn leaderboard(data: &ReportData) -> String {
    let fitted: Vec<Fitted<'_>> = data.leaderboard.rows.iter().filter_map(Fitted::of).collect();
    match fitted.first() {
        Some(best) => table(data, &fitted, decimals_for(best.score.value, 4).min(5)),
        None => "<p class=\"none\">No candidate was fitted.</p>".to_owned(),
    }
}

struct Fitted<'a> {
    row: &'a LeaderboardRow,
    score: Estimate,
    fit_seconds: f64,
    predict_micros: f64,
    weight: f64,
}

impl<'a> Fitted<'a> {
    fn of(row: &'a LeaderboardRow) -> Option<Self> {
        match row.outcome {
            Outcome::Fitted { score, fit_seconds, predict_micros, weight } => {
                Some(Self { row, score, fit_seconds, predict_micros, weight })
            }
            Outcome::Skipped { .. } => None,
        }
    }
}

fn table(data: &ReportData, fitted: &[Fitted<'_>], decimals: usize) -> String {
    let board = &data.leaderboard;
    let scale = scale(fitted);
    let best_baseline = fitted.iter().find(|f| f.row.baseline).map(|f| f.score.value);
    let best_baseline = best_baseline.filter(|&value| value >= scale.domain.0 && value <= scale.domain.1);
    let rows: String = fitted
        .iter()
        .enumerate()
        .map(|(at, candidate)| table_row(at + 1, candidate, &scale, best_baseline, decimals))
        .collect();
    let metric = escape(&metric_label::within(&board.metric));
    let better = if board.greater_is_better { "higher is better" } else { "lower is better" };
    let dashed = if best_baseline.is_some() { " The dashed line is the best baseline." } else { "" };
    format!(
        "<div class=\"card scroll board\" role=\"region\" aria-label=\"Leaderboard\" tabindex=\"0\"><table>\
         <caption><span>Cross-validated {metric}, {better}, with 95\u{202F}% intervals. Weight is the share in the served ensemble.{dashed}</span></caption>\
         <thead><tr><th scope=\"col\">Candidate</th><th scope=\"col\" class=\"n\">Score</th>\
         <th scope=\"col\"><span class=\"ends\"><span>{low}</span><span>{high}</span></span></th>\
         <th scope=\"col\" class=\"n\">95\u{202F}% interval</th><th scope=\"col\" class=\"n\">Fit, s</th>\
         <th scope=\"col\" class=\"n\">µs a row</th><th scope=\"col\">Weight</th></tr></thead>\
         <tbody>{rows}</tbody></table></div>\n",
        low = compact(scale.domain.0, 3),
        high = compact(scale.domain.1, 3),
    )
}

fn table_row(
    rank: usize,
    candidate: &Fitted<'_>,
    scale: &Scale,
    reference: Option<f64>,
    decimals: usize,
) -> String {
    let Fitted { row, score, fit_seconds, predict_micros, weight } = candidate;
    let interval = if score.low.is_finite() && score.high.is_finite() {
        format!("{} to {}", fixed(score.low, decimals), fixed(score.high, decimals))
    } else {
        "–".to_owned()
    };
    let bar = cell_interval(scale, *score, row.baseline, reference).spark(&format!(
        "{}: {}, 95 % interval {interval}",
        row.name,
        fixed(score.value, decimals)
    ));
    let badge = if row.baseline { " <span class=\"badge plain\">baseline</span>" } else { "" };
    let class = if row.baseline { " class=\"baseline\"" } else { "" };
    format!(
        "<tr{class}><th scope=\"row\"><span class=\"rank\">{rank}</span>{name}{badge}</th>\
         <td class=\"n strong\">{value}</td><td>{bar}</td><td class=\"n quiet\">{interval}</td>\
         <td class=\"n\">{fit}</td><td class=\"n\">{micros}</td><td>{weight}</td></tr>\n",
        name = escaped_name(&row.name),
        value = fixed(score.value, decimals),
        fit = seconds(*fit_seconds),
        micros = if predict_micros.is_nan() { "–".to_owned() } else { compact(*predict_micros, 3) },
        weight = share(*weight, row.baseline),
    )
}

fn share(weight: f64, baseline: bool) -> String {
    if baseline || weight.is_nan() || weight <= 0.0 {
        return "<span class=\"quiet\">–</span>".to_owned();
    }
    format!(
        "<span class=\"share\"><span style=\"width:{:.0}%\"></span></span> {}",
        (weight * 100.0).clamp(1.0, 100.0),
        percent(weight)
    )
}

/// One scale for all rows. A few hopeless candidates would squeeze the others into dots, so the scale spans those within
/// `FAR` times the spread of the better half; the others become arrows at the edge.
fn scale(fitted: &[Fitted<'_>]) -> Scale {
    const MARGIN: f64 = 8.0;
    const WIDTH: f64 = 160.0;
    const FAR: f64 = 12.0;
    let ends = |f: &Fitted<'_>| [f.score.low, f.score.value, f.score.high];
    let better = span(fitted[..fitted.len().div_ceil(2)].iter().flat_map(ends));
    let reach = (better.1 - better.0) * FAR;
    let is_near = |f: &&Fitted<'_>| {
        reach == 0.0 || (f.score.value >= better.0 - reach && f.score.value <= better.1 + reach)
    };
    Scale::new(span(fitted.iter().filter(is_near).flat_map(ends)), (MARGIN, WIDTH - MARGIN))
}
