//! `crib export`: the book in other forms than a site. Nothing is written if it has errors.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::base::diagnostic::Checked;
use crate::base::error::Error;
use crate::build::{self, Options};
use crate::cli::report::{Reporter, Summary, Work, count};
use crate::cli::{Outcome, args, progress, terminal};
use crate::export::browser::{Browser, Places};
use crate::export::{self, Request};
use crate::render::{self, Edition};
use crate::write;

/// How long a browser may take to print once.
const LIMIT: Duration = Duration::from_mins(10);

pub(super) fn run(options: &args::Export, root: Option<&Path>) -> Result<Outcome, Error> {
    match &options.form {
        args::Form::Pdf(options) => pdf(options, root),
    }
}

fn pdf(options: &args::ExportPdf, root: Option<&Path>) -> Result<Outcome, Error> {
    let started = Instant::now();
    let mut summary = Summary {
        work: Work::Export(0),
        denies_warnings: options.findings.deny_warnings,
        ..Summary::default()
    };
    let mut run = || -> Result<(), Error> {
        let root = super::book::find(root)?;
        let reporter = Reporter { format: options.findings.format, root: &root };
        // Before a long build and a longer print.
        check_folder(options.output.as_deref())?;
        let browser = Browser::find(&places(options.browser.clone()))?;
        print(options, browser, &reporter, &mut summary)
    };
    let result = run();
    summary.time = started.elapsed();
    super::build::finish(result, &summary, options.findings)
}

fn print(
    options: &args::ExportPdf,
    browser: Browser,
    reporter: &Reporter<'_>,
    summary: &mut Summary,
) -> Result<(), Error> {
    let build = || build::build(reporter.root, Options::default());
    let Checked { value: built, diagnostics } = progress::during("building", build)?;
    summary.n_pages = built.n_pages;
    (summary.n_warnings, summary.n_errors) = count(&diagnostics);
    reporter.findings(&diagnostics, &built.inputs.texts)?;
    if summary.has_failed() {
        return Ok(());
    }
    let edition = if options.cheatsheet { Edition::CheatSheet } else { Edition::Book };
    let temporary = std::env::temp_dir();
    let request = Request { edition, browser, temporary, limit: LIMIT };
    let counter = progress::Counter::new();
    let observe = |pass: usize| {
        let again = if pass > 1 { ", with page numbers" } else { "" };
        counter.say(format!("printing{again}"));
    };
    let made = export::pdf(&built.inputs, &built.site, &request, &observe)?;
    drop(counter);
    let Checked { value: pdf, diagnostics } = made;
    summary.n_errors += count(&diagnostics).1;
    reporter.findings(&diagnostics, &built.inputs.texts)?;
    let Some(pdf) = pdf else { return Ok(()) };
    if let Some(warning) = &pdf.warning {
        terminal::warning(warning);
    }
    let file = options.output.clone().unwrap_or_else(|| {
        let ending = if options.cheatsheet { "-cheatsheet.pdf" } else { ".pdf" };
        PathBuf::from(render::book_id(&built.inputs, &built.site) + ending)
    });
    write::replace_file(&file, &pdf.bytes)?;
    summary.work = Work::Export(pdf.n_sheets);
    if options.findings.format == args::Format::Human {
        terminal::status("Wrote", &file.display().to_string());
    }
    Ok(())
}

/// Refuses a file in a folder that does not exist.
fn check_folder(file: Option<&Path>) -> Result<(), Error> {
    let folder = file.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => {
            let folder = folder.display();
            Err(Error::Usage(format!("there is no folder `{folder}` to write the PDF to")))
        }
        _ => Ok(()),
    }
}

fn places(asked: Option<PathBuf>) -> Places {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let path = folder("PATH").unwrap_or_default();
    let programs = ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"];
    Places {
        asked,
        named: folder("CHROME_PATH").map(PathBuf::from),
        path: std::env::split_paths(&path).filter(|it| !it.as_os_str().is_empty()).collect(),
        programs: programs.iter().filter_map(|name| folder(name)).map(PathBuf::from).collect(),
    }
}
