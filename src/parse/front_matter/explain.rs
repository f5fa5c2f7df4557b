//! The YAML library's errors in the words of someone who writes pages, with the remedy.

use std::ops::Range;

use super::pieces::Piece;
use super::scan;
use crate::base::rule::Rule;
use crate::base::span::Span;
use crate::rules;

/// What is wrong, and where.
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) span: Span,
}

/// What is wrong with lines that belong to no key.
pub(super) struct Stray {
    pub(super) problem: Problem,
    /// True if they are a key with a slip, and not prose.
    pub(super) is_key: bool,
}

/// True if an error says that a value goes on after the text's end.
pub(super) fn is_open(error: &serde_yaml::Error) -> bool {
    let message = error.to_string();
    ["expected ',' or ", "unexpected end of stream", "while scanning a quoted scalar"]
        .iter()
        .any(|part| message.contains(part))
}

/// True if an alias is unknown only because its anchor is in another piece.
pub(super) fn is_anchor_elsewhere(text: &str, piece: &Piece, error: &serde_yaml::Error) -> bool {
    if !error.to_string().contains("unknown anchor") {
        return false;
    }
    let place = piece.range.start + error.location().map_or(0, |location| location.index());
    let name = text.get(place + 1..piece.range.end).unwrap_or_default();
    let end = name.find(|letter: char| !letter.is_alphanumeric() && !"-_".contains(letter));
    let name = &name[..end.unwrap_or(name.len())];
    !name.is_empty() && text[..piece.range.start].contains(&format!("&{name}"))
}

/// Explains why a piece with a key cannot be read.
pub(super) fn problem(
    text: &str,
    piece: &Piece,
    error: &serde_yaml::Error,
) -> (&'static Rule, Problem) {
    let message = error.to_string();
    let end = piece.range.start + text[piece.range.clone()].trim_end().len();
    let place = error.location().map_or(0, |location| location.index());
    let place = text.floor_char_boundary((piece.range.start + place).min(end));
    let at_place = Span::new(place..next_boundary(text, place).min(end).max(place));
    if let Some((_, rest)) = message.split_once("duplicate entry with key \"") {
        let name = rest.split('"').next().unwrap_or_default();
        return (&rules::DUPLICATE_KEY, duplicate(text, place..end, name));
    }
    let value = scan::value(text, piece.value..piece.range.end);
    let problem =
        Cause { text, piece, value: value.start..value.end, place, at_place }.explain(&message);
    (&rules::INVALID_FRONT_MATTER, problem)
}

/// Explains lines that belong to no key.
pub(super) fn stray(text: &str, piece: &Piece) -> Stray {
    let line = text[piece.range.clone()].lines().next().unwrap_or_default();
    let start = piece.range.start + scan::indent(line);
    let line = line.trim();
    let span = Span::new(start..start + line.len());
    let is_word = |key: &str| {
        !key.is_empty()
            && key.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter))
    };
    let split = |mark| line.split_once(mark).filter(|(key, _): &(&str, &str)| is_word(key.trim()));
    let (message, help, is_key) = if let Some((key, value)) = split(':') {
        let help = format!("write `{key}: {value}`");
        ("a colon without a blank after it makes no key", help, true)
    } else if let Some((key, value)) = split('=') {
        let help = format!("write `{}: {}`", key.trim(), value.trim());
        ("a key and its value are joined by `:`, not `=`", help, true)
    } else {
        let help = "front matter has `key: value` lines; Markdown starts after the closing `---`";
        ("this line is no `key: value`", help.to_owned(), false)
    };
    Stray { problem: Problem { message: message.to_owned(), help: Some(help), span }, is_key }
}

/// An error of one piece.
struct Cause<'a> {
    text: &'a str,
    piece: &'a Piece,
    value: Range<usize>,
    place: usize,
    at_place: Span,
}

impl Cause<'_> {
    fn explain(&self, message: &str) -> Problem {
        let found = self.text[self.place..].chars().next().unwrap_or('\n');
        let first = self.text[self.value.start..].chars().next().unwrap_or('\n');
        let is_in_first_line =
            !self.text[self.value.start.min(self.place)..self.place].contains('\n');
        let at_value = Span::new(self.value.start..next_boundary(self.text, self.value.start));
        let quote = self.quote();
        if found == '\t' && message.contains("cannot start any token") {
            return self.at("a tab cannot indent YAML", Some("indent with spaces".to_owned()));
        }
        if message.contains("mapping values are not allowed") && is_in_first_line {
            return self.at("a colon and a blank in a value without quotes", quote);
        }
        if message.contains("mapping values are not allowed") {
            let help = "indent it as its neighbours are".to_owned();
            return self.at("a key is indented where none can be", Some(help));
        }
        if message.contains("cannot start any token")
            || message.contains("unknown anchor")
            || message.contains("scanning an a")
        {
            let letter = if self.place == self.value.start { first } else { found };
            let message = format!("a value without quotes cannot start with `{letter}`");
            return self.at(&message, quote);
        }
        if matches!(first, '[' | '{') && message.contains("expected ',' or ") {
            let close = if first == '[' { ']' } else { '}' };
            let message = format!("the `{first}` is not closed");
            return Problem { message, help: Some(format!("add `{close}`")), span: at_value };
        }
        if matches!(first, '"' | '\'')
            && message.contains("quoted scalar")
            && message.contains("end of stream")
        {
            let message = format!("the `{first}` is not closed");
            return Problem {
                message,
                help: Some(format!("add `{first}` at the end")),
                span: at_value,
            };
        }
        if message.contains("unknown escape character") {
            let help = "write `\\\\`, or put the value in `'`".to_owned();
            return self.at("`\\` starts an escape in double quotes", Some(help));
        }
        if message.contains("invalid type: integer") {
            return self.at("the number has too many digits", quote);
        }
        if message.contains("did not find expected key") && is_in_first_line {
            let message = match first {
                '"' | '\'' => "text after the closing quote",
                '[' | '{' => "text after the closing bracket",
                _ => "text after the value",
            };
            return self.at(message, quote);
        }
        if message.contains("did not find expected key") {
            let help = "indent it as part of the value, or make it a key".to_owned();
            return self.at("this is neither a key nor part of the value above", Some(help));
        }
        self.at(short(message), quote.filter(|_| is_in_first_line))
    }

    fn at(&self, message: &str, help: Option<String>) -> Problem {
        Problem { message: message.to_owned(), help, span: self.at_place }
    }

    /// Returns the remedy for most slips in values on one line.
    fn quote(&self) -> Option<String> {
        let key = &self.text[self.piece.key.clone()?];
        let value = self.text[self.piece.value..self.piece.range.end].trim();
        if value.is_empty() || value.contains(['\n', '\r']) {
            return None;
        }
        let is_wrapped = value.len() > 1 && value.starts_with('\'') && value.ends_with('\'');
        let bare = if is_wrapped { &value[1..value.len() - 1] } else { value };
        let escaped = bare.replace('\\', "\\\\").replace('"', "\\\"");
        Some(format!("put the value in quotes: `{key}: \"{escaped}\"`"))
    }
}

/// Finds the second of two equal keys within a map: below the first, or else after it.
fn duplicate(text: &str, range: Range<usize>, name: &str) -> Problem {
    let is_key = |place: &usize| {
        let before = text[..*place].chars().next_back();
        let after = text[place + name.len()..].trim_start_matches(['"', '\'']);
        after.starts_with(':') && before.is_none_or(|letter| !letter.is_alphanumeric())
    };
    let places: Vec<usize> = text[range.clone()]
        .match_indices(name)
        .map(|(place, _)| range.start + place)
        .filter(is_key)
        .collect();
    let column = |place: usize| place - text[..place].rfind('\n').map_or(0, |newline| newline + 1);
    let first = places.first().copied().unwrap_or(range.start);
    let others = places.get(1..).unwrap_or_default();
    let below = others.iter().find(|place| column(**place) == column(first));
    let second = below.or(others.first()).copied().unwrap_or(first);
    let end = if text[second..].starts_with(name) { second + name.len() } else { second };
    Problem {
        message: format!("`{name}` is given twice"),
        help: Some("remove one of them".to_owned()),
        span: Span::new(second..end),
    }
}

/// Returns the library's message without its positions.
fn short(message: &str) -> &str {
    let message = message.split(", while ").next().unwrap_or(message);
    let message = message.split(" at line ").next().unwrap_or(message);
    message.split(" at position ").next().unwrap_or(message)
}

fn next_boundary(text: &str, place: usize) -> usize {
    text.ceil_char_boundary((place + 1).min(text.len()))
}
