//! What a model or a page is called when nobody says: after its file.

use std::path::Path;

use anyhow::Result;
use bowline_core::ModelName;

/// The name that a file gives: `sales 2024.csv.gz` becomes `sales-2024`.
///
/// # Errors
/// Never for a file name; the name is checked all the same.
pub fn of_file(path: &Path) -> Result<ModelName> {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = file.split('.').find(|part| !part.is_empty()).unwrap_or_default();
    let cleaned: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let cleaned: String = cleaned.trim_matches(['-', '_']).chars().take(64).collect();
    let name = if cleaned.is_empty() { "model" } else { &cleaned };
    Ok(name.parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_named_after_its_file() {
        let name = |file: &str| of_file(Path::new(file)).unwrap().to_string();
        assert_eq!(name("data/sales 2024.csv.gz"), "sales-2024");
        assert_eq!(name("churn.csv"), "churn");
        assert_eq!(name("日本.csv"), "model");
        assert_eq!(name(".hidden.csv"), "hidden");
        assert_eq!(name("-"), "model");
    }
}
