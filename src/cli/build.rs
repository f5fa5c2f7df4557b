//! `crib build`: builds the site and writes it, unless the content has errors.

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use rayon::ThreadPoolBuilder;

use crate::base::diagnostic::Checked;
use crate::base::error::Error;
use crate::build::{self, Options};
use crate::cli::report::{Reporter, Summary, Work, count};
use crate::cli::{Outcome, args, book, progress};
use crate::write::{self, Written};

pub(super) fn run(options: &args::Build, root: Option<&Path>) -> Result<Outcome, Error> {
    let started = Instant::now();
    let mut summary = Summary {
        work: Work::Build(Written::default()),
        denies_warnings: options.findings.deny_warnings,
        ..Summary::default()
    };
    let mut run = || -> Result<(), Error> {
        let root = book::find(root)?;
        let reporter = Reporter { format: options.findings.format, root: &root };
        on_threads(options.jobs, || build(options, &reporter, &mut summary))?
    };
    let result = run();
    summary.time = started.elapsed();
    finish(result, &summary, options.findings)
}

/// Tells how it ended.
pub(super) fn finish(
    result: Result<(), Error>,
    summary: &Summary,
    options: args::Findings,
) -> Result<Outcome, Error> {
    let reporter = Reporter { format: options.format, root: Path::new(".") };
    if let Err(error) = result {
        let summary = Summary { n_errors: summary.n_errors + 1, ..*summary };
        reporter.failure(&error, &summary)?;
        return Ok(Outcome::Failed);
    }
    reporter.summary(summary)?;
    Ok(if summary.has_failed() { Outcome::Findings } else { Outcome::Clean })
}

fn build(
    options: &args::Build,
    reporter: &Reporter<'_>,
    summary: &mut Summary,
) -> Result<(), Error> {
    let root = reporter.root;
    let build_options = Options { with_drafts: options.drafts };
    let Checked { value: built, diagnostics } =
        progress::during("building", || build::build(root, build_options))?;
    summary.n_pages = built.n_pages;
    (summary.n_warnings, summary.n_errors) = count(&diagnostics);
    reporter.findings(&diagnostics, &built.inputs.texts)?;
    if summary.has_failed() {
        return Ok(());
    }
    let to = book::output_folder(root, options.output.as_deref(), &built.inputs.config)?;
    let Checked { value: written, diagnostics } =
        progress::during("writing", || write::write(&built.output, &to))?;
    summary.work = Work::Build(written);
    summary.n_errors += count(&diagnostics).1;
    reporter.findings(&diagnostics, &built.inputs.texts)
}

/// Works on as many threads as were asked for.
pub(super) fn on_threads<T: Send>(
    jobs: Option<NonZeroUsize>,
    work: impl FnOnce() -> T + Send,
) -> Result<T, Error> {
    let Some(jobs) = jobs else { return Ok(work()) };
    let pool = ThreadPoolBuilder::new().num_threads(jobs.get()).build();
    let refused = |error| Error::Usage(format!("cannot start {jobs} threads: {error}"));
    Ok(pool.map_err(refused)?.install(work))
}
