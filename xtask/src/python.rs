//! The Python environment with the packages that tests and benchmarks compare against.
//!
//! Versions are pinned, because a golden value is only golden for the version that produced it. The environment
//! lives in the cache folder, outside the checkout, and is shared by checkouts. Nothing of the product needs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::services::first_line;

/// The packages and their versions, as `pip` reads them.
pub const PACKAGES: &[&str] = &[
    "scikit-learn==1.9.1",
    "lightgbm==4.7.0",
    "pandas==3.1.1",
    "pyarrow==26.0.1",
    "safetensors==0.8.0",
    "numpy==2.4.6",
    "scipy==1.17.1",
];

/// The packages of the other side of `bench audit`, in an environment of their own: they want an older pandas.
pub const PROFILING: &[&str] = &["ydata-profiling==4.18.4"];

/// An interpreter in which packages are installed at their versions.
pub struct Python {
    /// The path of the interpreter.
    pub interpreter: PathBuf,
}

impl Python {
    /// Returns the environment in `folder` with [`PACKAGES`], made or completed first where that is needed.
    ///
    /// # Errors
    /// When Python 3 is missing, or the environment or its packages cannot be installed: the reason in words.
    pub fn prepare(folder: &Path) -> Result<Self, String> {
        Self::prepare_with(folder, PACKAGES)
    }

    /// As [`Self::prepare`], with other packages.
    ///
    /// # Errors
    /// As [`Self::prepare`].
    pub fn prepare_with(folder: &Path, packages: &[&str]) -> Result<Self, String> {
        let interpreter = interpreter_in(folder);
        if missing(&interpreter, packages).is_some_and(|missing| missing.is_empty()) {
            return Ok(Self { interpreter });
        }
        if first_line(Command::new("python3").arg("--version")).is_none() {
            return Err("`python3` is not installed".to_owned());
        }
        if missing(&interpreter, packages).is_none() {
            succeed(
                Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder),
                "`python3 -m venv`",
            )?;
        }
        eprintln!("installing the pinned Python packages once into {}", folder.display());
        let mut pip = Command::new(&interpreter);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]);
        pip.args(["--timeout", "30", "--only-binary", ":all:"]).args(packages);
        succeed(&mut pip, "`pip install`")?;
        match missing(&interpreter, packages) {
            Some(missing) if missing.is_empty() => Ok(Self { interpreter }),
            Some(missing) => Err(format!("`pip install` left out {}", missing.join(", "))),
            None => Err(format!("`{}` does not start", interpreter.display())),
        }
    }

    /// The path and the pinned versions in one line.
    pub fn describe(&self) -> String {
        format!("{} ({})", self.interpreter.display(), PACKAGES.join(" ").replace("==", " "))
    }
}

fn interpreter_in(folder: &Path) -> PathBuf {
    if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") }
}

/// The packages that are not there at their version; `None` when the interpreter does not start.
///
/// Only the metadata is read: importing the packages would take seconds.
fn missing(interpreter: &Path, packages: &[&str]) -> Option<Vec<String>> {
    let script = "import sys, importlib.metadata as m\n\
                  def has(p):\n\
                  \x20   name, version = p.split('==')\n\
                  \x20   try: return m.version(name) == version\n\
                  \x20   except m.PackageNotFoundError: return False\n\
                  print(' '.join(p for p in sys.argv[1:] if not has(p)))";
    if !interpreter.is_file() {
        return None;
    }
    let line = first_line(Command::new(interpreter).args(["-c", script]).args(packages))?;
    Some(line.split_whitespace().map(str::to_owned).collect())
}

fn succeed(command: &mut Command, what: &str) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stderr);
            let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no message");
            Err(format!("{what} failed: {}", last.trim()))
        }
        Err(error) => Err(format!("{what} cannot be started: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_is_pinned() {
        assert!(PACKAGES.iter().chain(PROFILING).all(|package| package.split("==").count() == 2));
    }

    #[test]
    fn a_folder_without_an_interpreter_has_nothing_to_ask() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(missing(&interpreter_in(folder.path()), PACKAGES), None);
    }

    #[test]
    fn a_failing_command_is_explained_by_its_last_line() {
        let reason = succeed(Command::new("rustc").arg("--no-such-flag"), "`rustc`").unwrap_err();
        assert!(reason.starts_with("`rustc` failed: "), "{reason}");
        let reason = succeed(&mut Command::new("bowline-no-such-command"), "`it`").unwrap_err();
        assert!(reason.contains("cannot be started"), "{reason}");
    }
}
