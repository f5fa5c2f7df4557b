//! The way from a program without a network to the one server that it may use.
//!
//! Inside, a port on loopback; outside, a Unix socket, behind which `Door` connects to the server.

use std::io::{self, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::Relay;

/// Listens, inside, on each relay's port.
pub(super) fn listen(relays: &[Relay]) -> io::Result<()> {
    for relay in relays {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, relay.port))?;
        let socket = relay.socket.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if let Ok(outside) = UnixStream::connect(&socket) {
                    join(stream, outside);
                }
            }
        });
    }
    Ok(())
}

/// Lets connections to a Unix socket through to a server, until it is dropped.
#[derive(Debug)]
pub struct Door {
    socket: PathBuf,
    is_closed: Arc<AtomicBool>,
}

impl Door {
    /// Listens on `socket`, for the server at `host` and `port`.
    pub fn open(socket: &Path, host: String, port: u16) -> io::Result<Self> {
        let listener = UnixListener::bind(socket)?;
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
        Ok(Self { socket: socket.to_owned(), is_closed })
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.is_closed.store(true, Ordering::Relaxed);
        // Wakes the thread, so that it sees this.
        drop(UnixStream::connect(&self.socket));
        #[expect(clippy::disallowed_methods, reason = "a socket of our own")]
        drop(std::fs::remove_file(&self.socket));
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
