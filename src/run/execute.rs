//! Running programs, several at once, and what came of each.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::json;

use crate::base::error::Error;
use crate::model::doc::SampleMode;
use crate::model::record::key;
use crate::model::sample::{Part, Program, Runner as Kind};
use crate::model::site::PageId;
use crate::run::compare::{self, Failure, Ran, compare};
use crate::run::edit::Edit;
use crate::run::mapping::Assembled;
use crate::run::plan::{self, Job, Selection};
use crate::run::prepare::Runner;
use crate::run::sandbox::{self, Relay, Spec};
use crate::run::service::{Lease, Service};
use crate::run::traces::Traces;
use crate::run::{Book, Observer, transcript};

const HARNESS: &str = include_str!("harness.py");

/// What a sample may start; enough for pools of workers, and few enough for the machine.
const PROCESSES: usize = 128;
const OUTPUT: u64 = 1 << 20;
const FILE: u64 = 256 << 20;

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
        let topic = &book.site.pages[page].topic;
        let text = book.inputs.texts.get(&topic.file).map_or("", |text| text);
        let assembled = Assembled::new(program, text);
        let folder = self.scratch.join(number.to_string());
        for part in ["work", "program", "home", "tmp"] {
            let part = folder.join(part);
            fs::create_dir_all(&part).map_err(Error::write(&part))?;
        }
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
                let host = if self.protections.namespaces.is_ok() {
                    "127.0.0.1"
                } else {
                    &service.address.host
                };
                let leased =
                    service.lease(&name, host, |lease| execution.run(Some((service, lease))));
                leased.map_err(Error::Usage)??
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
    let topic = &book.site.pages[page].topic;
    let text = book.inputs.texts.get(&topic.file).map_or("", |text| text);
    let failure = Failure {
        span: Assembled::new(program, text).fence(),
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

/// One program in one folder.
struct Execution<'a> {
    runner: &'a Runner,
    book: Book<'a>,
    program: &'a Program,
    assembled: &'a Assembled<'a>,
    interpreter: Option<usize>,
    folder: &'a Path,
}

impl Execution<'_> {
    fn run(&self, lease: Option<(&Service, &Lease)>) -> Result<Ran, Error> {
        let command = self.write_program()?;
        let mut environment = self.environment();
        let mut relays = Vec::new();
        #[cfg(target_os = "linux")]
        let mut _door = None;
        if let Some((service, lease)) = lease {
            environment.extend(lease.environment.iter().cloned());
            #[cfg(target_os = "linux")]
            if self.runner.protections.namespaces.is_ok() {
                let (host, port) = (service.address.host.clone(), service.address.port);
                let socket = socket_path(self.folder);
                let door = sandbox::relay::Door::open(&socket, host, port)
                    .map_err(Error::write(&socket))?;
                _door = Some(door);
                relays.push(Relay { port, socket });
            }
            #[cfg(not(target_os = "linux"))]
            let _ = (service, &mut relays);
        }
        let spec = Spec {
            command,
            environment,
            folder: self.folder.to_owned(),
            readable: self.readable(),
            relays,
            limits: self.limits(),
            demand: self.runner.options.demand,
        };
        let report = sandbox::launch(&spec, &self.runner.options.crib)?;
        let file = |name: &str| read(&self.folder.join(name));
        Ok(Ran {
            end: report.end,
            stdout: file("stdout"),
            stderr: self.mapped(&String::from_utf8_lossy(&file("stderr"))),
            traces: Traces::parse(&String::from_utf8_lossy(&file("events"))),
        })
    }

    /// Writes the program and returns the command that runs it.
    fn write_program(&self) -> Result<Vec<String>, Error> {
        let tool = |tool: &Option<super::prepare::Tool>| {
            tool.as_ref().map(|tool| shown(&tool.program)).unwrap_or_default()
        };
        match self.program.runner {
            Kind::Python | Kind::Transcript => self.write_python(),
            Kind::Sql => {
                let mut command = vec![tool(&self.runner.psql)];
                command.extend(["-XAt", "-c", "\\o /dev/null"].map(str::to_owned));
                let files = self.write_parts("sql")?;
                for (number, (file, part)) in files.iter().zip(&self.program.parts).enumerate() {
                    let is_own = number + 1 == files.len();
                    let stops = u8::from(is_own || part.raises.is_none());
                    command.extend(["-c".to_owned(), format!("\\set ON_ERROR_STOP {stops}")]);
                    if is_own {
                        command.extend(["-c", "\\o"].map(str::to_owned));
                    }
                    command.extend(["-f".to_owned(), file.clone()]);
                }
                Ok(command)
            }
            Kind::Shell => {
                let files = self.write_parts("sh")?;
                let (own, earlier) = files.split_last().expect("a program has a part");
                let source = |file: &String| format!(". '{}'", file.replace('\'', r"'\''"));
                let silent = |(file, part): (&String, &Part)| {
                    let goes_on = if part.raises.is_some() { " || true" } else { "" };
                    format!("{} >/dev/null{goes_on}\n", source(file))
                };
                let earlier: Vec<String> =
                    earlier.iter().zip(&self.program.parts).map(silent).collect();
                let main = self.folder.join("program/main.sh");
                write(&main, &(earlier.concat() + &source(own) + "\n"))?;
                Ok(vec![tool(&self.runner.shell), "-e".to_owned(), shown(&main)])
            }
        }
    }

    fn write_parts(&self, ending: &str) -> Result<Vec<String>, Error> {
        let mut files = Vec::new();
        for (number, part) in self.program.parts.iter().enumerate() {
            let file = self.folder.join(format!("program/{number}.{ending}"));
            write(&file, &part.text)?;
            files.push(shown(&file));
        }
        Ok(files)
    }

    fn write_python(&self) -> Result<Vec<String>, Error> {
        let main = self.main();
        write(&main, &self.assembled.text)?;
        let parts: Vec<serde_json::Value> = self
            .program
            .parts
            .iter()
            .zip(&self.assembled.first_lines)
            .map(|(part, line)| {
                let lines: Vec<&str> = part.text.lines().collect();
                let session = part.is_transcript.then(|| {
                    let examples = transcript::examples(&lines).into_iter();
                    examples.map(|it| json!([line + it.typed.start, it.code])).collect::<Vec<_>>()
                });
                json!({ "line": line, "text": &*part.text, "raises": part.raises, "session": session })
            })
            .collect();
        let warnings = &self.book.inputs.config.python.allow_warnings;
        let warnings: Vec<_> = warnings.iter().map(|it| (&it.module, &it.message)).collect();
        let job = json!({
            "file": shown(&main),
            "events": shown(&self.folder.join("events")),
            "parts": parts,
            "warnings": warnings,
            "parse": self.program.mode == SampleMode::Starter,
        });
        let job_file = self.folder.join("job");
        write(&job_file, &job.to_string())?;
        let harness = self.folder.join("harness.py");
        write(&harness, HARNESS)?;
        let mut command = vec![shown(&self.python())];
        let flags = ["-X", "dev", "-W", "error::DeprecationWarning", "-W", "error::SyntaxWarning"];
        command.extend(flags.map(str::to_owned));
        command.extend([shown(&harness), shown(&job_file)]);
        Ok(command)
    }

    fn main(&self) -> PathBuf {
        self.folder.join("program/main.py")
    }

    /// Returns the interpreter: one that sees packages only where the sample says that it needs some.
    fn python(&self) -> PathBuf {
        let number = self.interpreter.unwrap_or_default();
        let environment = self.runner.environments[number].as_ref();
        match environment.filter(|_| !self.program.needs.is_empty()) {
            Some(environment) => environment.python.clone(),
            None => self.runner.interpreters[number].program.clone(),
        }
    }

    fn environment(&self) -> Vec<(String, String)> {
        let within = |name: &str| shown(&self.folder.join(name));
        let python = self.interpreter.map(|_| self.python());
        let folders = python.iter().filter_map(|python| python.parent());
        let folders: Vec<PathBuf> =
            folders.map(Path::to_owned).chain(self.runner.options.path.iter().cloned()).collect();
        let path = std::env::join_paths(folders).unwrap_or_default();
        let mut variables: Vec<(String, String)> = [
            ("COLUMNS", "80"),
            ("LANG", "C.UTF-8"),
            ("LC_ALL", "C.UTF-8"),
            ("NO_COLOR", "1"),
            ("PYTHONHASHSEED", "0"),
            ("PYTHONUTF8", "1"),
            ("PYTHON_COLORS", "0"),
            ("TERM", "dumb"),
            ("TZ", "UTC"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        variables.push(("PATH".to_owned(), path.to_string_lossy().into_owned()));
        variables.push(("HOME".to_owned(), within("home")));
        variables.push(("TMPDIR".to_owned(), within("tmp")));
        variables
    }

    fn readable(&self) -> Vec<PathBuf> {
        let Some(number) = self.interpreter else { return Vec::new() };
        let mut folders = self.runner.interpreters[number].folders.clone();
        let environment = self.runner.environments[number].as_ref();
        folders.extend(environment.map(|environment| environment.folder.clone()));
        folders
    }

    fn seconds(&self) -> u32 {
        self.program.timeout.unwrap_or(self.book.inputs.config.python.timeout)
    }

    fn limits(&self) -> sandbox::Limits {
        sandbox::Limits {
            time: u64::from(self.seconds()) * 1000,
            memory: u64::from(self.book.inputs.config.python.memory) << 20,
            processes: PROCESSES,
            output: OUTPUT,
            file: FILE,
        }
    }

    fn shown_limits(&self) -> compare::Limits {
        let memory = self.book.inputs.config.python.memory;
        compare::Limits { seconds: self.seconds(), memory, processes: PROCESSES }
    }

    /// Replaces the program's files and lines by the page's.
    fn mapped(&self, stderr: &str) -> String {
        let page = &self.book.site.pages;
        let page = page.iter().find(|page| {
            page.samples
                .get(&self.program.span.start)
                .is_some_and(|it| std::ptr::eq(it, self.program))
        });
        let page = page.map_or("", |page| page.topic.file.as_str());
        let mut text = Cow::Borrowed(stderr);
        let whole = [(shown(&self.main()), 1)];
        let parts = self.assembled.first_lines.iter().enumerate().flat_map(|(number, first)| {
            ["sql", "sh"].map(|ending| {
                (shown(&self.folder.join(format!("program/{number}.{ending}"))), *first)
            })
        });
        for (file, first) in whole.into_iter().chain(parts) {
            if text.contains(&file) {
                let line = |line: usize| self.assembled.page_line(first + line - 1);
                text = Cow::Owned(renumber(&text, &file, page, line));
            }
        }
        text.replace(&format!("{}/", shown(self.folder)), "")
    }
}

/// Replaces a file's name, and the line number behind it (`", line 3`, `:3:`, `: line 3:`), if any.
fn renumber(text: &str, file: &str, page: &str, line: impl Fn(usize) -> usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(file) {
        out.push_str(&rest[..at]);
        out.push_str(page);
        rest = &rest[at + file.len()..];
        for lead in ["\", line ", ": line ", ":"] {
            let Some(behind) = rest.strip_prefix(lead) else { continue };
            let length =
                behind.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(behind.len());
            if let Ok(number) = behind[..length].parse::<usize>()
                && number > 0
            {
                out.push_str(lead);
                out.push_str(&line(number).to_string());
                rest = &behind[length..];
                break;
            }
        }
    }
    out + rest
}

/// Unix sockets have short names, so this one is not in the sample's folder.
#[cfg(target_os = "linux")]
fn socket_path(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    std::env::temp_dir().join(format!("crib-{}-{name}.sock", std::process::id()))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn write(file: &Path, text: &str) -> Result<(), Error> {
    #[expect(clippy::disallowed_methods, reason = "a file of our own cache")]
    fs::write(file, text).map_err(Error::write(file))
}

/// Reads what a program wrote, up to a limit that it was to keep; it may have written nothing.
fn read(file: &Path) -> Vec<u8> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    if let Ok(file) = fs::File::open(file) {
        drop(file.take(2 * OUTPUT).read_to_end(&mut bytes));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::renumber;

    #[test]
    fn lines_become_the_pages() {
        let text = "File \"/x/0.py\", line 3, in f\npsql:/x/0.py:12: ERROR\n/x/0.py: line 4: oops\n/x/0.py\n";
        let expected =
            "File \"a.md\", line 103, in f\npsql:a.md:112: ERROR\na.md: line 104: oops\na.md\n";
        assert_eq!(renumber(text, "/x/0.py", "a.md", |line| line + 100), expected);
    }
}
