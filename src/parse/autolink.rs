//! Addresses in running text → links, by the rules of GitHub's extended autolinks.

use crate::base::span::Span;
use crate::model::doc::{Inline, Link, Node};

/// Makes links of the addresses in the text among `content`. `source` is the file.
pub(super) fn link(content: &mut Vec<Node<Inline>>, source: &str) {
    if !content.iter().any(may_have_address) {
        return;
    }
    let mut linked = Vec::with_capacity(content.len() + 2);
    for node in std::mem::take(content) {
        match node {
            Node { kind: Inline::Text(text), span } => {
                let before = if linked.is_empty() {
                    None
                } else {
                    source[..span.start as usize].chars().next_back()
                };
                split(&text, span, before, source, &mut linked);
            }
            node => linked.push(node),
        }
    }
    *content = linked;
}

fn may_have_address(node: &Node<Inline>) -> bool {
    matches!(&node.kind, Inline::Text(text) if text.contains("://") || text.contains("www."))
}

/// Takes a text apart. `before` is the character that stands before it.
fn split(text: &str, span: Span, before: Option<char>, source: &str, into: &mut Vec<Node<Inline>>) {
    // Only text that is as written has places of its own.
    let is_verbatim = source.get(span.range()) == Some(text);
    let place = |start: usize, end: usize| {
        if is_verbatim { Span::new(start..end).shifted(span.start as usize) } else { span }
    };
    let mut text_start = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['h', 'w']) {
        let start = at + found;
        let preceding = text[..start].chars().next_back().or(before);
        at = start + 1;
        if !preceding.is_none_or(may_precede) {
            continue;
        }
        let Some((length, scheme)) = address(&text[start..]) else { continue };
        at = start + length;
        if text_start < start {
            let kind = Inline::Text(text[text_start..start].to_owned());
            into.push(Node { kind, span: place(text_start, start) });
        }
        let span = place(start, at);
        let label = Inline::Text(text[start..at].to_owned());
        let kind = Inline::Link(Link {
            target: format!("{scheme}{}", &text[start..at]),
            title: String::new(),
            content: vec![Node { kind: label, span }],
        });
        into.push(Node { kind, span });
        text_start = at;
    }
    if text_start < text.len() {
        let kind = Inline::Text(text[text_start..].to_owned());
        into.push(Node { kind, span: place(text_start, text.len()) });
    }
}

fn may_precede(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '*' | '_' | '~' | '(')
}

/// Returns the length of the address that a text begins with, and the scheme that it lacks.
fn address(text: &str) -> Option<(usize, &'static str)> {
    let starts = [("https://", ""), ("http://", ""), ("www.", "http://")];
    let (start, scheme) = starts.into_iter().find(|(start, _)| text.starts_with(start))?;
    let end = text.find(|letter: char| letter.is_whitespace() || letter == '<');
    let end = end.unwrap_or(text.len());
    let domain = text[start.len()..end].split(['/', '?', '#', ':']).next()?;
    let is_domain = domain.starts_with(|first: char| first.is_alphanumeric())
        && !domain.rsplit('.').take(2).any(|segment| segment.contains('_'));
    // Typographic punctuation has replaced what was written.
    let is_as_written = !text[..end].contains(['–', '—', '…', '‘', '’', '“', '”']);
    let length = without_punctuation(&text[..end]).len();
    (is_domain && is_as_written && length > start.len()).then_some((length, scheme))
}

/// Leaves out punctuation at the end, which belongs to the sentence, and brackets that open outside.
fn without_punctuation(address: &str) -> &str {
    let mut address = address;
    loop {
        let shorter = address.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"']);
        let n_open = shorter.matches('(').count();
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if inner.matches(')').count() >= n_open => inner,
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}
