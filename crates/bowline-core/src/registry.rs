//! Where model versions live: the trait, and the words of a version.
//!
//! A version is immutable: a model file, a record of how it came to be, and files beside it. Names are what people type,
//! so they are checked once, here, and can then safely become a folder or a row.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// The name of a registered model: 1 to 64 of `a-z A-Z 0-9 _ - .`, starting with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelName(String);

impl ModelName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ModelName {
    type Err = RegistryError;

    fn from_str(name: &str) -> Result<Self, RegistryError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let starts_well = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        if starts_well && name.len() <= 64 && name.chars().all(allowed) {
            Ok(Self(name.to_owned()))
        } else {
            Err(RegistryError::BadName(name.chars().take(80).collect()))
        }
    }
}

/// What a user may write where a model is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelRef {
    /// `churn`: the newest version.
    Latest(ModelName),
    /// `churn/3`: that version.
    Version(ModelName, u64),
    /// `churn@production`: the version that holds the alias.
    Alias(ModelName, String),
}

impl FromStr for ModelRef {
    type Err = RegistryError;

    fn from_str(text: &str) -> Result<Self, RegistryError> {
        if let Some((name, version)) = text.split_once('/') {
            let version =
                version.parse().map_err(|_| RegistryError::BadVersion(version.chars().take(80).collect()))?;
            return Ok(Self::Version(name.parse()?, version));
        }
        if let Some((name, alias)) = text.split_once('@') {
            return Ok(Self::Alias(name.parse()?, alias.to_owned()));
        }
        Ok(Self::Latest(text.parse()?))
    }
}

/// A registered version, as `models` and `show` list it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelVersion {
    /// The model.
    pub name: ModelName,
    /// Counts from 1.
    pub version: u64,
    /// When it was registered, RFC 3339 in UTC.
    pub created_at: String,
    /// Where the model file is.
    pub model_path: String,
    /// Facts of the run, such as `task`, `metric`, `test_score`, `seconds`, as JSON values.
    pub facts: BTreeMap<String, serde_json::Value>,
    /// Names of the files beside the model, such as `report.html`.
    pub files: Vec<String>,
}

/// Why the registry did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// Not a possible name.
    #[error(
        "`{0}` is no model name: expected 1 to 64 letters, digits, `_`, `-` or `.`, starting with a letter or digit"
    )]
    BadName(String),
    /// Not a possible version.
    #[error("`{0}` is no model version: expected a whole number, as in `churn/3`")]
    BadVersion(String),
    /// No such model or version.
    #[error("no model `{wanted}`: {known}")]
    NotFound {
        /// What was asked for.
        wanted: String,
        /// What is there, or what to do.
        known: String,
    },
    /// The registry's own storage failed.
    #[error("model registry: {0}")]
    Storage(String),
}

/// Keeps model versions. Implementations must be safe for several processes at once.
pub trait RegistryStore: Send + Sync {
    /// Registers a new version: all of it, or nothing. `files` are kept beside the model.
    ///
    /// # Errors
    /// [`RegistryError::Storage`] when it could not be written; then nothing is registered.
    fn register(
        &self,
        name: &ModelName,
        created_at: &str,
        model: &[u8],
        facts: BTreeMap<String, serde_json::Value>,
        files: &[(&str, &[u8])],
    ) -> Result<ModelVersion, RegistryError>;

    /// All versions of all models, by name, newest version first.
    ///
    /// # Errors
    /// [`RegistryError::Storage`] when they could not be read.
    fn versions(&self) -> Result<Vec<ModelVersion>, RegistryError>;

    /// The version that `wanted` names.
    ///
    /// # Errors
    /// [`RegistryError::NotFound`] lists what there is.
    fn resolve(&self, wanted: &ModelRef) -> Result<ModelVersion, RegistryError>;

    /// The bytes of a version's model file.
    ///
    /// # Errors
    /// [`RegistryError::Storage`] when they could not be read.
    fn model_bytes(&self, version: &ModelVersion) -> Result<Vec<u8>, RegistryError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_folder() {
        for bad in ["", "..", "a/b", "a\\b", ".hidden", "a b", "é", "-x", &"x".repeat(65)] {
            assert!(bad.parse::<ModelName>().is_err(), "{bad}");
        }
        assert_eq!("churn.v2_x".parse::<ModelName>().unwrap().as_str(), "churn.v2_x");
    }

    #[test]
    fn references_parse() {
        let name: ModelName = "churn".parse().unwrap();
        assert_eq!("churn".parse(), Ok(ModelRef::Latest(name.clone())));
        assert_eq!("churn/3".parse(), Ok(ModelRef::Version(name.clone(), 3)));
        assert_eq!("churn@production".parse(), Ok(ModelRef::Alias(name, "production".into())));
        assert!("churn/x".parse::<ModelRef>().is_err());
    }
}
