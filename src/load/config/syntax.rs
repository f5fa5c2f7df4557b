//! TOML's syntax errors in the words of someone who writes a book, with the remedy.

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
    let text = piece[range.clone()].to_owned();
    let span = Span::new(range.clone());
    let key = key_end(piece).map_or("key", |end| piece[..end].trim());
    let is_structural = !LOCAL.iter().any(|local| reason.starts_with(local));
    let problem = |message: String, help: Option<String>| Problem {
        message: Some(message),
        help,
        span,
        text: text.clone(),
        is_structural,
    };
    match reason {
        "duplicate key" => Problem { message: None, help: None, span, text, is_structural },
        "string values must be quoted" if text.is_empty() => problem(
            format!("`{key}` has no value"),
            Some("give it one, or remove the line".to_owned()),
        ),
        "string values must be quoted" => unquoted(&text, problem),
        "invalid boolean" => problem(format!("unknown word `{text}`"), Some(unquoted_help(&text))),
        "key with no value" | "invalid unquoted key" if colon(piece).is_some() => {
            let colon = colon(piece).unwrap_or_default();
            let help = format!("write `{} = …`", piece[..colon].trim());
            let mut problem =
                problem("a key and its value are joined by `=`, not `:`".to_owned(), Some(help));
            problem.span = Span::new(colon..colon + 1);
            problem.is_structural = true;
            problem
        }
        "key with no value" => {
            let mut problem = problem(
                "this is no `key = value`".to_owned(),
                Some("a comment starts with `#`".to_owned()),
            );
            let start = piece.len() - piece.trim_start().len();
            problem.span = Span::new(start..range.end.max(start));
            problem
        }
        "unclosed array" => {
            problem("the list has no closing `]`".to_owned(), Some("add the `]`".to_owned()))
        }
        "unclosed inline table" => {
            problem("the table has no closing `}`".to_owned(), Some("add the `}`".to_owned()))
        }
        "unclosed table" | "unclosed array table" => problem(
            "the header has no closing bracket".to_owned(),
            Some("write `[name]`, or `[[name]]` for one of several".to_owned()),
        ),
        "unexpected key or value" if piece.trim_start().starts_with('[') => {
            problem("text after the header".to_owned(), Some("start a new line".to_owned()))
        }
        "unexpected key or value" => problem(
            "text after the end of the statement".to_owned(),
            Some("start a new line, or put the whole value in quotes".to_owned()),
        ),
        _ if reason.contains(" string") && message.ends_with(['`', '\'']) => {
            let mut problem = problem(
                "the string has no closing quote".to_owned(),
                Some("add the quote".to_owned()),
            );
            let value = piece[..start].rfind('=').map_or(start, |equals| equals + 1);
            let value = value + (piece[value..].len() - piece[value..].trim_start().len());
            if piece[value..].starts_with(['"', '\'']) {
                problem.span = Span::new(value..range.end.max(value));
            }
            problem
        }
        "invalid inline table element"
        | "missing inline table opening"
        | "missing array opening" => {
            problem("brackets that do not match".to_owned(), expected(message))
        }
        "missing escaped value" => problem(
            "`\\` starts an escape in a string with `\"`".to_owned(),
            Some("write `\\\\`, or put the string in `'`".to_owned()),
        ),
        _ => problem(reason.to_owned(), expected(message)),
    }
}

fn unquoted(text: &str, problem: impl Fn(String, Option<String>) -> Problem) -> Problem {
    problem(format!("`{text}` is neither a string nor a number"), Some(unquoted_help(text)))
}

fn unquoted_help(text: &str) -> String {
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
