//! Forms of URLs. They are checked and kept as written, never rewritten.

use super::require;

pub(super) fn site(text: &str) -> Result<(), Option<String>> {
    if let Some(found) = text.find(['?', '#']) {
        return Err(Some(format!("leave out everything from `{}` on", &text[found..=found])));
    }
    absolute(text)
}

pub(super) fn edit(text: &str) -> Result<(), Option<String>> {
    absolute(&text.replace("{path}", "path"))?;
    require(text.contains("{path}"), || {
        Some("put `{path}` where the file's path belongs: `https://…/edit/main/{path}`".to_owned())
    })
}

pub(super) fn target(text: &str) -> Result<(), Option<String>> {
    if text.is_empty() || text.trim() != text || text.contains(char::is_control) {
        return Err(None);
    }
    if let Some(relative) = text.strip_prefix('/') {
        let relative = relative.trim_start_matches('/');
        return Err(Some(format!("paths start in the content folder: write `{relative}`")));
    }
    if text.contains('\\') {
        return Err(Some(format!("write `{}`", text.replace('\\', "/"))));
    }
    if has_scheme(text) { absolute(text) } else { Ok(()) }
}

/// Checks an absolute HTTP URL, which may have a query and a fragment.
fn absolute(text: &str) -> Result<(), Option<String>> {
    let Some(rest) = without_scheme(text) else {
        let is_bare_host = !has_scheme(text) && !text.is_empty();
        let rest = text.trim_start_matches('/');
        return Err(is_bare_host.then(|| format!("write `https://{rest}`")));
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(Some("leave out the user's name and password".to_owned()));
    }
    let is_plain = |letter: char| letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter);
    if let Some(letter) = text.chars().find(|letter| !is_plain(*letter)) {
        return Err(Some(match letter {
            '{' | '}' => "only `{path}` may stand in braces".to_owned(),
            _ if authority.contains(letter) => "write the host as punycode, `xn--…`".to_owned(),
            _ => format!("write `{}`", percent_encoded(text, is_plain)),
        }));
    }
    require(is_authority(authority), || None)
}

fn without_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    let is_http = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    is_http.then_some(rest)
}

/// True for `mailto:x` and `https://x`, false for `a.md` and `C:\x`.
fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    scheme.len() > 1
        && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(is_letter)
}

/// True for a host with or without a port; `localhost` and bracketed addresses are hosts too.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rfind(':') {
        Some(colon) if !text.ends_with(']') => (&text[..colon], Some(&text[colon + 1..])),
        _ => (text, None),
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|number| number > 0);
    let is_host = if let Some(address) = host.strip_prefix('[') {
        address
            .strip_suffix(']')
            .is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok())
    } else {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        host.trim_end_matches('.')
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(is_letter))
    };
    is_host && port.is_none_or(is_port)
}

fn percent_encoded(text: &str, is_plain: impl Fn(char) -> bool) -> String {
    use std::fmt::Write as _;

    let mut out = String::new();
    for letter in text.chars() {
        if is_plain(letter) {
            out.push(letter);
        } else {
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
