//! The words of findings: what was expected, what was found, and what to write instead.

use super::check::{Checker, Notation, Where};
use super::tree::{Kind, Node};
use super::{Shape, form};

/// Completes "must be …".
pub(super) fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Text(form) if form.expected == form::FILLED.expected => "a string".to_owned(),
        Shape::Text(form) => form.expected.to_owned(),
        Shape::Version => form::VERSION.expected.to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Whole(min, max) => bounds(*min, *max),
        Shape::Choice(words) => one_of(words),
        Shape::List(_) => "a list".to_owned(),
        Shape::Table(_) | Shape::Levels | Shape::Texts(..) | Shape::Free => "a table".to_owned(),
        Shape::Tables(_) => "a list of tables".to_owned(),
        Shape::Limits => "limits".to_owned(),
    }
}

/// Completes "must be …" for integers.
pub(super) fn bounds(min: i64, max: i64) -> String {
    match (min, max) {
        (i64::MIN, i64::MAX) => "an integer".to_owned(),
        (min, i64::MAX) => format!("an integer from {min} on"),
        (min, max) => format!("an integer from {min} to {max}"),
    }
}

/// Returns "`a`, `b` or `c`".
pub(super) fn one_of(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// Names the word that means what another tool's word means.
pub(super) fn synonym(words: &[&str], word: &str) -> Option<String> {
    const SYNONYMS: [(&str, &[&str]); 6] = [
        ("allow", &["off", "ignore", "none", "keep"]),
        ("warn", &["warning"]),
        ("deny", &["error", "forbid"]),
        ("junior", &["beginner", "easy"]),
        ("mid", &["middle", "intermediate", "medium"]),
        ("senior", &["advanced", "expert", "hard"]),
    ];
    let (ours, _) =
        SYNONYMS.iter().find(|(ours, theirs)| words.contains(ours) && theirs.contains(&word))?;
    Some(format!("write `{ours}`"))
}

/// Returns the user's text in backticks, on one line and not too long.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let mut short: String = line.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("`{short}`")
}

/// Returns what to do about a value that is not there.
pub(super) fn of_nothing(place: &Where) -> String {
    let what = if place.is_item { "it" } else { "the key" };
    format!("give it a value, or remove {what}")
}

/// Returns what to write where the type is wrong.
pub(super) fn of_type(
    checker: &Checker<'_>,
    shape: &Shape,
    node: &Node,
    place: &Where,
) -> Option<String> {
    let name = place.name();
    match (shape, &node.kind) {
        (_, Kind::Empty) => Some(of_nothing(place)),
        (
            Shape::Text(_) | Shape::Choice(_) | Shape::Version,
            Kind::Whole(_) | Kind::Number(_) | Kind::Flag(_) | Kind::Date(_),
        ) => Some(format!("put it in quotes: `\"{}\"`", checker.raw(node))),
        (Shape::Text(_) | Shape::Choice(_) | Shape::Version, Kind::List(items))
            if items.len() == 1 =>
        {
            Some("remove the brackets".to_owned())
        }
        (Shape::Whole(..), Kind::Text(text)) if text.parse::<i64>().is_ok() => {
            Some(format!("remove the quotes: `{text}`"))
        }
        (Shape::Flag, Kind::Text(text)) => {
            let word = match text.to_lowercase().as_str() {
                "true" | "yes" | "on" | "1" => "true",
                "false" | "no" | "off" | "0" => "false",
                _ => return None,
            };
            Some(format!("write `{word}`, without quotes"))
        }
        (Shape::List(_), Kind::Text(text)) => {
            Some(format!("write a list: `{}`", list(checker.document.notation, name, text)))
        }
        (Shape::Tables(_), Kind::Table(_)) => {
            Some(format!("write `[[{name}]]`, with double brackets"))
        }
        (Shape::Table(_) | Shape::Levels | Shape::Texts(..) | Shape::Free, kind) => {
            Some(match (checker.document.notation, kind) {
                (Notation::Yaml, _) => "write `key: value` lines, indented".to_owned(),
                (Notation::Toml, _) if place.is_item => "write `{ key = value }`".to_owned(),
                (Notation::Toml, Kind::List(_)) => {
                    format!("write `[{name}]`, with single brackets")
                }
                (Notation::Toml, _) => format!("write `[{name}]` and the keys below it"),
            })
        }
        _ => None,
    }
}

fn list(notation: Notation, name: &str, text: &str) -> String {
    let items: Vec<String> = text
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(|item| format!("\"{item}\""))
        .collect();
    let items = items.join(", ");
    match notation {
        Notation::Toml => format!("{name} = [{items}]"),
        Notation::Yaml => format!("{name}: [{items}]"),
    }
}
