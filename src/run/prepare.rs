//! What samples need: interpreters, packages, servers, and a sandbox. What is missing is told by name, all
//! of it at once; nothing is passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::base::error::Error;
use crate::model::doc::SampleMode;
use crate::model::sample::Runner as Kind;
use crate::run::interpreter::{Interpreter, output};
use crate::run::packages::{self, Environment};
use crate::run::plan::{self, Selection};
use crate::run::sandbox::{self, End, Limits, Protections, Report, Shields, Spec};
use crate::run::service::Service;
use crate::run::{Book, Demand, Observer, Options};
use crate::system::find::on_path;
use crate::system::folder::create_private;

/// All that samples run with.
#[derive(Debug)]
pub struct Runner {
    /// The interpreters, in the order of `[test.python]`.
    pub interpreters: Vec<Interpreter>,
    /// Their environments, where a sample needs packages.
    pub(super) environments: Vec<Option<Environment>>,
    /// Servers by their name in `service=`.
    pub services: BTreeMap<String, Service>,
    /// What protects the machine.
    pub protections: Protections,
    pub(super) shields: Shields,
    pub(super) options: Options,
    pub(super) shell: Option<Shell>,
    pub(super) psql: Option<PathBuf>,
    /// A folder for all that runs.
    pub(super) scratch: Scratch,
}

/// A shell.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    pub(super) program: PathBuf,
    /// `Bash 5.2.15`
    pub(super) title: String,
}

/// A folder that goes with this.
#[derive(Debug)]
pub(super) struct Scratch(pub(super) PathBuf);

/// Finds what the samples need that were asked for.
pub fn prepare(
    book: Book<'_>,
    selection: &Selection,
    options: Options,
    observer: &dyn Observer,
) -> Result<Runner, Error> {
    selection.check(book)?;
    let programs: Vec<_> = plan::programs(book, selection).map(|(_, _, program)| program).collect();
    let mut missing: Vec<String> = Vec::new();
    let has = |kind: fn(Kind) -> bool| programs.iter().any(|program| kind(program.runner));
    let interpreters =
        if has(Kind::is_python) { interpreters(book, &options, &mut missing) } else { Vec::new() };
    let needs_packages =
        programs.iter().any(|program| program.mode == SampleMode::Run && !program.needs.is_empty());
    let environments =
        environments(book, &interpreters, needs_packages, &options, observer, &mut missing);
    let names: BTreeSet<&String> =
        programs.iter().filter_map(|program| program.service.as_ref()).collect();
    let mut services = BTreeMap::new();
    for name in names {
        match Service::connect(name, &options.servers, &options.path) {
            Ok(service) => drop(services.insert(name.clone(), service)),
            Err(why) => missing.push(format!("`service={name}`: {why}")),
        }
    }
    let shell = has(|kind| kind == Kind::Shell).then(|| shell(&options.path)).transpose();
    let shell = shell.map_err(|why| missing.push(why)).ok().flatten();
    // Where it is missing, the server could not be reached either, and that was told.
    let psql = on_path("psql", &options.path);
    if !missing.is_empty() {
        let list = missing.join("\n- ");
        return Err(Error::Usage(format!(
            "the samples cannot run, since something is missing:\n- {list}"
        )));
    }
    let scratch = scratch(&options.root)?;
    let (shields, protections) = shields(&options, &scratch.0)?;
    Ok(Runner {
        interpreters,
        environments,
        services,
        protections,
        shields,
        options,
        shell,
        psql,
        scratch,
    })
}

fn interpreters(book: Book<'_>, options: &Options, missing: &mut Vec<String>) -> Vec<Interpreter> {
    let configured = &book.inputs.config.python.interpreters;
    let configured: Vec<&str> = configured.iter().map(|name| name.value.as_str()).collect();
    for asked in &options.pythons {
        if !configured.contains(&asked.as_str()) {
            let known = configured.join("`, `");
            missing.push(format!("`--python {asked}`: `[test.python]` has `{known}`"));
        }
    }
    let is_wanted =
        |name: &&str| options.pythons.is_empty() || options.pythons.iter().any(|it| it == name);
    let mut found: Vec<Interpreter> = Vec::new();
    for name in configured.into_iter().filter(is_wanted) {
        match Interpreter::find(name, &options.root, &options.path) {
            Ok(new) if found.iter().any(|known| known.version == new.version) => {}
            Ok(new) => found.push(new),
            Err(why) => missing.push(format!("the interpreter `{name}`: {why}")),
        }
    }
    found
}

fn environments(
    book: Book<'_>,
    interpreters: &[Interpreter],
    is_needed: bool,
    options: &Options,
    observer: &dyn Observer,
    missing: &mut Vec<String>,
) -> Vec<Option<Environment>> {
    let requirements = book.inputs.requirements.as_ref().filter(|_| is_needed);
    if is_needed && requirements.is_none() {
        missing.push("packages: there is no `requirements.txt` in the content folder".to_owned());
    }
    let make = |interpreter: &Interpreter| {
        let made = packages::environment(interpreter, requirements?, options, observer);
        made.map_err(|why| {
            missing.push(format!("packages for Python {}: {why}", interpreter.version));
        })
        .ok()
    };
    interpreters.iter().map(make).collect()
}

fn shell(path: &[PathBuf]) -> Result<Shell, String> {
    let program = on_path("bash", path).ok_or("there is no `bash` on PATH")?;
    #[expect(clippy::disallowed_methods, reason = "a program is asked for its version")]
    let answer = output(std::process::Command::new(&program).arg("--version"))
        .map_err(|why| format!("`bash` {why}"))?;
    let version = answer.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let version = version.filter(|part| part.contains('.')).find(|part| part.len() > 2);
    let title = format!("Bash {}", version.unwrap_or_default().trim_matches('.'));
    Ok(Shell { program, title })
}

/// Makes the folder that everything runs in, and removes those of commands that were ended.
fn scratch(root: &Path) -> Result<Scratch, Error> {
    let folder = std::path::absolute(root.join(".crib/run")).map_err(Error::read(root))?;
    #[expect(clippy::disallowed_methods, reason = "folders of our own cache")]
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        let id = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok());
        // Ours can only be left by another process of that number.
        if id.is_some_and(|id| !is_running(id) || id == std::process::id().cast_signed()) {
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
    let own = folder.join(std::process::id().to_string());
    std::fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
    // Samples choose what is in some of its files, and their modes.
    create_private(&own).map_err(Error::write(&own))?;
    Ok(Scratch(own))
}

#[cfg(unix)]
fn is_running(id: i32) -> bool {
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(id), None) != Err(nix::errno::Errno::ESRCH)
}

#[cfg(not(unix))]
fn is_running(_: i32) -> bool {
    true
}

/// Starts a harmless program, to see what the platform gives.
fn shields(options: &Options, scratch: &Path) -> Result<(Shields, Protections), Error> {
    let shields = |namespaces, landlock| Shields { namespaces, landlock };
    let attempts: &[Shields] = match options.demand {
        _ if !cfg!(target_os = "linux") => &[shields(false, false)],
        Demand::Required => &[shields(true, true)],
        Demand::BestEffort => &[shields(true, true), shields(false, true), shields(false, false)],
        Demand::Off => &[shields(false, false)],
    };
    let mut first_reason: Option<String> = None;
    for (number, shields) in attempts.iter().enumerate() {
        let report = probe(options, &scratch.join(format!("probe{number}")), *shields)?;
        let why = match report.end {
            End::Exit(0) => {
                let mut protections = report.protections;
                if let (Some(why), false) = (&first_reason, shields.namespaces) {
                    protections.namespaces = Err(why.clone());
                }
                match protections.lacking().filter(|_| options.demand == Demand::Required) {
                    None => return Ok((*shields, protections)),
                    Some(lacking) => format!("it lacks {lacking}"),
                }
            }
            End::NotStarted(why) => why,
            other => format!("{other:?}"),
        };
        first_reason.get_or_insert(why);
    }
    let why = first_reason.unwrap_or_default();
    let help = match options.demand {
        Demand::Required => {
            "\nhelp: on Ubuntu, `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` permits \
             namespaces; `--sandbox best-effort` runs the samples with what there is"
        }
        _ => "",
    };
    Err(Error::Usage(format!("the sandbox does not work here: {why}{help}")))
}

fn probe(options: &Options, folder: &Path, shields: Shields) -> Result<Report, Error> {
    std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
    let spec = Spec {
        command: vec![options.crib.display().to_string(), "--version".to_owned()],
        environment: Vec::new(),
        files: Vec::new(),
        folder: folder.to_owned(),
        readable: vec![options.crib.clone()],
        relays: Vec::new(),
        limits: Limits {
            time: 20_000,
            memory: 1 << 30,
            processes: 8,
            output: 1 << 20,
            file: 1 << 20,
        },
        shields,
        has_events: false,
    };
    sandbox::launch(&spec, &options.crib)
}

impl Drop for Scratch {
    fn drop(&mut self) {
        #[expect(clippy::disallowed_methods, reason = "a folder of our own cache")]
        drop(std::fs::remove_dir_all(&self.0));
    }
}
