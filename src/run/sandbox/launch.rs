//! Starting the first stage, and waiting for the end.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::base::error::Error;
use crate::system::process;

use super::report::{self, End, Report};
use super::{COMMAND, SPEC, Spec};

/// How long the stages may take beside the program.
const GRACE: Duration = Duration::from_secs(10);

/// Runs a program, and waits until it and all that it started have ended. `crib` is our own program.
pub fn launch(spec: &Spec, crib: &Path) -> Result<Report, Error> {
    let file = spec.folder.join(SPEC);
    #[expect(clippy::disallowed_methods, reason = "a file of our own, between stages")]
    fs::write(&file, spec.text()).map_err(Error::write(&file))?;
    if !spec.shields.namespaces {
        let inside = spec.inside();
        spec.furnish(&inside).map_err(Error::write(&inside))?;
    }
    let open = |name: &str| -> Result<Stdio, Error> {
        let path = spec.folder.join(name);
        let file = File::options().create(true).append(true).open(&path);
        Ok(file.map_err(Error::write(path))?.into())
    };
    #[expect(clippy::disallowed_methods, reason = "samples are programs")]
    let mut command = Command::new(crib);
    command.args([COMMAND, first_stage()]).arg(&file);
    command.stdin(if spec.has_events { open("events")? } else { Stdio::null() });
    command.stdout(open("stdout")?).stderr(open("stderr")?);
    process::in_group(&mut command);
    let mut child = command.spawn().map_err(Error::read(crib))?;
    // The stages end in time by themselves; if not, something holds them up.
    let limit = Duration::from_millis(spec.limits.time) + GRACE;
    let otherwise = match process::wait(&mut child, limit).map_err(Error::read(crib))? {
        Some(status) => End::NotStarted(format!("the sandbox ended with {status}")),
        None => End::Time,
    };
    Ok(report::read(&spec.folder, spec.limits.output, otherwise))
}

fn first_stage() -> &'static str {
    if cfg!(target_os = "linux") { "outer" } else { "init" }
}
