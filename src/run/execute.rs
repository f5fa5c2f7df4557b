//! Running programs, several at once, and what came of each.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::base::error::Error;
use crate::model::record::key;
use crate::model::sample::{Program, Runner as Kind};
use crate::model::site::PageId;
use crate::run::compare::{Failure, Ran, compare};
use crate::run::edit::Edit;
use crate::run::execution::Execution;
use crate::run::mapping::Assembled;
use crate::run::plan::{self, Job, Selection};
use crate::run::prepare::Runner;
use crate::run::{Book, Observer};

/// What came of one sample on one interpreter.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The page.
    pub page: PageId,
    /// Which of the samples in `Page::samples` it is, from 0: this stays when the page is updated.
    pub sample: usize,
    /// What it ran on: `Python 3.14.10`, `PostgreSQL 15.18`, or `None` if there was nothing to run it.
    pub on: Option<String>,
    /// Versions of the packages and the server that it ran with.
    pub with: BTreeMap<String, String>,
    /// Why it failed; empty if it passed.
    pub failures: Vec<Failure>,
    /// What would make the page true.
    pub edits: Vec<Edit>,
    /// How long it took.
    pub time: Duration,
}

impl Outcome {
    /// Returns the sample's program.
    pub fn program<'a>(&self, book: Book<'a>) -> Option<&'a Program> {
        book.site.pages.get(self.page)?.samples.values().nth(self.sample)
    }

    /// Returns the name under which the sample is recorded.
    pub fn name(&self, book: Book<'_>) -> Option<String> {
        let path = &book.site.pages.get(self.page)?.topic.path;
        Some(key(path.as_str(), &self.program(book)?.id))
    }

    /// True for two of the same sample.
    pub fn is_of_same(&self, other: &Self) -> bool {
        (self.page, self.sample) == (other.page, other.sample)
    }
}

impl Runner {
    /// Runs the programs that were asked for and that `is_due` wants, in the order of the book.
    pub fn run(
        &self,
        book: Book<'_>,
        selection: &Selection,
        is_due: &(dyn Fn(PageId, &Program) -> bool + Sync),
        observer: &dyn Observer,
    ) -> Result<Vec<Outcome>, Error> {
        let mut jobs = Vec::new();
        let mut idle = Vec::new();
        for (page, sample, program) in plan::programs(book, selection) {
            if !is_due(page, program) {
                continue;
            }
            let new = plan::jobs(page, sample, program, &self.interpreters);
            if new.is_empty() && self.options.pythons.is_empty() {
                idle.push(nothing_runs_it(book, page, sample, program));
            }
            jobs.extend(new);
        }
        let done = AtomicUsize::new(0);
        let one = |(number, job): (usize, &Job<'_>)| {
            if observer.is_stopped() {
                return Err(Error::Usage("interrupted".to_owned()));
            }
            let outcome = self.one(book, *job, number);
            observer.progress(done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len());
            outcome
        };
        let ran: Result<Vec<Outcome>, Error> =
            jobs.par_iter().enumerate().with_max_len(1).map(one).collect();
        let mut outcomes = ran?;
        outcomes.extend(idle);
        outcomes.sort_by_key(|outcome| (outcome.page, outcome.sample));
        Ok(outcomes)
    }

    fn one(&self, book: Book<'_>, job: Job<'_>, number: usize) -> Result<Outcome, Error> {
        let started = Instant::now();
        let Job { page, sample, program, interpreter } = job;
        let assembled = Assembled::new(program, &book.site.pages[page].topic.file, book.inputs);
        let folder = self.scratch.0.join(number.to_string());
        fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
        let execution = Execution {
            runner: self,
            book,
            program,
            assembled: &assembled,
            interpreter,
            folder: &folder,
        };
        let service = program.service.as_ref().and_then(|name| self.services.get(name));
        let ran = match service {
            None => execution.run(None)?,
            Some(service) => {
                let name = format!("crib_{}_{number}", std::process::id());
                let host =
                    if self.shields.namespaces { "127.0.0.1" } else { &service.address.host };
                let leased =
                    service.lease(&name, host, |lease| execution.run(Some((service, lease))));
                // A server that fails in the middle fails this sample, and not all others with it.
                leased.unwrap_or_else(|why| Ok(Ran::not_started(why)))?
            }
        };
        let verdict = compare(program, &assembled, &ran, execution.shown_limits());
        #[expect(clippy::disallowed_methods, reason = "a folder of our own cache")]
        drop(fs::remove_dir_all(&folder));
        Ok(Outcome {
            page,
            sample,
            on: Some(self.title(job)),
            with: self.versions(job),
            failures: verdict.failures,
            edits: verdict.edits,
            time: started.elapsed(),
        })
    }

    /// Returns what a job runs on, as a reader knows it.
    fn title(&self, job: Job<'_>) -> String {
        let server = job.program.service.as_ref().and_then(|name| self.services.get(name));
        match (job.interpreter, job.program.runner) {
            (Some(number), _) => format!("Python {}", self.interpreters[number].version),
            (None, Kind::Sql) => server.map(|server| server.title.clone()).unwrap_or_default(),
            (None, _) => self.shell.as_ref().map(|shell| shell.title.clone()).unwrap_or_default(),
        }
    }

    /// Returns the versions of what a job uses beside that.
    fn versions(&self, job: Job<'_>) -> BTreeMap<String, String> {
        let environment = job.interpreter.and_then(|number| self.environments[number].as_ref());
        let package = |name: &String| {
            let version = environment?.versions.get(name)?;
            Some((name.clone(), version.clone()))
        };
        let mut versions: BTreeMap<String, String> =
            job.program.needs.iter().filter_map(package).collect();
        if job.program.runner != Kind::Sql {
            let server =
                job.program.service.as_ref().and_then(|name| self.services.get_key_value(name));
            versions.extend(server.map(|(name, server)| (name.clone(), server.version.clone())));
        }
        versions
    }
}

fn nothing_runs_it(book: Book<'_>, page: PageId, sample: usize, program: &Program) -> Outcome {
    let file = &book.site.pages[page].topic.file;
    let failure = Failure {
        span: Assembled::new(program, file, book.inputs).fence(),
        message: "runs on no interpreter of `[test.python]`".to_owned(),
        detail: None,
        help: Some(
            "correct `since` and `until`, or name an interpreter that is between them".to_owned(),
        ),
    };
    Outcome {
        page,
        sample,
        on: None,
        with: BTreeMap::new(),
        failures: vec![failure],
        edits: Vec::new(),
        time: Duration::ZERO,
    }
}
