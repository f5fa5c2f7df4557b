//! The way from a program without a network to the one server that it may use.
//!
//! Inside, a port on loopback; outside, a Unix socket in a folder that the program does not see, behind which
//! `Door` connects to the server. Sockets have short names, so a folder is named by its descriptor: `/proc/self/fd/7`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::os::fd::AsRawFd as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::Spec;

/// A port inside that leads outside.
pub(super) struct Inlet {
    listener: TcpListener,
    outside: Socket,
}

/// A socket in a folder that may be out of sight.
#[derive(Debug)]
struct Socket {
    folder: File,
    name: String,
}

impl Socket {
    fn new(folder: &Path, name: &str) -> io::Result<Self> {
        Ok(Self { folder: File::open(folder)?, name: name.to_owned() })
    }

    fn path(&self) -> PathBuf {
        PathBuf::from(format!("/proc/self/fd/{}/{}", self.folder.as_raw_fd(), self.name))
    }
}

/// Listens, inside, on the port of each relay.
pub(super) fn listen(spec: &Spec) -> io::Result<Vec<Inlet>> {
    let inlet = |relay: &super::Relay| {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, relay.port))?;
        Ok(Inlet { listener, outside: Socket::new(&spec.folder, &relay.socket)? })
    };
    spec.relays.iter().map(inlet).collect()
}

impl Inlet {
    /// Lets connections through from now on.
    pub(super) fn start(self) {
        thread::spawn(move || {
            for stream in self.listener.incoming().flatten() {
                if let Ok(outside) = UnixStream::connect(self.outside.path()) {
                    join(stream, outside);
                }
            }
        });
    }
}

/// Lets connections to a Unix socket through to a server, until it is dropped.
#[derive(Debug)]
pub struct Door {
    socket: Socket,
    is_closed: Arc<AtomicBool>,
}

impl Door {
    /// Listens on the socket `name` in a folder, for the server at `host` and `port`.
    pub fn open(folder: &Path, name: &str, host: String, port: u16) -> io::Result<Self> {
        let socket = Socket::new(folder, name)?;
        let listener = UnixListener::bind(socket.path())?;
        let is_closed = Arc::new(AtomicBool::new(false));
        let closed = is_closed.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if closed.load(Ordering::Relaxed) {
                    break;
                }
                if let Ok(server) = TcpStream::connect((host.as_str(), port)) {
                    join(server, stream);
                }
            }
        });
        Ok(Self { socket, is_closed })
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.is_closed.store(true, Ordering::Relaxed);
        // Wakes the thread, so that it sees this.
        drop(UnixStream::connect(self.socket.path()));
        #[expect(clippy::disallowed_methods, reason = "a socket of our own")]
        drop(fs::remove_file(self.socket.path()));
    }
}

/// Copies both ways, each in a thread that ends when its side does.
fn join(tcp: TcpStream, unix: UnixStream) {
    drop(tcp.set_nodelay(true));
    let (Ok(mut tcp_in), Ok(mut unix_out)) = (tcp.try_clone(), unix.try_clone()) else { return };
    let (mut unix_in, mut tcp_out) = (unix, tcp);
    thread::spawn(move || {
        drop(io::copy(&mut tcp_in, &mut unix_out).and_then(|_| unix_out.flush()));
        drop(unix_out.shutdown(Shutdown::Write));
    });
    thread::spawn(move || {
        drop(io::copy(&mut unix_in, &mut tcp_out).and_then(|_| tcp_out.flush()));
        drop(tcp_out.shutdown(Shutdown::Write));
    });
}
