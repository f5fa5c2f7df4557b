//! `PostgreSQL`, through `psql`: each sample has a database and a role of its own, which owns that database
//! and can do nothing elsewhere.

use std::path::PathBuf;
use std::process::Command;

use crate::run::interpreter::output;
use crate::system::find::on_path;

use super::address::Address;
use super::{secret, variable};

/// A server, and a user that may create databases.
#[derive(Debug)]
pub(super) struct Server {
    psql: PathBuf,
    address: Address,
}

/// Returns the server and its version.
pub(super) fn connect(address: &Address, path: &[PathBuf]) -> Result<(Server, String), String> {
    let psql = on_path("psql", path).ok_or_else(|| {
        "there is no `psql` on PATH\nhelp: install PostgreSQL's client (`postgresql-client`)"
            .to_owned()
    })?;
    let server = Server { psql, address: address.clone() };
    let version = server.run(&["SHOW server_version"])?;
    let version = version.split_whitespace().next().unwrap_or_default().to_owned();
    Ok((server, version))
}

impl Server {
    pub(super) fn create(&self, name: &str, host: &str) -> Result<Vec<(String, String)>, String> {
        let secret = secret();
        self.run(&[
            &format!("CREATE ROLE {name} LOGIN PASSWORD '{secret}'"),
            &format!("CREATE DATABASE {name} OWNER {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"),
            &format!("REVOKE ALL ON DATABASE {name} FROM PUBLIC"),
        ])?;
        let port = self.address.port;
        Ok(vec![
            variable("DATABASE_URL", format!("postgresql://{name}:{secret}@{host}:{port}/{name}")),
            variable("PGHOST", host),
            variable("PGPORT", port.to_string()),
            variable("PGUSER", name),
            variable("PGPASSWORD", secret),
            variable("PGDATABASE", name),
        ])
    }

    pub(super) fn remove(&self, name: &str) -> Result<(), String> {
        let database = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        // It may own things in the database that is for all.
        let owned = format!("DROP OWNED BY {name}");
        self.run(&[&database, &owned, &format!("DROP ROLE IF EXISTS {name}")]).map(drop)
    }

    fn run(&self, statements: &[&str]) -> Result<String, String> {
        let Address { user, password, host, port, path } = &self.address;
        let database = if path.is_empty() { "postgres" } else { path };
        #[expect(clippy::disallowed_methods, reason = "the server's own client")]
        let mut command = Command::new(&self.psql);
        command.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", host, "-p", &port.to_string()]);
        command.args(["-U", user, "-d", database, "-w"]);
        command.env("PGPASSWORD", password).env("PGCONNECT_TIMEOUT", "10");
        for statement in statements {
            command.args(["-c", statement]);
        }
        output(&mut command).map_err(|why| format!("`psql` {why}"))
    }
}
