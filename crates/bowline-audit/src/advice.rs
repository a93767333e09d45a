//! Build a model of your own, buy one that others have trained, or adapt theirs?
//!
//! Knowledge that others have learned helps where the input is of a kind that the world shares: language and pictures. Nobody else's model knows the
//! columns of your table, so for tables the answer is to build. For the rest it depends on how many rows there are to teach a model, on
//! how fast and how explainable it has to be, and on whether it pays.

use std::fmt;
use std::time::Duration;

use bowline_automl::Problem;
use bowline_core::{Column, ColumnKind, Table, Task};

use crate::check_options::{CheckOptions, Regulation};
use crate::number_words::{grouped, joined, short};

/// Below so many rows a model of language or pictures is taken as it is.
const FEW_ROWS: usize = 1_000;
/// From so many rows on a model of one's own learns what theirs knows.
const MANY_ROWS: usize = 100_000;
/// Faster than this, a pre-trained network is too slow on an ordinary processor.
const FAST: Duration = Duration::from_millis(20);
/// Cells of a column that are looked at for names of pictures.
const LOOKED_AT: usize = 200;
const PICTURES: [&str; 8] = [".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff"];

/// A way to a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Build: a model of one's own, from one's own rows.
    Custom,
    /// Buy: a model that others have trained, as it is.
    PreTrained,
    /// Adapt: a model that others have trained, taught further with one's own rows.
    Hybrid,
}

impl Way {
    /// `custom`, `pre-trained` or `hybrid`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Custom => "custom",
            Self::PreTrained => "pre-trained",
            Self::Hybrid => "hybrid",
        }
    }

    /// `build`, `buy` or `adapt`.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Custom => "build",
            Self::PreTrained => "buy",
            Self::Hybrid => "adapt",
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What starts a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirstStep {
    /// This command.
    Command(String),
    /// Bowline has no command for it yet; what is needed instead.
    Needs(String),
}

/// One way, with what starts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayForward {
    /// The way.
    pub way: Way,
    /// What starts it.
    pub start: FirstStep,
}

/// Which way to go, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The way that is advised.
    pub way: Way,
    /// Why, most important first, each a plain clause.
    pub reasons: Vec<String>,
    /// All ways with their first steps, the advised one first.
    pub ways: Vec<WayForward>,
    /// The advice in one plain sentence.
    pub sentence: String,
}

/// What advice rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Name of the target.
    pub target: String,
    /// The task.
    pub task: Task,
    /// Rows with a target.
    pub n_rows: usize,
    /// Columns to learn from that are neither text nor pictures.
    pub n_plain_columns: usize,
    /// Columns of free text.
    pub text_columns: Vec<String>,
    /// Columns that name picture files.
    pub picture_columns: Vec<String>,
}

impl Facts {
    /// Reads them off the table and the problem stated on it. Names of files differ in every row and are set aside as
    /// identifiers, so pictures are looked for in the whole table.
    #[must_use]
    pub fn of(table: &Table, problem: &Problem) -> Self {
        let target = problem.target.spec.name.clone();
        let pictures: Vec<String> = table
            .columns()
            .iter()
            .filter(|column| column.name != target && names_pictures(column))
            .map(|column| column.name.clone())
            .collect();
        let others = || problem.features.columns().iter().filter(|column| !pictures.contains(&column.name));
        let is_text = |column: &&Column| column.kind() == ColumnKind::Text;
        Self {
            task: problem.target.spec.task,
            n_rows: problem.features.n_rows(),
            n_plain_columns: others().filter(|column| !is_text(column)).count(),
            text_columns: others().filter(is_text).map(|column| column.name.clone()).collect(),
            picture_columns: pictures,
            target,
        }
    }

    /// What others' models could know of: pictures first, then text where there is as much of it as of anything else.
    fn shared_kind(&self) -> Option<(&'static str, &[String])> {
        if !self.picture_columns.is_empty() {
            Some(("pictures", &self.picture_columns))
        } else if !self.text_columns.is_empty() && self.text_columns.len() >= self.n_plain_columns {
            Some(("language", &self.text_columns))
        } else {
            None
        }
    }
}

/// Whether nearly all of a column's first cells end like the name of a picture.
fn names_pictures(column: &Column) -> bool {
    if !matches!(column.kind(), ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Category) {
        return false;
    }
    let cells = (0..column.len()).filter_map(|row| column.text(row)).take(LOOKED_AT);
    let (mut n, mut pictures) = (0, 0);
    for cell in cells {
        let cell = cell.trim().to_lowercase();
        n += 1;
        pictures += usize::from(PICTURES.iter().any(|ending| cell.ends_with(ending)));
    }
    n > 0 && pictures * 10 >= n * 9
}

/// Advises a way.
#[must_use]
pub fn advise(facts: &Facts, options: &CheckOptions) -> Advice {
    let mut reasons = Vec::new();
    let way = match facts.shared_kind() {
        None => of_table(facts, options, &mut reasons),
        Some((kind, columns)) => of_shared_kind(facts, options, kind, columns, &mut reasons),
    };
    let mut ways: Vec<WayForward> = [Way::Custom, Way::PreTrained, Way::Hybrid]
        .into_iter()
        .map(|way| WayForward { way, start: first_step(way, facts) })
        .collect();
    ways.sort_by_key(|forward| forward.way != way);
    let what = match way {
        Way::Custom => "Build a model of your own",
        Way::PreTrained => "Buy: take a model that others have trained, as it is",
        Way::Hybrid => "Adapt a model that others have trained",
    };
    let sentence = format!("{what} ({way}): {}.", joined(&reasons, "and"));
    Advice { way, reasons, ways, sentence }
}

fn of_table(facts: &Facts, options: &CheckOptions, reasons: &mut Vec<String>) -> Way {
    reasons.push("nobody else's model knows these columns".into());
    if let Some(column) = facts.text_columns.first() {
        reasons.push(format!("the text of `{column}` is a small part of them"));
    }
    if facts.n_rows < FEW_ROWS {
        reasons.push(format!("{} rows ask for a simple model", grouped(facts.n_rows)));
    }
    if let Some(latency) = options.max_latency.filter(|&latency| latency < FAST) {
        reasons.push(format!("it answers within {}", milliseconds(latency)));
    }
    if options.regulation == Regulation::Regulated {
        reasons.push("its data stays with you and its weights can be read".into());
    }
    if does_not_pay(options) {
        reasons.push("rules of thumb come first, as the return is no more than 3 times the cost".into());
    }
    Way::Custom
}

fn of_shared_kind(
    facts: &Facts,
    options: &CheckOptions,
    kind: &str,
    columns: &[String],
    reasons: &mut Vec<String>,
) -> Way {
    let n = grouped(facts.n_rows);
    let names: Vec<String> = columns.iter().take(3).map(|name| format!("`{name}`")).collect();
    let holds = if names.len() == 1 { "holds" } else { "hold" };
    let subject = format!("{} {holds} {kind}, which others' models already know", joined(&names, "and"));
    let is_fast = options.max_latency.is_some_and(|latency| latency < FAST);
    let is_regulated = options.regulation == Regulation::Regulated;
    if is_fast && kind == "language" {
        let latency = milliseconds(options.max_latency.unwrap_or_default());
        reasons.push(format!("{latency} for an answer are too few for a pre-trained network"));
        reasons.push("word weights answer faster".into());
        return Way::Custom;
    }
    reasons.push(subject);
    let way = if does_not_pay(options) && !is_regulated && facts.n_rows < MANY_ROWS {
        reasons.push(
            "the return is no more than 3 times the cost, so the way that costs least to start is best"
                .into(),
        );
        Way::PreTrained
    } else if facts.n_rows >= MANY_ROWS && kind == "language" {
        reasons.push(format!("but {n} rows teach a model of your own as much about this task"));
        Way::Custom
    } else if facts.n_rows >= FEW_ROWS {
        reasons.push(format!("{n} rows are enough to teach them your task"));
        Way::Hybrid
    } else if facts.task == Task::Regression {
        reasons.push(format!("{n} rows are few, but no model answers with your numbers as it is"));
        Way::Hybrid
    } else if is_regulated {
        reasons.push(format!(
            "{n} rows are few, but regulation wants a model that you hold and can test yourself"
        ));
        return Way::Hybrid;
    } else {
        reasons.push(format!("{n} rows are too few to teach a model"));
        Way::PreTrained
    };
    if is_regulated {
        reasons.push("regulation wants a model that you hold and can test yourself".into());
    }
    if is_fast {
        reasons.push("it will need a small network or a GPU to answer in time".into());
    }
    way
}

fn does_not_pay(options: &CheckOptions) -> bool {
    matches!((options.expected_return, options.cost), (Some(expected), Some(cost)) if expected <= 3.0 * cost)
}

fn milliseconds(latency: Duration) -> String {
    format!("{} ms", short(latency.as_secs_f64() * 1e3).trim_end_matches('0').trim_end_matches('.'))
}

/// Only verbs that exist are named.
fn first_step(way: Way, facts: &Facts) -> FirstStep {
    let kind = facts.shared_kind().map(|(kind, _)| kind);
    match (way, kind) {
        (Way::Custom, Some("pictures")) => FirstStep::Needs(
            "a library that trains on pictures: this version of Bowline learns from the other columns alone"
                .into(),
        ),
        (Way::Custom, _) => {
            FirstStep::Command(format!("bowline fit DATA --target {}", shell_word(&facts.target)))
        }
        (Way::PreTrained, None) | (Way::Hybrid, None) => {
            FirstStep::Needs("a model that somebody trained on columns like these; none is known".into())
        }
        (Way::PreTrained, Some(kind)) => FirstStep::Needs(format!(
            "a pre-trained model of {kind} and labelled rows to measure it on; write its answers and the true ones side by side, since this version of Bowline runs no pre-trained model"
        )),
        (Way::Hybrid, Some(kind)) => FirstStep::Needs(format!(
            "a pre-trained model of {kind}: write what its last layer says of each row into columns of the table, and `bowline fit` learns from them; fine-tuning itself is not in this version"
        )),
    }
}

/// A name as one word of a command line.
fn shell_word(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if !name.is_empty() && name.chars().all(is_plain) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::StringArray;
    use bowline_automl::{SearchOptions, state_problem};
    use bowline_core::ColumnData;

    fn facts(n_rows: usize, plain: usize, text: &[&str], pictures: &[&str]) -> Facts {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Facts {
            target: "churned".into(),
            task: Task::Binary,
            n_rows,
            n_plain_columns: plain,
            text_columns: owned(text),
            picture_columns: owned(pictures),
        }
    }

    fn sentence(facts: &Facts, options: &CheckOptions) -> String {
        advise(facts, options).sentence
    }

    #[test]
    fn tables_are_for_building() {
        let options = CheckOptions::default();
        assert_eq!(
            sentence(&facts(7_043, 19, &[], &[]), &options),
            "Build a model of your own (custom): nobody else's model knows these columns."
        );
        let options = CheckOptions {
            max_latency: Some(Duration::from_millis(5)),
            regulation: Regulation::Regulated,
            expected_return: Some(10.0),
            cost: Some(5.0),
            ..CheckOptions::default()
        };
        assert_eq!(
            sentence(&facts(400, 19, &["remark"], &[]), &options),
            "Build a model of your own (custom): nobody else's model knows these columns, the text of `remark` is a small part of them, 400 rows ask for a simple model, it answers within 5 ms, its data stays with you and its weights can be read and rules of thumb come first, as the return is no more than 3 times the cost."
        );
        let advice = advise(&facts(7_043, 19, &[], &[]), &CheckOptions::default());
        assert_eq!(advice.ways[0].start, FirstStep::Command("bowline fit DATA --target churned".into()));
        assert_eq!(advice.ways.len(), 3);
    }

    #[test]
    fn language_and_pictures_depend_on_rows() {
        let options = CheckOptions::default();
        let way = |facts: &Facts| advise(facts, &options).way;
        assert_eq!(way(&facts(200, 0, &["message"], &[])), Way::PreTrained);
        assert_eq!(way(&facts(5_572, 0, &["message"], &[])), Way::Hybrid);
        assert_eq!(way(&facts(500_000, 0, &["message"], &[])), Way::Custom);
        assert_eq!(way(&facts(500_000, 0, &[], &["photo"])), Way::Hybrid);
        let regression = Facts { task: Task::Regression, ..facts(200, 0, &["message"], &[]) };
        assert_eq!(way(&regression), Way::Hybrid);
        assert_eq!(
            sentence(&facts(200, 0, &["message"], &[]), &options),
            "Buy: take a model that others have trained, as it is (pre-trained): `message` holds language, which others' models already know and 200 rows are too few to teach a model."
        );
    }

    #[test]
    fn latency_regulation_and_cost_turn_the_scale() {
        let message = facts(5_572, 0, &["message"], &[]);
        let fast = CheckOptions { max_latency: Some(Duration::from_millis(2)), ..CheckOptions::default() };
        assert_eq!(advise(&message, &fast).way, Way::Custom);
        assert!(sentence(&message, &fast).contains("2 ms for an answer"));
        let regulated = CheckOptions { regulation: Regulation::Regulated, ..CheckOptions::default() };
        assert_eq!(advise(&facts(200, 0, &["message"], &[]), &regulated).way, Way::Hybrid);
        let poor = CheckOptions { expected_return: Some(2.0), cost: Some(1.0), ..CheckOptions::default() };
        assert_eq!(advise(&message, &poor).way, Way::PreTrained);
        assert!(sentence(&message, &poor).contains("costs least to start"));
    }

    /// Verbs that this version has not are never named.
    #[test]
    fn first_steps_name_only_verbs_that_exist() {
        const VERBS: [&str; 6] = ["fit", "check", "predict", "evaluate", "models", "show"];
        for facts in [facts(10, 3, &[], &[]), facts(10, 0, &["t"], &[]), facts(10, 0, &[], &["p"])] {
            for forward in advise(&facts, &CheckOptions::default()).ways {
                let (FirstStep::Command(text) | FirstStep::Needs(text)) = forward.start;
                for after in text.split("bowline ").skip(1) {
                    let verb = after.split(|c: char| !c.is_alphanumeric()).next().unwrap();
                    assert!(VERBS.contains(&verb), "{text}");
                }
            }
        }
        let odd = Facts { target: "it's so".into(), ..facts(10, 3, &[], &[]) };
        let start = advise(&odd, &CheckOptions::default()).ways[0].start.clone();
        assert_eq!(start, FirstStep::Command(r"bowline fit DATA --target 'it'\''s so'".into()));
    }

    #[test]
    fn pictures_are_found_among_identifiers() {
        let photos: StringArray = (0..60).map(|at| Some(format!("shots/{at}.JPG"))).collect();
        let labels: Vec<_> = (0..60).map(|at| Some(if at % 3 == 0 { "rose" } else { "tulip" })).collect();
        let sizes: Vec<f64> = (0..60).map(|at| f64::from(at * 7 % 13)).collect();
        let table = Table::new(vec![
            Column::new("photo", ColumnData::Identifier(photos)),
            Column::floats("size", &sizes),
            Column::category("flower", &labels),
        ])
        .unwrap();
        let problem = state_problem(&table, &SearchOptions::new("flower")).unwrap();
        let facts = Facts::of(&table, &problem);
        assert_eq!((facts.picture_columns.as_slice(), facts.n_plain_columns), (&["photo".to_owned()][..], 1));
    }
}
