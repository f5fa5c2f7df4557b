//! The parts of a sequence diagram's line: statements between `;`, messages' arrows.

use crate::diagram::canvas::Marker;
use crate::diagram::source::Line;

/// An arrow between two participants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrow {
    pub(super) text: &'static str,
    pub(super) is_dotted: bool,
    pub(super) start: Option<Marker>,
    pub(super) end: Option<Marker>,
}

const fn arrow(text: &'static str, is_dotted: bool, end: Option<Marker>) -> Arrow {
    Arrow { text, is_dotted, start: None, end }
}

/// All arrows; one that begins like another comes before it.
const ARROWS: [Arrow; 10] = [
    Arrow { start: Some(Marker::Arrow), ..arrow("<<-->>", true, Some(Marker::Arrow)) },
    Arrow { start: Some(Marker::Arrow), ..arrow("<<->>", false, Some(Marker::Arrow)) },
    arrow("-->>", true, Some(Marker::Arrow)),
    arrow("->>", false, Some(Marker::Arrow)),
    arrow("-->", true, None),
    arrow("->", false, None),
    arrow("--x", true, Some(Marker::Cross)),
    arrow("-x", false, Some(Marker::Cross)),
    arrow("--)", true, Some(Marker::OpenArrow)),
    arrow("-)", false, Some(Marker::OpenArrow)),
];

/// Splits `A->>+B: text` at its arrow: the sender, the arrow, what follows it.
pub(super) fn split_arrow(text: &str) -> Option<(&str, Arrow, &str)> {
    let head = &text[..text.find(':').unwrap_or(text.len())];
    head.char_indices().find_map(|(index, _)| {
        let found = ARROWS.iter().find(|arrow| head[index..].starts_with(arrow.text))?;
        Some((text[..index].trim(), *found, text[index + found.text.len()..].trim()))
    })
}

/// Splits a line at each `;` that does not end a character such as `#35;` or `#quot;`.
pub(super) fn split_statements(line: Line<'_>) -> Vec<Line<'_>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (end, _) in line.text.match_indices(';') {
        let word = line.text[..end].rfind(['#', '&']).map(|begin| &line.text[begin + 1..end]);
        let is_character = word.is_some_and(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
        });
        if !is_character {
            parts.push(&line.text[start..end]);
            start = end + 1;
        }
    }
    parts.push(&line.text[start..]);
    let lines = parts.into_iter().map(|text| Line { text: text.trim(), ..line });
    lines.filter(|line| !line.text.is_empty()).collect()
}
