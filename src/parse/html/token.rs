//! Splitting raw HTML into tags, comments and text. Knows no element names but the raw-text ones.

use std::collections::BTreeSet;
use std::ops::Range;

/// A piece of raw HTML; ranges are bytes of the text that was split.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) enum Token {
    /// `<name attributes>`
    Open(OpenTag),
    /// `</name>`
    Close { name: String, range: Range<usize> },
    /// `<!-- … -->`, with the range of its inside; also declarations and instructions. One that is
    /// never closed reaches to the end.
    Comment { inside: Range<usize>, range: Range<usize>, is_closed: bool },
    /// A script, style or similar element with all its text.
    RawText { tag: OpenTag, range: Range<usize> },
    /// Anything else, entities not decoded.
    Text(Range<usize>),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) struct OpenTag {
    /// Lowercase.
    pub(in crate::parse) name: String,
    /// Lowercase names, decoded values, in order.
    pub(in crate::parse) attributes: Vec<(String, String)>,
    /// Its bytes.
    pub(in crate::parse) range: Range<usize>,
    /// Written `<name/>`.
    pub(in crate::parse) is_self_closing: bool,
}

/// Elements whose inside is no markup, so that a `<` in it opens nothing.
const RAW_TEXT: [&str; 9] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// Splits text; the ranges cover all of it, in order.
pub(in crate::parse) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut text_start = 0;
    // Behind the last `>` only an unclosed comment can begin.
    let last_end = text.rfind('>').unwrap_or_default();
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        if start > last_end && !text[start..].starts_with("<!--") {
            at = start + 1;
            continue;
        }
        let Some(token) = markup(text, start) else {
            at = start + 1;
            continue;
        };
        if text_start < start {
            tokens.push(Token::Text(text_start..start));
        }
        at = token.range().end;
        text_start = at;
        tokens.push(token);
    }
    if text_start < text.len() {
        tokens.push(Token::Text(text_start..text.len()));
    }
    tokens
}

/// Returns the names of all end tags of a text, in lowercase.
pub(in crate::parse) fn end_tag_names(text: &str) -> BTreeSet<String> {
    text.match_indices("</")
        .filter_map(|(at, _)| tag_name(&text[at + 2..]))
        .map(str::to_lowercase)
        .collect()
}

/// True for the end tag of an element of that name.
pub(in crate::parse) fn is_end_tag(html: &str, name: &str) -> bool {
    html.strip_prefix("</").and_then(tag_name).is_some_and(|found| found.eq_ignore_ascii_case(name))
}

impl Token {
    /// Returns the bytes that it was made of.
    pub(in crate::parse) fn range(&self) -> Range<usize> {
        match self {
            Self::Open(tag) => tag.range.clone(),
            Self::Close { range, .. }
            | Self::Comment { range, .. }
            | Self::RawText { range, .. }
            | Self::Text(range) => range.clone(),
        }
    }
}

/// Reads what begins with the `<` at `start`; `None` if that is mere text.
fn markup(text: &str, start: usize) -> Option<Token> {
    let rest = &text[start..];
    if let Some(inside) = rest.strip_prefix("<!--") {
        return Some(comment(inside, start));
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        let close = if rest.starts_with("<![CDATA[") { "]]>" } else { ">" };
        let end = rest.find(close)? + close.len();
        let range = start..start + end;
        return Some(Token::Comment { inside: start..start, range, is_closed: true });
    }
    if let Some(after) = rest.strip_prefix("</") {
        let name = tag_name(after)?;
        let end = rest.find('>')? + 1;
        return Some(Token::Close { name: name.to_lowercase(), range: start..start + end });
    }
    let name = tag_name(&rest[1..])?;
    let tag = open_tag(text, start, name)?;
    if RAW_TEXT.contains(&tag.name.as_str()) {
        let end = raw_text_end(text, tag.range.end, &tag.name);
        return Some(Token::RawText { tag, range: start..end });
    }
    Some(Token::Open(tag))
}

/// Reads the comment of which `inside` is all that follows `<!--`.
fn comment(inside: &str, start: usize) -> Token {
    let from = start + "<!--".len();
    for empty in [">", "->"] {
        if inside.starts_with(empty) {
            let range = start..from + empty.len();
            return Token::Comment { inside: from..from, range, is_closed: true };
        }
    }
    let (length, end, is_closed) = match inside.find("-->") {
        Some(length) => (length, length + 3, true),
        None => (inside.len(), inside.len(), false),
    };
    Token::Comment { inside: from..from + length, range: start..from + end, is_closed }
}

fn tag_name(text: &str) -> Option<&str> {
    let length = text
        .find(|letter: char| {
            !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | ':' | '.' | '_')
        })
        .unwrap_or(text.len());
    (length > 0 && text.as_bytes()[0].is_ascii_alphabetic()).then(|| &text[..length])
}

fn open_tag(text: &str, start: usize, name: &str) -> Option<OpenTag> {
    let mut attributes: Vec<(String, String)> = Vec::new();
    let mut at = start + 1 + name.len();
    loop {
        let rest = &text[at..];
        let skip = rest.find(|letter: char| !letter.is_whitespace() && letter != '/')?;
        at += skip;
        let rest = &text[at..];
        if rest.starts_with('>') {
            let is_self_closing = text[at - skip..at].ends_with('/');
            let range = start..at + 1;
            return Some(OpenTag { name: name.to_lowercase(), attributes, range, is_self_closing });
        }
        if rest.starts_with('<') || (skip == 0 && attributes.is_empty()) {
            return None;
        }
        let length = rest
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '=' | '>' | '/'))?
            .max(rest.chars().next().map_or(1, char::len_utf8));
        let key = rest[..length].to_lowercase();
        at += length;
        let (value, used) = attribute_value(&text[at..])?;
        at += used;
        if !attributes.iter().any(|(earlier, _)| *earlier == key) {
            attributes.push((key, value));
        }
    }
}

/// Reads `= value` after an attribute's name; returns the value and the bytes used.
fn attribute_value(text: &str) -> Option<(String, usize)> {
    let trimmed = text.trim_start();
    let Some(after) = trimmed.strip_prefix('=') else {
        return Some((String::new(), 0));
    };
    let value = after.trim_start();
    let before = text.len() - value.len();
    let decode = |raw: &str| html_escape::decode_html_entities(raw).into_owned();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote) {
            let end = inside.find(quote)?;
            return Some((decode(&inside[..end]), before + end + 2));
        }
    }
    let end = value.find(|letter: char| letter.is_whitespace() || letter == '>')?;
    Some((decode(&value[..end]), before + end))
}

/// Returns the end of a raw-text element: after its end tag, or the end of the text.
fn raw_text_end(text: &str, from: usize, name: &str) -> usize {
    let mut ends = text[from..].match_indices("</").map(|(at, _)| from + at);
    match ends.find(|at| is_end_tag(&text[*at..], name)) {
        Some(end) => text[end..].find('>').map_or(text.len(), |bracket| end + bracket + 1),
        None => text.len(),
    }
}
