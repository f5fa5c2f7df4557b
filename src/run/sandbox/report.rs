//! What the stages write down for the process that started them: a line for each event.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// How a program ended, and under which protections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How it ended.
    pub end: End,
    /// What protected the machine from it.
    pub protections: Protections,
}

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself.
    Exit(i32),
    /// By a signal.
    Signal(i32),
    /// Stopped: it took too long.
    Time,
    /// Stopped: it used too much memory.
    Memory,
    /// Stopped: it started too many processes.
    Processes,
    /// Stopped: it printed too much.
    Output,
    /// It did not start; the words say why.
    NotStarted(String),
}

/// What a platform gives: `Err` says why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protections {
    /// Own processes, network, mounts: nothing outlives the program, and it reaches only loopback.
    pub namespaces: Result<(), String>,
    /// It reads only the system and its packages, and writes only to its folder.
    pub landlock: Result<(), String>,
}

impl Protections {
    /// Returns what is lacking, in words.
    pub fn lacking(&self) -> Option<String> {
        let parts = [("namespaces", &self.namespaces), ("Landlock", &self.landlock)];
        let lacking: Vec<String> = parts
            .into_iter()
            .filter_map(|(name, has)| has.as_ref().err().map(|why| format!("{name} ({why})")))
            .collect();
        (!lacking.is_empty()).then(|| lacking.join(" and "))
    }
}

const FILE: &str = "report";
const NAMESPACES: &str = "namespaces";
const LANDLOCK: &str = "landlock";

/// The file that stages write to.
pub(super) struct Log {
    file: PathBuf,
}

impl Log {
    pub(super) fn new(folder: &Path) -> Self {
        Self { file: folder.join(FILE) }
    }

    #[cfg(unix)]
    pub(super) fn landlock(&self, result: &Result<(), String>) {
        self.protection(LANDLOCK, result);
    }

    #[cfg(target_os = "linux")]
    pub(super) fn namespaces(&self, result: &Result<(), String>) {
        self.protection(NAMESPACES, result);
    }

    pub(super) fn not_started(&self, why: &str) {
        self.line("not-started", why);
    }

    pub(super) fn end(&self, end: &End) {
        match end {
            End::Exit(code) => self.line("exit", &code.to_string()),
            End::Signal(signal) => self.line("signal", &signal.to_string()),
            End::Time => self.line("stopped", "time"),
            End::Memory => self.line("stopped", "memory"),
            End::Processes => self.line("stopped", "processes"),
            End::Output => self.line("stopped", "output"),
            End::NotStarted(why) => self.not_started(why),
        }
    }

    #[cfg(unix)]
    fn protection(&self, name: &str, result: &Result<(), String>) {
        self.line(name, result.as_ref().err().map_or("", |why| why));
    }

    /// A line that cannot be written is missed by who reads the report.
    fn line(&self, name: &str, value: &str) {
        let line = format!("{name} {}\n", value.replace('\n', " "));
        if let Ok(mut file) = OpenOptions::new().create(true).append(true).open(&self.file) {
            drop(file.write_all(line.as_bytes()));
        }
    }
}

/// Reads what the stages wrote. Of several ends the first counts.
pub(super) fn read(folder: &Path, otherwise: End) -> Report {
    #[expect(clippy::disallowed_methods, reason = "a file of our own, between stages")]
    let text = std::fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    parse(&text, otherwise)
}

fn parse(text: &str, otherwise: End) -> Report {
    let absent = || Err("this platform has none".to_owned());
    let mut protections = Protections { namespaces: absent(), landlock: absent() };
    let mut end = None;
    for line in text.lines() {
        let (name, value) = line.split_once(' ').unwrap_or((line, ""));
        let result = || if value.is_empty() { Ok(()) } else { Err(value.to_owned()) };
        let found = match (name, value) {
            (NAMESPACES, _) => {
                protections.namespaces = result();
                None
            }
            (LANDLOCK, _) => {
                protections.landlock = result();
                None
            }
            ("exit", _) => value.parse().ok().map(End::Exit),
            ("signal", _) => value.parse().ok().map(End::Signal),
            ("stopped", "time") => Some(End::Time),
            ("stopped", "memory") => Some(End::Memory),
            ("stopped", "processes") => Some(End::Processes),
            ("stopped", _) => Some(End::Output),
            _ => Some(End::NotStarted(value.to_owned())),
        };
        end = end.or(found);
    }
    Report { end: end.unwrap_or(otherwise), protections }
}

#[cfg(test)]
mod tests {
    use super::{End, parse};

    #[test]
    fn the_first_end_counts() {
        let report = parse("namespaces \nlandlock too old\nstopped time\nexit 1\n", End::Exit(0));
        assert_eq!(report.end, End::Time);
        assert_eq!(report.protections.lacking().as_deref(), Some("Landlock (too old)"));
        assert_eq!(parse("", End::Exit(3)).end, End::Exit(3));
    }
}
