//! Processes that can harm nothing but themselves: what a sample runs in.
//!
//! `crib` starts itself as a hidden command, in stages that each take rights away and start the next:
//!
//! 1. `outer` leaves the machine's namespaces for new ones of users, processes, network, mounts and IPC.
//! 2. `init` is process 1 in there. It mounts a `/proc`, starts the loopback device and the relays to a
//!    server, starts the next stage, watches limits, and writes down how it ended. When it ends, the kernel
//!    ends whatever else was started.
//! 3. `inner` gives up the rest (a user without rights, Landlock, resource limits) and becomes the program.
//!
//! Entry points: `launch`, to start a program so, and `stage`, the hidden command. Where a platform lacks a
//! protection, the others still hold; what there is is told in `Report::protections`, and a program
//! that requires all of them is not started without.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use crate::base::error::Error;

mod init;
#[cfg(unix)]
mod inner;
mod launch;
#[cfg(target_os = "linux")]
mod namespace;
#[cfg(target_os = "linux")]
pub mod relay;
mod report;
#[cfg(target_os = "linux")]
mod rights;
mod watch;

pub use launch::launch;
pub use report::{End, Protections, Report};

/// A program and what it may do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Spec {
    /// The program and its arguments.
    pub command: Vec<String>,
    /// Its whole environment.
    pub environment: Vec<(String, String)>,
    /// A folder of its own, which it may write to. `work` in it is where it starts.
    pub folder: PathBuf,
    /// Files and folders that it may read, beside those of the system.
    pub readable: Vec<PathBuf>,
    /// The servers that it may reach.
    pub relays: Vec<Relay>,
    /// When it is stopped.
    pub limits: Limits,
    /// What happens where protections lack.
    pub demand: Demand,
}

/// A server's port on loopback, and where to reach the server from outside.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Relay {
    /// The port that the program connects to.
    pub port: u16,
    /// A Unix socket, behind which is the server.
    pub socket: PathBuf,
}

/// When a program is stopped.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Milliseconds.
    pub time: u64,
    /// Bytes of memory, of all its processes together.
    pub memory: u64,
    /// Processes.
    pub processes: usize,
    /// Bytes on stdout, and on stderr.
    pub output: u64,
    /// Bytes of a file.
    pub file: u64,
}

/// What happens where protections lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Demand {
    /// The program runs with what there is.
    BestEffort,
    /// The program does not run.
    Required,
    /// The program runs without namespaces and Landlock.
    Off,
}

/// A stage of the hidden command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The first.
    Outer,
    /// The second.
    Init,
    /// The third.
    Inner,
}

impl Stage {
    /// Every stage with its name on the command line.
    pub const ALL: [(&'static str, Self); 3] =
        [("outer", Self::Outer), ("init", Self::Init), ("inner", Self::Inner)];

    /// Returns the stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, stage)| *stage)
    }
}

/// The hidden command.
pub const COMMAND: &str = "__sandbox";

impl Spec {
    /// Returns the file that stages read this from.
    fn file(&self) -> PathBuf {
        self.folder.join("spec.json")
    }

    fn read(file: &Path) -> Result<Self, Error> {
        #[expect(clippy::disallowed_methods, reason = "a file of our own, between stages")]
        let text = fs::read_to_string(file).map_err(Error::read(file))?;
        let refused = |error| Error::Usage(format!("`{}`: {error}", file.display()));
        serde_json::from_str(&text).map_err(refused)
    }
}

/// Runs a stage. The last does not return where all goes well.
pub fn stage(stage: Stage, file: &Path) -> Result<ExitCode, Error> {
    let spec = Spec::read(file)?;
    let log = report::Log::new(&spec.folder);
    match stage {
        #[cfg(target_os = "linux")]
        Stage::Outer => Ok(namespace::outer(&spec, &log)),
        #[cfg(unix)]
        Stage::Inner => Ok(inner::run(&spec, &log)),
        _ => Ok(init::run(&spec, &log)),
    }
}
