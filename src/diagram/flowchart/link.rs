//! Links between nodes: `-->`, `-.->`, `==>`, `---|text|`, `-- text -->`, `~~~` and their kin.

use crate::diagram::DiagramError;
use crate::diagram::canvas::Marker;
use crate::diagram::edge::{Edge, Stroke};
use crate::diagram::label::Label;
use crate::diagram::scan::Scanner;

/// Edge labels wider than this are broken into lines.
const MAX_WIDTH: f64 = 200.0;

/// Links that are drawn longer than this are refused.
const MAX_LENGTH: usize = 20;

/// The line of a link up to its end: how many layers it spans if that is all, or else that a text
/// follows.
enum Line {
    Whole(usize, Option<Marker>),
    Text,
}

/// Reads a link with its text, if one comes next; the number is how many layers it spans.
pub(super) fn parse(scanner: &mut Scanner<'_>) -> Result<Option<(Edge, usize)>, DiagramError> {
    if scanner.rest().starts_with("~~~") {
        let length = scanner.take_while(|c| c == '~').len() - 2;
        let length = length.min(MAX_LENGTH);
        return Ok(Some((Edge { stroke: Stroke::Invisible, ..Edge::default() }, length)));
    }
    let start = parse_start(scanner);
    let stroke = match scanner.rest() {
        rest if rest.starts_with("--") => Stroke::Solid,
        rest if rest.starts_with("==") => Stroke::Thick,
        rest if rest.starts_with("-.") => Stroke::Dotted,
        _ => return Ok(None),
    };
    let mut text = None;
    let (length, end) = match parse_line(scanner, stroke) {
        Line::Whole(length, end) => (length, end),
        Line::Text => {
            text = Some(parse_text(scanner, stroke)?);
            match parse_line(scanner, stroke) {
                Line::Whole(length, end) => (length, end),
                Line::Text => {
                    return Err(
                        scanner.fail("the link with a text is not closed: its arrow is missing")
                    );
                }
            }
        }
    };
    if start.is_some() && end.is_none() {
        return Err(
            scanner.fail("a link with a mark at its start needs one at its end, as in `<-->`")
        );
    }
    if start.is_some() && start != end {
        return Err(scanner.fail("the two ends of a link have the same mark, as in `x--x`"));
    }
    if length > MAX_LENGTH {
        return Err(scanner.fail(format!("the link is longer than {MAX_LENGTH} layers")));
    }
    scanner.skip_space();
    if scanner.eat("|") {
        scanner.skip_space();
        let quoted = scanner.quoted()?;
        let rest = scanner
            .take_until("|")
            .ok_or_else(|| scanner.fail("the link's text is not closed: `|` is missing"))?;
        text = Some(quoted.unwrap_or(rest.trim()));
    }
    let label = text
        .map(|text| Label::new(&text.replace("\\n", "<br>")).wrapped(MAX_WIDTH))
        .unwrap_or_default();
    Ok(Some((Edge { stroke, start, end, label, ..Edge::default() }, length)))
}

fn parse_start(scanner: &mut Scanner<'_>) -> Option<Marker> {
    let marker = scanner.peek().and_then(marker)?;
    let after = &scanner.rest()[1..];
    if !["--", "==", "-."].iter().any(|line| after.starts_with(line)) {
        return None;
    }
    scanner.take(1);
    Some(marker)
}

/// Reads the line of a link, or only its beginning if a text comes before the rest.
fn parse_line(scanner: &mut Scanner<'_>, stroke: Stroke) -> Line {
    let length = match stroke {
        Stroke::Dotted => {
            scanner.eat("-");
            let dots = scanner.take_while(|c| c == '.').len();
            if dots == 0 || !scanner.eat("-") {
                return Line::Text;
            }
            dots + 1
        }
        Stroke::Thick => scanner.take_while(|c| c == '=').len(),
        Stroke::Solid | Stroke::Invisible => scanner.take_while(|c| c == '-').len(),
    };
    let end = scanner.peek().map(|c| if c == '<' { ' ' } else { c }).and_then(marker);
    if end.is_some() {
        scanner.take(1);
        return Line::Whole(length.saturating_sub(1), end);
    }
    match (stroke, length) {
        (Stroke::Dotted, _) => Line::Whole(length - 1, None),
        (_, 0..=2) => Line::Text,
        _ => Line::Whole(length - 2, None),
    }
}

/// Reads the text of `-- text -->`, up to the arrow.
fn parse_text<'a>(scanner: &mut Scanner<'a>, stroke: Stroke) -> Result<&'a str, DiagramError> {
    scanner.skip_space();
    if let Some(text) = scanner.quoted()? {
        scanner.skip_space();
        return Ok(text);
    }
    let rest = scanner.rest();
    let end = match stroke {
        Stroke::Dotted => rest.find(".-").map(|end| rest[..end].trim_end_matches('.').len()),
        Stroke::Thick => rest.find("=="),
        Stroke::Solid | Stroke::Invisible => rest.find("--"),
    };
    let end = end.ok_or_else(|| {
        scanner.fail(format!("a link is not closed before `{}`", scanner.found()))
    })?;
    let text = scanner.take(end).trim();
    if text.is_empty() {
        return Err(scanner.fail(
            "the link is not understood; links are `-->`, `---`, `-.->`, `==>`, `--x`, `--o`",
        ));
    }
    Ok(text)
}

fn marker(c: char) -> Option<Marker> {
    match c {
        '<' | '>' => Some(Marker::Arrow),
        'x' => Some(Marker::Cross),
        'o' => Some(Marker::Dot),
        _ => None,
    }
}
