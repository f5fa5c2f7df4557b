//! Starting the first stage, and waiting for the end.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::base::error::Error;

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
    in_group(&mut command);
    let child = command.spawn().map_err(Error::read(crib))?;
    let otherwise =
        wait(child, Duration::from_millis(spec.limits.time) + GRACE).map_err(Error::read(crib))?;
    Ok(report::read(&spec.folder, spec.limits.output, otherwise))
}

fn first_stage() -> &'static str {
    if cfg!(target_os = "linux") { "outer" } else { "init" }
}

/// Waits for the stages. They end in time by themselves; if not, something holds them up.
fn wait(mut child: Child, time: Duration) -> io::Result<End> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(End::NotStarted(format!("the sandbox ended with {status}")));
        }
        if started.elapsed() > time {
            kill_group(&mut child);
            child.wait()?;
            return Ok(End::Time);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    }
}

#[cfg(unix)]
fn in_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn in_group(_: &mut Command) {}

#[cfg(unix)]
fn kill_group(child: &mut Child) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    if let Ok(id) = i32::try_from(child.id()) {
        let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
    }
}

#[cfg(not(unix))]
fn kill_group(child: &mut Child) {
    drop(child.kill());
}
