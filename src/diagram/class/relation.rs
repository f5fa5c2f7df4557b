//! Relations between classes: `<|--`, `*--`, `o--`, `-->`, `..>`, `..|>` and their kin.

use crate::diagram::DiagramError;
use crate::diagram::canvas::Marker;
use crate::diagram::edge::{Edge, Stroke};
use crate::diagram::scan::Scanner;

/// Reads the line of a relation and the marks at its ends, if one comes next.
pub(super) fn parse(scanner: &mut Scanner<'_>) -> Result<Option<Edge>, DiagramError> {
    if scanner.rest().starts_with("()") {
        return Err(scanner.fail("lollipop interfaces are not supported: use `<|..`"));
    }
    let start = ["<|", "<", "*", "o"].into_iter().find(|mark| {
        let line = scanner.rest().strip_prefix(mark);
        line.is_some_and(|line| line.starts_with("--") || line.starts_with(".."))
    });
    let before = scanner.clone();
    scanner.eat(start.unwrap_or(""));
    let stroke = if scanner.eat("--") {
        Stroke::Solid
    } else if scanner.eat("..") {
        Stroke::Dotted
    } else {
        *scanner = before;
        return Ok(None);
    };
    if scanner.rest().starts_with("()") {
        return Err(scanner.fail("lollipop interfaces are not supported: use `..|>`"));
    }
    let end = ["|>", ">", "*", "o"].into_iter().find(|mark| {
        let rest = scanner.rest().strip_prefix(mark);
        // `A --o B` is an aggregation, but `A --order` leads to a class.
        rest.is_some_and(|rest| *mark != "o" || rest.starts_with([' ', '\t', '"']))
    });
    scanner.eat(end.unwrap_or(""));
    let (start, end) = (start.and_then(marker), end.and_then(marker));
    Ok(Some(Edge { stroke, start, end, ..Edge::default() }))
}

fn marker(mark: &str) -> Option<Marker> {
    match mark {
        "<|" | "|>" => Some(Marker::Triangle),
        "<" | ">" => Some(Marker::OpenArrow),
        "*" => Some(Marker::Diamond),
        "o" => Some(Marker::HollowDiamond),
        _ => None,
    }
}
