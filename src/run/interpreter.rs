//! Interpreters: where they are, and which version they are.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::system::find::on_path;

use serde::Deserialize;

/// A Python interpreter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpreter {
    /// As `[test.python]` names it.
    pub name: String,
    /// The program.
    pub program: PathBuf,
    /// `3.14.10`
    pub version: String,
    /// What it reads when it runs.
    pub folders: Vec<PathBuf>,
}

/// What an interpreter says of itself.
#[derive(Deserialize)]
struct Answer {
    version: String,
    /// The interpreter itself, where what was found is a script that chooses one.
    executable: PathBuf,
    folders: Vec<PathBuf>,
}

const QUESTION: &str = "
import json, os, sys, sysconfig
paths = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
paths |= {os.path.dirname(os.path.realpath(sys.executable)), sysconfig.get_path('stdlib')}
version = '%d.%d.%d' % sys.version_info[:3]
# In an environment, the link is what makes it one.
is_environment = sys.prefix != sys.base_prefix
executable = sys.executable if is_environment else os.path.realpath(sys.executable)
print(json.dumps({'version': version, 'executable': executable, 'folders': sorted(paths)}))";

impl Interpreter {
    /// Finds the interpreter of a name: a version (`3.14` is `python3.14`), a command, or a path relative to
    /// the book. `Err` says what is wrong, in words that follow the name.
    pub(super) fn find(name: &str, root: &Path, path: &[PathBuf]) -> Result<Self, String> {
        let is_version = name.starts_with(|first: char| first.is_ascii_digit());
        let program = if name.contains(['/', '\\']) {
            std::path::absolute(root.join(name)).map_err(|error| error.to_string())?
        } else {
            let command =
                if is_version { format!("python{}", minor(name)) } else { name.to_owned() };
            on_path(&command, path).ok_or_else(|| format!("there is no `{command}` on PATH"))?
        };
        let answer = ask(&program).map_err(|why| format!("`{}` {why}", program.display()))?;
        if numbers(&answer.version) < vec![3, 8] {
            let (program, version) = (program.display(), &answer.version);
            return Err(format!("`{program}` is Python {version}; samples need 3.8 or newer"));
        }
        if is_version && !is_within(&answer.version, name) {
            return Err(format!("`{}` is Python {}", program.display(), answer.version));
        }
        let Answer { version, executable: program, folders } = answer;
        Ok(Self { name: name.to_owned(), program, version, folders })
    }

    /// True if a sample with these limits runs on it.
    pub(super) fn is_between(&self, since: Option<&str>, until: Option<&str>) -> bool {
        let own = numbers(&self.version);
        let compare = |limit: &str| {
            let limit = numbers(limit);
            own[..limit.len().min(own.len())].cmp(&limit)
        };
        since.is_none_or(|since| compare(since).is_ge())
            && until.is_none_or(|until| compare(until).is_le())
    }
}

/// Runs a program to its end; `Err` has what it printed last.
pub(super) fn output(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let printed = if output.stderr.is_empty() { &output.stdout } else { &output.stderr };
    let printed = String::from_utf8_lossy(printed);
    let last: Vec<&str> = printed.trim().lines().rev().take(12).collect();
    let last: Vec<&str> = last.into_iter().rev().collect();
    Err(format!("failed: {}", last.join("\n")))
}

fn ask(program: &Path) -> Result<Answer, String> {
    #[expect(clippy::disallowed_methods, reason = "an interpreter is asked for its version")]
    let answer = output(Command::new(program).args(["-I", "-c", QUESTION]))?;
    serde_json::from_str(&answer).map_err(|_| "is no Python".to_owned())
}

/// Returns `3.14` of `3.14.4`.
fn minor(version: &str) -> String {
    version.splitn(3, '.').take(2).collect::<Vec<_>>().join(".")
}

fn is_within(version: &str, asked: &str) -> bool {
    numbers(version).starts_with(&numbers(asked))
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::Interpreter;

    #[test]
    fn limits_include_every_patch_version() {
        let python = |version: &str| Interpreter {
            name: String::new(),
            program: "python".into(),
            version: version.to_owned(),
            folders: Vec::new(),
        };
        let is = |version: &str, since, until| python(version).is_between(since, until);
        assert!(is("3.14.10", None, None) && is("3.14.10", Some("3.14"), Some("3.14")));
        assert!(is("3.14.10", Some("3.14.4"), None) && !is("3.14.3", Some("3.14.4"), None));
        assert!(!is("3.15.0", None, Some("3.14")) && is("3.9.1", None, Some("3.14")));
        assert!(!is("3.9.1", Some("3.14"), None));
    }
}
