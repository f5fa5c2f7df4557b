//! Programs that are many processes: they are started in a group of their own, and ended together.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

/// How long at most nobody looks whether a program has ended.
const PAUSE: Duration = Duration::from_millis(10);

/// Makes a program start in a group of its own.
#[cfg(unix)]
pub fn in_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

/// Makes a program start in a group of its own, where there are groups.
#[cfg(not(unix))]
pub fn in_group(_: &mut Command) {}

/// Waits for the end of a program that was started in a group; `None` if its time was over first. Then
/// all of the group are ended.
pub fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() > limit {
            kill_group(child);
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(PAUSE);
    }
}

#[cfg(unix)]
fn kill_group(child: &mut Child) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    if killpg(Pid::from_raw(child.id().cast_signed()), Signal::SIGKILL).is_err() {
        drop(child.kill());
    }
}

#[cfg(not(unix))]
fn kill_group(child: &mut Child) {
    drop(child.kill());
}
