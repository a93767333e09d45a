//! What stands where a command wants a model: a registered name, a version, or a file.

use std::path::Path;

use anyhow::{Context, Result, bail};
use bowline_core::{ModelFile, ModelRef, ModelVersion, RegistryStore};
use bowline_io::read_model_file;

use crate::catalogue::CATALOGUE;
use crate::home;

/// A loaded model.
pub struct LoadedModel {
    /// What to call it.
    pub label: String,
    /// Its registry entry; `None` for a plain file.
    pub version: Option<ModelVersion>,
    /// The model.
    pub file: ModelFile,
}

/// Loads the model that `argument` names: a file of that path if there is one, else a registered model.
///
/// # Errors
/// When there is neither, or it is damaged.
pub fn load(argument: &str) -> Result<LoadedModel> {
    let path = Path::new(argument);
    if path.is_file() {
        let bytes = read_model_file(path)?;
        let file = ModelFile::from_bytes(&bytes, &CATALOGUE).with_context(|| format!("`{argument}`"))?;
        return Ok(LoadedModel { label: argument.to_owned(), version: None, file });
    }
    let looks_like_a_path = argument.starts_with(['.', '/'])
        || argument.matches('/').count() > 1
        || path.extension().is_some_and(|extension| extension == "safetensors");
    if looks_like_a_path {
        if path.is_dir() {
            bail!("`{argument}` is a folder: expected a model file, or the name of a registered model");
        }
        bail!("no such model file `{argument}`: expected a file, or a name that `bowline models` lists");
    }
    let wanted: ModelRef = argument.parse()?;
    let registry = home::registry();
    let version = registry.resolve(&wanted)?;
    let label = format!("{}/{}", version.name, version.version);
    let bytes = registry.model_bytes(&version)?;
    let file = ModelFile::from_bytes(&bytes, &CATALOGUE)
        .with_context(|| format!("model {label} (`{}`)", version.model_path))?;
    Ok(LoadedModel { label, version: Some(version), file })
}
