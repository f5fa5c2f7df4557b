//! What the stages tell the process that started them.
//!
//! The first two write lines to a file that the program cannot see. The last, which is to become the program, has no
//! such file: it writes one line to stderr, before anything that the program writes there.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

/// How a program ended, what it wrote, and what protected the machine from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How it ended.
    pub end: End,
    /// What protected the machine from it.
    pub protections: Protections,
    /// What it wrote to stdout, up to twice what it may write.
    pub stdout: Vec<u8>,
    /// What it wrote to stderr, likewise.
    pub stderr: Vec<u8>,
    /// The events that it noted, likewise.
    pub events: Vec<u8>,
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
    /// Own processes, files and network: nothing outlives the program, and it reaches only loopback.
    pub namespaces: Result<(), String>,
    /// It opens only files of the system and of its packages, and writes only to its folder.
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

/// Begins the one line of the last stage.
const MARK: &str = "\0crib ";
const NAMESPACES: &str = "namespaces";
const LANDLOCK: &str = "landlock";
const NOT_STARTED: &str = "not-started";

/// The file that the first two stages write to. It stays open when it is out of sight.
pub(super) struct Log(Option<File>);

impl Log {
    pub(super) fn open(folder: &Path) -> Self {
        let file = OpenOptions::new().create(true).append(true).open(folder.join("report"));
        // Who reads the report misses what could not be written.
        Self(file.ok())
    }

    #[cfg(target_os = "linux")]
    pub(super) fn namespaces(&self, result: &Result<(), String>) {
        self.line(&protection(NAMESPACES, result));
    }

    pub(super) fn end(&self, end: &End) {
        self.line(&match end {
            End::Exit(code) => format!("exit {code}"),
            End::Signal(signal) => format!("signal {signal}"),
            End::Time => "stopped time".to_owned(),
            End::Memory => "stopped memory".to_owned(),
            End::Processes => "stopped processes".to_owned(),
            End::Output => "stopped output".to_owned(),
            End::NotStarted(why) => format!("{NOT_STARTED} {why}"),
        });
    }

    fn line(&self, line: &str) {
        if let Some(mut file) = self.0.as_ref() {
            drop(file.write_all(format!("{}\n", line.replace('\n', " ")).as_bytes()));
        }
    }
}

/// Tells, from the last stage, what Landlock gives, or why the program does not start.
#[cfg(unix)]
pub(super) fn last_word(landlock: &Result<(), String>, not_started: Option<&str>) {
    let line = match not_started {
        Some(why) => format!("{NOT_STARTED} {why}"),
        None => protection(LANDLOCK, landlock),
    };
    drop(std::io::stderr().write_all(format!("{MARK}{}\n", line.replace('\n', " ")).as_bytes()));
}

#[cfg(unix)]
fn protection(name: &str, result: &Result<(), String>) -> String {
    format!("{name} {}", result.as_ref().err().map_or("", |why| why))
}

/// Reads what the stages and the program wrote; `otherwise` is how the stages themselves ended.
pub(super) fn read(folder: &Path, most: u64, otherwise: End) -> Report {
    let file = |name: &str| contents(&folder.join(name), most);
    let mut text = String::from_utf8_lossy(&file("report")).into_owned();
    let mut stderr = file("stderr");
    // What Landlock gives, and, where the program could not be started, why.
    for word in [LANDLOCK, NOT_STARTED] {
        let mark = format!("{MARK}{word} ");
        if let Some(rest) = stderr.strip_prefix(mark.as_bytes()) {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            // What keeps it from starting comes before the end of what did not start.
            text = format!("{word} {}\n{text}", String::from_utf8_lossy(&rest[..end]));
            stderr = rest.get(end + 1..).unwrap_or_default().to_vec();
        }
    }
    let (end, protections) = parse(&text, otherwise);
    Report { end, protections, stdout: file("stdout"), stderr, events: file("events") }
}

fn parse(text: &str, otherwise: End) -> (End, Protections) {
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
    (end.unwrap_or(otherwise), protections)
}

/// Reads a file that may not be there, up to twice as much as it should have.
fn contents(file: &Path, most: u64) -> Vec<u8> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    if let Ok(file) = fs::File::open(file) {
        drop(file.take(2 * most).read_to_end(&mut bytes));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{End, parse};

    #[test]
    fn the_first_end_counts() {
        let (end, protections) =
            parse("landlock too old\nnamespaces \nstopped time\nexit 1\n", End::Exit(0));
        assert_eq!(end, End::Time);
        assert_eq!(protections.lacking().as_deref(), Some("Landlock (too old)"));
        assert_eq!(parse("", End::Exit(3)).0, End::Exit(3));
        assert_eq!(
            parse("not-started no\nexit 1\n", End::Exit(3)).0,
            End::NotStarted("no".to_owned())
        );
    }
}
