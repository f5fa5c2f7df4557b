//! Keys that do not exist: a slip, a key of another table, or a key of another tool.

use super::check::{Checker, Notation, Where};
use super::tree::{Entry, Kind, Table};
use super::{Key, Shape, remedy};
use crate::base::span::Span;
use crate::base::suggest;
use crate::rules;

/// Reports a key that the table does not have. In a table of another tool, each key that we call
/// by another name is reported by itself.
pub(super) fn report(
    checker: &mut Checker<'_>,
    keys: &'static [Key],
    entry: &Entry,
    place: &Where,
) {
    let path = place.key(&entry.key.value);
    let mut within = Vec::new();
    if let Kind::Table(table) = &entry.value.kind {
        foreign_within(checker, table, &path, &mut within);
    }
    if within.is_empty() {
        let help = help(checker, keys, &entry.key.value, place);
        report_at(checker, entry.key.span, &entry.key.value, place, help);
    }
    for (span, path, help) in within {
        let (table, name) = path.rsplit_once('.').unwrap_or_default();
        report_at(checker, span, name, &Where::top().key(table), Some(help));
    }
}

/// Reports a name in `[checks]` that is no rule's.
pub(super) fn report_rule(checker: &mut Checker<'_>, entry: &Entry) {
    let name = &entry.key.value;
    let help = suggest::did_you_mean(name, rules::ALL.iter().map(|rule| rule.name))
        .unwrap_or_else(|| "`crib rules` lists the rules".to_owned());
    let message = format!("unknown rule {} in `[checks]`", remedy::quoted(name));
    checker.report(&rules::UNKNOWN_KEY, entry.key.span, message, Some(help));
}

fn report_at(
    checker: &mut Checker<'_>,
    span: Span,
    name: &str,
    place: &Where,
    help: Option<String>,
) {
    let name = remedy::quoted(name);
    let message = match (checker.document.notation, place.path()) {
        (Notation::Yaml, "") => format!("unknown key {name}"),
        (_, "") => format!("unknown key {name} at the top"),
        (_, path) => format!("unknown key {name} in `[{path}]`"),
    };
    checker.report(&rules::UNKNOWN_KEY, span, message, help);
}

/// Collects the keys within a table for which the other tool's table has a line.
fn foreign_within(
    checker: &Checker<'_>,
    table: &Table,
    path: &Where,
    found: &mut Vec<(Span, String, String)>,
) {
    for entry in &table.entries {
        let path = path.key(&entry.key.value);
        if let Some(help) = foreign(checker, path.path()) {
            found.push((entry.key.span, path.path().to_owned(), help));
        } else if let Kind::Table(table) = &entry.value.kind {
            foreign_within(checker, table, &path, found);
        }
    }
}

fn foreign(checker: &Checker<'_>, path: &str) -> Option<String> {
    let (_, help) = checker.document.foreign.iter().find(|(name, _)| *name == path)?;
    Some((*help).to_owned())
}

fn help(checker: &Checker<'_>, keys: &[Key], name: &str, place: &Where) -> Option<String> {
    foreign(checker, place.key(name).path())
        .or_else(|| elsewhere(checker.document.keys, name, place))
        .or_else(|| suggest::did_you_mean(name, keys.iter().map(|key| key.name)))
        .or_else(|| match checker.document.notation {
            Notation::Yaml => {
                Some(format!("free data belongs under `extra`: `extra: {{ {name}: … }}`"))
            }
            Notation::Toml => {
                let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
                Some(format!("known keys: {}", remedy::one_of(&names).replace(" or ", ", ")))
            }
        })
}

/// Names the table that a key belongs in.
fn elsewhere(keys: &[Key], name: &str, place: &Where) -> Option<String> {
    let has = |keys: &[Key]| keys.iter().any(|key| key.name == name);
    if !place.path().is_empty() && has(keys) {
        return Some(match keys.iter().find(|key| key.name == name).map(|key| &key.shape) {
            Some(Shape::Tables(_)) => format!("it belongs at the top: `[[{name}]]`"),
            Some(_) => format!("it belongs at the top: `[{name}]`"),
            None => return None,
        });
    }
    keys.iter().find_map(|table| match table.shape {
        Shape::Table(inner) if has(inner) => Some(format!("it belongs in `[{}]`", table.name)),
        _ => None,
    })
}
