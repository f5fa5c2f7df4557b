//! `crib completions`: a script for the user's shell.

use clap::CommandFactory;

use crate::base::error::Error;
use crate::cli::args::{self, Arguments};
use crate::cli::{Outcome, terminal};

pub(super) fn run(options: &args::Completions) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "crib", &mut script);
    terminal::stdout(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}
