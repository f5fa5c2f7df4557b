//! Layer 3: executing the samples of a book.
//!
//! `prepare` finds what they need: interpreters, packages, servers. `Runner::run` executes programs,
//! several at once, each in a process and folder of its own (`sandbox`), and compares what they did with what
//! the page says (`compare`). What differs are findings of the rule `failed-sample`, and edits that would
//! make the page true (`edit`).
//!
//! The environment is asked by `cli` alone: which servers there are, and where programs are found.

use std::path::PathBuf;

use crate::model::inputs::Inputs;
use crate::model::site::Site;

pub mod compare;
pub mod edit;
mod ending;
mod execute;
mod execution;
mod expectation;
mod finding;
pub mod interpreter;
mod mapping;
mod packages;
mod plan;
mod prepare;
pub mod record;
pub mod sandbox;
pub mod service;
mod traces;
mod transcript;

pub use execute::Outcome;
pub use finding::findings;
pub use plan::Selection;
pub use prepare::{Runner, prepare};

/// What the caller chooses, and what it knows of the machine.
#[derive(Clone, Debug)]
pub struct Options {
    /// The book's folder.
    pub root: PathBuf,
    /// Our own program, which starts itself again in the sandbox.
    pub crib: PathBuf,
    /// The folders of `PATH`.
    pub path: Vec<PathBuf>,
    /// What happens where the platform lacks protections.
    pub demand: Demand,
    /// Addresses of servers.
    pub servers: service::Addresses,
    /// Which interpreters of `[test.python]` to use; all if empty.
    pub pythons: Vec<String>,
}

/// What happens where the platform lacks protections from what samples do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// The samples run with what there is.
    BestEffort,
    /// Nothing runs.
    Required,
    /// Namespaces and Landlock are not used, even where there are.
    Off,
}

/// The book whose samples run.
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
    /// What was read.
    pub inputs: &'a Inputs,
    /// The topics and how they relate.
    pub site: &'a Site,
}

/// Is told what takes long.
pub trait Observer: Sync {
    /// Something is made ready that takes a while: packages are installed.
    fn preparing(&self, what: &str);
    /// `done` of `all` programs have ended.
    fn progress(&self, done: usize, all: usize);
    /// True once the user wants no more of it: what runs is ended in order, and nothing else begins.
    fn is_stopped(&self) -> bool;
}
