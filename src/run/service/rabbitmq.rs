//! `RabbitMQ`, through the HTTP API of its management plugin: each sample has a virtual host and
//! a user of its own.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ureq::Agent;

use super::address::Address;
use super::{secret, variable};

/// A server.
#[derive(Debug)]
pub(super) struct Server {
    address: Address,
    api: Address,
    agent: Agent,
}

/// Returns the server and its version.
pub(super) fn connect(address: &Address, api: Address) -> Result<(Server, String), String> {
    let config = Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(10)))
        .http_status_as_error(true)
        .proxy(None)
        .build();
    let server = Server { address: address.clone(), api, agent: config.into() };
    let overview = server.call("GET", "overview", "")?;
    let overview: serde_json::Value =
        serde_json::from_str(&overview).map_err(|error| format!("RabbitMQ: {error}"))?;
    let version = overview["rabbitmq_version"].as_str().unwrap_or("of unknown version");
    Ok((server, version.to_owned()))
}

impl Server {
    pub(super) fn create(&self, name: &str, host: &str) -> Result<Vec<(String, String)>, String> {
        self.call("PUT", &format!("vhosts/{name}"), "{}")?;
        let secret = secret();
        let user = format!(r#"{{"password":"{secret}","tags":""}}"#);
        self.call("PUT", &format!("users/{name}"), &user)?;
        let all = r#"{"configure":".*","write":".*","read":".*"}"#;
        self.call("PUT", &format!("permissions/{name}/{name}"), all)?;
        let port = self.address.port;
        Ok(vec![variable("AMQP_URL", format!("amqp://{name}:{secret}@{host}:{port}/{name}"))])
    }

    pub(super) fn remove(&self, name: &str) -> Result<(), String> {
        self.call("DELETE", &format!("vhosts/{name}"), "")?;
        self.call("DELETE", &format!("users/{name}"), "").map(drop)
    }

    fn call(&self, method: &str, path: &str, body: &str) -> Result<String, String> {
        let Address { user, password, host, port, .. } = &self.api;
        let login = BASE64_STANDARD.encode(format!("{user}:{password}"));
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://{host}:{port}/api/{path}"))
            .header("authorization", format!("Basic {login}"))
            .header("content-type", "application/json")
            .body(body.to_owned())
            .map_err(|error| error.to_string())?;
        let mut response = self
            .agent
            .run(request)
            .map_err(|error| format!("the management API at {host}:{port}: {error}"))?;
        response.body_mut().read_to_string().map_err(|error| error.to_string())
    }
}
