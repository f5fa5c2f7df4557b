//! Linux namespaces: the first stage, and what the second sets up in them.

use std::io;
use std::os::fd::AsRawFd as _;
use std::process::{Command, ExitCode};

use nix::sched::{CloneFlags, unshare};
use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::sys::socket::{
    AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType, recv, sendto, socket,
};
use nix::unistd::{getgid, getuid};

use super::report::{End, Log};
use super::{COMMAND, SPEC, Spec};

/// Processes and threads that there can be, at most: a fork bomb must leave us time to see it.
pub(super) const MOST_TASKS: u32 = 512;

/// Leaves the machine's namespaces and starts the second stage in new ones.
pub(super) fn outer(spec: &Spec) -> ExitCode {
    let log = Log::open(&spec.folder);
    let fail = |why: String| {
        log.end(&End::NotStarted(why));
        ExitCode::FAILURE
    };
    die_with_parent();
    if spec.shields.namespaces {
        if let Err(error) = isolate() {
            return fail(format!("no namespaces: {error}"));
        }
        die_with_parent(); // Changing users makes the kernel forget it.
    }
    match init(spec).and_then(|mut command| command.status()) {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => fail(error.to_string()),
    }
}

fn init(spec: &Spec) -> io::Result<Command> {
    #[expect(clippy::disallowed_methods, reason = "a stage of our own")]
    let mut command = Command::new(std::env::current_exe()?);
    command.args([COMMAND, "init"]).arg(spec.folder.join(SPEC));
    Ok(command)
}

/// Ends this process when its parent does, however that ends.
pub(super) fn die_with_parent() {
    let _ = prctl::set_pdeathsig(Signal::SIGKILL);
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
    std::fs::write(file, text)
}

/// Gives up the rights that the first process has in its namespaces: the program is an ordinary user.
pub(super) fn become_user() -> io::Result<()> {
    let (user, group) = (getuid(), getgid());
    unshare(CloneFlags::CLONE_NEWUSER)?;
    map_user(1000, user.as_raw(), group.as_raw())
}

/// Asks the kernel to bring up device 1: `RTM_NEWLINK` with `IFF_UP`, as rtnetlink(7) has it.
pub(super) fn start_loopback() -> io::Result<()> {
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
    let number = answer[..length].get(16..20).and_then(|bytes| bytes.try_into().ok());
    match number.map(i32::from_ne_bytes) {
        Some(0) => Ok(()),
        Some(number) => Err(io::Error::from_raw_os_error(-number)),
        None => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
