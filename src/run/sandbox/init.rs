//! The second stage: starts the program, watches it, and leaves nothing of it behind.

use std::io;
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};

use super::Spec;
use super::report::{End, Log};
use super::watch::Watch;

/// How long to wait between looks, at most: short enough that a fork bomb stays small.
const PAUSE: Duration = Duration::from_millis(10);

pub(super) fn run(spec: &Spec) -> ExitCode {
    // Both are out of sight soon, and stay open.
    let log = Log::open(&spec.folder);
    let watch = Watch::new(spec);
    let started = prepare(spec).and_then(|()| start(spec));
    let has_started = started.is_ok();
    #[cfg(target_os = "linux")]
    if has_started {
        let on = if spec.shields.namespaces { Ok(()) } else { Err("turned off".to_owned()) };
        log.namespaces(&on);
    }
    log.end(&match started {
        Ok(child) => supervise(child, spec, &watch),
        Err(error) => End::NotStarted(error.to_string()),
    });
    if has_started { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn supervise(mut child: Child, spec: &Spec, watch: &Watch) -> End {
    let started = Instant::now();
    let time = Duration::from_millis(spec.limits.time);
    let mut pause = Duration::from_millis(1);
    let end = loop {
        match child.try_wait() {
            Ok(Some(status)) => break ended(status),
            Ok(None) => {}
            Err(error) => break End::NotStarted(error.to_string()),
        }
        if let Some(end) = watch.look() {
            break end;
        }
        if started.elapsed() > time {
            break End::Time;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(PAUSE);
    };
    clear(&mut child, spec);
    // It may have printed all that it may between two looks, and ended.
    match end {
        End::Exit(_) | End::Signal(_) => watch.output().unwrap_or(end),
        _ => end,
    }
}

#[cfg(unix)]
fn ended(status: ExitStatus) -> End {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal().map_or_else(|| End::Exit(status.code().unwrap_or(-1)), End::Signal)
}

#[cfg(not(unix))]
fn ended(status: ExitStatus) -> End {
    End::Exit(status.code().unwrap_or(-1))
}

#[cfg(target_os = "linux")]
fn prepare(spec: &Spec) -> io::Result<()> {
    use super::{namespace, relay, root};
    namespace::die_with_parent();
    if spec.shields.namespaces {
        namespace::start_loopback()?;
        let relays = relay::listen(spec)?;
        root::replace(spec)?;
        // Threads come last: what they share with us must not change any more.
        relays.into_iter().for_each(relay::Inlet::start);
    } else {
        // What loses its parent comes to us, so that we can end it.
        nix::sys::prctl::set_child_subreaper(true)?;
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn prepare(_: &Spec) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn start(spec: &Spec) -> io::Result<Child> {
    // In namespaces our own program has no name any more; the kernel knows it all the same.
    let own =
        if spec.shields.namespaces { "/proc/self/exe".into() } else { std::env::current_exe()? };
    #[expect(clippy::disallowed_methods, reason = "a stage of our own")]
    let mut command = Command::new(own);
    command.args([super::COMMAND, "inner"]).arg(spec.inside().join(super::SPEC)).spawn()
}

#[cfg(not(unix))]
fn start(spec: &Spec) -> io::Result<Child> {
    #[expect(clippy::disallowed_methods, reason = "samples are programs")]
    let mut command = Command::new(&spec.command[0]);
    command.args(&spec.command[1..]).env_clear();
    command.envs(spec.environment.iter().map(|(name, value)| (name, value)));
    command.current_dir(spec.inside().join("work")).spawn()
}

/// Ends all that the program started.
#[cfg(unix)]
fn clear(child: &mut Child, spec: &Spec) {
    use nix::sys::signal::{Signal, kill, killpg};
    use nix::unistd::Pid;
    if spec.shields.namespaces {
        // Everyone but ourselves; and when we end, the kernel sees to the rest.
        let _ = kill(Pid::from_raw(-1), Signal::SIGKILL);
        drop(child.wait());
        return;
    }
    if let Ok(id) = i32::try_from(child.id()) {
        let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
        let _ = kill(Pid::from_raw(id), Signal::SIGKILL);
    }
    drop(child.wait());
    #[cfg(target_os = "linux")]
    for _ in 0..1000 {
        let children = super::watch::children();
        if children.is_empty() {
            break;
        }
        for id in children {
            let _ = kill(Pid::from_raw(id), Signal::SIGKILL);
            let _ = nix::sys::wait::waitpid(Pid::from_raw(id), None);
        }
    }
}

#[cfg(not(unix))]
fn clear(child: &mut Child, _: &Spec) {
    drop(child.kill());
    drop(child.wait());
}
