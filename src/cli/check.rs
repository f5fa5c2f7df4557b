//! `crib check`: every rule that a build runs, and nothing written but, if asked, the ledger.

use std::path::Path;
use std::time::Instant;

use crate::base::diagnostic::Checked;
use crate::base::error::Error;
use crate::build::{self, Built, Options};
use crate::check::ledger;
use crate::cli::report::{Reporter, Summary, Work, count};
use crate::cli::{Outcome, args, book, progress, terminal};
use crate::write;

pub(super) fn run(options: &args::Check, root: Option<&Path>) -> Result<Outcome, Error> {
    let started = Instant::now();
    let denies_warnings = options.findings.deny_warnings;
    let mut summary = Summary { work: Work::Check, denies_warnings, ..Summary::default() };
    let mut run = || -> Result<(), Error> {
        let root = book::find(root)?;
        let reporter = Reporter { format: options.findings.format, root: &root };
        check(options, &reporter, &mut summary)
    };
    let result = run();
    summary.time = started.elapsed();
    super::build::finish(result, &summary, options.findings)
}

fn check(
    options: &args::Check,
    reporter: &Reporter<'_>,
    summary: &mut Summary,
) -> Result<(), Error> {
    let root = reporter.root;
    let build = || progress::during("checking", || build::build(root, Options::default()));
    let mut checked = build()?;
    if options.update && update_ledger(&checked.value, root)? {
        // The ledger is an input: the findings on it are others now.
        checked = build()?;
    }
    let Checked { value: built, diagnostics } = checked;
    summary.n_pages = built.n_pages;
    (summary.n_warnings, summary.n_errors) = count(&diagnostics);
    reporter.findings(&diagnostics, &built.inputs.texts)
}

/// Adds the new card ids to the ledger; returns whether there were any.
fn update_ledger(built: &Built, root: &Path) -> Result<bool, Error> {
    let Some(text) = ledger::updated(&built.inputs, &built.site) else { return Ok(false) };
    let file = match &built.inputs.ledger {
        Some(ledger) => ledger.file.clone(),
        None => built.inputs.config.build.file("card-ids.txt"),
    };
    write::replace_file(&root.join(file.as_str()), text.as_bytes())?;
    terminal::status("Updated", &book::shown(root, &file));
    Ok(true)
}
