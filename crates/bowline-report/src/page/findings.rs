//! What the audit noticed, the most serious first.

use bowline_core::{Finding, Severity};

use crate::data::ReportData;
use crate::escape::{escape, escaped_name, prose};
use crate::number_format::count;

pub(super) fn findings(data: &ReportData) -> String {
    if data.findings.is_empty() {
        return "<p class=\"none\">The audit found nothing to worry about.</p>".to_owned();
    }
    let mut findings: Vec<&Finding> = data.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let items: String = findings.iter().map(|finding| item(finding)).collect();
    format!("<p class=\"summary\">{}</p>\n<ul class=\"findings\">{items}</ul>", summary(&findings))
}

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
