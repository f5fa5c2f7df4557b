//! Layer 1: what the runner of samples and the exporter both need of the operating system. It
//! knows nothing of books.
//!
//! `process` ends programs in time, together with all that they started; `find` looks for commands;
//! `folder` makes folders that nobody else enters.

pub mod find;
pub mod folder;
pub mod process;
