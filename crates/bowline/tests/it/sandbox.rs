//! A folder of its own for each test, with the binary run in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A folder that lives as long as the test.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

/// What a command left behind.
pub struct Answer {
    /// Its exit status; `None` when a signal ended it.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Answer {
    /// Status and standard error, for a snapshot; standard output must be empty.
    pub fn refusal(&self) -> String {
        assert_eq!(self.stdout, "", "a command that fails says nothing on standard output");
        format!("[{}] {}", self.status.map_or("signal".into(), |status| status.to_string()), self.stderr)
    }

    /// Standard output of a command that must have succeeded.
    pub fn success(self) -> String {
        assert_eq!(self.status, Some(0), "{}", self.stderr);
        self.stdout
    }

    /// The one JSON object that a successful command printed.
    pub fn json(self) -> Value {
        let text = self.success();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

impl Sandbox {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).expect("a writable folder");
    }

    /// The binary in this folder, with nothing of the caller's surroundings that could show in its answers.
    pub fn command<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bowline"));
        command.current_dir(self.folder.path()).args(words).stdin(Stdio::null());
        command.env_remove("BOWLINE_HOME").env("COLUMNS", "100");
        command
    }

    /// Runs the binary with words that are separated by spaces.
    pub fn run(&self, words: &str) -> Answer {
        self.finish(self.command(words.split_whitespace()))
    }

    /// Runs a command to its end; the folder's own path reads `DIR` in what it says.
    pub fn finish(&self, mut command: Command) -> Answer {
        let output = command.output().expect("the binary starts");
        let text = |bytes: &[u8]| {
            let path = self.folder.path().display().to_string();
            String::from_utf8_lossy(bytes).replace(&path, "DIR")
        };
        Answer { status: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Fits a quick model under a name; the JSON that `fit` prints.
    pub fn fit(&self, data: &str, target: &str, name: &str) -> Value {
        self.run(&format!("fit {data} --target {target} --name {name} --quality fast --budget 600 --json"))
            .json()
    }

    /// Every file below the folder, as paths relative to it, ascending.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a readable folder").flatten() {
                match entry.path().is_dir() {
                    true => folders.push(entry.path()),
                    false => files.push(relative(&entry.path(), self.folder.path())),
                }
            }
        }
        files.sort();
        files
    }
}

fn relative(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).expect("a path below the folder").display().to_string()
}
