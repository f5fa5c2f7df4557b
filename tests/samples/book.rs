//! A book whose samples run, and what came of them as text.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::{PoisonError, RwLock};

use serde_json::Value;

use crate::support::Book;

/// Held by tests that overload the machine, and shared by those that would notice.
pub(crate) static QUIET: RwLock<()> = RwLock::new(());

/// What a run printed, and how it ended.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stderr: String,
    /// One JSON object a line.
    pub(crate) lines: Vec<Value>,
}

/// Returns a book of one page, `a.md`, that runs on `python3`.
pub(crate) fn page(text: &str) -> Book {
    let book = Book::new("//- /book.toml\n[book]\ntitle = \"T\"\n");
    book.edit("content/a.md", text);
    book
}

/// Returns `crib test` in a folder, to be given more arguments.
pub(crate) fn crib_test(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crib"));
    command.current_dir(root).args(["test", "--sandbox", "require"]);
    command.env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
    command
}

/// Runs the samples, with arguments that are separated by spaces.
pub(crate) fn test(book: &Book, arguments: &str) -> Run {
    let _quiet = QUIET.read().unwrap_or_else(PoisonError::into_inner);
    run_now(book, arguments)
}

/// Does what `test` does, whoever holds `QUIET`.
pub(crate) fn run_now(book: &Book, arguments: &str) -> Run {
    let mut command = crib_test(book.root());
    command.args(["--format", "json"]).args(arguments.split_whitespace());
    Run::from(command.output().unwrap())
}

/// Returns the findings of a page, a line each: `a.md:3: message`.
#[track_caller]
pub(crate) fn findings(text: &str) -> Vec<String> {
    let run = test(&page(text), "");
    let found = run.findings();
    assert_eq!(run.code, Some(i32::from(!found.is_empty())), "{}", run.stderr);
    found
}

/// Asserts that the samples of a page pass.
#[track_caller]
pub(crate) fn assert_passes(text: &str) {
    assert_eq!(findings(text), Vec::<String>::new());
}

impl Run {
    pub(crate) fn findings(&self) -> Vec<String> {
        let finding = |line: &Value| {
            let path = line["path"].as_str().unwrap_or("-").rsplit('/').next().unwrap().to_owned();
            let message = line["message"].as_str()?;
            Some(format!("{path}:{}: {message}", line["line"]))
        };
        self.lines.iter().filter_map(finding).collect()
    }

    /// Returns the details of the findings: diffs and tracebacks.
    pub(crate) fn details(&self) -> Vec<&str> {
        self.lines.iter().filter_map(|line| line["detail"].as_str()).collect()
    }

    /// Returns the last line.
    pub(crate) fn summary(&self) -> &Value {
        self.lines.last().expect("there is always a summary")
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let stdout = String::from_utf8(output.stdout).unwrap();
        Self {
            code: output.status.code(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            lines: stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        }
    }
}
