//! The columns of a table, a row each: kind, gaps, values at a glance, and how each goes with the target.

use crate::data::{ColumnShape, TableShape};
use crate::escape::{escape, escaped_name, shortened};
use crate::number_format::{count, fixed, percent};
use crate::svg::column_spark;

/// Nothing without columns. Of very many, those that go best with the target are shown, and the others are counted.
pub(super) fn columns(table: &TableShape) -> String {
    if table.columns.is_empty() {
        return String::new();
    }
    let mut shown: Vec<&ColumnShape> = table.columns.iter().collect();
    let n_more = shown.len().saturating_sub(MAX_COLUMNS);
    if n_more > 0 {
        shown.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
        shown.truncate(MAX_COLUMNS);
    }
    let has_association = shown.iter().any(|column| column.association.is_some());
    let head = if has_association { "<th scope=\"col\">With the target</th>" } else { "" };
    let rows: String = shown.iter().map(|column| row(column, has_association)).collect();
    let more = if n_more > 0 {
        format!("<p class=\"more\">and {} more columns</p>\n", count(n_more as u64))
    } else {
        String::new()
    };
    format!(
        "<div class=\"card scroll columns\" role=\"region\" aria-label=\"Columns\" tabindex=\"0\"><table>\
         <caption><span>{}</span></caption>\
         <thead><tr><th scope=\"col\">Column</th><th scope=\"col\">Values</th><th scope=\"col\">Kind</th>\
         <th scope=\"col\" class=\"n\">Distinct</th><th scope=\"col\">Missing</th>{head}</tr></thead>\
         <tbody>{rows}</tbody></table></div>\n{more}",
        caption(table, n_more, &measures(&shown))
    )
}

const MAX_COLUMNS: usize = 60;

/// Columns that were not measured come last.
fn strength(column: &ColumnShape) -> f64 {
    column
        .association
        .as_ref()
        .map_or(-1.0, |found| if found.strength.is_nan() { -1.0 } else { found.strength })
}

/// What the shown columns were measured by, each once, in order of appearance.
fn measures<'a>(shown: &[&'a ColumnShape]) -> Vec<&'a str> {
    let mut measures: Vec<&str> = Vec::new();
    for found in shown.iter().filter_map(|column| column.association.as_ref()) {
        if !measures.contains(&found.measure.as_str()) {
            measures.push(&found.measure);
        }
    }
    measures
}

fn caption(table: &TableShape, n_more: usize, measures: &[&str]) -> String {
    let all = count(table.columns.len() as u64);
    let first = match (n_more > 0, !measures.is_empty(), table.columns.len()) {
        (true, true, _) => format!("The {MAX_COLUMNS} of {all} columns that go best with the target."),
        (true, false, _) => format!("The first {MAX_COLUMNS} of {all} columns."),
        (false, _, 1) => "1 column.".to_owned(),
        (false, _, _) => format!("{all} columns, in the order of the file."),
    };
    if measures.is_empty() {
        return first;
    }
    let measures = escape(&shortened(&measures.join(", "), 120));
    format!("{first} With the target: {measures}; grey bars may be chance.")
}

fn row(column: &ColumnShape, has_association: bool) -> String {
    let note = if column.note.is_empty() {
        String::new()
    } else {
        format!("<span class=\"badge plain\">{}</span>", escape(&column.note))
    };
    let values = match column_spark(&column.distribution) {
        Some((drawing, words)) => drawing.spark(&format!("{}: {words}", column.name)),
        None => "<span class=\"quiet\">–</span>".to_owned(),
    };
    let association =
        if has_association { format!("<td>{}</td>", association(column)) } else { String::new() };
    format!(
        "<tr><th scope=\"row\">{name}{note}</th><td>{values}</td><td>{kind}</td><td class=\"n\">{distinct}</td>\
         <td>{missing}</td>{association}</tr>\n",
        name = escaped_name(&column.name),
        kind = escape(&column.kind),
        missing = missing(column.missing),
        distinct = column.distinct.map_or_else(|| "–".to_owned(), count),
    )
}

fn missing(share: f64) -> String {
    if share == 0.0 {
        return "<span class=\"quiet\">none</span>".to_owned();
    }
    format!("{} {}", bar(share, "gap"), percent(share))
}

fn association(column: &ColumnShape) -> String {
    let Some(found) = &column.association else { return "<span class=\"quiet\">–</span>".to_owned() };
    // The usual level; the page only dims, the criteria decide.
    let may_be_chance = found.p_value.is_some_and(|p| p > 0.05);
    let chance = found.p_value.map_or_else(String::new, |p| format!(", p {}", fixed(p, 3)));
    format!(
        "<span title=\"{}\">{} {}</span>",
        escape(&format!("{}{chance}", found.measure)),
        bar(found.strength, if may_be_chance { "chance" } else { "" }),
        fixed(found.value, 2)
    )
}

fn bar(share: f64, class: &str) -> String {
    let width = if share > 0.0 { (share * 100.0).clamp(2.0, 100.0) } else { 0.0 };
    format!("<span class=\"share {class}\"><span style=\"width:{width:.0}%\"></span></span>")
}
