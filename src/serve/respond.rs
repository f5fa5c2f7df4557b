//! A path and the published site → a response. Looks up names in a map; no disk is asked, so no
//! path leads anywhere else.

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{Response, StatusCode};
use percent_encoding::percent_decode_str;

use crate::base::path::encode;
use crate::model::output::{Artifact, Output};
use crate::serve::published::{Published, Version};
use crate::serve::{content_type, problems};

/// Returns the response to a request for a path as it stands in the URL.
pub(super) fn respond(published: &Published, url_path: &str) -> Response<Body> {
    let Some(output) = &published.output else {
        let page = problems::page(published.problems.as_deref());
        return html(StatusCode::SERVICE_UNAVAILABLE, page.as_bytes(), published.version);
    };
    let Ok(path) = percent_decode_str(url_path).decode_utf8() else {
        return missing(output, url_path, published.version);
    };
    let name = path.strip_prefix('/').unwrap_or(&path);
    if name.is_empty() || name.ends_with('/') {
        let name = format!("{name}index.html");
        return match output.files.get(name.as_str()) {
            Some(artifact) => file(&name, artifact, published.version),
            None => missing(output, &path, published.version),
        };
    }
    match output.files.get(name) {
        Some(artifact) => file(name, artifact, published.version),
        None if output.files.contains_key(format!("{name}/index.html").as_str()) => {
            redirect(&format!("/{}/", name.split('/').map(encode).collect::<Vec<_>>().join("/")))
        }
        None => missing(output, &path, published.version),
    }
}

/// Returns a response of a kind that no browser keeps.
pub(super) fn plain(
    status: StatusCode,
    content_type: &str,
    body: impl Into<Body>,
) -> Response<Body> {
    let response = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, content_type)
        .header(CACHE_CONTROL, "no-cache")
        .body(body.into());
    response.expect("the headers are ours and valid")
}

fn file(name: &str, artifact: &Artifact, version: Version) -> Response<Body> {
    let content_type = content_type::of(name);
    if content_type.starts_with("text/html") {
        return html(StatusCode::OK, &artifact.bytes, version);
    }
    plain(StatusCode::OK, content_type, Bytes::from_owner(artifact.bytes.clone()))
}

fn html(status: StatusCode, page: &[u8], version: Version) -> Response<Body> {
    plain(status, "text/html; charset=utf-8", with_script(page, version))
}

fn missing(output: &Output, path: &str, version: Version) -> Response<Body> {
    match output.files.get("404.html") {
        Some(artifact) => html(StatusCode::NOT_FOUND, &artifact.bytes, version),
        None => html(StatusCode::NOT_FOUND, problems::missing(path).as_bytes(), version),
    }
}

fn redirect(to: &str) -> Response<Body> {
    let response = Response::builder()
        .status(StatusCode::TEMPORARY_REDIRECT)
        .header(LOCATION, to)
        .header(CACHE_CONTROL, "no-cache")
        .body(Body::empty());
    response.expect("an encoded path is a valid header")
}

/// Adds the reload script before the end of the body, which is the only change to a page's bytes.
fn with_script(page: &[u8], version: Version) -> Vec<u8> {
    let end = page.windows(7).rposition(|bytes| bytes.eq_ignore_ascii_case(b"</body>"));
    let (before, after) = page.split_at(end.unwrap_or(page.len()));
    let script = format!("<script src=\"/__crib/reload.js\" data-version=\"{version}\"></script>");
    [before, script.as_bytes(), after].concat()
}
