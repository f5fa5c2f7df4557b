//! Layer 4: the command line. The only layer that prints, asks the environment and starts programs.
//!
//! `run` reads the arguments and hands them to the command's own file. Exit code 0: clean;
//! 1: the content has errors; 2: a usage error, or the world failed.

use std::process::ExitCode;

use clap::Parser;

use crate::base::error::Error;
use crate::run;

mod args;
mod book;
mod build;
mod check;
mod clean;
mod completions;
mod create;
mod export;
mod init;
mod new;
mod progress;
mod report;
mod rules;
mod schema;
mod serve;
mod terminal;
mod test;

use args::{Arguments, Command};

/// How a command ended that the world did not stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done.
    Clean,
    /// The content has errors.
    Findings,
    /// The world failed, and the report says so already.
    Failed,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version come this way too. Where nobody reads, nothing can be told.
        Err(usage) => {
            drop(usage.print());
            return exit_code(usage.exit_code());
        }
    };
    if let Command::Sandbox(options) = &arguments.command {
        return run::sandbox::stage(options.stage, &options.spec).unwrap_or_else(|error| {
            terminal::failure(&error);
            exit_code(2)
        });
    }
    match dispatch(&arguments) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => exit_code(1),
        Ok(Outcome::Failed) => exit_code(2),
        Err(error) => {
            terminal::failure(&error);
            exit_code(2)
        }
    }
}

fn dispatch(arguments: &Arguments) -> Result<Outcome, Error> {
    let root = arguments.root.as_deref();
    match &arguments.command {
        Command::Init(options) => init::run(options),
        Command::New(options) => new::run(options, &book::find(root)?),
        Command::Build(options) => build::run(options, root),
        Command::Check(options) => check::run(options, root),
        Command::Export(options) => export::run(options, root),
        Command::Serve(options) => serve::run(options, &book::find(root)?),
        Command::Test(options) => test::run(options, root),
        Command::Rules(options) => rules::run(options),
        Command::Schema(options) => schema::run(options),
        Command::Clean => clean::run(&book::find(root)?),
        Command::Completions(options) => completions::run(options),
        Command::Sandbox(_) => unreachable!("a stage is no command of the user's"),
    }
}

fn exit_code(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(2))
}
