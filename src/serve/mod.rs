//! Layer 3: the development server. Builds in memory, serves, watches, and tells open pages.
//!
//! Pages are served byte for byte as a build would write them, plus one script at their end, which
//! listens for news: a new version of the site, new stylesheets, or problems. While the book has
//! errors, the last good site is served, and the pages show the errors.
//!
//! One thread builds whenever a file changes (`rebuild`); what it makes is immutable and swapped in
//! as a whole (`published`); the HTTP threads (`http`, `news`) only look at the latest.

use std::io;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::runtime::Runtime;
use tokio::sync::{oneshot, watch};

use crate::base::diagnostic::Checked;
use crate::base::error::Error;
use crate::build::{self, Built};
use crate::serve::published::Published;
use crate::serve::rebuild::Rebuilder;

mod change;
mod content_type;
mod filter;
mod http;
mod news;
mod problems;
mod published;
mod rebuild;
mod respond;
mod watcher;

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of `book.toml`.
    pub root: PathBuf,
    /// What is part of the site.
    pub build: build::Options,
    /// Name or address to listen on.
    pub host: String,
    /// Port to listen on; 0 for any that is free.
    pub port: u16,
}

/// What came of a build.
pub type Result = std::result::Result<Checked<Built>, Error>;

/// Whoever started the server.
pub trait Observer: Send + Sync {
    /// A build begins.
    fn started(&self);
    /// A build has ended.
    fn built(&self, result: &Result);
    /// Returns what to show in the browser when a build has failed, as plain text.
    fn explain(&self, result: &Result) -> String;
    /// The site can be had at this URL.
    fn listening(&self, url: &str);
}

/// Serves until the user interrupts.
pub fn serve(options: &Options, observer: &Arc<dyn Observer>) -> std::result::Result<(), Error> {
    let listener = bind(options)?;
    let failed = |error| serve_error(options, error);
    let address = listener.local_addr().map_err(failed)?;
    let mut rebuilder = Rebuilder::new(options, observer.clone())?;
    let first = rebuilder.build(&Published::nothing())?;
    let (publisher, published) = watch::channel(Arc::new(first));
    let (blind, has_gone_blind) = oneshot::channel();
    // It ends when the process does, even in the middle of a build.
    std::thread::spawn(move || blind.send(rebuilder.run(&publisher)));
    let runtime = Runtime::new().map_err(failed)?;
    observer.listening(&http::url(address));
    let ended = runtime.block_on(async {
        tokio::select! {
            result = http::serve(listener, &options.host, published) => result.map_err(failed),
            result = tokio::signal::ctrl_c() => result.map_err(failed),
            Ok(error) = has_gone_blind => Err(error),
        }
    });
    // Pages that listen for news would keep their connections open for ever.
    runtime.shutdown_background();
    ended
}

fn bind(options: &Options) -> std::result::Result<TcpListener, Error> {
    let Options { host, port, .. } = options;
    TcpListener::bind((host.as_str(), *port)).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Error::Usage(format!(
            "port {port} of {host} is in use\n\
             help: end what listens there, or choose another with `--port {}`",
            port.checked_add(1).unwrap_or(4000)
        )),
        _ => serve_error(options, error),
    })
}

fn serve_error(options: &Options, source: io::Error) -> Error {
    Error::Serve { address: format!("{}:{}", options.host, options.port), source }
}
