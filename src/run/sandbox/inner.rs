//! The last stage: gives up all rights but those that the program is to have, and becomes it.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode};

use nix::sys::resource::{Resource, setrlimit};

use super::report::Log;
use super::{Demand, Spec};

/// Does not return if all goes well.
pub(super) fn run(spec: &Spec, log: &Log) -> ExitCode {
    let Err(why) = prepare(spec, log) else {
        let error = command(spec).exec();
        log.not_started(&format!("`{}`: {error}", spec.command[0]));
        return ExitCode::FAILURE;
    };
    log.not_started(&why);
    ExitCode::FAILURE
}

fn prepare(spec: &Spec, log: &Log) -> Result<(), String> {
    limit(spec).map_err(|error| format!("no resource limits: {error}"))?;
    let landlock = restrict(spec);
    log.landlock(&landlock);
    match landlock {
        Err(why) if spec.demand == Demand::Required => Err(format!("no Landlock: {why}")),
        _ => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn restrict(spec: &Spec) -> Result<(), String> {
    use super::{namespace, rights};
    namespace::die_with_parent();
    // The parent of the program is the first process of its namespace.
    let is_isolated = nix::unistd::getppid().as_raw() == 1 && nix::unistd::getuid().is_root();
    // A session of its own gets its own share of the processors, beside ours that watches it.
    let _ = nix::unistd::setsid();
    if is_isolated && spec.demand != Demand::Off {
        // Counted for its own user namespace, so only here; root of the machine is exempt.
        let tasks = u64::from(namespace::MOST_TASKS);
        setrlimit(Resource::RLIMIT_NPROC, tasks, tasks).map_err(|error| error.to_string())?;
        namespace::become_user().map_err(|error| format!("no user of its own: {error}"))?;
    }
    match spec.demand {
        Demand::Off => Err("turned off".to_owned()),
        _ => rights::restrict(spec, is_isolated),
    }
}

#[cfg(not(target_os = "linux"))]
fn restrict(_: &Spec) -> Result<(), String> {
    let _ = nix::unistd::setsid();
    Err("Linux alone has it".to_owned())
}

/// The memory of one process is limited here, that of all together is watched.
fn limit(spec: &Spec) -> io::Result<()> {
    let limits = &spec.limits;
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    setrlimit(Resource::RLIMIT_FSIZE, limits.file, limits.file)?;
    setrlimit(Resource::RLIMIT_DATA, limits.memory, limits.memory)?;
    Ok(())
}

fn command(spec: &Spec) -> Command {
    #[expect(clippy::disallowed_methods, reason = "samples are programs")]
    let mut command = Command::new(&spec.command[0]);
    command.args(&spec.command[1..]).env_clear();
    command.envs(spec.environment.iter().map(|(name, value)| (name, value)));
    command.current_dir(spec.folder.join("work"));
    command
}
