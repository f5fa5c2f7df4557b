//! Processes that can harm nothing but themselves: what a sample runs in.
//!
//! `crib` starts itself as a hidden command, in stages that each take rights away and start the next:
//!
//! 1. `outer` leaves the machine's namespaces for new ones of users, processes, network, mounts and IPC.
//! 2. `init` is process 1 in there. It makes a file system of what the program may see, starts the loopback
//!    device and the relays to a server, starts the next stage, watches limits, and writes down how it ended. When
//!    it ends, the kernel ends whatever else was started.
//! 3. `inner` gives up the rest (a user without rights, Landlock, resource limits) and becomes the program.
//!
//! Entry points: `launch`, to start a program so, and `stage`, the hidden command. Where a platform lacks a
//! protection, the others still hold; what there is is told in `Report::protections`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use crate::base::error::Error;

#[cfg(target_os = "linux")]
mod calls;
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
#[cfg(target_os = "linux")]
mod root;
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
    /// Files that it finds in its folder, by their path there. It starts in the folder `work`.
    pub files: Vec<(String, String)>,
    /// A folder for us: it is empty, and the program does not see it.
    pub folder: PathBuf,
    /// Files and folders that it may read, beside those of the system.
    pub readable: Vec<PathBuf>,
    /// The servers that it may reach.
    pub relays: Vec<Relay>,
    /// When it is stopped.
    pub limits: Limits,
    /// What protects the machine.
    pub shields: Shields,
    /// True for a program that notes events, on what is its stdin when it starts.
    pub has_events: bool,
}

/// A server's port on loopback, and where to reach the server from outside.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Relay {
    /// The port that the program connects to.
    pub port: u16,
    /// A Unix socket in the folder for us, behind which is the server.
    pub socket: String,
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

/// What protects the machine from a program. What is asked for and not to be had keeps it from running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shields {
    /// Namespaces: the program sees no process, file and network of the machine that it should not see.
    pub namespaces: bool,
    /// Landlock: it opens only files that it may open.
    pub landlock: bool,
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

/// The hidden command.
pub const COMMAND: &str = "__sandbox";

/// The program's folder, in namespaces: it is the same on every machine.
pub const INSIDE: &str = "/sample";

const SPEC: &str = "spec.json";

impl Stage {
    /// Returns the stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "outer" => Self::Outer,
            "init" => Self::Init,
            "inner" => Self::Inner,
            _ => return None,
        })
    }
}

impl Spec {
    /// Returns the program's folder, as it sees it.
    pub fn inside(&self) -> PathBuf {
        if self.shields.namespaces { PathBuf::from(INSIDE) } else { self.folder.join("box") }
    }

    /// Fills the program's folder, which is at `folder` now. The last stage finds this spec there.
    fn furnish(&self, folder: &Path) -> io::Result<()> {
        for name in ["work", "home", "tmp"] {
            fs::create_dir_all(folder.join(name))?;
        }
        let spec = (SPEC.to_owned(), self.text());
        for (name, text) in self.files.iter().chain([&spec]) {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            #[expect(clippy::disallowed_methods, reason = "a file of the program's own")]
            fs::write(file, text)?;
        }
        Ok(())
    }

    fn text(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers are always JSON")
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
    match stage {
        #[cfg(target_os = "linux")]
        Stage::Outer => Ok(namespace::outer(&spec)),
        #[cfg(unix)]
        Stage::Inner => Ok(inner::run(&spec)),
        _ => Ok(init::run(&spec)),
    }
}
