//! Linux namespaces: the first stage, and what the second sets up in them.

use std::io;
use std::os::fd::AsRawFd as _;
use std::path::Path;
use std::process::{Command, ExitCode};

use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};
use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::sys::socket::{
    AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType, recv, sendto, socket,
};
use nix::unistd::{getgid, getuid};

use super::report::Log;
use super::{COMMAND, Demand, Spec};

/// Processes and threads that there can be, at most: a fork bomb must leave us time to see it.
pub(super) const MOST_TASKS: u32 = 512;

/// Leaves the machine's namespaces and starts the second stage in new ones.
pub(super) fn outer(spec: &Spec, log: &Log) -> ExitCode {
    die_with_parent();
    if spec.demand == Demand::Off {
        log.namespaces(&Err("turned off".to_owned()));
    } else {
        let result = isolate().map_err(|error| error.to_string());
        die_with_parent(); // Changing users makes the kernel forget it.
        log.namespaces(&result);
        if let (Err(why), Demand::Required) = (&result, spec.demand) {
            log.not_started(&format!("no namespaces: {why}"));
            return ExitCode::FAILURE;
        }
    }
    match next("init", spec).and_then(|mut command| command.status()) {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            log.not_started(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Returns the command of the next stage.
pub(super) fn next(stage: &str, spec: &Spec) -> io::Result<Command> {
    #[expect(clippy::disallowed_methods, reason = "a stage of our own")]
    let mut command = Command::new(std::env::current_exe()?);
    command.args([COMMAND, stage]).arg(spec.file());
    Ok(command)
}

/// Ends this process when its parent does, however that ends.
pub(super) fn die_with_parent() {
    let _ = prctl::set_pdeathsig(Signal::SIGKILL);
}

/// True in namespaces that `outer` made: there this is the first process.
pub(super) fn is_isolated() -> bool {
    std::process::id() == 1
}

/// The calling process must have one thread. Its children are in the new process namespace.
fn isolate() -> io::Result<()> {
    let (user, group) = (getuid(), getgid());
    unshare(
        CloneFlags::CLONE_NEWUSER
            | CloneFlags::CLONE_NEWPID
            | CloneFlags::CLONE_NEWNET
            | CloneFlags::CLONE_NEWNS
            | CloneFlags::CLONE_NEWIPC,
    )?;
    map_user(0, user.as_raw(), group.as_raw())
}

/// Makes this process user `inside` of its new namespace, who is `user` outside.
fn map_user(inside: u32, user: u32, group: u32) -> io::Result<()> {
    write("/proc/self/setgroups", "deny")?;
    write("/proc/self/uid_map", &format!("{inside} {user} 1"))?;
    write("/proc/self/gid_map", &format!("{inside} {group} 1"))
}

fn write(file: &str, text: &str) -> io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "a switch of the kernel, no file")]
    std::fs::write(Path::new(file), text)
}

/// Sets up what is inside: mounts that nobody else sees, and the loopback device.
pub(super) fn furnish() -> io::Result<()> {
    let none = None::<&str>;
    mount(none, "/", none, MsFlags::MS_REC | MsFlags::MS_PRIVATE, none)?;
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    mount(Some("proc"), "/proc", Some("proc"), flags, none)?;
    // Where the kernel has a limit for each namespace (since 6.14), it stops a fork bomb at once.
    drop(write("/proc/sys/kernel/pid_max", &MOST_TASKS.to_string()));
    // Shared memory is no file of the machine's; a limit keeps it from being its memory.
    mount(Some("tmpfs"), "/dev/shm", Some("tmpfs"), flags, Some("size=128m,mode=1777"))?;
    start_loopback()
}

/// Gives up the rights that the first process has in its namespaces: the program is an ordinary user.
pub(super) fn become_user() -> io::Result<()> {
    let (user, group) = (getuid(), getgid());
    unshare(CloneFlags::CLONE_NEWUSER)?;
    map_user(1000, user.as_raw(), group.as_raw())
}

/// Asks the kernel to bring up device 1: `RTM_NEWLINK` with `IFF_UP`, as rtnetlink(7) has it.
fn start_loopback() -> io::Result<()> {
    const RTM_NEWLINK: u16 = 16;
    const REQUEST_AND_ACKNOWLEDGE: u16 = 1 | 4;
    const IFF_UP: u32 = 1;
    let mut message = Vec::with_capacity(32);
    message.extend(32_u32.to_ne_bytes());
    message.extend(RTM_NEWLINK.to_ne_bytes());
    message.extend(REQUEST_AND_ACKNOWLEDGE.to_ne_bytes());
    message.extend([0; 8]); // Sequence number and port.
    message.extend([0; 4]); // Family and type of device: any.
    message.extend(1_i32.to_ne_bytes());
    message.extend(IFF_UP.to_ne_bytes());
    message.extend(IFF_UP.to_ne_bytes());
    let kind = (AddressFamily::Netlink, SockType::Raw, SockFlag::SOCK_CLOEXEC);
    let socket = socket(kind.0, kind.1, kind.2, SockProtocol::NetlinkRoute)?;
    sendto(socket.as_raw_fd(), &message, &NetlinkAddr::new(0, 0), MsgFlags::empty())?;
    let mut answer = [0; 1024];
    let length = recv(socket.as_raw_fd(), &mut answer, MsgFlags::empty())?;
    // The answer's header has 16 bytes; then comes an error number, negative, or zero.
    match answer[..length]
        .get(16..20)
        .and_then(|bytes| bytes.try_into().ok())
        .map(i32::from_ne_bytes)
    {
        Some(0) => Ok(()),
        Some(number) => Err(io::Error::from_raw_os_error(-number)),
        None => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
