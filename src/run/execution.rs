//! One program: what is written for it, how it is started, and what it did.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::base::error::Error;
use crate::model::doc::SampleMode;
use crate::model::sample::{Part, Program, Runner as Kind};
use crate::run::compare::{self, Ran};
use crate::run::mapping::Assembled;
use crate::run::prepare::Runner;
use crate::run::sandbox::{self, Spec};
use crate::run::service::{Lease, Service};
use crate::run::traces::Traces;
use crate::run::{Book, transcript};

const HARNESS: &str = include_str!("harness.py");

/// What a sample may start; enough for pools of workers, and few enough for the machine.
const PROCESSES: usize = 128;
const OUTPUT: u64 = 1 << 20;
const FILE: u64 = 256 << 20;

/// One program, and what it runs on.
pub(super) struct Execution<'a> {
    pub(super) runner: &'a Runner,
    pub(super) book: Book<'a>,
    pub(super) program: &'a Program,
    pub(super) assembled: &'a Assembled<'a>,
    pub(super) interpreter: Option<usize>,
    /// An empty folder for the sandbox.
    pub(super) folder: &'a Path,
}

impl Execution<'_> {
    /// Runs the program.
    pub(super) fn run(&self, lease: Option<(&Service, &Lease)>) -> Result<Ran, Error> {
        let mut spec = Spec {
            command: Vec::new(),
            environment: Vec::new(),
            files: Vec::new(),
            folder: self.folder.to_owned(),
            readable: self.readable(),
            relays: Vec::new(),
            limits: self.limits(),
            shields: self.runner.shields,
            has_events: self.program.runner.is_python(),
        };
        let inside = spec.inside();
        (spec.command, spec.files) = self.written(&inside);
        spec.environment = self.environment(&inside);
        let mut _door = None;
        if let Some((service, lease)) = lease {
            spec.environment.extend(lease.environment.iter().cloned());
            _door = self.door(service, &mut spec)?;
        }
        let report = sandbox::launch(&spec, &self.runner.options.crib)?;
        let stderr = String::from_utf8_lossy(&report.stderr).into_owned();
        Ok(Ran {
            end: report.end,
            stdout: report.stdout,
            stderr: self.assembled.mapped(&stderr, &inside),
            traces: Traces::parse(&String::from_utf8_lossy(&report.events)),
        })
    }

    /// Opens the way to a server, if the program has no network of the machine.
    #[cfg(target_os = "linux")]
    fn door(
        &self,
        service: &Service,
        spec: &mut Spec,
    ) -> Result<Option<sandbox::relay::Door>, Error> {
        if !self.runner.shields.namespaces {
            return Ok(None);
        }
        let (host, port) = (service.address.host.clone(), service.address.port);
        let socket = "server.sock".to_owned();
        let door = sandbox::relay::Door::open(self.folder, &socket, host, port);
        spec.relays.push(sandbox::Relay { port, socket });
        door.map(Some).map_err(Error::write(self.folder))
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "as on Linux")]
    fn door(&self, _: &Service, _: &mut Spec) -> Result<Option<()>, Error> {
        Ok(None)
    }

    /// Returns the command that runs the program, and the files that it needs.
    fn written(&self, inside: &Path) -> (Vec<String>, Vec<(String, String)>) {
        let found = |program: Option<&PathBuf>| program.map(|it| shown(it)).unwrap_or_default();
        match self.program.runner {
            Kind::Python | Kind::Transcript => self.python_files(inside),
            Kind::Sql => {
                let files = self.part_files("sql");
                let psql = found(self.runner.psql.as_ref());
                (sql_command(psql, &files, &self.program.parts, inside), files)
            }
            Kind::Shell => {
                let mut files = self.part_files("sh");
                let main = shell_main(&files, &self.program.parts, inside);
                files.push(("program/main.sh".to_owned(), main));
                let main = shown(&inside.join("program/main.sh"));
                let bash = found(self.runner.shell.as_ref().map(|shell| &shell.program));
                (vec![bash, "-e".to_owned(), main], files)
            }
        }
    }

    fn part_files(&self, ending: &str) -> Vec<(String, String)> {
        let parts = self.program.parts.iter().enumerate();
        let file = |(number, part): (usize, &Part)| {
            (format!("program/{number}.{ending}"), part.text.to_string())
        };
        parts.map(file).collect()
    }

    fn python_files(&self, inside: &Path) -> (Vec<String>, Vec<(String, String)>) {
        let parts = self.program.parts.iter().zip(&self.assembled.first_lines);
        let parts: Vec<serde_json::Value> = parts
            .map(|(part, line)| {
                let lines: Vec<&str> = part.text.lines().collect();
                let session = part.is_transcript.then(|| {
                    let examples = transcript::examples(&lines).into_iter();
                    examples.map(|example| example.code).collect::<Vec<_>>()
                });
                let (text, raises) = (&*part.text, &part.raises);
                json!({ "line": line, "text": text, "raises": raises, "session": session })
            })
            .collect();
        let warnings = &self.book.inputs.config.python.allow_warnings;
        let warnings: Vec<_> = warnings.iter().map(|it| (&it.module, &it.message)).collect();
        let job = json!({
            "file": shown(&inside.join("program/main.py")),
            "parts": parts,
            "warnings": warnings,
            "parse": self.program.mode == SampleMode::Starter,
        });
        let flags = ["-X", "dev", "-W", "error::DeprecationWarning", "-W", "error::SyntaxWarning"];
        let mut command = vec![shown(&self.python())];
        command.extend(flags.map(str::to_owned));
        command.extend(["harness.py", "job"].map(|name| shown(&inside.join(name))));
        let files = [
            ("program/main.py", self.assembled.text.clone()),
            ("job", job.to_string()),
            ("harness.py", HARNESS.to_owned()),
        ];
        (command, files.map(|(name, text)| (name.to_owned(), text)).to_vec())
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

    fn environment(&self, inside: &Path) -> Vec<(String, String)> {
        let python = self.interpreter.map(|_| self.python());
        let folders = python.iter().filter_map(|python| python.parent());
        let folders: Vec<PathBuf> =
            folders.map(Path::to_owned).chain(self.runner.options.path.iter().cloned()).collect();
        let path = std::env::join_paths(folders).unwrap_or_default();
        let fixed = [
            ("COLUMNS", "80"),
            ("LANG", "C.UTF-8"),
            ("LC_ALL", "C.UTF-8"),
            ("NO_COLOR", "1"),
            ("PYTHONHASHSEED", "0"),
            ("PYTHONUTF8", "1"),
            ("PYTHON_COLORS", "0"),
            ("TERM", "dumb"),
            ("TZ", "UTC"),
        ];
        let fixed = fixed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let own = [
            ("PATH".to_owned(), path.to_string_lossy().into_owned()),
            ("HOME".to_owned(), shown(&inside.join("home"))),
            ("TMPDIR".to_owned(), shown(&inside.join("tmp"))),
        ];
        fixed.into_iter().chain(own).collect()
    }

    fn readable(&self) -> Vec<PathBuf> {
        let Some(number) = self.interpreter else { return Vec::new() };
        let interpreter = &self.runner.interpreters[number];
        let mut paths = interpreter.folders.clone();
        paths.push(interpreter.program.clone());
        let environment = self.runner.environments[number].as_ref();
        if let Some(environment) = environment.filter(|_| !self.program.needs.is_empty()) {
            paths.extend([environment.folder.clone(), environment.python.clone()]);
        }
        paths
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

    /// Returns the limits as reports tell of them.
    pub(super) fn shown_limits(&self) -> compare::Limits {
        let memory = self.book.inputs.config.python.memory;
        compare::Limits { seconds: self.seconds(), memory, processes: PROCESSES }
    }
}

/// Runs the parts one after another, and shows what the last prints.
fn sql_command(
    psql: String,
    files: &[(String, String)],
    parts: &[Part],
    inside: &Path,
) -> Vec<String> {
    let mut command = vec![psql];
    command.extend(["-XAt", "-c", "\\o /dev/null"].map(str::to_owned));
    for (number, ((file, _), part)) in files.iter().zip(parts).enumerate() {
        let is_own = number + 1 == files.len();
        let stops = u8::from(is_own || part.raises.is_none());
        command.extend(["-c".to_owned(), format!("\\set ON_ERROR_STOP {stops}")]);
        if is_own {
            command.extend(["-c", "\\o"].map(str::to_owned));
        }
        command.extend(["-f".to_owned(), shown(&inside.join(file))]);
    }
    command
}

/// Does the same for `bash`, and has it name the line of a command that fails.
fn shell_main(files: &[(String, String)], parts: &[Part], inside: &Path) -> String {
    let mut main =
        "set -E\ntrap 'echo \"${BASH_SOURCE[0]}: line $LINENO: a command failed\" >&2' ERR\n"
            .to_owned();
    for (number, ((file, _), part)) in files.iter().zip(parts).enumerate() {
        let quoted = shown(&inside.join(file)).replace('\'', r"'\''");
        let is_own = number + 1 == files.len();
        let rest = match (is_own, &part.raises) {
            (true, _) => "",
            (false, None) => " >/dev/null",
            (false, Some(_)) => " >/dev/null || true",
        };
        main = format!("{main}. '{quoted}'{rest}\n");
    }
    main
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
