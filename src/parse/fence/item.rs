//! Splitting the rest of an info string into items, without judging their names.

use crate::base::span::Span;

/// One item of an info string.
#[derive(Debug)]
pub(super) enum Item {
    /// `run`
    Flag { name: String, span: Span },
    /// `title="app.py"`, with escapes resolved; `span` is the key's.
    Pair { key: String, value: String, span: Span, value_span: Span },
    /// `{2,4-6}`, without the braces.
    Ranges { text: String, span: Span },
    /// Anything else, such as an unclosed quote.
    Malformed { text: String, span: Span },
}

impl Item {
    /// Returns the name that may be given once only.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Flag { name, .. } => Some(name),
            Self::Pair { key, .. } => Some(key),
            Self::Ranges { .. } | Self::Malformed { .. } => None,
        }
    }

    /// True if it is one of ours, by its form and name.
    pub(super) fn is_known(&self) -> bool {
        match self {
            Self::Ranges { .. } => true,
            Self::Malformed { .. } => false,
            Self::Flag { name, .. } => super::FLAGS.contains(&name.as_str()),
            Self::Pair { key, .. } => super::KEYS.contains(&key.as_str()),
        }
    }

    /// Returns the item's place.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Flag { span, .. }
            | Self::Pair { span, .. }
            | Self::Ranges { span, .. }
            | Self::Malformed { span, .. } => *span,
        }
    }
}

/// Splits at white space, minding quotes and braces. `offset` is where `text` stands in the file.
pub(super) fn items(text: &str, offset: usize) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(skip) = text[at..].find(|letter: char| !letter.is_whitespace() && letter != ',')
    {
        at += skip;
        let length = item_length(&text[at..]);
        items.push(item(&text[at..at + length], offset + at));
        at += length;
    }
    items
}

/// Returns the bytes up to the white space that ends the item.
fn item_length(text: &str) -> usize {
    let mut is_quoted = false;
    let mut is_braced = false;
    let mut is_escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '{' if !is_quoted && at == 0 => is_braced = true,
            '}' if !is_quoted && is_braced => return at + 1,
            // A quote may be missing its end: then it ends with the line, as malformed.
            _ if letter.is_whitespace() && !is_quoted && !is_braced => return at,
            _ => {}
        }
    }
    text.len()
}

fn item(text: &str, offset: usize) -> Item {
    let span = Span::new(offset..offset + text.len());
    let malformed = || Item::Malformed { text: text.to_owned(), span };
    if let Some(inner) = text.strip_prefix('{') {
        return match inner.strip_suffix('}') {
            Some(ranges) => Item::Ranges { text: ranges.to_owned(), span },
            None => malformed(),
        };
    }
    let Some((key, value)) = text.split_once('=') else {
        let is_flag = !text.contains(['"', '{', '}']);
        return if is_flag { Item::Flag { name: text.to_owned(), span } } else { malformed() };
    };
    let value_span = Span::new(offset + key.len() + 1..offset + text.len());
    let key_span = Span::new(offset..offset + key.len());
    let value = match value.strip_prefix('"') {
        Some(quoted) => unquote(quoted),
        None if value.is_empty() || value.contains(['"', '{']) => None,
        None => Some(value.to_owned()),
    };
    match value {
        Some(value) if !key.is_empty() => {
            Item::Pair { key: key.to_owned(), value, span: key_span, value_span }
        }
        _ => malformed(),
    }
}

/// Resolves `\"` and `\\` up to a quote that ends the text.
fn unquote(quoted: &str) -> Option<String> {
    let mut value = String::new();
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next()? {
                escaped @ ('"' | '\\') => value.push(escaped),
                other => value.extend(['\\', other]),
            },
            '"' => return letters.as_str().is_empty().then_some(value),
            _ => value.push(letter),
        }
    }
    None
}
