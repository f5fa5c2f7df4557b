//! Servers that samples use: each sample has a database or namespace of its own, empty when it starts.
//!
//! Entry points: `Service::connect`, which finds out that a server is there, and `Service::lease`.

use std::path::PathBuf;
use std::sync::Mutex;

mod address;
mod postgres;
mod rabbitmq;
mod redis;

pub use address::Address;

/// Where servers are, as the environment says.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    /// `CRIB_POSTGRES_URL`: a user that may create roles and databases.
    pub postgres: Option<String>,
    /// `CRIB_REDIS_URL`: with the number of a database that is empty, and may be emptied.
    pub redis: Option<String>,
    /// `CRIB_RABBITMQ_URL`: where it listens; samples get users of their own.
    pub rabbitmq: Option<String>,
    /// `CRIB_RABBITMQ_API_URL`: of the management plugin, with a user that may create virtual hosts.
    pub rabbitmq_api: Option<String>,
}

/// A server that answers.
#[derive(Debug)]
pub struct Service {
    /// `PostgreSQL 15.18`
    pub title: String,
    /// `15.18`
    pub version: String,
    /// Its host and port.
    pub address: Address,
    kind: Kind,
    /// Held by the one sample that may use a server which has no namespaces.
    turn: Mutex<()>,
}

#[derive(Debug)]
enum Kind {
    Postgres(postgres::Server),
    Redis(redis::Server),
    Rabbitmq(rabbitmq::Server),
}

/// One sample's share of a server.
#[derive(Debug)]
pub struct Lease {
    /// Environment variables by which the sample finds it.
    pub environment: Vec<(String, String)>,
    name: String,
}

impl Service {
    /// Finds a server by its name in `service=`. `Err` says what is missing, and the remedy.
    pub(super) fn connect(
        name: &str,
        addresses: &Addresses,
        path: &[PathBuf],
    ) -> Result<Self, String> {
        let address = |variable: &str, value: &Option<String>| {
            let value = value.as_ref().ok_or_else(|| {
                format!("{variable} is not set\nhelp: start a server and say where it is, in the environment")
            })?;
            Address::parse(value).ok_or_else(|| format!("{variable} is no URL of a server"))
        };
        let (address, title, kind, version) = match name {
            "postgres" => {
                let address = address("CRIB_POSTGRES_URL", &addresses.postgres)?;
                let (server, version) = postgres::connect(&address, path)?;
                (address, "PostgreSQL", Kind::Postgres(server), version)
            }
            "redis" => {
                let address = address("CRIB_REDIS_URL", &addresses.redis)?;
                let (server, version) = redis::connect(&address)?;
                (address, "Redis", Kind::Redis(server), version)
            }
            _ => {
                let address_of_api = address("CRIB_RABBITMQ_API_URL", &addresses.rabbitmq_api)?;
                let address = address("CRIB_RABBITMQ_URL", &addresses.rabbitmq)?;
                let (server, version) = rabbitmq::connect(&address, address_of_api)?;
                (address, "RabbitMQ", Kind::Rabbitmq(server), version)
            }
        };
        let title = format!("{title} {version}");
        Ok(Self { title, version, address, kind, turn: Mutex::new(()) })
    }

    /// Runs `work` with a share of the server that is called `name`, and takes it back. The sample reaches
    /// the server at `host`.
    pub(super) fn lease<T>(
        &self,
        name: &str,
        host: &str,
        work: impl FnOnce(&Lease) -> T,
    ) -> Result<T, String> {
        let _turn = matches!(self.kind, Kind::Redis(_))
            .then(|| self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        let environment = match &self.kind {
            Kind::Postgres(server) => server.create(name, host),
            Kind::Redis(server) => server.create(name, host),
            Kind::Rabbitmq(server) => server.create(name, host),
        }
        .map_err(|why| format!("{}: {why}", self.title))?;
        let lease = Lease { environment, name: name.to_owned() };
        let result = work(&lease);
        match &self.kind {
            Kind::Postgres(server) => server.remove(&lease.name),
            Kind::Redis(server) => server.remove(&lease.name),
            Kind::Rabbitmq(server) => server.remove(&lease.name),
        }
        .map_err(|why| format!("{}: {why}", self.title))?;
        Ok(result)
    }
}

/// Returns a password that other samples cannot guess.
fn secret() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    // The keys of these hashers are the standard library's own random numbers.
    let word = |number: u64| RandomState::new().hash_one(number);
    format!("{:016x}{:016x}", word(0), word(1))
}

/// Returns one environment variable.
fn variable(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}
