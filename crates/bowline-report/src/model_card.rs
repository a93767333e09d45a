//! The model card as Markdown: what a model is for, how good it is and for whom, what it relies on, where it fails.
//!
//! The headings follow "Model Cards for Model Reporting" (Mitchell et al. 2019, DOI 10.1145/3287560.3287596). Everything comes
//! from stored values; what is not stored is said to be unknown where a reader would look for it, and left out elsewhere.

use bowline_core::{Estimate, Finding};

use crate::data::{CardData, ColumnImportance, SegmentScores};
use crate::markdown::Set::{Left, Right};
use crate::markdown::{escape, prose, table};
use crate::number_format::{count, decimals_for, fixed};
use crate::page::{interval, metric_label, task_words};

/// The whole card.
pub(crate) fn markdown(data: &CardData) -> String {
    let mut card = format!("# Model card: {}\n\n", escape(&data.name));
    if !data.summary.is_empty() {
        card.push_str(&format!("{}\n\n", prose(&data.summary)));
    }
    card.push_str(&format!("A {} of {}.\n", task_words(data.task), escape(&data.target)));
    let sections = [
        ("Model", pairs(&data.model)),
        ("Intended use", sentences(&data.intended_use)),
        ("Not intended for", sentences(&data.out_of_scope)),
        ("Data", pairs(&data.data)),
        ("Scores", scores(data)),
        ("Scores by segment", segments(&data.segments)),
        ("What it relies on", importance(&data.metric, &data.importance)),
        ("Limits", sentences(&data.limits)),
        ("Findings", findings(&data.findings)),
        ("Provenance", pairs(&data.provenance)),
    ];
    for (heading, body) in sections.iter().filter(|section| !section.1.is_empty()) {
        card.push_str(&format!("\n## {heading}\n\n{body}"));
    }
    card
}

fn pairs(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(label, value)| format!("- **{}**: {}\n", escape(label), escape(value))).collect()
}

fn sentences(sentences: &[String]) -> String {
    sentences.iter().map(|sentence| format!("- {}\n", prose(sentence))).collect()
}

fn scores(data: &CardData) -> String {
    if data.metrics.is_empty() {
        return "No test rows were held out, so no score is stored.\n".to_owned();
    }
    let rows = data.metrics.iter().map(|(name, score)| {
        let label = escape(&metric_label::label(name));
        let label = if *name == data.metric { format!("**{label}** (optimised)") } else { label };
        vec![label, value(*score), interval(*score), escape(metric_label::meaning(name))]
    });
    format!(
        "Of exactly what is served, on rows that no fit has seen.\n\n{}",
        table(&[("Metric", Left), ("Score", Right), ("95 % interval", Right), ("Meaning", Left)], rows)
    )
}

fn segments(all: &[SegmentScores]) -> String {
    all.iter().map(segment).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

fn segment(found: &SegmentScores) -> String {
    if found.segments.is_empty() {
        return String::new();
    }
    let metric = escape(&metric_label::label(&found.metric));
    let overall = found.overall.map_or_else(String::new, |overall| {
        format!(" On all test rows: {} ({}).", value(overall), interval(overall))
    });
    let rows = found.segments.iter().map(|segment| {
        let (value, ends) = segment.score.map_or_else(
            || ("–".to_owned(), "too few rows to say".to_owned()),
            |score| (value(score), interval(score)),
        );
        vec![escape(&segment.value), count(segment.n_rows), value, ends]
    });
    let head = escape(&found.column);
    format!(
        "{metric} by {head}.{overall}\n\n{}",
        table(&[(&head, Left), ("Rows", Right), ("Score", Right), ("95 % interval", Right)], rows)
    )
}

fn importance(metric: &str, columns: &[ColumnImportance]) -> String {
    const MAX_COLUMNS: usize = 20;
    let known: Vec<&ColumnImportance> = columns.iter().filter(|column| column.mean.is_finite()).collect();
    if known.is_empty() {
        return String::new();
    }
    let largest = known.iter().map(|column| column.mean.abs()).fold(0.0, f64::max);
    let decimals = decimals_for(largest, 3);
    let rows = known.iter().take(MAX_COLUMNS).map(|column| {
        vec![escape(&column.column), fixed(column.mean, decimals), fixed(column.std, decimals)]
    });
    let more = known.len().saturating_sub(MAX_COLUMNS);
    let more = if more > 0 { format!("\nand {} more columns\n", count(more as u64)) } else { String::new() };
    format!(
        "How much worse {} on the test rows gets when the values of a column are shuffled.\n\n{}{more}",
        metric_label::within(metric),
        table(&[("Column", Left), ("Loss", Right), ("Standard deviation", Right)], rows)
    )
}

fn findings(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "The audit found nothing to worry about.\n".to_owned();
    }
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let items = findings.iter().map(|finding| {
        let subject = finding.subject.as_ref().map_or_else(String::new, |name| format!(" {}:", escape(name)));
        let action =
            if finding.action.is_empty() { String::new() } else { format!(" {}", prose(&finding.action)) };
        format!("- **{}**{subject} {}{action}\n", finding.severity.as_str(), prose(&finding.message))
    });
    items.collect()
}

fn value(score: Estimate) -> String {
    fixed(score.value, decimals_for(score.value, 4).min(4))
}
