//! Forms of paths: all are relative, written with `/`, and stay inside the book.

use crate::base::path;

use super::require;

pub(super) fn folder(text: &str) -> Result<(), Option<String>> {
    relative(text)?;
    require(path::join("", text).is_some(), || Some("it must not lead out of the book".to_owned()))
}

pub(super) fn theme(text: &str) -> Result<(), Option<String>> {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let is_name = text.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && text.chars().all(is_letter);
    require(is_name, || {
        let name = text.strip_prefix("./").unwrap_or(text).strip_prefix("themes/")?;
        Some(format!("write `{}`", name.trim_end_matches('/')))
    })
}

pub(super) fn old(text: &str) -> Result<(), Option<String>> {
    relative(text)?;
    if let Some(found) = text.find(['?', '#']) {
        return Err(Some(format!("leave out everything from `{}` on", &text[found..=found])));
    }
    let folder = text.strip_suffix('/').unwrap_or(text);
    if folder.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(Some("write it without `.`, `..` and empty segments".to_owned()));
    }
    let name = folder.rsplit('/').next().unwrap_or_default();
    let is_page = name.strip_suffix(".html").is_some_and(|stem| !stem.is_empty());
    require(is_page || text.ends_with('/'), || {
        let stem = text.trim_end_matches(".md");
        let hint = format!("write `{stem}.html`, or `{stem}/` for a folder's index page");
        (!name.starts_with('.')).then_some(hint)
    })
}

/// Refuses what is no relative path with `/`.
fn relative(text: &str) -> Result<(), Option<String>> {
    if text.is_empty() || text.trim() != text || text.contains(char::is_control) {
        return Err(None);
    }
    if text.contains('\\') {
        return Err(Some(format!("write `{}`", text.replace('\\', "/"))));
    }
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b':') || text.contains("://") {
        return Err(Some("it must be relative".to_owned()));
    }
    let rest = text.trim_start_matches('/');
    require(rest == text, || {
        (!rest.is_empty()).then(|| format!("write `{rest}`, without a leading `/`"))
    })
}
