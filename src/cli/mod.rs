//! Layer 4: the command line. The only module that prints, and that asks the environment.

use std::path::Path;
use std::process::ExitCode;

use crate::{build, write};

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let root = Path::new(".");
    let Ok(built) = build::build(root, build::Options::default()) else {
        return ExitCode::from(2);
    };
    match write::write(&built.value.output, &root.join("public")) {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
