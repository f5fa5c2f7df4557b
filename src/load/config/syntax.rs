//! TOML's syntax errors in the words of someone who writes a book, with the remedy.

use std::ops::Range;

use crate::base::span::{Span, Spanned};

/// A syntax error within one statement.
pub(super) struct Problem {
    /// `None` for a key that is given twice, which only the tree can explain.
    pub(super) message: Option<String>,
    pub(super) help: Option<String>,
    pub(super) span: Span,
    /// The text at the span.
    pub(super) text: String,
    /// True if the statement's value cannot be trusted.
    pub(super) is_structural: bool,
}

/// How errors start after which the rest of the statement is read as it was meant.
const LOCAL: [&str; 13] = [
    "string values must be quoted",
    "invalid boolean",
    "invalid date",
    "invalid basic string",
    "invalid literal string",
    "invalid multi-line",
    "missing escaped value",
    "too few unicode value digits",
    "duplicate key",
    "missing comma between",
    "extra comma",
    "unclosed array",
    "unclosed inline table",
];

/// True if a line looks like a header or the start of `key = value`.
pub(super) fn starts_statement(line: &str) -> bool {
    let trimmed = line.trim_start();
    let is_at_margin = trimmed.len() == line.len();
    let is_pair = key_end(trimmed).is_some_and(|end| {
        let is_word = trimmed.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        trimmed[end..].trim_start().starts_with('=') || (is_at_margin && is_word)
    });
    is_pair || starts_table(line)
}

/// True if a line looks like a header, perhaps one with a bracket too few.
pub(super) fn starts_table(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('[') else { return false };
    let rest = rest.strip_prefix('[').unwrap_or(rest);
    let name = rest.split([']', '#']).next().unwrap_or_default().trim();
    name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
        && name.chars().all(|letter| is_bare(letter) || letter.is_whitespace())
}

/// True if an error says that a value goes on after the text's end.
pub(super) fn is_open(message: &str) -> bool {
    message.starts_with("unclosed array,")
        || message.starts_with("unclosed inline table")
        || message.contains("multi-line")
}

/// Returns the key of a statement that has no value.
pub(super) fn bare_key(piece: &str) -> Option<Spanned<String>> {
    let start = piece.len() - piece.trim_start().len();
    let end = start + key_end(&piece[start..])?;
    let key = piece[start..end].trim();
    (!key.starts_with(['"', '\'']))
        .then(|| Spanned::new(key.to_owned(), Span::new(start..start + key.len())))
}

/// Returns what is worth saying of a statement's errors: all of them where each concerns one value,
/// else the first, since the others follow from it. One bracket is missed only once.
pub(super) fn problems(piece: &str, errors: &[toml::de::Error]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut errors: Vec<&toml::de::Error> = errors.iter().collect();
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    let mut is_unclosed = false;
    for error in errors {
        let was_unclosed = std::mem::replace(&mut is_unclosed, is_open(error.message()));
        if !(was_unclosed && is_unclosed) {
            problems.push(problem(piece, error));
        }
    }
    if let Some(structural) = problems.iter().position(|problem| problem.is_structural) {
        problems.swap(0, structural);
        problems.truncate(1);
    }
    problems
}

fn problem(piece: &str, error: &toml::de::Error) -> Problem {
    let message = error.message();
    let reason = message.split(", expected").next().unwrap_or(message);
    let end = piece.trim_end().len();
    let range = error.span().unwrap_or(end..end);
    let start = piece.floor_char_boundary(range.start.min(end));
    let range = start..piece.ceil_char_boundary(range.end.min(end)).max(start);
    let found = Found { piece, message, reason, text: &piece[range.clone()], range: range.clone() };
    let explained = if reason == "duplicate key" { None } else { Some(found.explain()) };
    let span = explained.as_ref().and_then(|explained| explained.range.clone());
    Problem {
        span: Span::new(span.unwrap_or(range)),
        text: found.text.to_owned(),
        is_structural: !LOCAL.iter().any(|local| reason.starts_with(local)),
        help: explained.as_ref().and_then(|explained| explained.help.clone()),
        message: explained.map(|explained| explained.message),
    }
}

/// What TOML's parser says of a statement.
struct Found<'a> {
    piece: &'a str,
    message: &'a str,
    /// The message without what was expected.
    reason: &'a str,
    range: Range<usize>,
    /// The text at the range.
    text: &'a str,
}

/// What we say instead.
struct Explained {
    message: String,
    help: Option<String>,
    /// Where, if not where TOML says.
    range: Option<Range<usize>>,
}

impl Explained {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()), range: None }
    }
}

impl Found<'_> {
    fn explain(&self) -> Explained {
        let Self { piece, text, .. } = self;
        let is_header = piece.trim_start().starts_with('[');
        match self.reason {
            "string values must be quoted" | "missing value" if text.is_empty() => {
                let key = key_end(piece).map_or("key", |end| piece[..end].trim());
                Explained::new(format!("`{key}` has no value"), "give it one, or remove the line")
            }
            "string values must be quoted" => {
                Explained::new(format!("`{text}` is neither a string nor a number"), quoted(text))
            }
            "invalid boolean" => Explained::new(format!("unknown word `{text}`"), quoted(text)),
            "key with no value" | "invalid unquoted key" if colon(piece).is_some() => self.colon(),
            "key with no value" => {
                let start = piece.len() - piece.trim_start().len();
                let range = Some(start..self.range.end.max(start));
                let help = "a comment starts with `#`";
                Explained { range, ..Explained::new("this is no `key = value`", help) }
            }
            "unclosed array" => Explained::new("the list has no closing `]`", "add the `]`"),
            "unclosed inline table" => {
                Explained::new("the table has no closing `}`", "add the `}`")
            }
            "unclosed table" | "unclosed array table" => Explained::new(
                "the header has no closing bracket",
                "write `[name]`, or `[[name]]` for one of several",
            ),
            "unexpected key or value" if is_header => {
                Explained::new("text after the header", "start a new line")
            }
            "unexpected key or value" => Explained::new(
                "text after the end of the statement",
                "start a new line, or put the whole value in quotes",
            ),
            "missing escaped value" | "too few unicode value digits" => Explained::new(
                "`\\` starts an escape in a string with `\"`",
                "write `\\\\`, or put the string in `'`",
            ),
            "invalid inline table element"
            | "missing inline table opening"
            | "missing array opening" => self.as_toml_says("brackets that do not match"),
            reason if reason.contains(" string") && self.message.ends_with(['`', '\'']) => {
                let range = self.string();
                Explained {
                    range,
                    ..Explained::new("the string has no closing quote", "add the quote")
                }
            }
            reason => self.as_toml_says(reason),
        }
    }

    fn as_toml_says(&self, message: &str) -> Explained {
        Explained { message: message.to_owned(), help: expected(self.message), range: None }
    }

    fn colon(&self) -> Explained {
        let colon = colon(self.piece).unwrap_or_default();
        let help = format!("write `{} = …`", self.piece[..colon].trim());
        let range = Some(colon..colon + 1);
        Explained {
            range,
            ..Explained::new("a key and its value are joined by `=`, not `:`", help)
        }
    }

    /// Returns the range of the string that has no end.
    fn string(&self) -> Option<Range<usize>> {
        let before = &self.piece[..self.range.start];
        let value = before.rfind('=').map_or(before, |equals| &before[equals + 1..]).trim_start();
        let start = before.len() - value.len();
        value.starts_with(['"', '\'']).then_some(start..self.range.end.max(start))
    }
}

/// Returns what to write for a word that stands without quotes.
fn quoted(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" | "tru" => "write `true`".to_owned(),
        "false" | "no" | "off" | "fals" => "write `false`".to_owned(),
        _ => {
            let text = text.trim_matches(['“', '”', '‘', '’', '"', '\'']);
            format!("a string stands in straight quotes: `\"{text}\"`")
        }
    }
}

/// Turns TOML's "expected …" into a remedy.
fn expected(message: &str) -> Option<String> {
    let (_, expected) = message.split_once(", expected ")?;
    (expected != "nothing").then(|| format!("expected here: {expected}"))
}

/// Returns where the `:` of `key: value` is.
fn colon(piece: &str) -> Option<usize> {
    let start = piece.len() - piece.trim_start().len();
    let end = start + key_end(&piece[start..])?;
    let rest = &piece[end..];
    let colon = end + (rest.len() - rest.trim_start().len());
    piece[colon..].starts_with(':').then_some(colon)
}

/// Returns where the key ends that a line starts with: bare and dotted, or quoted.
fn key_end(line: &str) -> Option<usize> {
    let end = match line.chars().next()? {
        quote @ ('"' | '\'') => line[1..].find([quote, '\n']).map(|end| end + 2)?,
        _ => line.find(|letter| !is_bare(letter)).unwrap_or(line.len()),
    };
    (end > 0 && end <= line.len() && line.is_char_boundary(end)).then_some(end)
}

fn is_bare(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.')
}
