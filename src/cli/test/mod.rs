//! `crib test`: runs the samples of a book, tells what differs from the pages, and updates them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::error::Error;
use crate::base::hash::Hash;
use crate::base::rule::Rule;
use crate::build::{self, Related};
use crate::cli::progress::Counter;
use crate::cli::report::{Reporter, Summary, Tested, Work, count};
use crate::cli::{Outcome, args, book, progress, terminal};
use crate::model::record::key;
use crate::model::sample::Program;
use crate::rules;
use crate::run::{self, Book, Demand, Observer, Options, Runner, Selection, service};

mod results;
mod update;

/// The rules that concern samples; `crib check` has the others.
const CONCERNED: [&Rule; 11] = [
    &rules::BROKEN_INCLUDE,
    &rules::DUPLICATE_ID,
    &rules::DUPLICATE_KEY,
    &rules::INVALID_ATTRIBUTE,
    &rules::INVALID_CONFIG,
    &rules::INVALID_UTF8,
    &rules::MALFORMED_CARD,
    &rules::UNKNOWN_ATTRIBUTE,
    &rules::UNKNOWN_KEY,
    &rules::UNKNOWN_SAMPLE,
    &rules::UNPINNED_PACKAGE,
];

pub(super) fn run(options: &args::Test, root: Option<&Path>) -> Result<Outcome, Error> {
    let started = Instant::now();
    let denies_warnings = options.findings.deny_warnings;
    let work = Work::Test(Tested::default());
    let mut summary = Summary { work, denies_warnings, ..Summary::default() };
    let mut run = || -> Result<(), Error> {
        let root = book::find(root)?;
        let reporter = Reporter { format: options.findings.format, root: &root };
        super::build::on_threads(options.jobs, || test(options, &reporter, &mut summary))?
    };
    let result = run();
    summary.time = started.elapsed();
    super::build::finish(result, &summary, options.findings)
}

fn test(options: &args::Test, reporter: &Reporter<'_>, summary: &mut Summary) -> Result<(), Error> {
    let root = reporter.root;
    let read = || progress::during("reading", || build::relate(root, build::Options::default()));
    let Checked { value: mut related, mut diagnostics } = read()?;
    let selection = selection(options, root, &related)?;
    let prepared = {
        let counter = Counter::new();
        let world = world(options, root)?;
        run::prepare(of(&related), &selection, world, &Terminal(&counter))
    };
    if prepared.is_err() {
        // What the book says of interpreters may be wrong itself.
        diagnostics.retain(is_concerned);
        reporter.findings(&diagnostics, &related.inputs.texts)?;
    }
    let prepared = prepared?;
    announce(&prepared, reporter);
    listen_for_interrupts();
    let counter = Counter::new();
    let observer = Terminal(&counter);
    let mut outcomes = prepared.run(of(&related), &selection, &|_, _| true, &observer)?;
    if options.update && update::pages(of(&related), &outcomes, root)? {
        // The pages are others now. What is as it was and passed need not run again.
        let passed = passed(of(&related), &outcomes);
        Checked { value: related, diagnostics } = read()?;
        let book = of(&related);
        let is_due = |page: usize, program: &Program| {
            let name = key(book.site.pages[page].topic.path.as_str(), &program.id);
            !passed.contains(&(name, program.hash))
        };
        let again = prepared.run(book, &selection, &is_due, &observer)?;
        outcomes = update::merged(outcomes, again);
    }
    drop(counter);
    let book = of(&related);
    if options.update && selection.is_all() && options.python.is_empty() {
        update::record(book, &outcomes, root)?;
    }
    diagnostics.retain(is_concerned);
    diagnostics.extend(run::findings(book, &outcomes));
    reporter.findings(&diagnostics, &book.inputs.texts)?;
    let results = results::Results::new(book, &selection, &outcomes);
    match reporter.format {
        args::Format::Json => terminal::stdout(&results.json(root))?,
        args::Format::Human | args::Format::Github => terminal::stderr(&results.table()),
    }
    summary.n_pages = results.n_pages();
    summary.work = Work::Test(results.counts());
    (summary.n_warnings, summary.n_errors) = count(&diagnostics);
    Ok(())
}

fn is_concerned(finding: &Diagnostic) -> bool {
    CONCERNED.iter().any(|rule| rule.name == finding.rule.name)
}

fn of(related: &Related) -> Book<'_> {
    Book { inputs: &related.inputs, site: &related.site }
}

/// Returns the samples that passed wherever they ran, with the hashes that they had.
fn passed(book: Book<'_>, outcomes: &[run::Outcome]) -> BTreeSet<(String, Hash)> {
    let has_passed = |outcomes: &&[run::Outcome]| outcomes.iter().all(|it| it.failures.is_empty());
    let samples = outcomes.chunk_by(run::Outcome::is_of_same).filter(has_passed);
    samples.filter_map(|it| Some((it[0].name(book)?, it[0].program(book)?.hash))).collect()
}

/// Returns what was asked for, in terms of the content folder.
fn selection(options: &args::Test, root: &Path, related: &Related) -> Result<Selection, Error> {
    let content = book::absolute(&root.join(&related.inputs.config.build.content))?;
    let mut paths = Vec::new();
    for path in &options.paths {
        let (file, id) = path.split_once('#').map_or((path.as_str(), ""), |(file, id)| (file, id));
        let absolute = book::absolute(Path::new(file))?;
        let file = match absolute.strip_prefix(&content) {
            Ok(within) => within.display().to_string().replace('\\', "/"),
            Err(_) => file.to_owned(),
        };
        paths.push(if id.is_empty() { file } else { format!("{file}#{id}") });
    }
    Ok(Selection::new(&paths))
}

/// Asks the environment for what samples may use.
#[expect(clippy::disallowed_methods, reason = "the command line asks the environment")]
fn world(options: &args::Test, root: &Path) -> Result<Options, Error> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let is_ci = variable("CI").is_some_and(|value| value != "false" && value != "0");
    let path = std::env::var_os("PATH").unwrap_or_default();
    // A folder of PATH may be relative, and samples start elsewhere.
    let path = std::env::split_paths(&path).filter(|folder| !folder.as_os_str().is_empty());
    let path: Result<Vec<PathBuf>, Error> = path.map(|folder| book::absolute(&folder)).collect();
    Ok(Options {
        root: book::absolute(root)?,
        crib: std::env::current_exe().map_err(Error::read("crib"))?,
        path: path?,
        demand: match options.sandbox {
            args::SandboxMode::Auto if !is_ci => Demand::BestEffort,
            args::SandboxMode::BestEffort => Demand::BestEffort,
            args::SandboxMode::Auto | args::SandboxMode::Require => Demand::Required,
            args::SandboxMode::Off => Demand::Off,
        },
        servers: service::Addresses {
            postgres: variable("CRIB_POSTGRES_URL"),
            redis: variable("CRIB_REDIS_URL"),
            rabbitmq: variable("CRIB_RABBITMQ_URL"),
            rabbitmq_api: variable("CRIB_RABBITMQ_API_URL"),
        },
        pythons: options.python.clone(),
    })
}

/// Tells once what runs the samples, and what protects the machine from them.
fn announce(prepared: &Runner, reporter: &Reporter<'_>) {
    if reporter.format == args::Format::Json {
        return;
    }
    let pythons = prepared.interpreters.iter().map(|python| format!("Python {}", python.version));
    let services = prepared.services.values().map(|service| service.title.clone());
    let on: Vec<String> = pythons.chain(services).collect();
    if !on.is_empty() {
        terminal::status("Running", &format!("samples on {}", on.join(", ")));
    }
    match prepared.protections.lacking() {
        None => terminal::status("Sandbox", "namespaces, Landlock and limits; loopback only"),
        Some(lacking) => terminal::warning(&format!(
            "the sandbox lacks {lacking}: run only samples that you trust"
        )),
    }
}

struct Terminal<'a>(&'a Counter);

/// Set once Ctrl-C was pressed: what runs has to give back its share of the servers.
static IS_STOPPED: AtomicBool = AtomicBool::new(false);

/// Waits, in a thread, for Ctrl-C; a second one ends us at once.
fn listen_for_interrupts() {
    std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            if tokio::signal::ctrl_c().await.is_ok() && !IS_STOPPED.swap(true, Ordering::Relaxed) {
                terminal::warning("interrupted: waiting for what runs (again: end it at once)");
                drop(tokio::signal::ctrl_c().await);
                #[expect(clippy::exit, clippy::disallowed_methods, reason = "asked for twice")]
                std::process::exit(130);
            }
        });
    });
}

impl Observer for Terminal<'_> {
    fn preparing(&self, what: &str) {
        self.0.say(format!("installing {what}"));
    }

    fn progress(&self, done: usize, all: usize) {
        self.0.say(format!("running samples: {done} of {all}"));
    }

    fn is_stopped(&self) -> bool {
        IS_STOPPED.load(Ordering::Relaxed)
    }
}
