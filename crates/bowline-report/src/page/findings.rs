//! What the audit noticed, the most serious first.

use bowline_core::{Finding, Severity};

use crate::escape::{escape, escaped_name, prose};
use crate::number_format::count;

pub(super) fn findings(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "<p class=\"none\">The audit found nothing to worry about.</p>".to_owned();
    }
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let items: String = findings.iter().take(MAX_SHOWN).map(|finding| item(finding)).collect();
    let n_more = findings.len().saturating_sub(MAX_SHOWN);
    let more = if n_more > 0 {
        format!("<p class=\"more\">and {} more findings</p>", count(n_more as u64))
    } else {
        String::new()
    };
    format!("<p class=\"summary\">{}</p>\n<ul class=\"findings\">{items}</ul>{more}", summary(&findings))
}

/// A table of thousands of columns can have thousands of findings; the serious ones come first.
const MAX_SHOWN: usize = 100;

fn item(finding: &Finding) -> String {
    let (class, sign) = match finding.severity {
        Severity::Serious => ("serious", "▲"),
        Severity::Warning => ("warning", "●"),
        Severity::Note => ("note", "ℹ"),
    };
    let subject = finding
        .subject
        .as_ref()
        .map_or_else(String::new, |subject| format!("<code>{}</code> ", escaped_name(subject)));
    let action = if finding.action.is_empty() {
        String::new()
    } else {
        format!("<p class=\"action\"><span aria-hidden=\"true\">→ </span>{}</p>", prose(&finding.action))
    };
    format!(
        "<li class=\"card {class}\"><p class=\"head\"><span class=\"badge {class}\"><span aria-hidden=\"true\">{sign} \
         </span>{severity}</span>{subject}<span class=\"code\">{code}</span></p><p>{message}</p>{action}</li>\n",
        severity = finding.severity.as_str(),
        code = escape(finding.code),
        message = prose(&finding.message),
    )
}

fn summary(findings: &[&Finding]) -> String {
    let kinds = [
        (Severity::Serious, "serious", "serious"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .filter_map(|(severity, one, many)| {
            let n = findings.iter().filter(|finding| finding.severity == severity).count();
            (n > 0).then(|| format!("{} {}", count(n as u64), if n == 1 { one } else { many }))
        })
        .collect();
    parts.join(" · ")
}
