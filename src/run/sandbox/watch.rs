//! Limits that no single process can be held to: what all processes of a program use together.

use std::path::PathBuf;

use super::report::End;
use super::{Limits, Spec};

/// Looks at a running program.
pub(super) struct Watch {
    limits: Limits,
    outputs: [PathBuf; 2],
    /// True where `/proc` shows the program's processes and no others.
    sees_processes: bool,
}

impl Watch {
    pub(super) fn new(spec: &Spec) -> Self {
        let outputs = ["stdout", "stderr"].map(|name| spec.folder.join(name));
        Self { limits: spec.limits, outputs, sees_processes: sees_processes() }
    }

    /// Returns why the program must stop, if it must.
    pub(super) fn look(&self) -> Option<End> {
        self.output().or_else(|| if self.sees_processes { self.processes() } else { None })
    }

    /// Returns that it has printed too much, if it has.
    pub(super) fn output(&self) -> Option<End> {
        let length = |path: &PathBuf| path.metadata().map_or(0, |data| data.len());
        (self.outputs.iter().map(length).max()? > self.limits.output).then_some(End::Output)
    }

    #[cfg(target_os = "linux")]
    fn processes(&self) -> Option<End> {
        let own = std::process::id().cast_signed();
        let processes: Vec<i32> = processes().filter(|id| *id != own).collect();
        if processes.len() > self.limits.processes {
            return Some(End::Processes);
        }
        // What processes share is counted for each, so a sum within the limit is within it, and one
        // beyond it is looked at more closely.
        let roughly: u64 = processes.iter().map(|id| resident(*id)).sum();
        let exceeds = roughly > self.limits.memory
            && processes.iter().map(|id| proportional(*id)).sum::<u64>() > self.limits.memory;
        exceeds.then_some(End::Memory)
    }

    #[cfg(not(target_os = "linux"))]
    fn processes(&self) -> Option<End> {
        None
    }
}

#[cfg(target_os = "linux")]
fn sees_processes() -> bool {
    super::namespace::is_isolated()
}

#[cfg(not(target_os = "linux"))]
fn sees_processes() -> bool {
    false
}

/// Returns the processes whose parent is this one.
#[cfg(target_os = "linux")]
pub(super) fn children() -> Vec<i32> {
    let own = std::process::id();
    let children = read(&format!("/proc/self/task/{own}/children")).unwrap_or_default();
    children.split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

#[cfg(target_os = "linux")]
fn processes() -> impl Iterator<Item = i32> {
    #[expect(clippy::disallowed_methods, reason = "a table of the kernel, no folder")]
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Returns the bytes of memory that a process has in use, shared ones included: proc(5), `statm`.
#[cfg(target_os = "linux")]
fn resident(process: i32) -> u64 {
    const PAGE: u64 = 4096;
    let pages = read(&format!("/proc/{process}/statm"))
        .and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok());
    pages.unwrap_or_default() * PAGE
}

/// Returns the same, with its share of what is shared: proc(5), `smaps_rollup`.
#[cfg(target_os = "linux")]
fn proportional(process: i32) -> u64 {
    let kilobytes = read(&format!("/proc/{process}/smaps_rollup")).and_then(|text| {
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    });
    kilobytes.map_or_else(|| resident(process), |kilobytes| kilobytes * 1024)
}

#[cfg(target_os = "linux")]
fn read(file: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "a table of the kernel, no file")]
    std::fs::read_to_string(file).ok()
}
