//! The browser that prints: finding one, and running it so that it never stays.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::base::error::Error;
use crate::system::find::on_path;
use crate::system::process;

/// Commands that print as Chromium does.
const COMMANDS: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
];

/// Where such browsers are that are not on `PATH`: macOS's applications.
const APPLICATIONS: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// The same on Windows, within the folders of programs.
const PROGRAMS: [&str; 3] = [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];

/// Lines of what a browser said that are shown when it fails.
const TAIL: usize = 8;

const HELP: &str = "install Chromium, Google Chrome or Microsoft Edge, or name one with `--browser PATH`; \
                    the page for printing, `print.html`, can also be printed from any browser";

/// Where a browser may be.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// A path or command that the user asks for.
    pub asked: Option<PathBuf>,
    /// What the environment names.
    pub named: Option<PathBuf>,
    /// The folders of commands.
    pub path: Vec<PathBuf>,
    /// The folders of programs, on Windows.
    pub programs: Vec<PathBuf>,
}

/// A browser that prints.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The program.
    pub program: PathBuf,
}

impl Browser {
    /// Finds a browser: the one asked for, or the one that the environment names, or any.
    pub fn find(places: &Places) -> Result<Self, Error> {
        for (asked, from) in [(&places.asked, "`--browser`"), (&places.named, "`CHROME_PATH`")] {
            if let Some(asked) = asked {
                let program = is_program(asked).or_else(|| on_path(asked, &places.path));
                return program.map(|program| Self { program }).ok_or_else(|| {
                    let asked = asked.display();
                    Error::Usage(format!(
                        "there is no browser `{asked}`, which {from} names\nhelp: {HELP}"
                    ))
                });
            }
        }
        let installed = APPLICATIONS.iter().map(PathBuf::from);
        let of_windows = places
            .programs
            .iter()
            .flat_map(|folder| PROGRAMS.iter().map(move |program| folder.join(program)));
        let found = COMMANDS
            .iter()
            .find_map(|command| on_path(Path::new(command), &places.path))
            .or_else(|| installed.chain(of_windows).find(|program| program.is_file()));
        let none = || Error::Usage(format!("there is no browser to print with\nhelp: {HELP}"));
        found.map(|program| Self { program }).ok_or_else(none)
    }

    /// Prints a page. What the browser needs to write is written to `scratch`.
    pub(super) fn print(
        &self,
        url: &str,
        to: &Path,
        scratch: &Path,
        limit: Duration,
    ) -> Result<(), Error> {
        let said = scratch.join("browser.txt");
        let stderr = File::create(&said).map_err(Error::write(&said))?;
        #[expect(clippy::disallowed_methods, reason = "a browser prints")]
        let mut command = Command::new(&self.program);
        command
            .args(arguments(url, to, scratch))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(stderr);
        let program = self.program.display();
        let failed =
            |why: String| Error::Usage(format!("`{program}` {why}{}\nhelp: {HELP}", tail(&said)));
        process::in_group(&mut command);
        let mut child =
            command.spawn().map_err(|error| failed(format!("cannot be started: {error}")))?;
        let status = process::wait(&mut child, limit)
            .map_err(|error| failed(format!("got lost: {error}")))?;
        match status {
            None => Err(failed(format!("had not printed after {} seconds", limit.as_secs()))),
            Some(status) if !status.success() => Err(failed(format!("failed: {status}"))),
            Some(_) if !to.is_file() => Err(failed("ended without printing".to_owned())),
            Some(_) => Ok(()),
        }
    }
}

fn arguments(url: &str, to: &Path, scratch: &Path) -> Vec<OsString> {
    let path = |flag: &str, path: PathBuf| {
        let mut argument = OsString::from(flag);
        argument.push(path);
        argument
    };
    let mut arguments: Vec<OsString> = [
        "--headless",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--disable-sync",
        "--no-default-browser-check",
        "--no-first-run",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
    ]
    .map(OsString::from)
    .into();
    if is_root() {
        // For root, it refuses to start with one.
        arguments.push("--no-sandbox".into());
    }
    arguments.push(path("--user-data-dir=", scratch.join("profile")));
    arguments.push(path("--print-to-pdf=", to.to_owned()));
    arguments.push(url.into());
    arguments
}

/// Returns what a browser said last, without what it always says where there is no desktop.
fn tail(said: &Path) -> String {
    #[expect(clippy::disallowed_methods, reason = "a file of our own")]
    let said = std::fs::read(said).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> =
        said.lines().filter(|line| !line.trim().is_empty() && !line.contains("dbus")).collect();
    let last = &lines[lines.len().saturating_sub(TAIL)..];
    last.iter().flat_map(|line| ["\n  ", line]).collect()
}

fn is_program(path: &Path) -> Option<PathBuf> {
    let has_folder = path.components().count() > 1;
    (has_folder && path.is_file()).then(|| path.to_owned())
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
