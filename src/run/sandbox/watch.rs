//! Limits that no single process can be held to: what all processes of a program use together.

use std::fs::File;

use super::report::End;
use super::{Limits, Spec};

/// Looks at a running program.
pub(super) struct Watch {
    limits: Limits,
    outputs: Vec<File>,
    /// True where `/proc` shows the program's processes and no others.
    sees_processes: bool,
}

impl Watch {
    pub(super) fn new(spec: &Spec) -> Self {
        let outputs = ["stdout", "stderr"].map(|name| File::open(spec.folder.join(name)));
        Self {
            limits: spec.limits,
            outputs: outputs.into_iter().flatten().collect(),
            sees_processes: cfg!(target_os = "linux") && spec.shields.namespaces,
        }
    }

    /// Returns why the program must stop, if it must.
    pub(super) fn look(&self) -> Option<End> {
        self.output().or_else(|| if self.sees_processes { self.processes() } else { None })
    }

    /// Returns that it has printed too much, if it has.
    pub(super) fn output(&self) -> Option<End> {
        let length = |file: &File| file.metadata().map_or(0, |data| data.len());
        (self.outputs.iter().map(length).max()? > self.limits.output).then_some(End::Output)
    }

    #[cfg(target_os = "linux")]
    fn processes(&self) -> Option<End> {
        let own = std::process::id().cast_signed();
        let Some(processes) = linux::processes() else { return Some(End::Processes) };
        let processes: Vec<i32> = processes.filter(|id| *id != own).collect();
        if processes.len() > self.limits.processes {
            return Some(End::Processes);
        }
        (self.memory(&processes) > self.limits.memory).then_some(End::Memory)
    }

    /// Returns the bytes that processes use together. What they share is counted for each at first, so a sum within the
    /// limit is within it; beyond it the shares are looked at, which takes time, so not of very many.
    #[cfg(target_os = "linux")]
    fn memory(&self, processes: &[i32]) -> u64 {
        const MANY: usize = 32;
        let roughly: u64 = processes.iter().map(|id| linux::resident(*id)).sum();
        if processes.len() > MANY {
            // Whatever forked shares most of it: this is generous, until they are fewer.
            return roughly / 4;
        }
        let exactly = || processes.iter().map(|id| linux::proportional(*id)).sum::<u64>();
        let used = if roughly > self.limits.memory { exactly() } else { roughly };
        used + linux::memory_files(processes)
    }

    #[cfg(not(target_os = "linux"))]
    fn processes(&self) -> Option<End> {
        None
    }
}

#[cfg(target_os = "linux")]
pub(super) use linux::children;

/// The tables of the kernel: proc(5).
#[cfg(target_os = "linux")]
mod linux {
    #![expect(clippy::disallowed_methods, reason = "these are tables of the kernel, no files")]

    use std::collections::BTreeMap;
    use std::fs;
    use std::os::unix::fs::MetadataExt as _;

    /// Returns the processes whose parent is this one.
    pub(in super::super) fn children() -> Vec<i32> {
        let own = std::process::id();
        let children = read(&format!("/proc/self/task/{own}/children")).unwrap_or_default();
        children.split_whitespace().filter_map(|id| id.parse().ok()).collect()
    }

    /// Returns all processes; `None` if they cannot be seen.
    pub(super) fn processes() -> Option<impl Iterator<Item = i32>> {
        let entries = fs::read_dir("/proc").ok()?.flatten();
        Some(entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()))
    }

    /// Returns the bytes of memory that a process has in use, shared ones included.
    pub(super) fn resident(process: i32) -> u64 {
        const PAGE: u64 = 4096;
        let pages = read(&format!("/proc/{process}/statm"))
            .and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok());
        pages.unwrap_or_default() * PAGE
    }

    /// Returns the same, with its share of what is shared.
    pub(super) fn proportional(process: i32) -> u64 {
        let kilobytes = read(&format!("/proc/{process}/smaps_rollup")).and_then(|text| {
            let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        });
        kilobytes.map_or_else(|| resident(process), |kilobytes| kilobytes * 1024)
    }

    /// Returns the bytes in files that are memory and have no name, which need not be mapped by anyone.
    pub(super) fn memory_files(processes: &[i32]) -> u64 {
        let mut sizes: BTreeMap<u64, u64> = BTreeMap::new();
        for process in processes {
            let files = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
            for file in files {
                let is_memory = fs::read_link(file.path()).is_ok_and(|target| {
                    target.as_os_str().as_encoded_bytes().starts_with(b"/memfd:")
                });
                if let (true, Ok(data)) = (is_memory, fs::metadata(file.path())) {
                    sizes.insert(data.ino(), data.blocks() * 512);
                }
            }
        }
        sizes.values().sum()
    }

    fn read(file: &str) -> Option<String> {
        fs::read_to_string(file).ok()
    }
}
