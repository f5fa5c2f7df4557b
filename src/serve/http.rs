//! The server's paths: the site, and below `/__crib/` what the reload script needs.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Sse};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch::Receiver;

use crate::serve::published::Published;
use crate::serve::{news, respond};

/// Serves whatever is published, until the process ends.
pub(super) async fn serve(
    listener: std::net::TcpListener,
    host: &str,
    published: Receiver<Arc<Published>>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let is_local = listener.local_addr()?.ip().is_loopback();
    let mut router = Router::new()
        .route("/__crib/events", get(events))
        .route(
            "/__crib/reload.js",
            get(async || file("text/javascript", include_str!("reload.js"))),
        )
        .route("/__crib/problems.css", get(async || file("text/css", include_str!("problems.css"))))
        .fallback(get(page))
        .with_state(published);
    if is_local {
        let host = Arc::<str>::from(host);
        router = router.layer(middleware::from_fn_with_state(host, refuse_strangers));
    }
    axum::serve(TcpListener::from_std(listener)?, router).await
}

/// Returns the URL of the site's top, as a browser on this machine takes it.
pub(super) fn url(address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_unspecified() => format!("http://localhost:{}/", address.port()),
        _ => format!("http://{address}/"),
    }
}

async fn page(State(published): State<Receiver<Arc<Published>>>, uri: Uri) -> Response<Body> {
    let latest = published.borrow().clone();
    respond::respond(&latest, uri.path())
}

async fn events(State(published): State<Receiver<Arc<Published>>>, uri: Uri) -> impl IntoResponse {
    let version = uri.query().and_then(|query| query.strip_prefix("version="));
    let stream = news::stream(published, version.unwrap_or_default());
    Sse::new(stream).keep_alive(axum::response::sse::KeepAlive::default())
}

fn file(content_type: &str, text: &'static str) -> Response<Body> {
    respond::plain(StatusCode::OK, &format!("{content_type}; charset=utf-8"), text)
}

/// Keeps other sites out: a name of theirs may lead a browser to this machine, and the browser would
/// then let their scripts read the book.
async fn refuse_strangers(
    State(host): State<Arc<str>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    if is_asked_locally(request.headers(), &host) {
        return next.run(request).await;
    }
    let reason = "crib serves this machine only; `--host 0.0.0.0` lets others in\n";
    respond::plain(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", reason)
}

fn is_asked_locally(headers: &HeaderMap, own_name: &str) -> bool {
    let Some(host) = headers.get(header::HOST) else { return true };
    let Ok(host) = host.to_str() else { return false };
    // `[::1]:4000`, `127.0.0.1:4000`, `localhost`
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == own_name
        || name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok()
}
