//! Printing. A reader that goes away early, as `head` does, is no failure.

use std::error::Error as _;
use std::io::{self, Write};

use annotate_snippets::renderer::{DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE};
use anstyle::{AnsiColor, Effects, Style};

use crate::base::error::Error;

/// Prints what was asked for.
pub(super) fn stdout(text: &str) -> Result<(), Error> {
    written(anstream::stdout().lock(), text)
}

/// Prints what accompanies the work. Nothing is lost if it cannot be printed.
pub(super) fn stderr(text: &str) {
    drop(written(anstream::stderr().lock(), text));
}

/// Prints a failure of the world.
pub(super) fn failure(error: &Error) {
    stderr(&format!("{}\n", styled(&describe(error))));
}

/// Prints a line such as cargo's: a green verb, flush right, and what it is about.
pub(super) fn status(verb: &str, what: &str) {
    let style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
    stderr(&format!("{style}{verb:>12}{style:#} {what}\n"));
}

/// Prints `error: …`.
pub(super) fn error(message: &str) {
    stderr(&format!("{}\n", styled(message)));
}

/// Prints `warning: …`.
pub(super) fn warning(message: &str) {
    let style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
    stderr(&format!("{style}warning{style:#}: {message}\n"));
}

/// Returns an error with its causes, each after a colon, and the remedy, if any, on its own line.
pub(super) fn describe(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

fn styled(message: &str) -> String {
    let paint = |style: Style, word: &str| format!("{style}{word}{style:#}");
    let help = paint(DEFAULT_HELP_STYLE, "help");
    let message = message.replace("\nhelp:", &format!("\n{help}:"));
    format!("{}: {message}", paint(DEFAULT_ERROR_STYLE, "error"))
}

fn written(mut out: impl Write, text: &str) -> Result<(), Error> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::write("stdout")(error))
        }
        _ => Ok(()),
    }
}
