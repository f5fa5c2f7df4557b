//! Limits on a unit of an anatomy section: `[min, max]`, `{ min, max, level }`, or a list of such.

use super::check::{Checker, Where};
use super::tree::{Entry, Kind, Node, Table};
use super::{Key, Shape, book};
use crate::base::span::Spanned;

/// The keys of a limit written as a table.
pub(super) static KEYS: &[Key] = &[
    Key::new("min", COUNT, "At least this many."),
    Key::new("max", COUNT, "At most this many."),
    Key::new(
        "level",
        Shape::Choice(book::LEVELS),
        "The level of a breach, if other than the rule's.",
    ),
];

const COUNT: Shape = Shape::Whole(0, i64::MAX);

const HELP: &str =
    "write `[min, max]`, `{ min = …, max = …, level = \"warn\" }`, or a list of such";

/// Returns the sound limits as a list of tables with the keys `min`, `max` and `level`.
pub(super) fn check(checker: &mut Checker<'_>, node: Node, place: &Where) -> Node {
    let span = node.span;
    let is_pair = |items: &[Node]| {
        !items.iter().any(|item| matches!(item.kind, Kind::List(_) | Kind::Table(_)))
    };
    let limits = match node.kind {
        Kind::List(items) if !is_pair(&items) => items,
        kind => vec![Node { span, kind }],
    };
    let sound = limits.into_iter().filter_map(|limit| one(checker, limit, place)).collect();
    Node { span, kind: Kind::List(sound) }
}

fn one(checker: &mut Checker<'_>, limit: Node, place: &Where) -> Option<Node> {
    let span = limit.span;
    let table = match limit.kind {
        Kind::List(pair) => as_table(checker, span, pair, place)?,
        Kind::Table(table) => table,
        _ => {
            checker.refuse(
                &limit,
                format!("{place} must be limits, not {}", limit.kind.name()),
                Some(HELP.to_owned()),
            );
            return None;
        }
    };
    let n_written = table.entries.len();
    let table = checker.table(KEYS, table, place, span);
    let sound = Node { span, kind: Kind::Table(table) };
    let table = sound.table()?;
    match (table.whole("min"), table.whole("max")) {
        (None, None) => {
            if n_written == 0 || table.entries.len() == n_written {
                checker.refuse(
                    &sound,
                    format!("{place} has neither `min` nor `max`"),
                    Some(HELP.to_owned()),
                );
            }
            None
        }
        (Some(min), Some(max)) if min > max => {
            let message = format!("{place} asks for at least {min} but at most {max}");
            checker.refuse(&sound, message, Some(format!("write `[{max}, {min}]`")));
            None
        }
        _ => Some(sound),
    }
}

/// Turns `[min, max]` into the table that means the same.
fn as_table(
    checker: &mut Checker<'_>,
    span: crate::base::span::Span,
    pair: Vec<Node>,
    place: &Where,
) -> Option<Table> {
    let n_items = pair.len();
    if n_items != 2 {
        let node = Node { span, kind: Kind::List(pair) };
        checker.refuse(
            &node,
            format!("{place} must have two numbers, not {n_items}"),
            Some(HELP.to_owned()),
        );
        return None;
    }
    let entries = ["min", "max"]
        .into_iter()
        .zip(pair)
        .map(|(name, value)| Entry { key: Spanned::new(name.to_owned(), value.span), value })
        .collect();
    Some(Table { entries })
}
