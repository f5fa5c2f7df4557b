//! `crib serve`: the development server, as seen from the terminal.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::base::error::Error;
use crate::build;
use crate::cli::report::{Reporter, Summary, Work, count, human};
use crate::cli::{Outcome, args, terminal};
use crate::serve::{self, Observer};

pub(super) fn run(options: &args::Serve, root: &Path) -> Result<Outcome, Error> {
    let window = Window {
        root: root.to_owned(),
        opens_browser: options.open,
        started: Mutex::new(Instant::now()),
    };
    let served = serve::Options {
        root: root.to_owned(),
        build: build::Options { with_drafts: options.drafts },
        host: options.host.clone(),
        port: options.port,
    };
    serve::serve(&served, &(Arc::new(window) as Arc<dyn Observer>))?;
    Ok(Outcome::Clean)
}

/// The terminal that the server was started in.
struct Window {
    root: PathBuf,
    opens_browser: bool,
    started: Mutex<Instant>,
}

impl Observer for Window {
    fn started(&self) {
        *self.started.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn built(&self, result: &serve::Result) {
        let reporter = Reporter { format: args::Format::Human, root: &self.root };
        let checked = match result {
            Ok(checked) => checked,
            Err(error) => return terminal::failure(error),
        };
        let (n_warnings, n_errors) = count(&checked.diagnostics);
        let time = self.started.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
        let n_pages = checked.value.n_pages;
        let denies_warnings = false;
        let work = Work::Serve;
        let summary = Summary { n_pages, work, n_warnings, n_errors, denies_warnings, time };
        // Nothing is lost if the terminal is gone: the browser shows errors too.
        drop(reporter.findings(&checked.diagnostics, &checked.value.inputs.texts));
        drop(reporter.summary(&summary));
    }

    fn explain(&self, result: &serve::Result) -> String {
        match result {
            Ok(checked) => {
                human::plain(&checked.diagnostics, &checked.value.inputs.texts, &self.root)
            }
            Err(error) => format!("error: {}", terminal::describe(error)),
        }
    }

    fn listening(&self, url: &str) {
        terminal::status("Serving", &format!("{url} (Ctrl-C ends it)"));
        if self.opens_browser && open(url).is_err() {
            terminal::warning("found no program that opens a browser; open the address yourself");
        }
    }
}

/// Starts the platform's program that opens a URL, and does not wait for it.
#[expect(clippy::disallowed_methods, reason = "the command line starts programs")]
fn open(url: &str) -> std::io::Result<()> {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(target_os = "windows") {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = Command::new(program);
    command.arg(url);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop)
}
