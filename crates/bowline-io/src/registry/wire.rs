//! The text of `version.json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) created_at: String,
    #[serde(default)]
    pub(super) facts: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) files: Vec<String>,
}

pub(super) fn parse(text: &str) -> Result<Record, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

pub(super) fn to_text(created_at: &str, facts: BTreeMap<String, Value>, files: Vec<String>) -> String {
    let record = Record { created_at: created_at.to_owned(), facts, files };
    serde_json::to_string_pretty(&record).unwrap_or_default()
}
