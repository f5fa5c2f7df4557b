//! Redis: samples take turns in one numbered database, which is emptied after each. Each has a user of its own, who
//! has no rights over the server.
//!
//! It speaks RESP, <https://redis.io/docs/latest/develop/reference/protocol-spec/>.

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use super::address::Address;
use super::{secret, variable};

/// A server.
#[derive(Debug)]
pub(super) struct Server {
    address: Address,
}

/// Returns the server and its version. A database that is not empty is somebody's, and is refused.
pub(super) fn connect(address: &Address) -> Result<(Server, String), String> {
    let server = Server { address: address.clone() };
    let mut connection = server.open()?;
    let size = connection.call(&["DBSIZE"])?;
    if size != "0" {
        let number = server.database();
        return Err(format!(
            "database {number} of Redis has {size} keys\nhelp: name an empty one in CRIB_REDIS_URL, such as \
             `redis://127.0.0.1:6379/9`: samples erase it"
        ));
    }
    let info = connection.call(&["INFO", "server"])?;
    let version = info.lines().find_map(|line| line.strip_prefix("redis_version:"));
    Ok((server, version.unwrap_or("of unknown version").trim().to_owned()))
}

impl Server {
    /// Makes a user who can do nothing to the server, and enter no other database.
    pub(super) fn create(&self, name: &str, host: &str) -> Result<Vec<(String, String)>, String> {
        let mut connection = self.open()?;
        connection.call(&["FLUSHDB"])?;
        let (secret, number, port) = (secret(), self.database(), self.address.port);
        let password = format!(">{secret}");
        let select = format!("+select|{number}");
        connection.call(&[
            "ACL",
            "SETUSER",
            name,
            "reset",
            "on",
            &password,
            "~*",
            "&*",
            "+@all",
            "-@admin",
            "-@dangerous",
            "-function",
            "-move",
            "-select",
            &select,
            "+flushdb",
            "+info",
            "+keys",
            "+sort",
        ])?;
        Ok(vec![variable("REDIS_URL", format!("redis://{name}:{secret}@{host}:{port}/{number}"))])
    }

    pub(super) fn remove(&self, name: &str) -> Result<(), String> {
        let mut connection = self.open()?;
        connection.call(&["ACL", "DELUSER", name])?;
        connection.call(&["FLUSHDB"]).map(drop)
    }

    fn database(&self) -> &str {
        if self.address.path.is_empty() { "0" } else { &self.address.path }
    }

    /// Connects to the database.
    fn open(&self) -> Result<Connection, String> {
        let Address { user, password, host, port, .. } = &self.address;
        let stream = TcpStream::connect((host.as_str(), *port))
            .map_err(|error| format!("no Redis answers at {host}:{port}: {error}"))?;
        let timeout = Some(Duration::from_secs(10));
        drop(stream.set_read_timeout(timeout));
        let mut connection = Connection { stream: BufReader::new(stream) };
        match (user.is_empty(), password.is_empty()) {
            (_, true) => {}
            (true, false) => drop(connection.call(&["AUTH", password])?),
            (false, false) => drop(connection.call(&["AUTH", user, password])?),
        }
        connection.call(&["SELECT", self.database()])?;
        Ok(connection)
    }
}

struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Sends a command and returns a reply that is no list.
    fn call(&mut self, words: &[&str]) -> Result<String, String> {
        let reply = self.exchange(words).map_err(|error| format!("Redis: {error}"))?;
        reply.map_err(|error| format!("Redis says: {error}"))
    }

    fn exchange(&mut self, words: &[&str]) -> io::Result<Result<String, String>> {
        let mut request = format!("*{}\r\n", words.len());
        for word in words {
            request.push_str(&["$", &word.len().to_string(), "\r\n", word, "\r\n"].concat());
        }
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let line = line.trim_end();
        let rest = line.get(1..).unwrap_or_default().to_owned();
        match line.as_bytes().first() {
            Some(b'+' | b':') => Ok(Ok(rest)),
            Some(b'-') => Ok(Err(rest)),
            Some(b'$') => {
                let length: usize = rest.parse().unwrap_or_default();
                let mut bytes = vec![0; length + 2];
                self.stream.read_exact(&mut bytes)?;
                bytes.truncate(length);
                Ok(Ok(String::from_utf8_lossy(&bytes).into_owned()))
            }
            _ => Err(io::Error::other(format!("this is no reply of Redis: `{line}`"))),
        }
    }
}
