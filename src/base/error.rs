//! Failures of the world: disk, port, template engine. Content never makes an `Error`.

use std::io;
use std::path::PathBuf;

/// What stops a command with exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A file could not be written, renamed or removed.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The server could not listen or stopped.
    #[error("cannot serve on {address}")]
    Serve {
        /// Host and port.
        address: String,
        /// The cause.
        source: io::Error,
    },
    /// Something the user asked for cannot be done; the message says what and the remedy.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// Returns a function that names the file which could not be read.
    pub fn read(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Read { path, source }
    }

    /// Returns a function that names the file which could not be written.
    pub fn write(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Write { path, source }
    }
}
