//! Keys that do not exist: a slip, a key of another table, or a key of another tool.

use super::check::{Checker, Notation, Where};
use super::tree::{Entry, Kind, Table};
use super::{Key, Shape, remedy};
use crate::base::span::Span;
use crate::base::suggest;
use crate::rules;

/// Reports a key that the table does not have. Of a table of another tool, each key is reported
/// by itself if some of them have a name here.
pub(super) fn report(
    checker: &mut Checker<'_>,
    keys: &'static [Key],
    entry: &Entry,
    place: &Where,
) {
    let path = place.key(&entry.key.value);
    let mut within = Vec::new();
    if let Kind::Table(table) = &entry.value.kind
        && has_foreign_below(checker, &path)
    {
        let help = foreign(checker, &path);
        foreign_within(checker, table, &path, help.as_deref(), &mut within);
    }
    if within.is_empty() {
        let help = help(checker, keys, &entry.key.value, place);
        report_at(checker, entry.key.span, &entry.key.value, place, help);
    }
    for Foreigner { span, table, name, help } in within {
        report_at(checker, span, &name, &table, help);
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
    let message = match (checker.document.notation, place.path.as_str()) {
        (Notation::Yaml, "") => format!("unknown key {name}"),
        (_, "") => format!("unknown key {name} at the top"),
        (_, path) => format!("unknown key {name} in `[{path}]`"),
    };
    checker.report(&rules::UNKNOWN_KEY, span, message, help);
}

/// A key of another tool's table.
struct Foreigner {
    span: Span,
    table: Where,
    name: String,
    help: Option<String>,
}

/// Collects the keys of another tool's table, with the help for each or else for all of it.
fn foreign_within(
    checker: &Checker<'_>,
    table: &Table,
    place: &Where,
    help: Option<&str>,
    found: &mut Vec<Foreigner>,
) {
    for entry in &table.entries {
        let path = place.key(&entry.key.value);
        let own = foreign(checker, &path);
        let help = own.as_deref().or(help);
        match &entry.value.kind {
            Kind::Table(table) if has_foreign_below(checker, &path) => {
                foreign_within(checker, table, &path, help, found);
            }
            _ => found.push(Foreigner {
                span: entry.key.span,
                table: place.clone(),
                name: entry.key.value.clone(),
                help: help.map(str::to_owned),
            }),
        }
    }
}

fn foreign(checker: &Checker<'_>, place: &Where) -> Option<String> {
    let (_, help) = checker.document.foreign.iter().find(|(name, _)| *name == place.path)?;
    Some((*help).to_owned())
}

fn has_foreign_below(checker: &Checker<'_>, place: &Where) -> bool {
    let is_below =
        |name: &str| name.strip_prefix(&place.path).is_some_and(|rest| rest.starts_with('.'));
    checker.document.foreign.iter().any(|(name, _)| is_below(name))
}

fn help(checker: &Checker<'_>, keys: &[Key], name: &str, place: &Where) -> Option<String> {
    foreign(checker, &place.key(name))
        .or_else(|| elsewhere(checker.document.keys, name, place))
        .or_else(|| slip(keys, name))
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

/// Names the key that was meant, here or in a table of this table.
fn slip(keys: &[Key], name: &str) -> Option<String> {
    let within = keys.iter().flat_map(|table| match table.shape {
        Shape::Table(inner) => inner.iter().map(|key| (key.name, Some(table.name))).collect(),
        _ => Vec::new(),
    });
    let all: Vec<(&str, Option<&str>)> =
        keys.iter().map(|key| (key.name, None)).chain(within).collect();
    let nearest = suggest::nearest(name, all.iter().map(|(key, _)| *key))?;
    match all.iter().find(|(key, _)| *key == nearest)? {
        (key, None) => Some(format!("did you mean `{key}`?")),
        (key, Some(table)) => Some(format!("did you mean `{key}`, in `[{table}]`?")),
    }
}

/// Names the table that a key belongs in.
fn elsewhere(keys: &[Key], name: &str, place: &Where) -> Option<String> {
    let has = |keys: &[Key]| keys.iter().any(|key| key.name == name);
    if !place.path.is_empty() && has(keys) {
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
