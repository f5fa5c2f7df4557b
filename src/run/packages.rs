//! Packages of `requirements.txt`, installed once for each interpreter, in `.crib/` beside `book.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::base::hash::Hash;
use crate::model::inputs::Requirements;
use crate::run::interpreter::{Interpreter, output};
use crate::run::{Observer, Options};
use crate::system::find::on_path;

/// An environment in which the book's packages are installed.
#[derive(Clone, Debug)]
pub(super) struct Environment {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Its interpreter.
    pub(super) python: PathBuf,
    /// Versions of what is installed, by normalised name.
    pub(super) versions: BTreeMap<String, String>,
}

/// Stands in a folder where all is installed.
const READY: &str = "crib-ready";

const QUESTION: &str = "
import importlib.metadata, json
print(json.dumps({d.metadata['Name']: d.version for d in importlib.metadata.distributions()}))";

/// Returns the environment for an interpreter, and makes it where there is none. `Err` says what failed.
pub(super) fn environment(
    interpreter: &Interpreter,
    requirements: &Requirements,
    options: &Options,
    observer: &dyn Observer,
) -> Result<Environment, String> {
    let key = format!(
        "{}\n{}\n{}",
        interpreter.program.display(),
        interpreter.version,
        requirements.file.text
    );
    let name = format!("{}-{}", interpreter.version, Hash::of(key.as_bytes()).short());
    let folder = std::path::absolute(options.root.join(".crib/python").join(name))
        .map_err(|error| error.to_string())?;
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if !folder.join(READY).is_file() {
        observer.preparing(&format!("packages for Python {}", interpreter.version));
        install(interpreter, requirements, options, &folder, &python)?;
    }
    #[expect(clippy::disallowed_methods, reason = "an interpreter is asked for its packages")]
    let answer = output(Command::new(&python).args(["-I", "-c", QUESTION]))?;
    let versions: BTreeMap<String, String> =
        serde_json::from_str(&answer).map_err(|error| error.to_string())?;
    let normal =
        |(name, version): (String, String)| (crate::model::record::normal_name(&name), version);
    Ok(Environment { folder, python, versions: versions.into_iter().map(normal).collect() })
}

/// Installs with `uv` where there is one, or else with `venv` and `pip`.
fn install(
    interpreter: &Interpreter,
    requirements: &Requirements,
    options: &Options,
    folder: &Path,
    python: &Path,
) -> Result<(), String> {
    if folder.is_dir() {
        #[expect(
            clippy::disallowed_methods,
            reason = "an unfinished environment in our own cache"
        )]
        fs::remove_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let list = options.root.join(requirements.file.file.as_str());
    #[expect(clippy::disallowed_methods, reason = "packages are installed by their installers")]
    let command = |program: &Path| Command::new(program);
    if let Some(uv) = on_path("uv", &options.path) {
        let mut make = command(&uv);
        make.args(["venv", "--quiet", "--no-project", "--python"])
            .arg(&interpreter.program)
            .arg(folder);
        output(&mut make).map_err(|why| format!("`uv venv` {why}"))?;
        let mut install = command(&uv);
        install.args(["pip", "install", "--quiet", "--compile-bytecode", "--python"]).arg(python);
        output(install.arg("-r").arg(&list)).map_err(|why| format!("`uv pip install` {why}"))?;
    } else {
        let mut make = command(&interpreter.program);
        output(make.args(["-m", "venv"]).arg(folder)).map_err(|why| {
            format!("`python -m venv` {why}\nhelp: install `uv`, which needs no `ensurepip`")
        })?;
        let mut install = command(python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        output(install.arg("-r").arg(&list)).map_err(|why| format!("`pip install` {why}"))?;
    }
    #[expect(clippy::disallowed_methods, reason = "a mark in our own cache")]
    fs::write(folder.join(READY), "").map_err(|error| error.to_string())
}
