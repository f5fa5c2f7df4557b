//! The `crib` binary: hands the command line to `cli::run`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cribsheet::cli::run()
}
