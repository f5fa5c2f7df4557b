//! The last stage: gives up all rights but those that the program is to have, and becomes it.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode};

use nix::sys::resource::{Resource, setrlimit};

use super::Spec;
use super::report::last_word;

/// Does not return if all goes well.
pub(super) fn run(spec: &Spec) -> ExitCode {
    let landlock = match prepare(spec) {
        Ok(landlock) => landlock,
        Err(why) => {
            last_word(&Ok(()), Some(&why));
            return ExitCode::FAILURE;
        }
    };
    last_word(&landlock, None);
    let error = command(spec).exec();
    last_word(&landlock, Some(&format!("`{}`: {error}", spec.command[0])));
    ExitCode::FAILURE
}

/// `Err` says why the program cannot start; what is inside, whether Landlock protects from it.
fn prepare(spec: &Spec) -> Result<Result<(), String>, String> {
    // What it starts can be ended together.
    let _ = nix::unistd::setsid();
    limit(spec).map_err(|error| format!("no resource limits: {error}"))?;
    restrict(spec)
}

#[cfg(target_os = "linux")]
fn restrict(spec: &Spec) -> Result<Result<(), String>, String> {
    use super::{calls, namespace, rights};
    namespace::die_with_parent();
    if spec.shields.namespaces {
        // Hundreds of processes must leave us time to see them.
        let _ = rustix::process::setpriority_process(None, 15);
        // Counted for its own user namespace, so only here; root of the machine is exempt.
        let tasks = u64::from(namespace::MOST_TASKS);
        setrlimit(Resource::RLIMIT_NPROC, tasks, tasks).map_err(|error| error.to_string())?;
        namespace::become_user().map_err(|error| format!("no user of its own: {error}"))?;
    }
    if !spec.shields.landlock {
        return Ok(Err("turned off".to_owned()));
    }
    rights::restrict(spec).map_err(|why| format!("no Landlock: {why}"))?;
    // Landlock has promised already that this process gains no privileges, which the filter needs.
    calls::restrict().map_err(|why| format!("no filter of calls: {why}"))?;
    Ok(Ok(()))
}

#[cfg(not(target_os = "linux"))]
fn restrict(_: &Spec) -> Result<Result<(), String>, String> {
    Ok(Err("Linux alone has it".to_owned()))
}

/// The memory of one process is limited here, that of all together is watched.
fn limit(spec: &Spec) -> io::Result<()> {
    let limits = &spec.limits;
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    setrlimit(Resource::RLIMIT_FSIZE, limits.file, limits.file)?;
    // Stacks of threads count although most of a stack is never used. Where memory is watched, what counts is
    // what is used, and this only refuses what is far too much at once.
    let spare = if spec.shields.namespaces { 2 << 30 } else { 0 };
    let data = limits.memory + spare;
    setrlimit(Resource::RLIMIT_DATA, data, data)?;
    Ok(())
}

fn command(spec: &Spec) -> Command {
    #[expect(clippy::disallowed_methods, reason = "samples are programs")]
    let mut command = Command::new(&spec.command[0]);
    command.args(&spec.command[1..]).env_clear();
    command.envs(spec.environment.iter().map(|(name, value)| (name, value)));
    command.current_dir(spec.inside().join("work"));
    command
}
