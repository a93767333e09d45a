//! Where and with what a benchmark ran: without that, seconds mean nothing and scores cannot be repeated.

use std::path::Path;
use std::process::Command;

use crate::python::{PACKAGES, PROFILING};
use crate::services::first_line;

/// One line on the machine: processor, threads, memory.
pub fn describe() -> String {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok())
        .map_or_else(
            || "memory unknown".to_owned(),
            |kibibytes| format!("{:.0} GiB", kibibytes / 1_048_576.0),
        );
    format!("{processor}, {threads} threads, {memory}, {}", std::env::consts::OS)
}

/// One line on the programs: ours, the compiler, and the packages of `peers`, at their pinned versions.
pub fn versions(binary: &Path, peers: &[&str]) -> String {
    let ours = first_line(Command::new(binary).arg("--version")).filter(|line| !line.trim().is_empty());
    let rust = first_line(Command::new("rustc").arg("--version"));
    let pinned = || PACKAGES.iter().chain(PROFILING);
    let peers: Vec<String> = peers
        .iter()
        .map(|name| {
            let version = pinned().find_map(|package| package.strip_prefix(name)?.strip_prefix("=="));
            format!("{name} {}", version.unwrap_or("unknown"))
        })
        .collect();
    let unknown = |name: &str| format!("{name} of unknown version");
    let ours = ours.unwrap_or_else(|| unknown("bowline"));
    format!("{ours}, {}, {}", rust.unwrap_or_else(|| unknown("rustc")), peers.join(", "))
}

fn field(path: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peers_are_named_with_their_pinned_versions() {
        let line = versions(Path::new("bowline-no-such-binary"), &["lightgbm", "ydata-profiling"]);
        assert!(line.starts_with("bowline of unknown version") && line.contains("lightgbm 4."), "{line}");
        assert!(line.contains("ydata-profiling 4."), "{line}");
    }

    #[test]
    fn the_machine_is_described_everywhere() {
        assert!(describe().contains(" threads, "), "{}", describe());
    }
}
